"""How a level was computed, as the person, the manager and others read it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.enums import Source
from assessments.models import SkillProfile
from skillmap.pages.explanations import Reader, _quarters, story_of
from skillmap.pages.profile import levels_for
from tests.factories import day, make_evidence, make_profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(cast):
    """Carol's hard skill starts from 2.0; Bob is known to rate 0.6 too high."""
    make_profile(
        cast.carol,
        {cast.hard: {"mean": 3000}, cast.soft: {"mean": 3000}},
        prior=[2000, 2000],
        raters=[2 * cast.bob.pk],
        shifts=[600],
        doubts=[0],
        flat=[0],
    )
    return cast.carol


def page_of(client, reader, carol, skill):
    client.force_login(reader.user)
    return client.get(reverse("pages:person_skill", args=[carol.public_id, skill.public_id]))


def test_explanation_starts_with_the_raw_answers_and_then_says_why(client, cast, carol):
    make_evidence(carol, cast.hard, 4, Source.SELF)
    make_evidence(carol, cast.hard, 4, Source.MANAGER, rater=cast.bob)
    found = page_of(client, carol, carol, cast.hard)
    text = found.text
    assert found.context["story"].answers == ["you 4.0", "manager 4.0"]
    assert text.index("you 4.0") < text.index("lower than the answers") < text.index("What we know")
    assert "usual leniency of self-ratings" in text
    assert "counted as 3.4" in text  # Bob's 4, less 0.6; the manager's name is on one's own record
    assert str(cast.bob) in text
    assert "What is usual for this role and person" in text


@pytest.mark.parametrize(("reference", "word"), [("scenario 7", "scenario"), ("sql 7", "test")])
def test_what_a_scenario_shows_is_not_called_a_test(client, cast, carol, reference, word):
    make_evidence(carol, cast.hard, 3, Source.TEST, reference=reference)
    found = page_of(client, carol, carol, cast.hard)
    assert found.context["story"].answers == [f"{word} 3.0"]
    listed = client.get(reverse("pages:person_evidence", args=[carol.public_id])).text
    assert f'data-label="Source">{word.capitalize()}<' in listed


def test_few_answers_are_drawn_to_what_is_usual(client, cast, carol):
    make_evidence(carol, cast.hard, 5, Source.EXTERNAL)
    text = page_of(client, carol, carol, cast.hard).text
    assert "nearer to 2.0, which is usual for this role and person: that draws it down" in text


def test_own_manner_of_rating_oneself_is_told_as_such(client, cast, carol):
    SkillProfile.objects.filter(pk=carol.pk).update(raters=[2 * carol.pk + 1], shifts=[-150])
    make_evidence(carol, cast.hard, 4, Source.SELF)
    text = page_of(client, carol, carol, cast.hard).text
    assert "Only a part of it: this person rates themselves more strictly than most" in text
    assert "this rater" not in text


def test_manager_reads_the_persons_answer_as_such(client, cast, carol):
    make_evidence(carol, cast.hard, 4, Source.SELF)
    story = page_of(client, cast.bob, carol, cast.hard).context["story"]
    assert story.answers == ["self-rating 4.0"]


def test_colleague_is_neither_named_nor_recognised_by_a_number(client, cast, carol):
    """The same correction on several skills would tell that the same person gave them."""
    SkillProfile.objects.filter(pk=carol.pk).update(raters=[2 * cast.dave.pk])
    make_evidence(carol, cast.hard, 4, Source.PEER, rater=cast.dave)
    found = page_of(client, carol, carol, cast.hard)
    (line,) = found.context["story"].lines
    assert (line.rater, line.counted) == ("", None)
    assert str(cast.dave) not in found.text
    assert "rates higher than others do" in found.text
    own = page_of(client, cast.dave, carol, cast.hard)
    assert own.status_code == 404  # who rated somebody may not read their levels for it


def test_several_colleagues_are_told_by_their_number_and_mean(client, cast, carol):
    for n, level in enumerate((2, 3, 4)):
        make_evidence(carol, cast.hard, level, Source.PEER, reference=f"p{n}")
    story = page_of(client, carol, carol, cast.hard).context["story"]
    assert story.answers == ["3 colleagues 3.0"]


