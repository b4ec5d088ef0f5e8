"""Options as cards on the page of a plan."""

import pytest
from django.urls import reverse

from tests.factories import day, make_activity, make_option, make_plan
from training.enums import PlanState, StepState
from training.models import DevelopmentPlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast):
    course = make_activity("Slow course", {cast.hard: (1, 3)})
    return make_plan(cast.carol, [course], report={"wish": "recommended"})


@pytest.fixture
def options(cast, draft):
    """The recommendation itself and a fast way that costs more."""
    quick = make_activity("Quick course", {cast.hard: (1, 3)}, cost_cents=12_000)
    same = make_option(
        cast.carol, [draft.steps.get().activity], wish="recommended", report={"wish": "recommended"}
    )
    return same, make_option(cast.carol, [quick], closure=0.4, value=0.3, bound=0.4)


def page(client, viewer, person):
    client.force_login(viewer.user)
    return client.get(reverse("pages:person_plan", args=[person.public_id]))


def choose(client, viewer, option, **fields):
    client.force_login(viewer.user)
    return client.post(reverse("pages:option_choose", args=[option.public_id]), fields)


def test_cards_show_weeks_hours_cost_closure_and_distance_to_the_bound(client, cast, options):
    answer = page(client, cast.bob, cast.carol)
    assert [card.title for card in answer.context["cards"]] == ["Recommended", "Fast"]
    (card,) = [one for one in answer.context["cards"] if one.option]
    assert (card.weeks, card.facts.cost_cents, card.share_of_best) == (
        *(1, 12_000),
        pytest.approx(0.75),
    )
    for words in ("1 week", "120 EUR", "40 % of the gap", "at least 75 % of the best possible"):
        assert words in answer.text
    assert "Take “Fast”" in answer.text
    assert "Take “Recommended”" not in answer.text


def test_chosen_card_becomes_the_plan_and_the_other_one_can_be_taken_again(
    client, cast, draft, options
):
    assert choose(client, cast.bob, options[1], version=draft.version).status_code == 302
    answer = page(client, cast.bob, cast.carol)
    assert "Quick course" in answer.text
    assert [card.title for card in answer.context["cards"] if card.option] == ["Recommended"]
    choose(client, cast.bob, options[0], version=draft.version + 1)
    assert "Slow course" in page(client, cast.bob, cast.carol).text


@pytest.mark.parametrize("version", ["99", "-1", "x'--", "9" * 40])
def test_option_taken_over_another_version_says_so_and_changes_nothing(
    client, cast, draft, options, version
):
    choose(client, cast.bob, options[1], version=version)
    assert "Look at it again" in page(client, cast.bob, cast.carol).text
    assert DevelopmentPlan.objects.get(pk=draft.pk).report["wish"] == "recommended"


def test_options_of_other_levels_are_marked_and_can_be_computed_anew(client, cast, draft, options):
    draft.inputs_hash = "1" * 64
    draft.save()
    answer = page(client, cast.bob, cast.carol)
    assert [(card.title, card.is_stale) for card in answer.context["cards"]] == [
        ("Recommended", False),
        ("Fast", True),
    ]
    assert "Out of date" in answer.text
    assert "Take “Fast”" not in answer.text
    assert reverse("pages:plan_recommend", args=[cast.carol.public_id]) in answer.text
    choose(client, cast.bob, options[1], version=draft.version)
    assert "Compute the options anew" in page(client, cast.bob, cast.carol).text
    assert DevelopmentPlan.objects.get(pk=draft.pk).report["wish"] == "recommended"


def test_plan_that_was_proposed_stands_alone(client, cast, draft, options):
    draft.state = PlanState.PROPOSED
    draft.save()
    assert len(page(client, cast.bob, cast.carol).context["cards"]) == 1


def test_option_of_somebody_hidden_does_not_exist(client, cast, options):
    assert choose(client, cast.frank, options[1]).status_code == 404


def test_what_if_of_somebody_else_does_not_exist(client, cast, draft):
    course = make_activity("Secret aim", {cast.hard: (1, 3)})
    option = make_option(cast.carol, [course], wish="what_if", asked_by=cast.carol.user)
    assert choose(client, cast.bob, option).status_code == 404
    assert "Secret aim" not in page(client, cast.bob, cast.carol).text
    assert choose(client, cast.carol, option, version=draft.version).status_code == 302


def test_answer_replaces_the_open_plan_that_was_shown_and_no_other(client, cast):
    old, new = (make_activity(name, {cast.hard: (1, 3)}) for name in ("Old course", "New course"))
    option = make_option(cast.carol, [new], wish="what_if", asked_by=cast.carol.user)
    client.force_login(cast.carol.user)
    form = client.get(reverse("pages:plan_what_if", args=[cast.carol.public_id])).text
    assert 'name="version" value="0"' in form
    plan = make_plan(cast.carol, [old], state=PlanState.ACTIVE)  # meanwhile

    for version in ("0", ""):
        choose(client, cast.carol, option, version=version)
        assert "Look at it again" in page(client, cast.carol, cast.carol).text
        assert plan.steps.get().activity == old

    choose(client, cast.carol, option, version=plan.version)
    text = page(client, cast.carol, cast.carol).text
    assert plan.steps.get().activity == new
    assert "The open plan is changed" in text
    assert "This is the recommendation now" not in text


def test_what_if_is_compared_with_what_is_left_of_a_plan_under_way(client, cast):
    """What is done is not taken away by an answer, and its time and money are spent."""
    names = ("Done course", "Begun course", "Course to come")
    done, begun, coming = (
        make_activity(name, {cast.hard: (1, 3)}, cost_cents=1_000, hours_per_session=2)
        for name in names
    )
    plan = make_plan(cast.carol, [done, begun, coming], state=PlanState.ACTIVE)
    plan.steps.filter(activity=done).update(state=StepState.DONE)
    weeks = {"weeks": [1, 2, 3], "hours_by_week": {"1": 2, "2": 2, "3": 2}}
    plan.steps.filter(activity=begun).update(**weeks, ticked_on=[day(0)])
    make_option(cast.carol, [coming], wish="what_if", asked_by=cast.carol.user)
    client.force_login(cast.carol.user)

    answer = client.get(reverse("pages:plan_what_if", args=[cast.carol.public_id]))

    changes = {row.activity.title: row.kind for row in answer.context["changes"]}
    assert changes == {"Begun course": "removed", "Course to come": "moved"}
    figures = {figure.name: figure.before for figure in answer.context["figures"]}
    assert figures["Learning time in hours"] == "6.0"
    assert figures["Cost"] == "10 EUR"
    assert figures["Steps"] == "2"
    assert "what is left of the plan" in answer.text
