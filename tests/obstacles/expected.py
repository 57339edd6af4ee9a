"""What a crawl is to make of each obstacle: how the visits end, and whether the reports come all the same."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Expected:
    """`ends`: outcomes of which one must be seen, empty where none is asked for. `held`: all, some or none of the reports."""

    ends: tuple[str, ...] = ()
    held: str = "all"


_SHUT = "none"
EXPECTED = {
    "challenge_ruishu": Expected(("challenge:ruishu",), _SHUT),
    "challenge_ruishu_200": Expected(("challenge:ruishu",), _SHUT),
    "challenge_jsl": Expected(("challenge:jsl",), _SHUT),
    "origin_down": Expected(("server_error",), _SHUT),
    "challenge_waf": Expected(("challenge:waf",), _SHUT),
    "waf_refused": Expected(("waf_refused",), _SHUT),
    "reset_forever": Expected(("unreachable:tcp",), _SHUT),
    "old_tls": Expected((), "some"),
    "bad_certificate": Expected((), "some"),
    "meta_refresh": Expected(),
    "location_href": Expected(),
    "iframe": Expected(),
    "frameset": Expected(),
    "three_hops": Expected(("too_many_hops",), "some"),
    "hop_away": Expected(("off_allowlist",), "some"),
    "redirect_loop": Expected(("too_many_hops",), "some"),
    "gbk_labelled_utf8": Expected(),
    "gbk_unlabelled": Expected(),
    "gb18030_labelled_gb2312": Expected(),
    "utf8_labelled_gbk": Expected(),
    "bad_charset": Expected(("bad_charset",), "some"),
    "soft_404": Expected(),
    "soft_404_home": Expected(),
    "soft_404_own": Expected(),
    "shell_directory": Expected((), "some"),
    "shell_list": Expected((), "some"),
    "endpoint_refused": Expected((), "some"),
    "endpoint_page": Expected((), "some"),
    "rate_limited": Expected(("rate_limited",), "some"),
    "rate_limited_retry_after": Expected((), "some"),
    "rate_limited_forever": Expected(("rate_limited",), _SHUT),
    "unavailable": Expected(("rate_limited",), "some"),
    "unavailable_forever": Expected(("rate_limited",), _SHUT),
    "bad_gateway": Expected(("server_error",), "some"),
    "reset": Expected((), "some"),
    "closed_at_night": Expected(("server_error",), _SHUT),
    "maintenance": Expected(("server_error",), "some"),
    "robots_404": Expected(),
    "robots_html": Expected(),
    "robots_empty": Expected(),
    "robots_5xx": Expected((), "some"),
    "robots_5xx_forever": Expected(("server_error",), _SHUT),
    "robots_disallow": Expected((), "some"),
    "session_ids": Expected(),
    "random_params": Expected(),
    "host_duplicates": Expected(),
    "moved_article": Expected(),
    "gone": Expected(),
    "impostors": Expected(),
    "hijacked": Expected(("off_allowlist",), _SHUT),
    "token_required": Expected((), "some"),
    "page_for_file": Expected((), "some"),
    "empty_file": Expected((), "some"),
    "large_file": Expected((), "some"),
    "broken_html": Expected(),
    "wrong_slash": Expected(),
    "http_links": Expected(),
    "wrong_total": Expected(),
    "unstable_pages": Expected(),
    "cut_list": Expected((), "some"),
    "dead_column": Expected((), "some"),
    "validators": Expected(),
}
"""Every fault of the replica but robots_timeout and slow, which only take time, and two about later visits."""
