"""Which obstacles are on, for which hosts, and how often each address has met them (docs/replica.md#faults)."""

from collections import Counter
from dataclasses import dataclass
from threading import Lock

from archive.errors import UsageError

# How many answers of an address a transient fault spoils before it lets the address through.
TRANSIENT = 2

# Name to (row of the obstacle table, what the replica does).
FAULTS: dict[str, tuple[int, str]] = {
    "challenge_ruishu": (1, "412 with a script that sets $_ts and no text, for good"),
    "challenge_ruishu_200": (1, "the same script with status 200"),
    "challenge_jsl": (2, "521 with a script that sets a cookie, for good"),
    "origin_down": (2, "521 in words: the server behind the network is down, for good"),
    "challenge_waf": (3, "200 with a slider page, 请完成安全验证, for good"),
    "waf_refused": (4, "403 with a vendor's refusal page, for good"),
    "old_tls": (6, "https breaks off in its handshake; http answers"),
    "bad_certificate": (7, "the certificate of https is for another name; http answers"),
    "meta_refresh": (8, "home and reports answer with a meta refresh to the page"),
    "location_href": (8, "the same by location.href in a script"),
    "iframe": (8, "the same by a single iframe of the same site"),
    "frameset": (8, "the same by a frameset: a banner, a menu, the page"),
    "three_hops": (8, "home and reports lead on to the page by three pages, one after the other"),
    "hop_away": (8, "home and reports send their reader to another domain"),
    "redirect_loop": (8, "a meta refresh that leads on to itself without end"),
    "gbk_labelled_utf8": (9, "bodies in GBK, header and meta say UTF-8"),
    "gbk_unlabelled": (9, "bodies in GBK, no charset anywhere"),
    "gb18030_labelled_gb2312": (9, "bodies with four-byte GB18030 characters, header and meta say gb2312"),
    "utf8_labelled_gbk": (9, "bodies in UTF-8, header and meta say GBK"),
    "bad_charset": (9, "bodies whose bytes no charset fits"),
    "soft_404": (10, "missing years and pages: 200 with 您访问的页面不存在"),
    "soft_404_home": (10, "missing years and pages: 200 with the home page"),
    "soft_404_own": (10, "missing years and pages: 200 with a long page of the host's own"),
    "shell_directory": (11, "directories whose list only a script would fill"),
    "endpoint_refused": (12, "what answers scripts (further pages of lists, interfaces) gives 403"),
    "endpoint_page": (12, "what answers scripts gives 412 with a web page"),
    "rate_limited": (13, f"429 without Retry-After, {TRANSIENT} times per address"),
    "rate_limited_retry_after": (13, f"429 with Retry-After: 1, {TRANSIENT} times per address"),
    "rate_limited_forever": (13, "429 for good"),
    "unavailable": (13, f"503, {TRANSIENT} times per address"),
    "unavailable_forever": (13, "503 for good"),
    "bad_gateway": (13, f"504, {TRANSIENT} times per address"),
    "reset": (13, "the connection breaks on every fifth request to the host"),
    "reset_forever": (13, "the connection breaks on every request"),
    "slow": (13, "every answer waits 1.5 seconds"),
    "closed_at_night": (14, "a notice of service hours in place of every page, for good"),
    "maintenance": (14, f"503 with a notice of maintenance, {TRANSIENT} times per address"),
    "robots_404": (15, "robots.txt: 404"),
    "robots_html": (15, "robots.txt: 200 with an HTML page"),
    "robots_empty": (15, "robots.txt: 200, empty"),
    "robots_5xx": (15, f"robots.txt: 503, {TRANSIENT} times, then as usual"),
    "robots_5xx_forever": (15, "robots.txt: 503 for good"),
    "robots_timeout": (15, "robots.txt: no answer for an hour"),
    "robots_disallow": (15, "robots.txt: Disallow: /module/"),
    "session_ids": (16, ";jsessionid= in links, another one in every page"),
    "random_params": (16, "_= or t= with a random value in links"),
    "host_duplicates": (17, "links name other variants of the host: no www, other scheme, :8443, alias"),
    "impostors": (21, "lists name their articles a second time on an impostor's domain, a campus proxy, an IP address"),
    "hijacked": (23, "every page is that of a gambling site"),
    "token_required": (24, "what answers scripts says that a token is missing; hosts without it answer 401"),
    "page_for_file": (25, "a web page with a captcha in place of every file"),
    "empty_file": (25, "files of no bytes"),
    "large_file": (25, "files that announce 100 MB"),
    "broken_html": (27, "names in capitals, li never closed, spans in place of attributes, no end of the page"),
    "wrong_slash": (28, "links lead to pages with a slash behind the file's name a second time, which answer 412"),
    "http_links": (29, "links name http"),
    "shell_list": (11, "lists of articles that only a script would fill; the paging endpoint answers as ever"),
    "wrong_total": (0, "lists tell more records or pages than they give"),
    "unstable_pages": (0, "a further page of a list repeats a record and misses one, the first time it is asked for"),
    "cut_list": (0, "lists end after their first page, whatever they tell"),
    "dead_column": (0, "columns that mix reports with other items answer 404"),
    "moved_article": (19, "an article that stands in two columns answers 404 in the first"),
    "gone": (20, "reports up to 2012 answer 404: removed"),
    "validators": (0, "ETag and Last-Modified that follow the body; 304 to who has it"),
    "lying_validators": (0, "the same ETag and an old Last-Modified whatever the body; 304 to who names them"),
    "counter": (0, "the view counter rises with every request"),
}

