"""The page of a skill, of a person and of everybody: trend, forecast, and ways to prove a level."""

import pytest
from django.urls import reverse

from assessments.enums import ContentState, Source
from assessments.models import Contest
from assessments.services.quizzes import set_quiz_state
from skills.models import CertificateType
from tests.assessments.instruments import make_item, make_quiz, make_scenario, play, take
from tests.factories import day, make_evidence, make_profile, make_skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(cast):
    """Carol's role asks for both skills, and both are measured."""
    cells = {cast.hard: {"mean": 3000}, cast.soft: {"mean": 3000}}
    make_profile(cast.carol, cells, prior=[2000, 2000])
    return cast.carol


@pytest.fixture
def quiz(cast):
    return make_quiz(cast.hard, [make_item(cast.hard)], title="Sums in sheets", minutes=12)


def page_of(client, reader, person, skill, **headers):
    client.force_login(reader.user)
    address = reverse("pages:person_skill", args=[person.public_id, skill.public_id])
    return client.get(address, headers=headers)


def address_of(quiz):
    return reverse("pages:quiz_detail", args=[quiz.public_id])


# --- ways to prove it ---------------------------------------------------------------------------


def test_person_is_led_to_tests_they_may_start(client, cast, carol, quiz):
    page = page_of(client, carol, carol, cast.hard).text
    assert "Sums in sheets" in page
    assert "12 minutes" in page
    assert f'href="{address_of(quiz)}"' in page


def test_others_see_the_test_and_its_result_but_no_way_to_start_it(client, cast, carol, quiz):
    result = reverse("pages:result_detail", args=[take(quiz, carol).public_id])
    page = page_of(client, cast.bob, carol, cast.hard).text
    assert "Sums in sheets" in page
    assert result in page
    assert address_of(quiz) not in page


def test_test_that_was_just_taken_says_when_again(client, cast, carol, quiz):
    take(quiz, carol)
    page = page_of(client, carol, carol, cast.hard).text
    assert address_of(quiz) not in page
    assert "again from" in page


def test_author_who_reads_keys_is_offered_nothing_to_take(client, cast, quiz):
    page = page_of(client, cast.alice, cast.alice, cast.hard).text
    assert "Sums in sheets" in page
    assert address_of(quiz) not in page


def test_drafts_and_other_skills_are_no_way(client, cast, carol, quiz):
    other = make_quiz(make_skill("Other"), title="Something else")
    set_quiz_state(actor=None, quiz=quiz, state=ContentState.RETIRED)
    page = page_of(client, carol, carol, cast.hard).text
    assert "Sums in sheets" not in page
    assert str(other) not in page
    assert "There is no test, scenario or certificate for this skill yet." in page


def test_scenarios_of_a_soft_skill_with_their_results(client, cast, carol):
    scenario = make_scenario(cast.soft, title="A client shouts")
    start = reverse("pages:scenario_detail", args=[scenario.public_id])
    assert start in page_of(client, carol, carol, cast.soft).text
    outcome = play(scenario, carol, "listen", "plan")
    for reader in (carol, cast.bob):
        page = page_of(client, reader, carol, cast.soft).text
        assert reverse("pages:outcome_detail", args=[outcome.public_id]) in page
        assert start not in page


def test_certificate_that_shows_the_skill_opens_the_form_with_its_kind(client, cast, carol):
    kind = CertificateType.objects.create(
        code="SHEETS", name="Sheets expert", skill=cast.hard, attained_level=4
    )
    CertificateType.objects.create(
        code="OLD", name="Gone", skill=cast.hard, attained_level=2, retired_on=day(-1)
    )
    page = page_of(client, carol, carol, cast.hard).text
    send = reverse("pages:person_certificate_new", args=[carol.public_id])
    assert f"{send}?type={kind.public_id}" in page
    assert "Gone" not in page
    assert send not in page_of(client, cast.bob, carol, cast.hard).text
    client.force_login(carol.user)
    assert (
        client.get(send, {"type": str(kind.public_id)}).context["form"]["type"].value() == kind.pk
    )
    assert client.get(send, {"type": "x\x00"}).context["form"]["type"].value() is None


def test_skill_page_offers_the_same_to_the_reader(client, cast, carol, quiz):
    client.force_login(carol.user)
    page = client.get(reverse("pages:skill_detail", args=[cast.hard.public_id])).text
    assert f'href="{address_of(quiz)}"' in page
    assert reverse("pages:person_skill", args=[carol.public_id, cast.hard.public_id]) in page
    client.force_login(cast.grace.user)  # nothing measured, and she reads the keys
    page = client.get(reverse("pages:skill_detail", args=[cast.hard.public_id])).text
    assert "Sums in sheets" in page
    assert address_of(quiz) not in page


