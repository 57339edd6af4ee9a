"""Whether the WARC files of an archive are whole: by warcio's own check, and with no byte behind the acknowledged ones."""

import sqlite3
import subprocess
import sys
from pathlib import Path


def check_warcs(archive: Path) -> None:
    """Asserts that every file passes `warcio check` and ends where the ledger says."""
    files = sorted((archive / "warc").glob("*.warc.gz"))
    script = "from warcio.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "check", "-v", *map(str, files)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "fail" not in done.stdout.lower(), done.stdout[-2000:] + done.stderr[-2000:]
    db = sqlite3.connect(f"file:{archive / 'ledger.db'}?mode=ro", uri=True)
    lengths = dict(db.execute("SELECT warc_file, committed_length FROM warcs"))
    db.close()
    assert lengths == {file.name: file.stat().st_size for file in files}