def test_row_that_did_not_count_is_listed_with_its_reason(client, cast, carol):
    make_evidence(carol, cast.hard, 5, Source.TEST)
    make_evidence(carol, cast.hard, 1, Source.CERTIFICATE)
    text = page_of(client, carol, carol, cast.hard).text
    assert "Not used: a certificate can raise a level" in text


def test_hard_skill_fades_without_practice_and_soft_one_is_not_said_to(client, cast, carol):
    for skill in (cast.hard, cast.soft):
        make_evidence(carol, skill, 4, Source.TEST)
    hard = page_of(client, carol, carol, cast.hard)
    months, forecast = hard.context["story"].forecast.levels[-1]
    assert months == 12
    level = hard.context["row"].level
    assert forecast.value < level.value + 0.2
    assert forecast.high - forecast.low > level.high - level.low
    assert "Tatel" in hard.text
    soft = page_of(client, carol, carol, cast.soft)
    assert soft.context["story"].forecast is None
    assert "Without practice" not in soft.text


def test_past_quarters_show_what_was_known_then(client, cast, carol):
    make_evidence(carol, cast.hard, 1, Source.TEST, observed_on=day(-300), reference="then")
    make_evidence(carol, cast.hard, 5, Source.TEST, observed_on=day(-1), reference="now")
    trend = page_of(client, carol, carol, cast.hard).context["story"].trend
    assert 2 <= len(trend) <= 4
    assert all(level.value < 2 for _, level in trend)
    assert all(level.low < level.value < level.high for _, level in trend)


def test_quarters_end_on_their_last_days():
    assert _quarters(dt.date(2026, 2, 10))[-3:] == [
        dt.date(2025, 6, 30),
        dt.date(2025, 9, 30),
        dt.date(2025, 12, 31),
    ]


def test_closed_group_feedback_takes_the_numbers_of_its_cell_along(cast, carol):
    """With prior, shares and other values given, the hidden one could be worked out."""
    make_evidence(carol, cast.hard, 4, Source.MANAGER, rater=cast.bob)
    hidden = make_evidence(carol, cast.hard, 2, Source.PEER, observed_on=day(-200))
    profile = SkillProfile.objects.get(pk=carol.pk)
    row = next(r for r in levels_for(carol, profile) if r.skill == cast.hard)
    rows = list(carol.evidence.select_related("scale", "rater", "employee"))
    story = story_of(Reader(cast.alice.user, False, {hidden.pk}), profile, row, rows)
    assert story.prior is None
    assert story.prior_share is None
    assert [line.share for line in story.lines] == [None, None]
    assert [line.counted for line in story.lines] == [None, None]
    assert (story.trend, story.forecast, story.reason) == ([], None, "")
    assert story.answers == ["manager 4.0"]
    closed = next(line for line in story.lines if line.evidence == hidden)
    assert (closed.label, closed.notes) == ("Group feedback", [])


def test_unmeasured_skill_and_missing_profile_are_explained_without_numbers(client, cast, carol):
    SkillProfile.objects.filter(pk=carol.pk).update(mean=[-1, -1], sd=[-1, -1])
    story = page_of(client, carol, carol, cast.hard).context["story"]
    assert (story.reason, story.trend, story.forecast) == ("", [], None)
    found = page_of(client, cast.dave, cast.dave, cast.hard)
    assert found.status_code == 200
    assert found.context["story"] is None


def test_explanation_takes_the_same_queries_for_one_row_and_thirty(
    client, cast, carol, django_assert_max_num_queries
):
    make_evidence(carol, cast.hard, 4, Source.MANAGER, rater=cast.bob)
    page_of(client, carol, carol, cast.hard)
    address = reverse("pages:person_skill", args=[carol.public_id, cast.hard.public_id])
    with django_assert_max_num_queries(15) as few:
        client.get(address)
    for n in range(30):
        make_evidence(carol, cast.hard, 4, Source.PEER, rater=cast.dave, reference=f"r{n}")
    with django_assert_max_num_queries(15) as many:
        client.get(address)
    assert len(many) == len(few)


def test_story_is_told_about_the_day_of_the_computation(client, cast, carol):
    make_evidence(carol, cast.hard, 4, Source.TEST, observed_on=day(-2))
    SkillProfile.objects.filter(pk=carol.pk).update(
        computed_at=timezone.now() - dt.timedelta(days=5)
    )
    text = page_of(client, carol, carol, cast.hard).text
    assert "came after this level was computed" in text
