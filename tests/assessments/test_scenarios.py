"""Scenarios: writing, keying, going through them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.analysis.testscore import SCENARIO_SD
from assessments.enums import AttemptState, ContentState, Source
from assessments.models import Evidence, Reaction, Scenario, ScenarioAttempt, ScenarioVersion
from assessments.queries.scenarios import current_scene, reactions_shown
from assessments.services.scenario_attempts import choose_reaction, start_scenario
from assessments.services.scenarios import (
    ReactionContent,
    SceneContent,
    ask_expert,
    copy_version,
    publish_scenario,
    save_key,
    submit_key,
)
from employees.enums import Grant
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from tests.assessments.instruments import SCENES, key_draft, make_draft, make_scenario, play
from tests.factories import grant, make_employee, make_skill, make_user

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def person():
    return make_employee(user=True)


def publish(version):
    publish_scenario(actor=None, version=version, now=NOW)


def test_chosen_reactions_become_a_level_and_evidence(person):
    scenario = make_scenario()
    attempt = play(scenario, person, "listen", "plan")
    evidence = Evidence.objects.get()
    assert (attempt.state, attempt.level) == (AttemptState.SCORED, Decimal("4.500"))
    assert (evidence.source, evidence.level) == (Source.TEST, attempt.level)
    assert evidence.variance == attempt.variance > SCENARIO_SD**2
    assert evidence.reference == f"scenario {attempt.public_id}"


def test_other_reactions_lead_to_other_scenes(person):
    attempt = play(make_scenario(), person, "argue", "stay", "sum")
    assert list(attempt.choices.values_list("scene__code", flat=True)) == ["open", "angry", "calm"]
    assert attempt.level == pytest.approx(Decimal("2.833"))


def test_key_is_the_mean_of_the_experts_and_their_disagreement_widens_the_interval(person):
    version = make_draft()
    key_draft(version, experts=1, plan="5")
    key_draft(version, experts=1, plan="3")
    publish(version)
    plan = Reaction.objects.get(code="plan")
    assert plan.key_level == 4.0
    assert plan.key_spread == pytest.approx(2**0.5)
    scenario = Scenario.objects.get()
    unsure = play(scenario, person, "listen", "plan")
    sure = play(scenario, make_employee(user=True), "listen", "sum")
    assert unsure.variance > sure.variance


def test_new_key_is_a_new_version_and_old_results_stay(person):
    scenario = make_scenario()
    before = play(scenario, person, "listen", "plan")
    author = make_user()
    grant(author, Grant.LEARNING)
    draft = copy_version(actor=author, scenario=scenario)
    key_draft(draft, plan="2.5", sum="3")
    publish(draft)
    scenario = Scenario.objects.get()
    after = play(scenario, make_employee(user=True), "listen", "plan")
    before.refresh_from_db()
    assert (before.level, after.level) == (Decimal("4.500"), Decimal("3.500"))
    states = scenario.versions.values_list("number", "state")
    assert list(states) == [(2, ContentState.PUBLISHED), (1, ContentState.RETIRED)]


def test_attempt_under_way_finishes_on_its_version(person):
    scenario = make_scenario()
    attempt = play(scenario, person, "listen")
    author = make_user()
    grant(author, Grant.HR_ADMIN)
    draft = copy_version(actor=author, scenario=scenario)
    key_draft(draft, plan="3.5")
    publish(draft)
    again = start_scenario(actor=person.user, scenario=Scenario.objects.get(), now=NOW)
    assert again == attempt
    assert play(scenario, person, "plan").level == Decimal("4.500")


def test_published_version_takes_no_other_key_and_no_other_expert():
    scenario = make_scenario()
    version = scenario.current
    expert = version.experts.first()
    with pytest.raises(ConflictError):
        save_key(actor=None, expert=expert, levels={Reaction.objects.first().pk: Decimal(1)})
    with pytest.raises(ConflictError):
        ask_expert(actor=None, version=version, expert=make_employee())
    with pytest.raises(ConflictError):
        publish(version)


def test_scenario_needs_two_experts_with_complete_keys():
    version = make_draft()
    key_draft(version, experts=1)
    with pytest.raises(DomainError, match="At least 2 experts"):
        publish(version)
    expert = ask_expert(actor=None, version=version, expert=make_employee())
    with pytest.raises(DomainError, match="8 reactions"):
        submit_key(actor=None, expert=expert, now=NOW)


def test_scene_with_one_acceptable_reaction_only_is_refused():
    version = make_draft()
    key_draft(version, ask="2")
    with pytest.raises(DomainError, match="Scene open has fewer than 2"):
        publish(version)


def test_changed_texts_ask_the_experts_anew():
    version = make_draft()
    key_draft(version)
    make_draft(version.scenario.skill, code=version.scenario.code, title="Other words")
    version.refresh_from_db()
    assert (ScenarioVersion.objects.count(), version.scenario.title) == (1, "Other words")
    assert not version.experts.exclude(submitted_at=None).exists()
    with pytest.raises(DomainError, match="At least 2"):
        publish(version)


@pytest.mark.parametrize("level", ["5.5", "-0.5", "NaN", "2.3"])
def test_key_outside_the_scale_is_refused(level):
    version = make_draft()
    expert = ask_expert(actor=None, version=version, expert=make_employee())
    with pytest.raises(DomainError):
        save_key(actor=None, expert=expert, levels={Reaction.objects.first().pk: Decimal(level)})
    assert not expert.keys.exists()


def test_key_of_another_scenario_is_not_touched():
    version, other = make_draft(), make_draft()
    expert = ask_expert(actor=None, version=version, expert=make_employee())
    foreign = Reaction.objects.filter(scene__version=other).first()
    save_key(actor=None, expert=expert, levels={foreign.pk: Decimal(3)})
    assert not expert.keys.exists()


@pytest.mark.parametrize(
    "scenes",
    [
        (),
        (SCENES[0],),
        (SCENES[1], *SCENES[:1]),
        (*SCENES, SCENES[1]),
        (replace(SCENES[0], text=" "), *SCENES[1:]),
        (replace(SCENES[0], text="x" * 4001), *SCENES[1:]),
        (replace(SCENES[0], code="x" * 21), *SCENES[1:]),
        (*SCENES[:1], replace(SCENES[1], reactions=SCENES[1].reactions[:1]), SCENES[2]),
        (*SCENES, SceneContent("lost", "Nobody", SCENES[1].reactions)),
        (
            *SCENES[:2],
            SceneContent("angry", "Loop", [ReactionContent(c, c, "open") for c in "ab"]),
        ),
    ],
)
def test_scenario_that_nobody_can_get_through_is_refused(scenes):
    with pytest.raises(DomainError) as refused:
        make_draft(scenes=scenes)
    assert refused.value.field == "scenes"
    assert not Scenario.objects.exists()


def test_scenario_is_for_a_soft_skill():
    with pytest.raises(DomainError, match="write a test"):
        make_draft(make_skill())


def test_choice_cannot_be_taken_back_and_a_second_tab_is_told(person):
    attempt = play(make_scenario(), person, "argue")
    with pytest.raises(ConflictError, match="already decided"):
        choose_reaction(attempt=attempt, actor=person.user, scene="open", place="1", now=NOW)
    assert attempt.choices.count() == 1


@pytest.mark.parametrize("place", ["", "0", "4", "-1", "x", "٣", "99999"])
def test_reaction_that_was_not_shown_is_refused(person, place):
    attempt = play(make_scenario(), person)
    with pytest.raises(DomainError, match="Choose one"):
        choose_reaction(attempt=attempt, actor=person.user, scene="open", place=place, now=NOW)


def test_finished_scenario_is_not_scored_twice(person):
    attempt = play(make_scenario(), person, "listen", "plan")
    with pytest.raises(ConflictError):
        choose_reaction(attempt=attempt, actor=person.user, scene="calm", place="1", now=NOW)
    assert Evidence.objects.count() == 1


def test_retake_rule_holds_over_versions(person):
    scenario = make_scenario()
    play(scenario, person, "listen", "plan")
    with pytest.raises(DomainError) as refused:
        start_scenario(actor=person.user, scenario=scenario, now=NOW + timedelta(days=1))
    assert refused.value.code == "too_early"


def test_reactions_stand_in_another_order_for_others_and_in_the_same_after_a_reload():
    scenario = make_scenario()
    orders = set()
    for _ in range(15):
        attempt = play(scenario, make_employee(user=True))
        scene = current_scene(attempt)
        first = [one.code for one in reactions_shown(attempt, scene)]
        assert first == [one.code for one in reactions_shown(attempt, scene)]
        orders.add(tuple(first))
    assert len(orders) > 1


def test_experts_and_authors_do_not_take_what_they_keyed(person):
    scenario = make_scenario()
    expert = scenario.current.experts.first().expert
    author = make_employee(user=True)
    grant(author.user, Grant.LEARNING)
    for known in (expert, author):
        with pytest.raises(NotAllowedError):
            start_scenario(actor=known.user, scenario=scenario, now=NOW)


def test_nobody_chooses_for_somebody_else(person):
    attempt = play(make_scenario(), person)
    with pytest.raises(NotAllowedError):
        choose_reaction(attempt=attempt, actor=make_user(), scene="open", place="1", now=NOW)


def test_attempts_are_seen_by_the_person_and_once_scored_by_those_who_read_levels(cast):
    scenario = make_scenario(cast.soft)
    readers = lambda: {  # noqa: E731 - asked twice
        name
        for name in cast.people
        if ScenarioAttempt.objects.visible_to(cast.viewer(name)).exists()
    }
    play(scenario, cast.carol, "argue")
    assert readers() == {"carol"}
    play(scenario, cast.carol, "boss")
    assert readers() == {"carol", "bob", "erin", "alice"}
