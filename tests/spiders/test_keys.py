"""Canonical keys of all families: one document has one key under all its addresses, and two documents have two."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.keys import article_key, file_key, is_article
from spiders.manners import MANNERS, family_of
from spiders.recognise import recognise
from spiders.registry import Portal, load
from tests.properties import examples

REGISTRY = load()
DIGITS = st.from_regex(r"[1-9]\d{2,8}", fullmatch=True)
HEX32, HEX24 = st.binary(min_size=16, max_size=16).map(bytes.hex), st.binary(min_size=12, max_size=12).map(bytes.hex)
UUID = st.uuids().map(str)
FAMILIES = {
    "hanweb-xxgk": ("weihai", "www.weihai.gov.cn", "/module/xxgk/xxgkAnnualReport.jsp?area={id}&fbtime=2020", DIGITS),
    "hanweb-jcms": ("jinan", "www.jinan.gov.cn", "/art/2025/1/24/art_{column}_{id}.html", DIGITS),
    "hanweb-jpaas": ("yantai", "www.penglai.gov.cn", "/col/col{column}/art/2025/art_{id}.html", HEX32),
    "jpaas by number": ("yantai", "www.penglai.gov.cn", "/col{column}/art/2025/art_{column}_{id}.html", DIGITS),
    "channel-doc": ("zibo", "www.zibo.gov.cn", "/gongkai/channel_c{column}/doc_{id}.html", HEX24),
    "els-service": ("heze", "hzrsj.heze.gov.cn", "/2c908088819842f701819a1930070001/{id}.html", DIGITS),
    "trs-wcm": ("qingdao", "www.qingdao.gov.cn", "/zwgk/d{column}/202601/t20260126_{id}.shtml", DIGITS),
    "vsb": ("linyi", "www.linyi.gov.cn", "/info/{column}/{id}.htm", DIGITS),
    "n-path": ("dezhou", "www.dezhou.gov.cn", "/n1/n{column}/c{id}/content.html", DIGITS),
    "binzhou": ("binzhou", "www.binzhou.gov.cn", "/zwgk/news/detail?tcode=N{column}&code=%7B{id}%7D", UUID),
    "channels-articles": ("shandong", "sft.shandong.gov.cn", "/articles/ch{column}/202401/{id}.shtml", UUID),
}
"""Family to portal, host, form of an article's address, its ids."""


def key(portal: str, url: str) -> str:
    told = recognise(REGISTRY, url)
    assert told.portal == portal and told.canonical_key
    return told.canonical_key


@pytest.mark.parametrize("name", FAMILIES)
@examples(20)
@given(data=st.data())
def test_an_article_has_one_key_whatever_shows_it(name: str, data: st.DataObject) -> None:
    portal, host, form, ids = FAMILIES[name]
    id_, other = data.draw(st.lists(ids, min_size=2, max_size=2, unique=True))
    first, second = data.draw(st.lists(DIGITS, min_size=2, max_size=2, unique=True))
    bare = host.removeprefix("www.")
    scheme, shown = data.draw(st.sampled_from(["http", "https"])), data.draw(st.sampled_from([host, bare, f"m.{bare}", f"wap.{bare}"]))
    port = data.draw(st.sampled_from(["", ":8443", ":80"]))
    path, question, query = form.format(id=id_, column=second).partition("?")
    session = data.draw(st.sampled_from(["", ";jsessionid=0A9F"]))
    tail = data.draw(st.sampled_from(["", "_=17&uid=3", "showType=2&jh=263&t=0.4"]))
    query = "&".join(filter(None, (query, tail)))
    plain = f"http://{host}{form.format(id=id_, column=first)}"
    variant = f"{scheme}://{shown}{port}{path}{session}{'?' + query if query else question}"
    assert key(portal, plain) == key(portal, variant)
    assert key(portal, plain) != key(portal, f"http://{host}{form.format(id=other, column=first)}")


