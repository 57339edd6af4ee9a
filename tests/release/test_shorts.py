"""Short names: valid in Stata and SQL, stable, and never the same for two indicators."""

import re

from archive.release.labels import labelled
from archive.release.panel import IDENTITY
from archive.release.shorts import LONGEST, abbreviations, short_name

_RESERVED = """
_all _b byte _coef _cons double float if in int long _n _N _pi _pred _rc _se _skip str strL using
with  all and any as asc between by case check column constraint create cross current default delete
desc distinct drop  else end except exists for foreign from full grant group having index inner
insert intersect into is join key left  like limit not null on or order outer primary references
right row rows select set table then to union unique update  user values view when where
current_date current_time current_timestamp session_user system_user
"""


def test_every_short_name_is_valid_in_stata_and_sql() -> None:
    for each in labelled().values():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", each.short) and len(each.short) <= LONGEST == 32, each
        assert each.short not in _RESERVED.split()


def test_no_two_indicators_share_a_short_name_or_that_of_another_column() -> None:
    shorts = [each.short for each in labelled().values()]
    assert len(set(shorts)) == len(shorts) > 290
    assert not set(shorts) & set(IDENTITY)


def test_a_collision_cannot_come_about_later() -> None:
    table = abbreviations()
    assert len(set(table.values())) == len(table)
    assert all(re.fullmatch(r"[a-z0-9]+", short) for short in table.values())


def test_the_table_lists_the_parts_that_occur_and_no_others() -> None:
    assert set(abbreviations()) == {part for name in labelled() for part in name.split(".")}


def test_names_that_were_once_given_stay() -> None:
    assert short_name("applications.result.denied.state_secret.total") == "app_res_deny_secret_total"
    assert short_name("applications.result.not_processed.public_publication.total") == "app_res_noproc_publication_total"
    assert short_name("text.applications.received.total") == "txt_app_recv_total"
    assert short_name("proactive.procurement.amount") == "pro_procure_amount"