def test_drawer_stays_short_and_leads_to_the_page(client, cast, carol, quiz):
    page = page_of(client, carol, carol, cast.hard, **{"X-Drawer": "1"}).text
    assert "Sums in sheets" not in page
    assert reverse("pages:person_skill", args=[carol.public_id, cast.hard.public_id]) in page


# --- before and ahead ---------------------------------------------------------------------------


def story_of(client, carol, skill):
    return page_of(client, carol, carol, skill).context["story"]


def test_forecast_sinks_towards_the_level_before_the_last_training(client, cast, carol):
    make_evidence(carol, cast.hard, 2, Source.TEST, observed_on=day(-400), reference="before")
    make_evidence(carol, cast.hard, 4, Source.COMPLETION, observed_on=day(-100))
    make_evidence(carol, cast.hard, 4, Source.TEST, observed_on=day(-10), reference="after")
    found = page_of(client, carol, carol, cast.hard)
    forecast = found.context["story"].forecast
    assert forecast.has_gain
    assert 1.5 < forecast.base < 2.5
    values = [level.value for _months, level in forecast.levels]
    assert values == sorted(values, reverse=True)
    assert values[-1] > forecast.base
    assert "where it stood before the last training that raised it" in found.text


def test_what_is_agreed_and_contested_today_says_nothing_about_other_times(client, cast, carol):
    make_evidence(carol, cast.hard, 2, Source.TEST, observed_on=day(-200))
    said = make_evidence(carol, cast.hard, 4, Source.AGREED, observed_on=day(0))
    Contest.objects.create(evidence=said, reason="Too high", due_on=day(7))
    found = page_of(client, carol, carol, cast.hard)
    now, story = found.context["row"].level, found.context["story"]
    others = [level for _when, level in [*story.trend, *story.forecast.levels]]
    assert now.word.startswith("4 agreed")
    assert now.is_contested
    assert story.trend
    assert not [level for level in others if "agreed" in level.word or level.is_contested]


def test_training_that_raised_nothing_is_no_gain(client, cast, carol):
    make_evidence(carol, cast.hard, 5, Source.TEST, observed_on=day(-300), reference="before")
    make_evidence(carol, cast.hard, 1, Source.COMPLETION, observed_on=day(-100))
    forecast = story_of(client, carol, cast.hard).forecast
    assert not forecast.has_gain


def test_skill_in_use_is_not_said_to_fade(client, cast, carol):
    other = make_skill("Old hobby")
    make_profile(cast.dave, {other: {"mean": 3000, "required": 0}}, prior=[2000])
    make_evidence(cast.dave, other, 4, Source.TEST, observed_on=day(-300))
    make_evidence(carol, cast.hard, 4, Source.TEST, observed_on=day(-300))
    assert story_of(client, carol, cast.hard).forecast.in_use  # the role asks for it
    assert not story_of(client, cast.dave, other).forecast.in_use
    make_evidence(cast.dave, other, 4, Source.TEST, observed_on=day(-170), reference="later")
    assert story_of(client, cast.dave, other).forecast.in_use


def test_curve_draws_past_present_and_what_lies_ahead(client, cast, carol):
    make_evidence(carol, cast.hard, 2, Source.TEST, observed_on=day(-300), reference="then")
    found = page_of(client, carol, carol, cast.hard)
    curve, story = found.context["curve"], found.context["story"]
    assert len(curve.dots) == len(story.trend) + 1
    across = [x for x, _y in curve.dots]
    assert across == sorted(across)
    assert len(curve.ahead.split()) == 4  # today and three times ahead
    assert curve.required is not None
    assert "level-curve" in found.text
    soft = page_of(client, carol, carol, cast.soft)
    assert soft.context["curve"] is None  # nothing but today


def test_page_of_a_skill_nobody_asked_for_says_so(client, cast, carol):
    other = make_skill("Juggling")
    page = page_of(client, carol, carol, other)
    assert page.status_code == 200
    assert "Not measured yet, and no role of this person asks for it." in page.text


def test_page_takes_few_queries_however_much_there_is(
    client, cast, carol, quiz, django_assert_max_num_queries
):
    make_evidence(carol, cast.hard, 4, Source.MANAGER, rater=cast.bob)
    take(quiz, carol)
    page_of(client, carol, carol, cast.hard)
    address = reverse("pages:person_skill", args=[carol.public_id, cast.hard.public_id])
    with django_assert_max_num_queries(15) as few:
        client.get(address)
    for _ in range(3):
        make_quiz(cast.hard, [make_item(cast.hard)])
    with django_assert_max_num_queries(15) as many:
        client.get(address)
    assert len(many) == len(few)
