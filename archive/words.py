"""The words of the house: one spelling for every status, outcome and kind, used in code, tables, CLI and docs alike."""

from enum import StrEnum

FIRST_YEAR = 2008
"""The first reporting year: the disclosure regulation came into force on 1 May 2008."""


class Outcome(StrEnum):
    """How a fetch ended (docs/store.md#outcomes). `challenge` carries its kind in the detail of the visit."""

    OK = "ok"
    UNCHANGED = "unchanged"
    ABSENT = "absent"
    GONE = "gone"
    SHELL = "shell"
    CHALLENGE_RUISHU = "challenge:ruishu"
    CHALLENGE_JSL = "challenge:jsl"
    CHALLENGE_WAF = "challenge:waf"
    WAF_REFUSED = "waf_refused"
    TOKEN_REQUIRED = "token_required"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    UNREACHABLE_DNS = "unreachable:dns"
    UNREACHABLE_TCP = "unreachable:tcp"
    UNREACHABLE_TLS = "unreachable:tls"
    CERT_ERROR = "cert_error"
    BAD_CHARSET = "bad_charset"
    NOT_A_REPORT = "not_a_report"
    OFF_ALLOWLIST = "off_allowlist"
    ROBOTS_DISALLOWED = "robots_disallowed"
    TOO_LARGE = "too_large"
    TOO_MANY_HOPS = "too_many_hops"
    TYPE_MISMATCH = "type_mismatch"

    @property
    def retryable(self) -> bool:
        """Whether the same address may answer differently soon: the task gets a new due time instead of an end."""
        return self in _RETRYABLE

    @property
    def broken(self) -> bool:
        """Whether no answer of the portal came through: nothing was said, so nothing was refused."""
        return self in _BROKEN

    @property
    def again(self) -> bool:
        """Whether it is asked again by plan though nothing came: an answer that a portal may change any day."""
        return self in _AGAIN

    @property
    def settled(self) -> bool:
        """Whether the task has brought what it can bring."""
        return self in (Outcome.OK, Outcome.UNCHANGED, Outcome.NOT_A_REPORT)

    @property
    def answered(self) -> bool:
        """Whether the portal itself answered the question that the task asked, with yes or with no."""
        return self in _ANSWERED


_BROKEN = frozenset({
    Outcome.SERVER_ERROR, Outcome.UNREACHABLE_DNS, Outcome.UNREACHABLE_TCP, Outcome.UNREACHABLE_TLS,
})
_RETRYABLE = _BROKEN | {Outcome.RATE_LIMITED, Outcome.WAF_REFUSED}
_AGAIN = frozenset({Outcome.ABSENT, Outcome.GONE, Outcome.SHELL, Outcome.ROBOTS_DISALLOWED})
_ANSWERED = frozenset({Outcome.OK, Outcome.UNCHANGED, Outcome.ABSENT, Outcome.GONE, Outcome.NOT_A_REPORT})


class Status(StrEnum):
    """Has a figure a value, and if not, why not (docs/formats.md#status)."""

    REPORTED = "reported"
    DECODED = "decoded"
    BLANK = "blank"
    DASH = "dash"
    NONE_WORD = "none_word"
    UNREADABLE = "unreadable"
    UNCONFIRMED = "unconfirmed"
    ROW_MISSING = "row_missing"

    @property
    def has_value(self) -> bool:
        return self in (Status.REPORTED, Status.DECODED)


class Method(StrEnum):
    """How a figure was read."""

    TABLE = "table"
    TEXT = "text"
    OCR = "ocr"
    PERSON = "person"
    INFERRED = "inferred"


class CheckStatus(StrEnum):
    """What one identity says of one report (docs/formats.md#checks)."""

    PASS = "pass"
    PASS_WITH_BLANKS = "pass_with_blanks"
    FAIL = "fail"
    NOT_ASSESSABLE = "not_assessable"


