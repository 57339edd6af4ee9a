"""Small well-formed files: chart images, PDF, DOCX and RTF that calls itself .doc."""

import io
import struct
import zipfile
import zlib

from crawler.replica.world import Report
from crawler.replica.world.draws import dice

_DOCX_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="word/document.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
    ),
}
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


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


def pdf(lines: list[str]) -> bytes:
    """One page, a CJK font by name, a text layer, an exact cross-reference table."""
    shown = "\n".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    stream = f"BT /F1 14 Tf 72 760 Td 24 TL\n{shown}\nET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def docx(lines: list[str]) -> bytes:
    """A minimal Word document with fixed dates, so that the bytes never change."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{paragraphs}</w:body></w:document>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in {**_DOCX_PARTS, "word/document.xml": document}.items():
            text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text.encode())
    return buffer.getvalue()


def rtf(lines: list[str]) -> bytes:
    """Rich text, which portals often hand out under the name .doc."""
    body = "\\par\n".join(
        "".join(f"\\u{ord(char) - (65536 if ord(char) > 32767 else 0)}?" for char in line) for line in lines
    )
    return ("{\\rtf1\\ansi\\ansicpg936\\deff0\n" + body + "\\par}\n").encode("ascii")


MAKERS = {
    "pdf": ("application/pdf", pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx),
    "doc": ("application/msword", rtf),
}
