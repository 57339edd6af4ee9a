"""docs/logs.md explains every line that the programs print on stderr, and docs/operations.md every alarm."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from archive import errors

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "logs.md").read_text("utf-8")
EXPLAINED = re.findall(r"`([^`]+)`", PAGE)
TALKING = sorted(path for floor in ("archive", "crawler", "spiders") for path in (ROOT / floor).rglob("*.py"))
FAILING = [path for path in TALKING if str(path.relative_to(ROOT)).startswith((
    "archive/errors.py", "archive/store/lock.py", "archive/store/sqlite.py", "archive/store/captures.py",
    "archive/store/warc.py", "archive/derive/", "crawler/crawl.py", "crawler/wanted.py", "crawler/nightly/", "crawler/replica/",
    "crawler/cli/crawl.py", "crawler/cli/options.py", "spiders/registry/",
))]  # fmt: skip
"""What an unattended run may raise."""
PASSED_ON = {"str(error)", "error", "line", "note", "f'gongkai: {line}'", "f'gongkai: {error}'", "f'\\r\\x1b[K{line}'"}
"""Arguments that are lines made elsewhere: errors, and lines of those functions that are looked at below."""
OURS = {name for name, made in vars(errors).items() if isinstance(made, type) and issubclass(made, errors.GongkaiError)}
MADE_BY = ("_looking_back",)
"""Functions whose every text is a line."""


def _text(node: ast.AST) -> str | None:
    """A literal text with \\0 for each thing that differs; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "\0" if isinstance(part, ast.Constant) else "\0" for part in node.values)
    return None


def _texts(node: ast.AST) -> Iterator[str]:
    """Every text that an expression may come to; a plain name is looked up by whoever calls."""
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif (text := _text(node)) is not None:
        yield text
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        yield from _texts(node.func.value)


def _says(node: ast.Call) -> bool:
    """Whether a call prints a line on stderr."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name == "print" or name == "echo":
        aside = {"file": "sys.stderr", "err": "True"}
        return any(word.arg in aside and ast.unparse(word.value) == aside[word.arg] for word in node.keywords)
    owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    return (name in ("note", "tell") and bool(node.args)) or owner in ("logger", "logging", "warnings", "self.logger")


def _lines(path: Path) -> Iterator[tuple[str, str | None]]:
    """(source, text) of every line a module may print; text is None where it cannot be told."""
    tree = ast.parse(path.read_text("utf-8"))
    named = {
        target.id: node.value for node in ast.walk(tree) if isinstance(node, ast.Assign)
        for target in node.targets if isinstance(target, ast.Name) and list(_texts(node.value))
    }  # fmt: skip
    properties = {
        f"self.{node.name}": statement.value for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
        for statement in node.body if isinstance(statement, ast.Return) and statement.value and list(_texts(statement.value))
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in MADE_BY:
            for one in ast.walk(node):
                if isinstance(one, ast.Yield) and one.value:
                    yield from ((ast.unparse(one.value), text) for text in _texts(one.value))
        if not isinstance(node, ast.Call) or not _says(node):
            continue
        said = node.args[0]
        source = ast.unparse(said)
        if isinstance(said, ast.Call) and ast.unparse(said.func).endswith("Progress"):
            continue
        found = list(_texts(properties.get(source) or named.get(source) or said))
        if not found and source in PASSED_ON | {"item", "result"}:
            continue
        for text in found or [None]:
            if source not in PASSED_ON or named.get(source) is not None:
                yield source, text


def _errors(path: Path) -> Iterator[tuple[str, str | None]]:
    """(source, text) of every error of ours that a module makes."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in OURS and node.args:
            yield from ((ast.unparse(node), text) for text in list(_texts(node.args[0])) or [None])


def _explained(text: str) -> bool:
    """Whether some code span of the page has all that the text always has, in its order."""
    parts = [part for part in re.split(r"\0|`[^`]*`", text.removeprefix("gongkai: ")) if re.search(r"\w{2}", part)]
    pattern = ".*".join(re.escape(part.strip()) for part in parts)
    shape = re.compile(pattern) if parts else re.compile(r"[A-Z]+: [A-Z]+(: [A-Z]+)?")
    return any(shape.search(line) if parts else shape.fullmatch(line) for line in EXPLAINED)


@cache
def _told() -> list[tuple[Path, str, str | None]]:
    return [(path, source, text) for path in TALKING for source, text in _lines(path)]


def test_every_line_on_stderr_is_explained() -> None:
    told = _told()
    assert not [line for line in told if line[2] is None], "give the text where it is said, so that this test can see it"
    assert not [line for line in told if not _explained(str(line[2]))], "explain the line in docs/logs.md"


def test_every_error_of_an_unattended_run_is_explained() -> None:
    told = [(path, source, text) for path in FAILING for source, text in _errors(path)]
    assert not [line for line in told if line[2] is None or not _explained(line[2])], "explain it in docs/logs.md#errors"
    assert len(told) > 25


def test_it_would_be_noticed_if_a_line_were_not_explained(tmp_path: Path) -> None:
    module = tmp_path / "new.py"
    module.write_text('def f(x):\n    note(f"{x} sheep were counted; wake up")\n    raise UsageError(f"{x}: no sheep")\n')
    assert [(text, _explained(str(text))) for _, text in _lines(module)] == [("\0 sheep were counted; wake up", False)]
    assert [_explained(str(text)) for _, text in _errors(module)] == [False]
    lines = [text for _, _, text in _told()]
    assert len(lines) >= 15 and any("absent" in str(text) for text in lines) and any("interrupted" in str(text) for text in lines)


def test_every_alarm_has_its_line_in_the_table() -> None:
    source = (ROOT / "crawler" / "nightly" / "alarms.py").read_text("utf-8")
    kinds = set(re.findall(r'Alarm\("(\w+)"', source))
    section = (ROOT / "docs" / "operations.md").read_text("utf-8").partition("### Alarms")[2].partition("###")[0]
    assert kinds == set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) and len(kinds) == 12
