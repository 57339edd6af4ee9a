"""From the home page to the agencies: navigation columns, the directory of areas, the page of one agency."""

from crawler.replica.portal.chrome import Link, anchors, column, frame, site_name
from crawler.replica.world import Agency, Host, World
from crawler.replica.world.agencies import YEARS
from crawler.replica.world.article import explanation_title
from crawler.replica.world.hosts import hosts
from crawler.replica.world.report import title_of
from crawler.replica.world.truth import beside_path, own_path, report_url

NO_DATA = '<p class="nodata">暂无信息</p>'
STATUTORY = "/fdzdgknr/"


def module_path(agency: Agency, year: int) -> str:
    """The path under which a page links the report; parameter order differs between hosts."""
    if agency.host.portal == "taian":
        return f"/module/xxgk/xxgkAnnualReport.jsp?fbtime={year}&area={agency.area}"
    return report_url(agency, year).removeprefix(agency.host.root)


def home(host: Host) -> str:
    """The host's front page."""
    news = anchors(
        [(f"{host.place}召开政务公开工作推进会议", "/xwzx/1.html"), (f"{host.place}发布惠企政策清单", "/xwzx/2.html")]
    )
    entry = ("政府信息公开", column(host, "disclosure")) if host.depth == 1 else ("政务公开", column(host, "open"))
    quick = anchors([entry, ("办事指南", "/zwfw/"), ("民意征集", "/hdjl/")])
    content = f'<div class="news"><h2>要闻</h2><ul>{news}</ul></div>\n<div class="quick"><ul>{quick}</ul></div>'
    return frame(host, site_name(host), content)


def front(host: Host) -> str:
    """The front page of a site of which nothing else stands."""
    links = [("首页", "/"), ("政务服务", "/zwfw/"), ("互动交流", "/hdjl/")]
    return frame(host, site_name(host), NO_DATA, nav=links)


def open_affairs(host: Host) -> str:
    """政务公开: one step above the disclosure home."""
    links = anchors([
        ("政府信息公开", column(host, "disclosure")), ("政策文件", "/zcwj/"), ("政策解读", "/zcjd/"),
    ])  # fmt: skip
    crumbs = [("政务公开", column(host, "open"))]
    return frame(host, f"政务公开_{site_name(host)}", f'<div class="blocks"><ul>{links}</ul></div>', crumbs=crumbs)


def menu(host: Host) -> str:
    """The side menu of a disclosure site."""
    return anchors([
        ("政府信息公开指南", column(host, "guide")), ("政府信息公开制度", "/zfxxgkzd/"),
        ("法定主动公开内容", STATUTORY),
        ("政府信息公开年报", column(host, "reports")), ("依申请公开", "/ysqgk/"),
    ])  # fmt: skip


def statutory(host: Host) -> str:
    """法定主动公开内容: what the law has published unasked; it leads to the report only by its menu."""
    content = f'<div class="left"><ul>{menu(host)}</ul></div>\n<div class="right">{NO_DATA}</div>'
    return frame(host, f"法定主动公开内容_{site_name(host)}", content, crumbs=[("法定主动公开内容", STATUTORY)])


def agency_path(agency: Agency) -> str:
    """The agency's own page, with the parameters that this host adds."""
    return column(agency.host, "agency", f"?vc_xxgkarea={agency.area}{agency.host.params}")


def listing(world: World, host: Host) -> str:
    """Every agency of the host under its heading."""
    agencies = world.agencies_of(host.host)
    parts = []
    for heading, group in (("政府", "政府"), ("政府部门", "部门"), ("镇街", "镇街")):
        links: list[Link] = [
            (agency.name(YEARS[-1]), agency_path(agency))
            for agency in agencies
            if agency.group == group and agency.area
        ]
        if links:
            parts.append(f'<div class="xxgk-unit"><h3>{heading}</h3><ul>{anchors(links)}</ul></div>')
    return "\n".join(parts) or NO_DATA


