"""Which CMS family an address or a page belongs to, told by its form alone (docs/portals.md#families)."""

import re
from urllib.parse import urlsplit

_FORMS = tuple((family, re.compile(form, re.IGNORECASE)) for family, form in (
    ("hanweb-jcms-legacy", r"/jcms_files/jcms\d+/"),
    ("hanweb-xxgk", r"/module/xxgk/|[?&]vc_xxgkarea="),
    ("hanweb-jpaas", r"/art_[0-9a-f]{32}\.html?|/art/\d{4}/art_\d+_\d+\.html?|/api-gateway/jpaas-"),
    ("hanweb-jcms", r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html?|/module/(web/)?jpage/"
                    r"|/module/download/downfile\.jsp|/attach/0/[0-9a-f]{32}\."),
    ("channel-doc", r"/doc_[0-9a-f]{24}[._]|/channel_[\w.]+(/|$|\?)"),
    ("trs-wcm", r"/t(\d{8}|null)_\d+\.s?html?|/[PW]020\d{15,}\.\w+$"),
    ("vsb", r"/info/\d+/\d+\.htm|/system/_content/download\.jsp|[?&]wbnewsid=\d"),
    ("n-path", r"/n\d+/(n\d+/)*c\d+(/|$)|^/n\d+/n\d+/"),
    ("channels-articles", r"/articles/ch\d+/|/channels/ch\d+/"),
    ("binzhou-news-detail", r"/news/detail\?(.*&)?code=(%7B|\{)"),
    ("els-service", r"/els-service/|/upload-service/|^/([0-9a-f]{32}/\w+|\d{5}/\d{15,})\.html?$|[?&]catas=\d"),
))  # fmt: skip
_MARKS = tuple((family, re.compile(mark, re.IGNORECASE)) for family, mark in (
    ("hanweb-jpaas", r"jpaas-publish-server"),
    ("hanweb-jcms", r"dataproxy\.jsp"),
    ("hanweb-xxgk", r"module/xxgk/|vc_xxgkarea="),
    ("els-service", r"els-service|\bvar\s+memo\s*=|\bcatas\b"),
    ("trs-wcm", r"createPageHTML\(|\bTRS_"),
    ("vsb", r"vsb_content|_sitegray|/system/resource/"),
))  # fmt: skip


def by_address(url: str) -> str:
    """The family, or platform of the past, whose form an address has; empty where the form is nobody's."""
    parts = urlsplit(url)
    place = parts.path + (f"?{parts.query}" if parts.query else "")
    return next((family for family, form in _FORMS if form.search(place)), "")


def by_page(text: str) -> str:
    """The family that the text of a page gives away; empty where none does."""
    return next((family for family, mark in _MARKS if mark.search(text)), "")
