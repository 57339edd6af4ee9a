"""Own or consolidated: governments sum, departments and offices do not."""

import pytest

from archive.reports.scope import read_scope
from archive.words import Scope

SUMMED = "2020年，全市各级行政机关共收到政府信息公开申请90件。"


@pytest.mark.parametrize(
    ("agency", "text", "scope"),
    [
        ("甲山市人民政府", "", Scope.CONSOLIDATED),
        ("丙县人民政府", SUMMED, Scope.CONSOLIDATED),
        ("甲山市人民政府办公厅", SUMMED, Scope.OWN),
        ("丙县人民政府办公室", "", Scope.OWN),
        ("甲山市水利局", "本局收到申请1件。", Scope.OWN),
        ("甲山市水利局", SUMMED, Scope.UNKNOWN),
        ("丙县丁镇人民政府", "", Scope.OWN),
        ("乙水区戊街道办事处", "", Scope.OWN),
        (None, SUMMED, Scope.CONSOLIDATED),
        (None, "", Scope.UNKNOWN),
    ],
)
def test_scope_follows_the_body_and_the_wording(agency: str | None, text: str, scope: Scope) -> None:
    assert read_scope(agency, text) == scope
