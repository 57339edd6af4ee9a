"""Ingest: what a person has, files and web archives made by others, comes into the archive with where it is from."""

from archive.ingest.containers import is_container
from archive.ingest.files import Ingested, Provenance, files_in, ingest, load
from archive.ingest.foreign import Taken, ingest_container

__all__ = [
    "Ingested", "Provenance", "Taken", "files_in", "ingest", "ingest_container", "is_container", "load",
]  # fmt: skip
