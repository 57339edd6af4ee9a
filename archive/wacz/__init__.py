"""WACZ: a selection of an archive as one file that public replay tools open (docs/operations.md#wacz)."""

from archive.wacz.write import Exported, export
from archive.wacz.selection import Selection

__all__ = ["Exported", "Selection", "export"]