@pytest.mark.parametrize("name", FAMILIES)
def test_crawl_and_recognise_know_an_article_by_one_key(name: str) -> None:
    portal, host, form, _ = FAMILIES[name]
    ids = {"hanweb-jpaas": "0" * 31 + "a", "channel-doc": "0" * 23 + "a"}
    id_ = ids.get(name, "01234567-89ab-cdef-0123-456789abcdef" if name in ("binzhou", "channels-articles") else "77")
    url, owner = f"http://{host}{form.format(id=id_, column='5')}", REGISTRY.portal(portal)
    manner = MANNERS[family_of(owner, url)]
    assert manner.article_key(owner, url) == key(portal, url)
    assert manner.is_article(url) or name == "hanweb-xxgk"


@pytest.mark.parametrize(("one", "other"), [
    ("http://gb.shandong.gov.cn/art/2024/1/29/art_341595_41790.html", "https://www.shandong.gov.cn/art/2024/1/29/art_1_41790.html"),
    ("http://m.sd.gov.cn/art/2017/4/8/art_97636_9226468.html", "http://sdgb.shandong.gov.cn/art/2017/4/8/art_97636_9226468.html"),
    ("http://m.sd.gov.cn/col/col97636/index.html", "http://www.shandong.gov.cn/col/col97636/index.html?uid=3&pageNum=2"),
    ("http://dlrk.jining.gov.cn/art/2026/1/28/art_61469_13602.html", "http://www.jining.gov.cn/art/2026/1/28/art_9_13602.html"),
    ("http://wap.dezhou.gov.cn/n1/c2/content.html", "http://www.dezhou.gov.cn/n1/n7/c2/content.html"),
    ("http://www.binzhou.gov.cn/zwgk/news/detail?code={0A0B0C0D-0000-1111-2222-333344445555}&tcode=N1",
     "http://www.binzhou.gov.cn/zwgk/news/detail?tcode=N2&code=%7b0a0b0c0d-0000-1111-2222-333344445555%7d"),
    ("http://www.qingdao.gov.cn/a/tnull_8817958.shtml", "http://qingdao.gov.cn/b/202401/t20240129_8817958.shtml"),
    ("http://slj.liaocheng.gov.cn/channel_a/doc_697B014AF0C8FADB14621054.html", "http://www.liaocheng.gov.cn/channel_b/doc_697b014af0c8fadb14621054.html?x=1"),
    ("http://tancheng.gov.cn/info/1250/75082.htm", "http://www.tancheng.gov.cn/content.jsp?wbtreeid=1250&wbnewsid=75082"),
])  # fmt: skip
def test_mirrors_and_other_forms_are_one_document(one: str, other: str) -> None:
    assert recognise(REGISTRY, one).canonical_key == recognise(REGISTRY, other).canonical_key


@pytest.mark.parametrize(("one", "other"), [
    ("http://www.qingdao.gov.cn/zwgk/szfgk/gknb/", "https://qingdao.gov.cn/zwgk/szfgk/gknb/index.shtml"),
    ("http://www.zzszq.gov.cn/zw/gknb/index.html", "http://www.zzszq.gov.cn/zw/gknb/"),
    ("http://www.rizhao.gov.cn/col/col7/", "http://www.rizhao.gov.cn/col/col7/index.html"),
    ("http://www.rizhao.gov.cn/col/col7", "http://www.rizhao.gov.cn/col/col7/index.html?uid=3&pageNum=2"),
    ("http://www.dezhou.gov.cn/n1/n2/", "http://www.dezhou.gov.cn/n1/n2/index.html"),
])  # fmt: skip
def test_a_directory_and_the_index_in_it_are_one_list(one: str, other: str) -> None:
    first, second = recognise(REGISTRY, one), recognise(REGISTRY, other)
    assert first.kind == second.kind == "list" and first.canonical_key == second.canonical_key


def test_lists_keep_the_keys_that_older_archives_have() -> None:
    for url, wanted in {
        "http://www.rizhao.gov.cn/col/col7/index.html": "hanweb-jcms:page:rizhao.gov.cn/col/col7/index.html",
        "http://www.qingdao.gov.cn/zwgk/szfgk/gknb/": "trs-wcm:page:qingdao.gov.cn/zwgk/szfgk/gknb/",
        "http://www.qingdao.gov.cn/zwgk/gknb/index_1.shtml": "trs-wcm:page:qingdao.gov.cn/zwgk/gknb/index_1.shtml",
    }.items():
        assert recognise(REGISTRY, url).canonical_key == wanted


