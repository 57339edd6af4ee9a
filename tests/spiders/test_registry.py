"""The registry: the built-in files are sound, and a fault is one line that names file and key."""

from pathlib import Path

import pytest

from archive.errors import RegistryError, UsageError
from spiders.registry import load
from spiders.registry.page import page

GOOD = """
id = "x"
name = "某市"
division = "370800"
group = "x"
domains = ["x.gov.cn"]
exceptions = ["gonglu.x.cn"]
[[host]]
name = "www.x.gov.cn"
division = "370800"
place = "某市"
evidence = "observed"
[[entry]]
kind = "home"
family = "hanweb-xxgk"
url = "http://www.x.gov.cn/"
[[entry]]
kind = "directory"
family = "hanweb-xxgk"
status = "needs_probe"
note = "not seen"
"""


def test_every_entry_of_the_built_in_registry_is_an_address_of_its_portal_or_needs_a_probe() -> None:
    for portal in load().portals:
        for entry in portal.entries:
            if entry.status == "needs_probe":
                assert not entry.url and entry.note
            else:
                assert load().allowed(entry.url) and portal.owns(entry.url.split("/")[2])


def test_a_folder_of_portal_files_takes_the_place_of_the_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(GOOD, "utf-8")
    portal = load(tmp_path).portal("某市")
    assert [e.status for e in portal.entries] == ["known", "needs_probe"]
    assert portal.owns("ghj.x.gov.cn:8443") and not portal.owns("x.gov.cn.evil.com")


@pytest.mark.parametrize(("old", "new", "named"), [
    ('kind = "home"', 'kind = "hoem"', "kind"), ('group = "x"', "", "group"), ('group = "x"', "group = 3", "group"),
    ('url = "http://www.x.gov.cn/"', "", "url"), ('url = "http://www.x.gov.cn/"', 'url = "www.x.gov.cn"', "url"),
    ("domains", "domain", "domains"), ('note = "not seen"', 'nota = "x"', "nota"), ('id = "x"', 'id = "x', "TOML"),
    ("[[host]]", "[host]", "host"),
])  # fmt: skip
def test_a_fault_in_a_portal_file_is_told_with_file_and_key(tmp_path: Path, old: str, new: str, named: str) -> None:
    (tmp_path / "x.toml").write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(RegistryError) as error:
        load(tmp_path)
    assert "x.toml" in str(error.value) and named in str(error.value) and "\n" not in str(error.value)


def test_an_unknown_portal_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="known are: binzhou, dezhou, .*, zaozhuang, zibo"):
        load().portal("beijing")


@pytest.mark.parametrize("url", [
    "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.8:80/", "http://2130706433/",
    "http://169.254.169.254/", "ftp://www.jining.gov.cn/", "http://www.jining.gov.cn.evil.com/", "http://jining.com/",
    "http://gov.cn.example.org/", "file:///etc/passwd", "http://xgov.cn/",
])  # fmt: skip
def test_addresses_off_the_allow_list_are_refused(url: str) -> None:
    assert not load().allowed(url)


def test_a_registry_exception_is_allowed_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(GOOD, "utf-8")
    registry = load(tmp_path)
    assert registry.allowed("http://gonglu.x.cn/info/1.htm") and not registry.allowed("http://other.x.cn/")


def test_the_page_of_portals_is_what_the_registry_says() -> None:
    written = (Path(__file__).parents[2] / "docs" / "portals-list.md").read_text("utf-8")
    assert written == page(load()), "run: gongkai portals page > docs/portals-list.md"
