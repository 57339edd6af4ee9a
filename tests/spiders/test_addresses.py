"""Addresses and canonical keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.addresses import absolute, page_key


@pytest.mark.parametrize("href", ["#top", "javascript:void(0)", "mailto:a@b.cn", "", "   ", "http://[", "ftp://x.gov.cn/"])
def test_links_that_lead_nowhere_have_no_address(href: str) -> None:
    assert absolute("https://www.jining.gov.cn/a/", href) == ""


def test_a_session_id_and_a_fragment_are_not_part_of_an_address() -> None:
    assert absolute("http://a.gov.cn/x/", "b.jsp;jsessionid=0A1B?c=1#d") == "http://a.gov.cn/x/b.jsp?c=1"


def test_the_case_of_a_path_and_its_trailing_slash_are_kept() -> None:
    assert absolute("http://A.gov.cn/", "/CLXXXGK/right.html") == "http://a.gov.cn/CLXXXGK/right.html"
    assert absolute("http://a.gov.cn/", "/gongkai/") != absolute("http://a.gov.cn/", "/gongkai")


@pytest.mark.parametrize("other", [
    "http://www.weihai.gov.cn/col/col1/index.html?vc_xxgkarea=A1",
    "https://weihai.gov.cn/col/col1/index.html?vc_xxgkarea=A1&jh=261",
    "https://www.weihai.gov.cn:8443/col/col1/index.html?number=K1&vc_xxgkarea=A1",
    "https://m.weihai.gov.cn/col/col1/index.html;jsessionid=9?vc_xxgkarea=A1&_=17",
])  # fmt: skip
def test_presentations_of_one_page_have_one_key(other: str) -> None:
    assert page_key("f", other) == page_key("f", "https://www.weihai.gov.cn/col/col1/index.html?vc_xxgkarea=A1")


def test_two_agencies_of_one_page_address_have_two_keys() -> None:
    one = "http://a.gov.cn/col/col1/index.html?vc_xxgkarea=11370800004312466C"
    assert page_key("f", one) != page_key("f", one + "-ZF")


@given(st.text(max_size=60))
def test_no_href_makes_an_address_without_a_host(href: str) -> None:
    url = absolute("https://www.jining.gov.cn/a/b", href)
    assert url == "" or url.startswith(("http://", "https://"))
