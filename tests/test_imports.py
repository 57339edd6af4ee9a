"""Imports go one way: crawler, spiders, archive; and downward inside the archive."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FLOORS = ("archive", "spiders", "crawler")
FORBIDDEN = {
    "archive": ("crawler", "spiders", "scrapy", "twisted"),
    "spiders": ("crawler", "scrapy.crawler", "scrapy.cmdline"),
    "archive.documents": ("archive.reports", "archive.store", "archive.derive", "archive.assemble", "archive.ingest", "archive.release", "archive.search", "archive.wacz"),
    "archive.reports": ("archive.store", "archive.derive", "archive.assemble", "archive.ingest", "archive.release", "archive.search", "archive.wacz"),
    "archive.store": ("archive.derive", "archive.assemble", "archive.ingest", "archive.release", "archive.search", "archive.wacz"),
    "archive.search": ("archive.derive", "archive.assemble", "archive.ingest", "archive.release", "archive.wacz"),
    "archive.wacz": ("archive.derive", "archive.assemble", "archive.ingest", "archive.release", "archive.search"),
    "archive.assemble": ("archive.derive", "archive.release", "archive.search", "archive.wacz"),
    "archive.derive": ("archive.release", "archive.search", "archive.wacz"),
    "archive.ingest": ("archive.release", "archive.search", "archive.wacz"),
}
"""Package to what nothing in it may import."""


def _modules() -> Iterator[tuple[str, Path]]:
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), path


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def test_nothing_imports_upward() -> None:
    wrong = [
        f"{module} imports {imported}"
        for module, path in _modules()
        for package, forbidden in FORBIDDEN.items()
        if _within(module, package)
        for imported in _imports(path)
        if any(_within(imported, other) for other in forbidden)
    ]
    assert not wrong


def test_the_walk_sees_every_floor_and_its_imports() -> None:
    seen = dict(_modules())
    assert {"archive.words", "spiders", "crawler.cli"} <= seen.keys()
    assert "archive.words.Outcome" in set(_imports(seen["archive.store.ledger"]))


def test_only_the_store_touches_sqlite() -> None:
    wrong = [
        f"{module} imports {imported}"
        for module, path in _modules()
        if not _within(module, "archive.store")
        for imported in _imports(path)
        if imported.split(".")[0] in ("sqlite3", "sqlite_utils")
    ]
    wrong += [
        f"{module}, line {node.lineno}: the connection of a database"
        for module, path in _modules()
        if not _within(module, "archive.store")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "connection" and ast.unparse(node.value) != "self"
    ]
    assert not wrong
