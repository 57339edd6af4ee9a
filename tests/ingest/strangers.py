"""Web archives as others make them, record by record."""

import base64
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5

DATE = "2019-03-31T02:03:04Z"
PAGE = "http://www.taian.gov.cn/art/2019/3/31/art_1_1.html"
CRLF = b"\r\n"


def record(
    kind: str, url: str, block: bytes, *, date: str = DATE, version: str = "1.0", digest: bool = True, **fields: str
) -> bytes:
    """One record as it stands in a plain WARC file."""
    head = {
        "WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": date,
        "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, kind + url + date)}>",
    }  # fmt: skip
    if digest:
        head["WARC-Block-Digest"] = "sha1:" + base64.b32encode(hashlib.sha1(block).digest()).decode()
    head |= {name.replace("_", "-"): value for name, value in fields.items()}
    head |= {"Content-Length": str(len(block))} if "Content-Length" not in head else {}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"WARC/{version}\r\n{lines}\r\n".encode() + block + CRLF + CRLF


def response(url: str, body: bytes, *headers: str, status: str = "200 OK", date: str = DATE, **fields: str) -> bytes:
    """A response record; `headers` are whole lines."""
    told = headers or ("Content-Type: text/html",)
    block = f"HTTP/1.1 {status}\r\n{''.join(f'{line}{chr(13)}{chr(10)}' for line in told)}\r\n".encode() + body
    return record("response", url, block, date=date, Content_Type="application/http; msgtype=response", **fields)


def revisit(url: str, date: str, **fields: str) -> bytes:
    """A revisit record with the head of an answer."""
    profile = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    return record("revisit", url, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", date=date, WARC_Profile=profile, **fields)


def info(software: str = "Wget/1.21") -> bytes:
    """A warcinfo record."""
    return record("warcinfo", "", f"software: {software}\r\n".encode(), Content_Type="application/warc-fields")


def zipped(records: Iterable[bytes]) -> bytes:
    """gzip per record."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def chunked(body: bytes, size: int = 1000) -> bytes:
    """A body as HTTP/1.1 sends it in chunks."""
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(f"{len(one):x}\r\n".encode() + one + CRLF for one in pieces) + b"0\r\n\r\n"


def wacz(warcs: dict[str, bytes]) -> bytes:
    """A WACZ with these WARC files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, data in warcs.items():
            package.writestr(f"archive/{name}", data)
        package.writestr("datapackage.json", json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": []}))
        package.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0", "id": "pages"}\n')
    return held.getvalue()
