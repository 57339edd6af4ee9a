"""What kind of file some bytes are, told by magic bytes and content; names and headers only break ties."""

import io
import re
import zipfile
from pathlib import PurePosixPath

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"BM", "image"),
    (b"II*\x00", "image"), (b"MM\x00*", "image"),
    (b"Rar!", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "rtf"),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0"
_PDF_WITHIN = 1024
UNSUPPORTED = frozenset({
    "doc", "xls", "xlsx", "ofd", "image", "zip", "rar", "7z", "gzip", "rtf", "mhtml",
})  # fmt: skip

_STRONG_HTML = re.compile(rb"<(?:!doctype\s{1,9}html|html|head|body|table|div|datastore)[\s>/]", re.IGNORECASE)
_WEAK_HTML = re.compile(rb"<(?:p|br|span|font|strong|td|tr|li|ul|a)[\s>/]", re.IGNORECASE)
_PIPE_RULE = re.compile(rb"^[ \t]{0,9}\|(?:[ \t]{0,9}:?-{2,}:?[ \t]{0,9}\|){1,40}[ \t]{0,9}\r?$", re.MULTILINE)
_HTML_NAMES = frozenset({"htm", "html", "shtml", "xhtml", "jsp", "aspx", "php"})
_HEAD = 262_144
_ASCII = bytes(range(0x80))
_CONTROLS = bytes(code for code in range(32) if code not in (7, 8, 9, 10, 11, 12, 13, 26, 27))


def sniff(data: bytes, *, filename: str = "", content_type: str = "") -> str:
    """One of html, text, markdown, pdf, empty, binary, or a kind in UNSUPPORTED."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return "empty"
    return _by_magic(data) or _by_text(data, filename, content_type)


def _by_magic(data: bytes) -> str | None:
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image"
    if data.startswith(b"BM") and b"\x00" not in data[:64]:
        return None
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)


def _zip_kind(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        names = []
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    return "ofd" if any(name.lower() == "ofd.xml" for name in names) else "zip"


def _ole_kind(data: bytes) -> str:
    """Workbooks carry a stream named Workbook or Book; everything else in the old container is taken for Word."""
    return "xls" if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book\x00")) else "doc"


def _by_text(data: bytes, filename: str, content_type: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode()
    head = data[:_HEAD]
    if _is_binary(head):
        return "binary"
    extension = PurePosixPath(filename).suffix.lstrip(".").lower()
    if head[:200].lstrip().lower().startswith((b"mime-version:", b"content-type: multipart")):
        return "mhtml"
    if _is_html(head, extension, content_type):
        return "html"
    if extension in ("md", "markdown") or "markdown" in content_type or _PIPE_RULE.search(head):
        return "markdown"
    return "text"


def _is_html(head: bytes, extension: str, content_type: str) -> bool:
    if _STRONG_HTML.search(head):
        return True
    weak = sum(1 for _ in _WEAK_HTML.finditer(head))
    claimed = "html" in content_type or extension in _HTML_NAMES
    return weak >= 20 or (claimed and (weak > 0 or b"<" in head[:200]))


def _is_binary(head: bytes) -> bool:
    """Text has next to no control bytes; GBK and UTF-8 alike keep theirs above 0x80."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    high = len(head.translate(None, _ASCII))
    if controls * 100 > len(head):
        return True
    return high * 2 > len(head) and _undecodable(head)


def _undecodable(head: bytes) -> bool:
    for codec in ("utf-8", "gb18030"):
        text = head.decode(codec, "replace")
        if text.count("\ufffd") * 50 <= len(text):
            return False
    return True
