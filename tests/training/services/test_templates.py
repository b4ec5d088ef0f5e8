"""The canonical path for new managers, and templates that do not fit."""

import pytest

from skillmap.core.errors import ConflictError, DomainError
from tests.factories import make_activity, make_plan, make_profile, make_soft_skill
from training.enums import Cadence, PlanState
from training.models import (
    ActivityPrerequisite,
    DevelopmentPlan,
    PathTemplate,
    PathTemplateStep,
)
from training.services.runs import create_run, start_template
from training.services.templates import apply_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def leading(cast):
    return make_soft_skill("Leading people")


@pytest.fixture
def template(cast, leading):
    """A video every week, peer mentoring every month, one simulation to close."""
    video = make_activity(
        "Video", {leading: (0, 3)}, mode="microlearning", hours_per_session="0.25"
    )
    peer = make_activity("Peers", {leading: (0, 3)}, mode="mentoring", hours_per_session=1)
    closing = make_activity("Simulation", {leading: (1, 4)}, mode="simulation", capstone=True)
    ActivityPrerequisite.objects.create(activity=closing, requires=video)
    made = PathTemplate.objects.create(code="NEW_MANAGER", name="First quarter", role=cast.role)
    for position, (activity, cadence, times) in enumerate(
        [(video, Cadence.WEEKLY, 12), (peer, Cadence.MONTHLY, 4), (closing, Cadence.ONCE, 1)]
    ):
        PathTemplateStep.objects.create(
            template=made, position=position, activity=activity, cadence=cadence, times=times
        )
    return made


def apply(cast, template):
    run = create_run(actor=cast.carol.user, employee=cast.dave)
    apply_template(run, template)
    return DevelopmentPlan.objects.get(employee=cast.dave, state=PlanState.PROPOSED)


def steps(plan):
    return {s.activity.title: s.weeks for s in plan.steps.select_related("activity")}


def test_new_manager_path_is_proposed_with_its_rhythm_to_somebody_unmeasured(cast, template):
    plan = apply(cast, template)
    assert steps(plan) == {
        "Video": list(range(12)),
        "Peers": [0, 4, 8, 12],
        "Simulation": [13],
    }
    assert (plan.template, plan.proposed_by) == (template, cast.carol.user)
    assert plan.value <= 0  # nothing is measured, so nothing is expected to close
    assert {s.reasons["why"] for s in plan.steps.all()} == {"usual start for this role"}
    assert all(s.why_skills for s in plan.steps.all())


def test_open_slot_gets_the_best_activity_that_is_allowed(cast, template):
    make_profile(cast.dave, {cast.hard: {}})
    weak = make_activity("Weak", {cast.hard: (0, 3)}, hours_per_session=2, cost_cents=90_000)
    good = make_activity("Good", {cast.hard: (0, 4)}, hours_per_session=1)
    make_activity("Long", {cast.hard: (0, 5)}, sessions=9, hours_per_session=1)
    make_activity("Film", {cast.hard: (0, 5)}, mode="microlearning", hours_per_session=1)
    PathTemplateStep.objects.create(
        template=template,
        position=9,
        slot_skill=cast.hard,
        slot_modes=["course", "workshop"],
        slot_max_hours=4,
    )
    titles = set(steps(apply(cast, template)))
    assert good.title in titles
    assert titles.isdisjoint({weak.title, "Long", "Film"})


def test_open_slot_that_nothing_fits_stays_empty(cast, template):
    PathTemplateStep.objects.create(template=template, position=9, slot_skill=cast.hard)
    assert set(steps(apply(cast, template))) == {"Video", "Peers", "Simulation"}


def test_template_beyond_the_hours_does_not_fit(cast, template):
    cast.dave.learning_hours_per_week = "0.5"
    cast.dave.save()
    with pytest.raises(DomainError) as error:
        apply(cast, template)
    assert error.value.code == "template_does_not_fit"
    assert not DevelopmentPlan.objects.exists()


def test_template_with_a_retired_activity_does_not_fit(cast, template):
    activity = template.steps.get(position=1).activity
    activity.retired_on = "2026-01-01"
    activity.save()
    with pytest.raises(DomainError):
        apply(cast, template)


def test_template_beside_an_open_plan_is_refused_and_leaves_nothing(cast, template):
    make_plan(cast.dave, [make_activity()], state=PlanState.ACTIVE)
    with pytest.raises(ConflictError):
        apply(cast, template)
    assert DevelopmentPlan.objects.count() == 1


def test_start_hands_the_template_to_the_workers(cast, template):
    run = start_template(actor=cast.carol.user, employee=cast.dave, template=template)
    assert run.job.name == "training.apply_template"
    assert run.job.arguments == {"run_id": run.pk, "template_id": template.pk}
