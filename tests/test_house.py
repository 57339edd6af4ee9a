"""The rules of the house that a machine can check: pages that are named exist, files stay small and say what they are."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [ROOT / name for name in subprocess.run(
    ["git", "ls-files", "*.py", "*.sql", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.split()]  # fmt: skip
CODE = [path for path in SOURCES if path.suffix == ".py" and path.exists()]


def _anchors(page: Path) -> set[str]:
    text = page.read_text("utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a (?:id|name)="([^"]+)"', text))


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_page_and_anchor_that_is_named_exists(source: Path) -> None:
    for page, anchor in re.findall(r"\bdocs/([\w-]+\.md)(?:#([\w-]+))?", source.read_text("utf-8")):
        target = ROOT / "docs" / page
        assert target.exists(), f"{source}: docs/{page} does not exist"
        assert not anchor or anchor in _anchors(target), f"{source}: docs/{page} has no #{anchor}"


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    silent = [path for path in CODE if path.read_text("utf-8").strip() and not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert not silent


def test_no_file_has_more_than_500_lines_and_half_of_them_at_most_120() -> None:
    lengths = sorted(len(path.read_text("utf-8").splitlines()) for path in CODE)
    assert lengths[-1] <= 500
    assert lengths[len(lengths) // 2] <= 120


def test_ci_installs_what_the_readme_names_for_apt() -> None:
    named = re.search(r"apt-get install ([a-z0-9 -]+)`", (ROOT / "README.md").read_text("utf-8"))
    assert named and f"--no-install-recommends {named[1]} >" in (ROOT / ".ci/run").read_text("utf-8")
