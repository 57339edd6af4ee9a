"""The report module's pages: two skins, a bare variant, and what each says of a year it does not have."""

from dataclasses import dataclass

from crawler.replica.portal.chrome import column, frame, metas
from crawler.replica.portal.directories import agency_path
from crawler.replica.world import Agency, Host
from crawler.replica.world.draws import share

_SIZES = (("大", 18), ("中", 16), ("小", 14))
_TOOLS = "字体：【" + " ".join(f'<a href="javascript:doZoom({size})">{text}</a>' for text, size in _SIZES) + "】"


@dataclass(frozen=True, slots=True)
class Content:
    """What a report page shows inside its frame."""

    agency: Agency
    year: int
    title: str
    shown: str
    html: str
    views: int


def _index_number(content: Content) -> str:
    serial = int(share("index", content.agency.serial, content.year) * 9000000) + 1000000
    return f"{content.agency.code}/{content.year + 1}-{serial}"


def _table_skin(content: Content) -> str:
    day, name = content.shown[:10], content.agency.name(content.year)
    return f"""<table class="index" width="100%" border="0" cellpadding="3">
<tr><td>索引号：</td><td>{_index_number(content)}</td><td>公开方式：</td><td>主动公开</td></tr>
<tr><td>发布机构：</td><td>{name}</td><td>组配分类：</td><td>信息公开年报</td></tr>
<tr><td>成文日期：</td><td>{day}</td><td>失效日期：</td><td></td></tr>
<tr><td>有效性：</td><td>有效</td><td></td><td></td></tr>
</table>
<table class="main" width="100%" border="0" cellpadding="0" cellspacing="0">
<tr><td class="title" align="center">{content.title}</td></tr>
<tr><td align="center">发布时间：{content.shown}　　{_TOOLS}　<a href="javascript:window.print()">打印</a></td></tr>
<tr><td class="bt_content">
<!--<$[信息内容]>begin-->
{content.html}
<!--<$[信息内容]>end-->
</td></tr>
<tr><td align="right"><a href="javascript:window.close()">关闭窗口</a></td></tr>
</table>"""


def _div_skin(content: Content) -> str:
    name = content.agency.name(content.year)
    return f"""<div class="article">
<ul class="index"><li><b>索引号</b>{_index_number(content)}</li><li><b>发布单位</b>{name}</li>
<li><b>内容分类</b>{content.year}年</li><li><b>成文日期</b>{content.shown[:10]}</li><li><b>公开方式</b>主动公开</li>
<li><b>公开范围</b>面向全社会</li><li><b>有效性/截止日期</b>有效</li><li><b>文号</b></li></ul>
<h1 class="arti_title">{content.title}</h1>
<p class="arti_metas"><span>发布日期：{content.shown}</span><span>浏览次数：{content.views}</span><span>{_TOOLS}</span>
<span class="share">分享到：</span></p>
<meta name="ContentStart"/>
<div id="zoom">
{content.html}
</div>
<meta name="ContentEnd"/>
<div class="bottom">扫一扫在手机打开当前页　<a href="javascript:window.print()">打印本页</a></div>
</div>"""


def report_page(host: Host, content: Content, *, bare: bool = False) -> str:
    """The page of one report in the host's skin; `bare` is what showType=2 gives."""
    if bare:
        return f"""<html><head><meta charset="UTF-8"><title>{content.title}</title></head><body>
<div class="nb_title">{content.title}</div>
<div class="nb_date">发布时间：{content.shown}</div>
<div class="nb_content">
{content.html}
</div>
</body></html>
"""
    crumbs = [
        ("政府信息公开", column(host, "disclosure")),
        ("政府信息公开年报", column(host, "reports")),
        (content.agency.name(content.year), agency_path(content.agency)),
    ]
    if host.skin == "table":
        return frame(host, "政府信息公开年报", _table_skin(content), crumbs=crumbs)
    head = metas({
        "ColumnName": "政府信息公开年报", "ColumnType": "政府信息公开",
        "ArticleTitle": content.title, "PubDate": content.shown,
        "ContentSource": content.agency.code, "Keywords": "政府信息公开,年度报告",
    })  # fmt: skip
    return frame(host, content.title, _div_skin(content), crumbs=crumbs, head=head)


def empty_shell(host: Host) -> str:
    """HTTP 200 for a year or an area that is not there: the frame with nothing in it, or hardly a page at all."""
    if host.skin == "table":
        inner = '<table class="main" width="100%" border="0"><tr><td class="title" align="center"></td></tr>'
        return frame(host, "政府信息公开年报", f'{inner}<tr><td class="bt_content"></td></tr></table>')
    return (
        '<html><head><meta charset="UTF-8"><title></title></head><body>\n<div class="main-con"></div>\n</body></html>\n'
    )


def plain_article(host: Host, title: str, shown: str, html: str) -> str:
    """An article outside the report module: the guide, an explanation."""
    content = f"""<div class="article"><h1>{title}</h1><p class="arti_metas">发布时间：{shown}　来源：{host.place}</p>
<div id="zoom">
{html}
</div></div>"""
    return frame(host, title, content, head=metas({"ArticleTitle": title, "PubDate": shown}))
