"""docs/cli.md says what the commands say."""

from pathlib import Path

from crawler.cli.reference import pages

REFERENCE = Path(__file__).parents[2] / "docs" / "cli.md"


def test_the_reference_is_what_the_commands_say_of_themselves() -> None:
    assert REFERENCE.read_text("utf-8") == "\n".join(pages()) + "\n", "run: python -m crawler.cli.reference > docs/cli.md"
