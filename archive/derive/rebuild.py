"""A whole re-reading: into a new file beside the corpus, compared with the old one, then put in its place."""

from contextlib import closing
from pathlib import Path
from shutil import disk_usage

from archive.derive.changes import tallied
from archive.derive.run import Run
from archive.errors import DamagedError, DiskFullError
from archive.store.corpus import Corpus
from archive.store.swap import remove, swap

CORPUS, NEW = "corpus.db", "corpus.db.new"
ROOM = 2
"""Room that a re-reading takes, in sizes of the old corpus: the new one, and its passing through the side file."""


def must_rebuild(run: Run) -> bool:
    """Whether another version of the reader read what is there: the work of two is never mixed in one corpus."""
    path = run.archive / CORPUS
    if not path.exists():
        return False
    with closing(Corpus(path)) as corpus:
        other = {reader.version for reader in corpus.read_by()} - {run.reader.version}
    if other:
        run.note(
            f"{path}: was read by reader {', '.join(sorted(other))}, this is reader {run.reader.version}: everything "
            "is read again into a new file, which then takes its place"
        )
    return bool(other)


def mention(run: Run, corpus: Corpus) -> None:
    """Tells what a person should know before only the new is read: other libraries, a re-reading left unfinished."""
    others = {reader: count for reader, count in corpus.read_by().items() if reader != run.reader}
    if others:
        told = "; ".join(dict.fromkeys(reader.to(run.reader) for reader in others))
        run.note(
            f"{sum(others.values())} bundles were read with other libraries ({told}); what is new is read with those "
            "of now, `gongkai derive --all` reads everything with them and tells what that changes"
        )
    if (run.archive / NEW).exists():
        run.note(f"{run.archive / NEW}: an unfinished `gongkai derive --all`; the same command goes on with it")


def rebuild(run: Run, changes: Path | None) -> bool:
    """Reads everything into a new corpus and puts it in place of the old one; not if it was stopped before.

    A run that died is gone on with. On a full disk the new file is removed: the crawl needs the room.
    """
    path, new = run.archive / CORPUS, run.archive / NEW
    _refuse_without_room(path, new)
    old = path if _comparable(run, path) else None
    try:
        with closing(_unfinished(run, new)) as corpus:
            if old:
                corpus.know_readers(old)
            run.read(corpus)
            if run.stopped():
                return False
            run.assemble(corpus)
        run.summary.changes = tallied(old, new, changes, run.note)
        with closing(_target(path)) as corpus:
            swap(new, corpus.database)
    except DiskFullError:
        remove(new)
        raise
    remove(new)
    return True


def _comparable(run: Run, path: Path) -> bool:
    """Whether there is a corpus to compare with: none that is damaged."""
    try:
        if path.exists():
            Corpus(path).close()
        return path.exists()
    except DamagedError as error:
        run.note(f"{error}; here it is made anew, and nothing can be compared with it")
        return False


def _target(path: Path) -> Corpus:
    """The corpus that is to be replaced; of a damaged one nothing is to be saved."""
    try:
        return Corpus(path)
    except DamagedError:
        remove(path)
        return Corpus(path)


def _refuse_without_room(path: Path, new: Path) -> None:
    size, begun = (file.stat().st_size if file.exists() else 0 for file in (path, new))
    lacking = ROOM * size - begun - disk_usage(path.parent).free
    if lacking > 0:
        raise DiskFullError(
            f"{path}: reading everything again needs room for {ROOM} of it; free {(lacking >> 20) + 1} MB and run the "
            "command again; nothing is lost"
        )


def _unfinished(run: Run, new: Path) -> Corpus:
    """The new corpus: what a run before left of it, where it had the same reader; else an empty one."""
    existed = new.exists()
    try:
        corpus = Corpus(new)
    except DamagedError:
        remove(new)
        run.note(f"{new}: damaged; begun anew")
        return Corpus(new)
    read_by = corpus.read_by()
    if told := ", ".join(sorted({reader.to(run.reader) for reader in read_by} - {""})):
        corpus.close()
        remove(new)
        run.note(f"{new}: was begun with another reader ({told}); begun anew")
        return Corpus(new)
    if existed:
        run.note(f"{new}: going on with it, {sum(read_by.values())} bundles are read already")
    return corpus