@pytest.mark.parametrize(("one", "other"), [
    ("http://www.jinan.gov.cn/art/2025/1/24/art_55714_14262.html", "http://www.jinan.gov.cn/art/2019/1/24/art_55714_14262.html"),
    ("http://www.jinan.gov.cn/art/2025/1/24/art_55714_14262.html", "http://jnmhc.jinan.gov.cn/art/2025/1/24/art_55714_14262.html"),
    ("http://www.linyi.gov.cn/info/6163/343557.htm", "http://czj.linyi.gov.cn/info/6163/343557.htm"),
    ("http://www.qingdao.gov.cn/a/t20240129_1.shtml", "http://www.xihaian.gov.cn/a/t20240129_1.shtml"),
    ("http://www.jining.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=11370800004312466C&fbtime=2025",
     "http://www.jining.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=11370800004312466C-ZF&fbtime=2025"),
    ("http://www.linyi.gov.cn/system/_content/download.jsp?owner=1&wbfileid=7", "http://www.linyi.gov.cn/system/_content/download.jsp?owner=2&wbfileid=7"),
])  # fmt: skip
def test_numbers_that_begin_anew_elsewhere_are_other_documents(one: str, other: str) -> None:
    assert recognise(REGISTRY, one).canonical_key != recognise(REGISTRY, other).canonical_key


def test_a_file_that_hangs_on_pages_of_two_systems_is_one() -> None:
    url, jinan = "http://www.jinan.gov.cn/module/download/downfile.jsp?filename=0A.pdf&classid=0", REGISTRY.portal("jinan")
    assert file_key("hanweb-jpaas", jinan, url) == file_key("hanweb-jcms", jinan, url) == key("jinan", url)
    weihai, other = REGISTRY.portal("weihai"), "https://weihai.gov.cn:8443/module/download/downfile.jsp?classid=0&showname=x&filename=0a.PDF"
    assert file_key("hanweb-xxgk", weihai, other) == file_key("hanweb-jcms", weihai, url.replace("jinan", "weihai"))
    attached = "http://www.weihai.gov.cn/attach/0/0123456789abcdef0123456789abcdef.pdf"
    assert file_key("hanweb-xxgk", weihai, attached) == file_key("hanweb-jcms", weihai, attached.replace("http:", "https:"))


def test_keys_of_older_archives_are_what_they_were() -> None:
    qingdao, jining = REGISTRY.portal("qingdao"), REGISTRY.portal("jining")
    assert article_key("trs-wcm", qingdao, "http://www.qingdao.gov.cn/a/202401/t20240129_7.shtml") == "trs-wcm:report:qingdao.gov.cn:7"
    file = "http://www.qingdao.gov.cn/a/202601/P020260130338555114519.pdf"
    assert file_key("trs-wcm", qingdao, file) == "trs-wcm:file:page:qingdao.gov.cn/a/202601/P020260130338555114519.pdf"
    shown = "http://www.jining.gov.cn/module/download/downfile.jsp?classid=0&filename=AB01.pdf&showname=x"
    assert file_key("hanweb-jcms", jining, shown) == "hanweb-jcms:file:jining:ab01.pdf"
    assert article_key("hanweb-jcms", jining, shown) == "hanweb-jcms:report:jining:ab01.pdf"
    assert article_key("generic", jining, "http://www.jimo.gov.cn/a.html") == "generic:report:page:jimo.gov.cn/a.html"


@given(st.text(max_size=60))
def test_every_address_has_a_key_in_every_family(path: str) -> None:
    portal: Portal = REGISTRY.portal("linyi")
    for family, manner in MANNERS.items():
        found = manner.article_key(portal, f"http://www.linyi.gov.cn/{path}")
        assert re.match(r"[a-z-]+:report:", found) and file_key(family, portal, f"http://www.linyi.gov.cn/{path}")
        assert manner.is_article(f"http://www.linyi.gov.cn/{path}") == is_article(manner.family, f"http://www.linyi.gov.cn/{path}")
