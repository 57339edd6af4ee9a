"""How the pages of trs hosts look: every address relative to the page, two list skins, two pagers."""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from crawler.replica.portal.chrome import site_name
from crawler.replica.portal.directories import NO_DATA
from crawler.replica.world import Host

Line = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Site:
    """A page's host and the directory in which it lies."""

    host: Host
    folder: str

    def near(self, path: str) -> str:
        """The address as this page writes it: relative, other hosts whole."""
        if not path.startswith("/"):
            return path
        near = posixpath.relpath(path, self.folder) + ("/" if path.endswith("/") else "")
        return near if near.startswith(".") else f"./{near}"


def pager(host: Host, pages: int, number: int) -> str:
    """The script that writes the pager: a call, or a count in a variable."""
    extension = host.lists["extension"]
    if host.lists["pager"] == "createPageHTML":
        return f'<script language="JavaScript">createPageHTML({pages}, {number}, "index", "{extension}");</script>'
    return f"""<script language="JavaScript" type="text/javascript">
var currentPage = {number};//所在页从0开始
var prevPage = currentPage-1//上一页
var nextPage = currentPage+1//下一页
var countPage = {pages}//共多少页
document.write("共计&nbsp;"+countPage+"&nbsp;页");
if(countPage>1&&currentPage!=(countPage-1))
document.write("<a href=\\"index"+"_" + nextPage + "."+"{extension}\\">下一页</a>&nbsp;");
else
document.write("&nbsp;下一页&nbsp;");
</script>"""


def list_page(site: Site, title: str, lines: Sequence[Line], pages: int, number: int, *, shell: bool) -> str:
    """A list with its pager; a `shell` is one that only a script would fill."""
    host = site.host
    if shell:
        inner = '<div id="list"></div><script src="../../../images/list.js"></script><script>loadList("list");</script>'
    elif not lines:
        inner = NO_DATA
    elif host.lists["pager"] == "countPage":
        rows = "\n".join(
            f'<tr valign="top"><td width="25"><img src="{site.near("/images/ico2.jpg")}"></td><td width="550">\n'
            f'\t<a href="{site.near(path)}">{escape(text)}</a>\n</td><td>\n\t{day}\n</td></tr>'
            for text, path, day in lines
        )
        inner = f'<table width="682" border="0" class="gl_list"><tbody>{rows}</tbody></table>'
    else:
        rows = "\n".join(
            f'<li><a href="{site.near(path)}" title="{escape(text)}">{escape(text)}</a><span>{day}</span></li>'
            for text, path, day in lines
        )
        inner = f'<ul class="news_list">\n{rows}\n</ul>'
    content = f'{inner}\n<div class="page">{pager(host, pages, number)}</div>'
    return whole(site, title, inner=content, metas={"ColumnName": title, "ColumnType": "政府信息公开"})


def whole(
    site: Site, title: str, *, inner: str = "", links: Sequence[tuple[str, str]] = (),
    metas: Mapping[str, str] | None = None, crumb: tuple[str, str] | None = None,
) -> str:  # fmt: skip
    """A whole page: head, navigation, where one is, `links` as a list or `inner` as it is, foot."""
    host, name = site.host, site_name(site.host)
    root = host.lists["roots"][0][1]
    tags = "\n".join(f'<meta name="{key}" content="{value}">' for key, value in (metas or {}).items())
    entries = "".join(f'<li><a href="{site.near(path)}">{text}</a></li>' for text, path in links)
    trail = "".join(f'&nbsp;&gt;&gt;&nbsp;<a href="{site.near(path)}" class="CurrChnlCls">{text}</a>'
                    for text, path in (("政务公开", root), *([crumb] if crumb else [])))  # fmt: skip
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta charset="UTF-8">
<title>{title}_{name}</title>
<meta name="SiteName" content="{name}">
<meta name="SiteDomain" content="{host.host}">
<meta name="SiteIDCode" content="{host.division}0002">
{tags}
<link href="{site.near("/images/gl.css")}" type="text/css" rel="stylesheet">
</head>
<body>
<div class="top"><img src="{site.near("/images/top.jpg")}" alt="{name}"></div>
<ul class="menu"><li><a href="{site.near("/")}">首页</a></li><li><a href="{site.near(root)}">政务公开</a></li>
<li><a href="{site.near("/hdjl/")}">互动交流</a></li></ul>
<div class="pos">您现在的位置是：<a href="{site.near("/")}" class="CurrChnlCls">首页</a>{trail}</div>
<div class="main">
{f'<ul class="nav_list">{entries}</ul>' if entries else "" if inner else NO_DATA}
{inner}
</div>
<div class="down">主办：{name}　网站标识码：{host.division}0002　<a href="{site.near("/wzdt/")}">网站地图</a></div>
</body></html>
"""
