"""What a page says about a level."""

import datetime as dt

import pytest
from django.template import Context, Template

from skillmap.core.levels import Level

NAMES = ("None", "Awareness", "Working", "Practitioner", "Expert")


def level(**fields) -> Level:
    return Level(**{"top": 4, "names": NAMES, "trust": "measured", **fields})


def test_word_wide_interval_names_both_ends():
    shown = level(value=2.6, low=1.9, high=3.3)
    assert shown.word == "Practitioner, probably Working to Practitioner"
    assert shown.figures == "2.6 (1.9–3.3) of 4, 90 % interval"


def test_word_narrow_interval_is_one_word():
    assert level(value=2.1, low=1.9, high=2.3).word == "Working"


def test_agreed_level_comes_first_and_the_evidence_beside_it():
    agreed = {"agreed_on": dt.date(2027, 3, 12), "value": 2.6, "low": 1.9, "high": 3.3}
    beside = "agreed 12 Mar 2027 · evidence says Practitioner, probably Working to Practitioner"
    assert level(agreed=4.0, **agreed).word == f"4 {beside}"
    assert level(agreed=3.5, **agreed).word == f"3.5 {beside}"


def test_unmeasured_level_is_never_zero():
    shown = level(trust="not_measured")
    assert shown.word == "not measured yet"
    page = Template("{% load levels %}{% level_chip level %}").render(Context({"level": shown}))
    assert "–" in page
    assert "0.0" not in page


@pytest.mark.parametrize(("value", "tint"), [(0, 0), (2, 2), (4, 5), (9, 5), (-1, 0)])
def test_tint_is_cut_to_the_common_scale(value, tint):
    assert level(value=value, low=value, high=value).tint == tint


def test_bar_of_a_scale_that_starts_at_one_begins_at_the_left():
    shown = Level(top=5, bottom=1, value=1.0, low=1.0, high=2.0, required=3.0)
    assert shown.places["value"] == "0.00%"
    assert shown.places["width"] == "25.00%"
    assert shown.places["required"] == "50.00%"


def test_hostile_name_of_a_level_is_escaped():
    shown = level(names=("<script>",) * 5, value=2.0, low=2.0, high=2.0)
    page = Template("{% load levels %}{% level_bar level %}").render(Context({"level": shown}))
    assert "<script>" not in page
