"""The files that hang on a report: its chart, an application form in three formats, the report itself."""

import struct
import zlib

from crawler.replica.messages import Answer
from crawler.replica.printers.docx import form_docx, report_docx
from crawler.replica.printers.pdf import form_pdf, report_pdf
from crawler.replica.world import Report
from crawler.replica.world.addresses import FORM, PICTURE, REPORT
from crawler.replica.world.draws import dice


def lines_of(report: Report) -> list[str]:
    """What an attachment says: an application form, with the agency's name."""
    return [
        f"{report.name}政府信息公开申请表",
        "申请人姓名：",
        "证件名称及号码：",
        "联系电话：",
        "所需信息的内容描述：",
    ]


def png(report: Report, width: int = 320, height: int = 160) -> bytes:
    """A bar chart without words, 8 bits per channel."""
    draw = dice(report.seed, "chart", report.agency.serial, report.year)
    bars = [draw.randint(10, height - 20) for _ in range(8)]
    blue, white = bytes((46, 117, 182)), b"\xff\xff\xff"
    rows = bytearray()
    for y in range(height):
        rows += b"\0"
        for x in range(width):
            bar, inside = divmod(x, width // len(bars))
            rows += blue if inside > 9 and y > height - bars[bar] else white
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def rtf(lines: list[str]) -> bytes:
    """Rich text, which portals often hand out under the name .doc."""
    body = "\\par\n".join(
        "".join(f"\\u{ord(char) - (65536 if ord(char) > 32767 else 0)}?" for char in line) for line in lines
    )
    return ("{\\rtf1\\ansi\\ansicpg936\\deff0\n" + body + "\\par}\n").encode("ascii")


_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "png": "image/png",
}
_FORMS = {"pdf": form_pdf, "docx": form_docx, "doc": rtf}
_REPORTS = {"pdf": report_pdf, "docx": report_docx}


def file_answer(report: Report, which: int, extension: str) -> Answer | None:
    """A file of this report as it is handed out; None where the report has no such file."""
    if which == PICTURE and extension == "png" and report.style.image:
        body = png(report)
    elif which == FORM and extension == report.style.attachment:
        body = _FORMS[extension](lines_of(report))
    elif which == REPORT and extension == report.media:
        body = _REPORTS[extension](report.as_file)
    else:
        return None
    return Answer(body=body, content_type=_TYPES[extension])
