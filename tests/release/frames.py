"""Opens the files of a release in pandas with nothing but its own codebook, as README.md says."""

from pathlib import Path

import pandas as pd


def types(folder: Path, file: str) -> dict[str, str]:
    """Column to dtype for one file."""
    book = pd.read_csv(folder / "codebook.csv", dtype="string", keep_default_na=False)
    mine = book[book.file == file]
    return dict(zip(mine.variable, mine.type, strict=True))


def frame(folder: Path, file: str) -> pd.DataFrame:
    """The file with every column typed."""
    told = types(folder, file)
    read = pd.read_csv(folder / file, dtype=told, keep_default_na=False, na_values=[""])
    assert list(read.columns) == list(told)
    return read
