"""Recommended, fast, economical: computed together, stored beside the plan, one of them chosen."""

import pytest
from django.utils import timezone

from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from tests.factories import day, make_activity, make_user
from training.analysis.options import plan_options
from training.analysis.validate import Placed, find_violations
from training.enums import DecisionKind, PlanState
from training.models import Activity, DevelopmentPlan, PlanOption
from training.services import choose_option, create_run, propose_plan
from training.services.proofs import prove_plan
from training.services.recommend import people_of, read_world, recommend_paths

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(world, catalogue):
    """Carol, with a cheap slow way, a dear quick one, and three options for her."""
    hard, carol = world["hard"], world["carol"]
    make_activity("Slow", {hard: (0, 5)}, sessions=14, hours_per_session=1)
    make_activity("Dear", {hard: (0, 5)}, mode="workshop", cost_cents=90_000)
    carol.user = make_user("carol@example.com")
    carol.save()
    recommend_paths(create_run(actor=None, employee=carol))
    return carol


def choose(option, actor=None, version=None):
    return choose_option(
        actor=actor or option.employee.user, option=option, now=timezone.now(), version=version
    )


def titles(plan):
    return sorted(step.activity.title for step in plan.steps.select_related("activity"))


def option(wish):
    return PlanOption.objects.get(wish=wish)


def test_recommendation_of_one_person_brings_options_that_differ_as_their_names_say(carol):
    found = {one.wish: one for one in PlanOption.objects.all()}
    assert set(found) == {"recommended", "fast", "economical"}
    assert found["economical"].cost_cents < found["recommended"].cost_cents
    last = {w: max(row["weeks"][-1] for row in one.steps) for w, one in found.items()}
    assert last["fast"] < found["fast"].weeks == 10 < last["economical"]
    for one in found.values():
        assert 0 < one.value <= one.bound
        assert one.inputs_hash == DevelopmentPlan.objects.get().inputs_hash


def test_run_for_many_leaves_options_to_whoever_asks(world, catalogue):
    recommend_paths(create_run(actor=None))
    assert DevelopmentPlan.objects.exists()
    assert not PlanOption.objects.exists()


def test_every_option_keeps_the_rules_it_was_computed_by(carol):
    world = read_world(DevelopmentPlan.objects.get().run)
    (person,) = people_of(world, [carol.pk])
    for one in PlanOption.objects.all():
        codes = dict(Activity.objects.values_list("pk", "code"))
        placed = [Placed(codes[row["activity_id"]], tuple(row["weeks"])) for row in one.steps]
        wished = world.wishing(one.wish)
        found = find_violations(
            placed,
            activities=world.offered,
            learner=person.learner,
            rules=wished.season.rules,
            start=wished.season.start,
        )
        assert found == []


def test_option_that_breaks_a_rule_is_not_stored(carol, monkeypatch):
    def greedy(season, learner, **options):
        found = plan_options(season, learner, **options)
        return tuple(type(one)(one.wish, found[0].path) for one in found)

    monkeypatch.setattr("training.services.recommend.plan_options", greedy)
    monkeypatch.setattr(
        "training.services.recommend.keeps_rules", lambda world, *_: world.season.weeks > 10
    )
    recommend_paths(create_run(actor=None, employee=carol))
    assert set(PlanOption.objects.values_list("wish", flat=True)) == {"recommended", "economical"}


def test_chosen_option_replaces_the_draft_and_choosing_again_undoes_it(carol):
    before = DevelopmentPlan.objects.get()
    steps, facts = titles(before), (before.closure, before.cost_cents, before.weeks)
    fast = choose(option("fast"), version=before.version)
    assert (fast.pk, fast.public_id, fast.version) == (
        before.pk,
        before.public_id,
        before.version + 1,
    )
    assert (fast.weeks, fast.report["wish"]) == (10, "fast")
    back = choose(option("recommended"), version=fast.version)
    assert titles(back) == steps
    assert (back.closure, back.cost_cents, back.weeks) == facts
    decisions = back.decisions.order_by("pk").values_list("kind", "reason")
    assert list(decisions) == [
        (DecisionKind.CHANGE, "Chosen: Fast"),
        (DecisionKind.CHANGE, "Chosen: Recommended"),
    ]


def test_option_chosen_over_a_draft_that_changed_meanwhile_conflicts(carol):
    with pytest.raises(ConflictError):
        choose(option("fast"), version=99)
    assert DevelopmentPlan.objects.get().report["wish"] == "recommended"


def test_option_is_chosen_by_nobody_without_a_say(carol):
    with pytest.raises(NotAllowedError):
        choose(option("fast"), actor=make_user())


def test_option_chosen_after_the_draft_was_dismissed_becomes_a_new_one(carol):
    DevelopmentPlan.objects.update(state=PlanState.DISMISSED)
    plan = choose(option("fast"))
    assert (plan.state, plan.version) == (PlanState.DRAFT, 1)


def test_option_is_not_chosen_beside_an_open_plan(carol):
    plan = DevelopmentPlan.objects.get()
    propose_plan(actor=carol.user, plan=plan, now=timezone.now())
    with pytest.raises(ConflictError) as error:
        choose(option("fast"))
    assert error.value.code == "open_plan"


def test_option_with_something_that_is_not_offered_any_more_is_refused_by_name(carol, catalogue):
    catalogue["talk"].retired_on = day(0)
    catalogue["talk"].save()
    before = titles(DevelopmentPlan.objects.get())
    with pytest.raises(DomainError) as error:
        choose(option("fast"))
    assert "“Listening” is not offered any more." in error.value.message
    assert titles(DevelopmentPlan.objects.get()) == before


def test_proof_of_a_chosen_option_asks_for_what_the_option_was_asked_for(carol):
    plan = choose(option("fast"))
    prove_plan(plan, lambda *_: None)
    plan.refresh_from_db()
    assert plan.report["proof"]["is_best"]


def test_new_recommendation_writes_its_options_over_the_earlier_ones(carol):
    before = set(PlanOption.objects.values_list("public_id", "version"))
    recommend_paths(create_run(actor=None, employee=carol))
    after = set(PlanOption.objects.values_list("public_id", "version"))
    assert after == {(public_id, version + 1) for public_id, version in before}
