"""The registry: the built-in files are sound, and a fault is one line that names file and key."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive.assemble.agencies import Agency, natural_key
from archive.assemble.divisions import divisions
from archive.errors import RegistryError, UsageError
from spiders.registry import FAMILIES, load
from spiders.registry.agencies import known_agencies
from spiders.registry.page import page
from spiders.registry.proof import UNPROVEN, proof

PORTALS_PAGE = Path(__file__).parents[2] / "docs" / "portals.md"

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


def cities() -> list[str]:
    return [d.code for d in divisions().values() if d.level == "city"]


def test_every_entry_of_the_built_in_registry_is_an_address_of_its_portal_or_needs_a_probe() -> None:
    registry = load()
    for portal in registry.portals:
        for entry in portal.entries:
            if entry.status == "needs_probe":
                assert not entry.url and entry.note
            else:
                assert registry.allowed(entry.url) and portal.owns(entry.url.split("/")[2])


def test_the_registry_knows_every_portal_and_tells_of_every_county_what_it_knows() -> None:
    registry = load()
    assert len(registry.portals) == 17 and {"370000", *cities()} == {p.division for p in registry.portals}
    for portal in registry.portals:
        told = {host.place for host in portal.hosts} | {host.division for host in portal.hosts}
        noted = " ".join(entry.note for entry in portal.entries if entry.status == "needs_probe")
        below = [d for d in divisions().values() if d.parent == portal.division and d.level != "city"]
        assert [d.name for d in below if not ({d.code, d.name} & told or d.name in noted)] == []
        assert all(host.division in divisions() for host in portal.hosts)


def test_no_host_and_no_mirror_belongs_to_two_portals() -> None:
    registry = load()
    for portal in registry.portals:
        for host in portal.hosts:
            for name in (host.name, *host.mirrors):
                assert [p.id for p in registry.portals if p.owns(name)] == [portal.id], name
                assert portal.site(name) == portal.site(host.name) == portal.site(f"{name}:8443")


def test_what_is_inferred_says_what_to_look_for_and_what_is_a_pattern_can_be_looked_for() -> None:
    for portal in load().portals:
        for fact in portal.facts:
            assert fact.probe or fact.evidence == "observed", fact
            if fact.kind == "pattern":
                re.compile(fact.expected)
            if fact.kind in ("report", "look_alike", "page", "series"):
                assert portal.owns(urlsplit(fact.subject).netloc), fact


def test_known_agencies_have_the_ids_that_an_archive_gives_them() -> None:
    (known,) = (one for one in known_agencies(load().portal("jining")) if one.area == "11370800004312810B")
    assert known.agency_id == Agency(natural_key("jining", "11370800004312810B", ""), {"area:11370800004312810B": ""}).agency_id
    (other,) = (one for one in known_agencies(load().portal("linyi")) if one.place == "czj.linyi.gov.cn")
    assert other.agency_id == Agency("", {natural_key("linyi", "", "临沂市财政局"): ""}).agency_id


def test_departments_of_the_province_rest_alone_and_a_city_rests_as_one() -> None:
    registry = load()
    groups = {registry.group_of(f"{name}.shandong.gov.cn") for name in ("hrss", "kjt", "rst", "www", "gb")}
    assert len(groups) == 4 and registry.group_of("m.sd.gov.cn:80") == registry.group_of("www.shandong.gov.cn")
    assert registry.group_of("www.lixia.gov.cn") == registry.group_of("jnmhc.jinan.gov.cn") == "jinan"


def test_a_folder_of_portal_files_takes_the_place_of_the_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(GOOD, "utf-8")
    portal = load(tmp_path).portal("某市")
    assert [e.status for e in portal.entries] == ["known", "needs_probe"]
    assert portal.owns("ghj.x.gov.cn:8443") and not portal.owns("x.gov.cn.evil.com")


@pytest.mark.parametrize(("old", "new", "named"), [
    ('kind = "home"', 'kind = "hoem"', "kind"), ('group = "x"', "", "group"), ('group = "x"', "group = 3", "group"),
    ('url = "http://www.x.gov.cn/"', "", "url"), ('url = "http://www.x.gov.cn/"', 'url = "www.x.gov.cn"', "url"),
    ("domains", "domain", "domains"), ('note = "not seen"', 'nota = "x"', "nota"), ('id = "x"', 'id = "x', "TOML"),
    ("[[host]]", "[host]", "host"), ('url = "http://www.x.gov.cn/"', 'url = "http://www.y.gov.cn/"', "url"),
])  # fmt: skip
def test_a_fault_in_a_portal_file_is_told_with_file_and_key(tmp_path: Path, old: str, new: str, named: str) -> None:
    (tmp_path / "x.toml").write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(RegistryError) as error:
        load(tmp_path)
    assert "x.toml" in str(error.value) and named in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(("more", "named"), [
    ('[[host.path]]\nprefix = "zwgk/"\nevidence = "observed"', "prefix"), ('[[host.path]]\nprefix = "/zwgk/"', "evidence"),
    ('[[fact]]\nkind = "note"\nsubject = "x"\nevidence = "inferred"', "probe"),
    ('[[fact]]\nkind = "hint"\nsubject = "x"\nevidence = "observed"', "kind"),
    ('[[entry]]\nkind = "api"\nfamily = "vsb"\nurl = "http://www.x.gov.cn/"', "kind"),
])  # fmt: skip
def test_a_path_or_fact_that_says_too_little_is_told(tmp_path: Path, more: str, named: str) -> None:
    (tmp_path / "x.toml").write_text(GOOD.replace("[[entry]]", f"{more}\n[[entry]]", 1), "utf-8")
    with pytest.raises(RegistryError, match=f"x.toml.*{named}"):
        load(tmp_path)


def test_an_unknown_portal_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"known are: binzhou, dezhou, .*, zaozhuang, zibo"):
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


def test_the_portal_file_of_the_docs_is_one(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", PORTALS_PAGE.read_text("utf-8"), re.DOTALL)
    (tmp_path / "jining.toml").write_text(block, "utf-8")
    portal = load(tmp_path).portal("jining")
    assert portal.site("dlrk.jining.gov.cn") == "jining.gov.cn" and portal.entries[0].areas and portal.facts


def test_the_docs_call_unproven_what_no_real_page_has_proven() -> None:
    told = re.findall(r"^\| `([\w-]+)` \|.*\| ([^|]+) \|$", PORTALS_PAGE.read_text("utf-8"), re.MULTILINE)
    for family in FAMILIES.keys() - {"generic"}:
        parts = [f"{part}s" for part in ("list", "article") if proof(family, part) != UNPROVEN]
        assert (family, ", ".join(parts) or UNPROVEN) in told


def test_the_page_of_portals_is_what_the_registry_says() -> None:
    written = (Path(__file__).parents[2] / "docs" / "portals-list.md").read_text("utf-8")
    assert written == page(load()), "run: gongkai portals page > docs/portals-list.md"
