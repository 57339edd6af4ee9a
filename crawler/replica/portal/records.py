"""The lines of a jcms list as the templates of different sites write them."""

from crawler.replica.world.columns import Item

CUT = 26


def _short(title: str) -> str:
    return title if len(title) <= CUT else f"{title[: CUT - 1]}…"


def record(style: str, href: str, item: Item) -> str:
    """One record's HTML: li or tr, the title in an attribute before or after the address or none, the date or none."""
    title, day = item.title, item.day.isoformat()
    forms = {
        "li": f'<li><a href="{href}" title="{title}" target="_blank">{_short(title)}</a><span>{day}</span></li>',
        "tr": f'<tr><td width="18">·</td><td><a title="{title}" href="{href}">{_short(title)}</a></td>'
              f'<td class="bt_time" align="right">[{day}]</td></tr>',
        "single": f"<li><a target='_blank' href='{href}' title='{title}' class='bt_link'>{_short(title)}</a>"
                  f"<span class='bt_time'>{day}</span></li>",
        "absolute": f'<li><s></s><a class="ellipsis-line-clamp" href="{href}" target="_blank">{title}</a>'
                    f'<span class="pull-right">{day}</span></li>',
        "cut": f'<li><a href="{href}" target="_blank">{_short(title)}</a><b>{day}</b></li>',
        "nodate": f'<li><a href="{href}" title="{title}" target="_blank">{title}</a></li>',
    }  # fmt: skip
    return forms[style]
