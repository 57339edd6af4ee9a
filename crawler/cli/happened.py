"""An event as a line for a person, the same wherever events are told (docs/store.md#events)."""

from archive.words import Event

Row = dict[str, object]


def told(event: Row) -> str:
    """When, what, where, and how to see the difference."""
    seen, other = str(event["seen_at"])[:16].replace("T", " "), event["other_url"]
    where = f"{event['url']} → {other}" if other else str(event["url"])
    detail = str(event["detail"])
    if event["event"] == Event.FIGURES_CHANGED:
        detail = f"{len(detail.split())} figures"
    detail = f" ({detail})" if detail else ""
    return f"{seen}  {event['event']}  {where}{detail}{_diff(event)}"


def _diff(event: Row) -> str:
    before, after = event["report_before"], event["report_after"]
    differ = event["event"] in (Event.TEXT_CHANGED, Event.FIGURES_CHANGED, Event.REPLACED)
    return f"  gongkai diff {before} {after}" if differ and before and after else ""
