"""WACZ: a selection of an archive as one file that public replay tools open (docs/operations.md#wacz)."""

from archive.wacz.selection import Selection
from archive.wacz.write import Exported, export

__all__ = ["Exported", "Selection", "export"]
