"""Word files to a document: what a reader of the final text sees on its pages (docs/formats.md#word-files)."""

from archive.documents.blocks import read_flow
from archive.documents.docx.body import Body
from archive.documents.docx.names import child
from archive.documents.docx.numbering import Numbering
from archive.documents.docx.package import Package
from archive.documents.docx.styles import read_styles
from archive.documents.model import Document
from archive.documents.tree import Node
from archive.errors import BadInputError


def read_docx(data: bytes) -> Document:
    """Reads a Word file of the OOXML kind, transitional or strict.

    Raises BadInputError for one that is damaged or encrypted, TooLargeError for one that unpacks beyond all measure.
    """
    package = Package(data)
    source = child(package.document(), "body")
    if source is None:
        raise BadInputError("the Word file has no body: fetch it again, or save it anew from Word")
    body = Body(package, read_styles(package.side("styles")), Numbering(package.side("numbering")))
    top = Node("body")
    body.add(source, top)
    flow = read_flow(top)
    blocks = tuple(block for _, block in flow.blocks)
    links = dict.fromkeys(link for _, link in flow.links)
    return Document("docx", blocks, links=tuple(links), flags=tuple(sorted(body.left_out)))
