"""A request as the client meant it and the answer it gets, apart from any socket."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote_plus, urlsplit

HTML = "text/html; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Request:
    """One request to a real host name. `host` is lower case without port; header names are lower case."""

    method: str
    scheme: str
    host: str
    port: int
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def origin(self) -> str:
        """Scheme and host as in an address, the port where it is not the usual one."""
        usual = {"http": 80, "https": 443}[self.scheme]
        return f"{self.scheme}://{self.host}" + ("" if self.port == usual else f":{self.port}")

    @property
    def url(self) -> str:
        """The full address, as the client meant it."""
        return self.origin + self.target

    @property
    def path(self) -> str:
        """The path without a session id."""
        return urlsplit(self.target).path.split(";")[0]

    @property
    def params(self) -> dict[str, str]:
        """Query and form fields; the first of each name counts."""
        text = urlsplit(self.target).query
        if self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            text += "&" + self.body.decode("utf-8", "replace")
        return {unquote_plus(name): value for name, value in reversed(parse_qsl(text, keep_blank_values=True))}


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. `delay` seconds pass first; with `reset` the connection breaks instead of an answer.

    `announced` is a length that the header tells in place of the true one; the connection ends after it.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    reset: bool = False
    announced: int = 0


def page(html: str, status: int = 200) -> Answer:
    """An HTML answer in UTF-8."""
    return Answer(status, html.encode())


def redirect(location: str, status: int = 302) -> Answer:
    """A redirect with the small page that Hanweb's server adds."""
    html = f'<html><head><title>{status}</title></head><body><a href="{location}">{location}</a></body></html>\n'
    return Answer(status, html.encode(), headers=(("Location", location),))
