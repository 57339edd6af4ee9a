"""The frame around every page: head, navigation, breadcrumb, footer."""

from collections.abc import Sequence

from crawler.replica.world.hosts import Host

Link = tuple[str, str]


def column(host: Host, name: str, query: str = "") -> str:
    """The path of one of the host's columns."""
    return f"/col/col{host.columns[name]}/index.html{query}"


def navigation(host: Host) -> list[Link]:
    """The bar at the top of every page of a Hanweb host; on those of depth 1 the disclosure home is in it."""
    open_link = ("政府信息公开", column(host, "disclosure")) if host.depth == 1 else ("政务公开", column(host, "open"))
    return [
        ("首页", "/"),
        (f"走进{host.place[:-1]}", "/zjcs/"),
        open_link,
        ("政务服务", "/zwfw/"),
        ("互动交流", "/hdjl/"),
    ]


def anchors(links: Sequence[Link]) -> str:
    return "".join(f'<li><a href="{href}" target="_blank" title="{text}">{text}</a></li>' for text, href in links)


def site_name(host: Host) -> str:
    if host.level == "department" and host.formal:
        return host.formal
    return f"{host.place}人民政府" if host.level != "zone" else f"{host.place}管委会"


def metas(entries: dict[str, str]) -> str:
    return "\n".join(f'<meta name="{name}" content="{content}">' for name, content in entries.items())


def frame(host: Host, title: str, content: str, *, crumbs: Sequence[Link] = (), head: str = "",
          nav: Sequence[Link] | None = None) -> str:  # fmt: skip
    """A whole page of this host around `content`; `nav` is the bar of a host without Hanweb's columns."""
    name = site_name(host)
    trail = " &gt; ".join(f'<a href="{href}">{text}</a>' for text, href in (("首页", "/"), *crumbs))
    return f"""<!DOCTYPE html>
<html>
<head>
<meta charset="UTF-8">
<title>{title}</title>
<meta name="SiteName" content="{name}">
<meta name="SiteDomain" content="{host.host}">
<meta name="SiteIDCode" content="{host.division}0001">
{head}
<link href="/script/page.css" type="text/css" rel="stylesheet">
</head>
<body>
<div class="top"><img src="/images/{host.columns.get("open", 0)}/logo.png" alt="{name}" class="logo">
<div class="tools"><a href="javascript:void(0)">无障碍</a> <a href="javascript:void(0)">关怀版</a></div></div>
<ul class="nav">{anchors(navigation(host) if nav is None else nav)}</ul>
<div class="position">当前位置：{trail}</div>
{content}
<div class="footer">
<p>主办：{name}办公室　承办：{host.place}大数据中心　网站标识码：{host.division}0001</p>
<p>鲁ICP备{int(host.division) * 13 % 90000000 + 10000000}号　联系我们　网站地图　版权声明</p>
</div>
</body>
</html>
"""