class Template(StrEnum):
    """The statistical form a table follows, told by its own labels and never by its year."""

    T2014 = "t2014"
    T2019 = "t2019"
    T2021 = "t2021"
    TABLE_MISSING = "table_missing"
    NONE = "none"


class Kind(StrEnum):
    """What a document is; everything but ANNUAL_REPORT is a look-alike (docs/formats.md#look-alikes)."""

    ANNUAL_REPORT = "annual_report"
    EXPLANATION = "explanation"
    NEWS = "news"
    GUIDE = "guide"
    NOTICE = "notice"
    WORK_PLAN = "work_plan"
    TRAINING = "training"
    SUMMARY = "summary"
    LIST_PAGE = "list_page"
    BLANK_FORM = "blank_form"
    QUARTERLY_TABLE = "quarterly_table"
    RULE_OF_LAW = "rule_of_law"
    WEBSITE_REPORT = "website_report"
    BUDGET = "budget"
    OTHER_AGENCY = "other_agency"
    UNSURE = "unsure"


class Scope(StrEnum):
    """Whether a report counts the agency alone or sums what lies below it."""

    OWN = "own"
    CONSOLIDATED = "consolidated"
    UNKNOWN = "unknown"


class Part(StrEnum):
    """A part of a report that a search can be kept to (docs/search.md#parts)."""

    TITLE = "title"
    OVERVIEW = "s1_overview"
    PROACTIVE = "s2_proactive"
    APPLICATIONS = "s3_applications"
    REMEDIES = "s4_remedies"
    PROBLEMS = "s5_problems"
    OTHER_MATTERS = "s6_other"
    OTHER = "other"
    TABLES = "tables"


class Holding(StrEnum):
    """First axis of coverage: what the archive has."""

    HELD = "held"
    HELD_IMAGE_ONLY = "held_image_only"
    INTERPRETATION_ONLY = "interpretation_only"
    NONE = "none"


class Source(StrEnum):
    """Second axis of coverage: what the source shows. `blocked` is written with its outcome: `blocked:waf_refused`."""

    PRESENT = "present"
    ABSENT = "absent"
    MOVED = "moved"
    GONE = "gone"
    BLOCKED = "blocked"
    NOT_YET_DUE = "not_yet_due"
    AGENCY_DID_NOT_EXIST = "agency_did_not_exist"
    NEEDS_PROBE = "needs_probe"
    NOT_TRIED = "not_tried"


class Event(StrEnum):
    """What two visits to an address show of a document (docs/store.md#events)."""

    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    FIRST_SEEN = "first_seen"
    BACK = "back"
    MOVED = "moved"
    BYTES_CHANGED = "bytes_changed"
    TEXT_CHANGED = "text_changed"
    FIGURES_CHANGED = "figures_changed"


class ReadState(StrEnum):
    """Third axis of coverage: what the reader made of it."""

    COMPLETE = "complete"
    FLAGGED = "flagged"
    UNREAD = "unread"
    NONE = "none"


class TaskKind(StrEnum):
    """What a task fetches."""

    HOME = "home"
    DIRECTORY = "directory"
    COLUMN = "column"
    REPORT = "report"
    ATTACHMENT = "attachment"
    IMAGE = "image"
    INGEST = "ingest"
    ROBOTS = "robots"
    MISSING = "missing"

    @property
    def of_host(self) -> bool:
        """What is asked about a host and not of it: its rules, and what it says of an address that does not exist."""
        return self in (TaskKind.ROBOTS, TaskKind.MISSING)

    @property
    def rank(self) -> int:
        """Turn in a crawl: lists, then the files of fetched reports, then reports."""
        return 0 if self.is_list else 2 if self == TaskKind.REPORT else 1

    @property
    def is_list(self) -> bool:
        """Lists lead to reports and to other lists; everything else is what they lead to."""
        return self in (TaskKind.HOME, TaskKind.DIRECTORY, TaskKind.COLUMN)