def counties(world: World, host: Host) -> str:
    """On a city's host the disclosure pages of its counties, those that have agencies."""
    links = [
        (f"{other.place}政府信息公开", other.root + column(other, "reports"))
        for other in hosts().values()
        if host.level == "city" and other.portal == host.portal and other is not host and world.agencies_of(other.host)
    ]
    return f'<div class="xxgk-county"><h3>县市区</h3><ul>{anchors(links)}</ul></div>' if links else ""


def disclosure(world: World, host: Host, *, reports: bool, shell: bool = False) -> str:
    """The disclosure home or the 政府信息公开年报 column; on hosts of depth 3 only the latter lists the agencies."""
    title = "政府信息公开年报" if reports else "政府信息公开"
    crumbs = [("政府信息公开", column(host, "disclosure"))] + ([(title, column(host, "reports"))] if reports else [])
    if shell:
        inner = '<div id="unitlist"></div><script>loadUnit("unitlist","/module/xxgk/unit.jsp?webid=1");</script>'
    elif reports or host.depth < 3:
        inner = listing(world, host)
    else:
        inner = '<p class="intro">政府信息公开专栏集中发布本级政府及其部门的政府信息。</p>'
    content = (
        f'<div class="left"><ul>{menu(host)}</ul></div>\n<div class="right">\n{inner}\n{counties(world, host)}</div>'
    )
    return frame(host, f"{title}_{site_name(host)}", content, crumbs=crumbs)


def _report_links(world: World, agency: Agency) -> list[Link]:
    links, own = list[Link](), world.on_own_page(agency)
    for year in reversed(YEARS):
        if not world.by_itself(agency, year):
            continue
        explained = explanation_title(world.seed, agency, year)
        if world.explained(agency, year):
            links.append((explained, beside_path(agency, year) if own else module_path(agency, year)))
        elif world.published(agency, year):
            title = title_of(world.seed, agency, year) if own else f"{year}年"
            links.append((title, own_path(agency, year) if own else module_path(agency, year)))
            if world.explained_beside(agency, year):
                links.append((explained, beside_path(agency, year)))
    return links


def agency_page(world: World, agency: Agency) -> str:
    """The agency's page: on the table skin its reports by year, on the div skin a tree that a script fills."""
    host = agency.host
    if host.skin == "table":
        inner = f'<h3>政府信息公开年报</h3><ul class="nblist">{anchors(_report_links(world, agency))}</ul>'
    else:
        div, area = f"div{host.columns['agency']}", agency.area
        call = f"/module/xxgk/search.jsp?standardXxgk=1&amp;isAllList=1&amp;texttype=0&amp;fbtime=-1&amp;area={area}"
        tree = f"/module/xxgk/tree.jsp?standardXxgk=1&amp;area={area}&amp;divid={div}"
        inner = (
            f'<iframe src="{tree}" frameborder="0"></iframe>\n'
            f"<div id=\"{div}\"></div><script>loadDynamic('{call}','{div}','0','','1','');</script>"
        )
    name = agency.name(YEARS[-1])
    content = f'<div class="unit"><h2>{name}</h2>\n<div class="left"><ul>{menu(host)}</ul></div>\n{inner}</div>'
    crumbs = [("政府信息公开", column(host, "disclosure")), (name, agency_path(agency))]
    return frame(host, f"{name}_政府信息公开", content, crumbs=crumbs)


def search_answer(world: World, agency: Agency, number: int, size: int = 15) -> str:
    """The fragment that search.jsp gives for page `number` of the agency's list."""
    links = _report_links(world, agency)
    pages = max(1, -(-len(links) // size))
    rows = "\n".join(
        f'<tr class="tr_main_value_{"odd" if rank % 2 else "even"}"><td>{rank + 1}</td>'
        f'<td><a class="bt_link" href="{href}" title="{text}" target="_blank">{text}</a></td></tr>'
        for rank, (text, href) in enumerate(links[(number - 1) * size : number * size])
    )
    foot = f'<div class="fy">共 {pages} 页　第 {number} 页　下一页　尾页</div>'
    return f'<table class="tr_main"><tbody>\n{rows}\n</tbody></table>\n{foot}\n'
