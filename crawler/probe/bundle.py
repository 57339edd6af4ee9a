"""The bundle of a probe: WARC files, verdicts.json and a page to read, in a folder or a zip."""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import BadInputError, UsageError
from crawler.probe.page import page
from crawler.probe.record import SCHEMA, Record

VERDICTS, PAGE = "verdicts.json", "index.html"


@contextmanager
def written(out: Path) -> Iterator[Path]:
    """A folder to be filled, which becomes the bundle `out` when the block ends well. UsageError where it cannot."""
    if out.exists() and (out.is_file() or any(out.iterdir())):
        raise UsageError(f"{out}: is there already; name another with -o")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as part:
            folder = Path(part, "bundle")
            folder.mkdir()
            yield folder
            if out.suffix == ".zip":
                _zip(folder, Path(part, "zip")).replace(out)
            else:
                folder.replace(out)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror}); name another with -o") from None


def fill(folder: Path, archive: Path, record: Record) -> None:
    """Copies the WARC files of a probe's archive and writes what they show."""
    shutil.copytree(archive / "warc", folder / "warc")
    (folder / VERDICTS).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (folder / PAGE).write_text(page(record), "utf-8")


def _zip(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(folder.rglob("*")):
            file.write(path, path.relative_to(folder))
    return target


@contextmanager
def unpacked(bundle: Path) -> Iterator[Path]:
    """A copy of a bundle that may be written to. BadInputError for what is none."""
    with tempfile.TemporaryDirectory(prefix="probe-") as scratch:
        folder = Path(scratch, "bundle")
        try:
            if bundle.is_dir():
                shutil.copytree(bundle, folder)
            else:
                with zipfile.ZipFile(bundle) as file:
                    file.extractall(folder)
        except (OSError, zipfile.BadZipFile) as error:
            raise BadInputError(f"{bundle}: no bundle of a probe ({error}); it is a folder or a zip") from None
        inner = next((path.parent for path in sorted(folder.rglob(VERDICTS))), None)
        if inner is None or not any((inner / "warc").glob("*.warc.gz")):
            raise BadInputError(f"{bundle}: no bundle of a probe: {VERDICTS} and warc/ are expected in it")
        yield inner


def subject_name(folder: Path) -> str:
    """What the probe was about, as it was written on the command line."""
    try:
        record = json.loads((folder / VERDICTS).read_text("utf-8"))
        if record["schema"] > SCHEMA:
            raise BadInputError(f"{VERDICTS}: of a newer gongkai; install that version")
        return str(record["subject"]["name"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadInputError(f"{VERDICTS}: not what a probe writes ({error})") from None