# What a fault that stays makes of the truth's `source` for a report.
BLOCKS = {
    "challenge_ruishu": "blocked:challenge:ruishu",
    "challenge_jsl": "blocked:challenge:jsl",
    "challenge_waf": "blocked:challenge:waf",
    "waf_refused": "blocked:waf_refused",
    "rate_limited_forever": "blocked:rate_limited",
    "unavailable_forever": "blocked:rate_limited",
    "reset_forever": "blocked:unreachable:tcp",
    "robots_5xx_forever": "blocked:server_error",
    "robots_timeout": "blocked:unreachable:tcp",
    "robots_disallow": "blocked:robots_disallowed",
    "redirect_loop": "blocked:too_many_hops",
    "three_hops": "blocked:too_many_hops",
    "hop_away": "blocked:off_allowlist",
    "hijacked": "blocked:off_allowlist",
    "challenge_ruishu_200": "blocked:challenge:ruishu",
    "origin_down": "blocked:server_error",
    "closed_at_night": "blocked:server_error",
    "bad_charset": "blocked:bad_charset",
    "shell_directory": "needs_probe",
}
OF_THE_MODULE = ("robots_disallow", "shell_directory")
"""Of these the faults that do not close a site which keeps its reports in lists."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One fault for one host, or for all where `host` is empty."""

    name: str
    host: str = ""


def parse(text: str) -> tuple[Rule, ...]:
    """`a,b:host,c` as rules; UsageError for a name that is none."""
    rules = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, host = part.partition(":")
        if name not in FAULTS:
            raise UsageError(f"fault {name}: unknown; take from {', '.join(FAULTS)}")
        rules.append(Rule(name, host.lower()))
    return tuple(rules)


class Faults:
    """The faults that are on now, and the counts that make transient ones pass. Safe for threads."""

    def __init__(self, text: str = "") -> None:
        self._lock = Lock()
        self._rules = parse(text)
        self._met: Counter[tuple[str, str]] = Counter()

    def set(self, text: str) -> None:
        """Puts other faults in place; their counts begin anew."""
        rules = parse(text)
        with self._lock:
            self._rules = rules
            self._met.clear()

    @property
    def text(self) -> str:
        """The faults that are on, as `parse` takes them."""
        return ",".join(f"{rule.name}:{rule.host}" if rule.host else rule.name for rule in self._rules)

    def active(self, name: str, host: str) -> bool:
        """Whether this fault is on for this host."""
        return any(rule.name == name and rule.host in ("", host) for rule in self._rules)

    def meet(self, name: str, key: str) -> int:
        """Counts one more meeting of this fault with this address or host; the first is 1."""
        with self._lock:
            self._met[(name, key)] += 1
            return self._met[(name, key)]

    def spoils(self, name: str, host: str, url: str) -> bool:
        """Whether a transient fault is on and still spoils this address."""
        return self.active(name, host) and self.meet(name, url) <= TRANSIENT
