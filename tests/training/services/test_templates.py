"""The canonical path for new managers, and templates that do not fit."""

import pytest
from django.utils import timezone

from assessments.enums import RunState, Source
from assessments.models import AnalysisRun
from skillmap.core.errors import DomainError, NotAllowedError
from tests.factories import (
    day,
    make_activity,
    make_duty,
    make_evidence,
    make_plan,
    make_profile,
    make_soft_skill,
    require,
)
from training.enums import Cadence, PlanState
from training.models import (
    ActivityPrerequisite,
    DevelopmentPlan,
    PathTemplate,
    PathTemplateStep,
    TemplateUse,
)
from training.queries.words import left_out_sentence
from training.services.library import StepContent, edit_template, retire_template
from training.services.template_uses import use_template
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


def apply(cast, template, *people):
    use = use_template(
        actor=cast.carol.user,
        template=template,
        people=[person.pk for person in people or [cast.dave]],
        scope="my people",
    )
    apply_template(use, timezone.now())
    return use


def plan_of(cast, template):
    apply(cast, template)
    return DevelopmentPlan.objects.get(employee=cast.dave, state=PlanState.PROPOSED)


def why_not(cast, template):
    return apply(cast, template).results.get(employee=cast.dave).why_not


def steps(plan):
    return {s.activity.title: s.weeks for s in plan.steps.select_related("activity")}


def test_new_manager_path_is_proposed_with_its_rhythm_to_somebody_unmeasured(cast, template):
    plan = plan_of(cast, template)
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
    titles = set(steps(plan_of(cast, template)))
    assert good.title in titles
    assert titles.isdisjoint({weak.title, "Long", "Film"})


def test_open_slot_that_nothing_fits_stays_empty(cast, template):
    PathTemplateStep.objects.create(template=template, position=9, slot_skill=cast.hard)
    assert set(steps(plan_of(cast, template))) == {"Video", "Peers", "Simulation"}


def test_plan_keeps_the_edition_it_came_from(cast, template):
    plan = plan_of(cast, template)
    video = template.steps.get(position=0).activity
    changed = edit_template(
        actor=None, template=template, name="Shorter", steps=[StepContent(activity=video)]
    )
    assert (changed.edition, plan.template_result.use.edition) == (2, 1)
    assert [step.activity.title for step in changed.steps_of(1)] == ["Video", "Peers", "Simulation"]
    assert [step.activity.title for step in changed.steps_of(2)] == ["Video"]


def test_step_on_a_skill_that_is_met_is_left_out_and_says_so(cast, template, leading):
    require(cast.role.versions.get(), leading, 2)
    for skill, level in ((leading, 5), (cast.hard, 1)):
        make_evidence(cast.dave, skill, level, Source.TEST)
    make_activity("Sheets", {cast.hard: (0, 4)}, hours_per_session=1)
    PathTemplateStep.objects.create(template=template, position=9, slot_skill=cast.hard)

    plan = plan_of(cast, template)

    assert set(steps(plan)) == {"Sheets"}
    assert [left_out_sentence(row) for row in plan.report["left_out"]] == [
        f"“{title}” is left out: Leading people meets the requirement."
        for title in ("Video", "Peers", "Simulation")
    ]


def test_slot_for_a_kind_takes_what_closes_the_largest_gap_of_that_kind(cast, template):
    for skill in (cast.hard, cast.soft):
        make_evidence(cast.dave, skill, 1, Source.TEST)
    make_activity("Sheets", {cast.hard: (0, 4)}, hours_per_session=1)
    make_activity("Dear", {cast.soft: (0, 4)}, hours_per_session=1, cost_cents=50_000)
    make_activity("Listen", {cast.soft: (0, 4)}, hours_per_session=1)
    PathTemplateStep.objects.create(
        template=template, position=9, slot_kind="soft", slot_max_cost_cents=10_000
    )
    assert set(steps(plan_of(cast, template))) == {"Video", "Peers", "Simulation", "Listen"}


def test_slot_with_a_rhythm_takes_a_series_in_that_rhythm_only(cast, template):
    make_profile(cast.dave, {cast.hard: {}})
    make_activity("Once", {cast.hard: (0, 5)}, hours_per_session=1)
    make_activity("Weekly", {cast.hard: (0, 5)}, hours_per_session=1, sessions=3)
    monthly = {"sessions": 3, "period_weeks": 4}
    make_activity("Monthly", {cast.hard: (0, 5)}, hours_per_session="0.5", **monthly)
    PathTemplateStep.objects.create(
        template=template, position=9, slot_skill=cast.hard, cadence=Cadence.MONTHLY
    )
    plan = plan_of(cast, template)
    assert set(steps(plan)) == {"Video", "Peers", "Simulation", "Monthly"}


def test_step_beyond_the_hours_is_left_out(cast, template):
    cast.dave.learning_hours_per_week = "0.5"
    cast.dave.save()
    plan = plan_of(cast, template)
    assert set(steps(plan)) == {"Video"}
    assert [row["reason"] for row in plan.report["left_out"]] == ["hours", "hours"]


def test_retired_activity_is_left_out(cast, template):
    activity = template.steps.get(position=1).activity
    activity.retired_on = "2026-01-01"
    activity.save()
    plan = plan_of(cast, template)
    assert set(steps(plan)) == {"Video", "Simulation"}
    assert plan.report["left_out"][0]["reason"] == "not offered"


def test_template_of_which_nothing_fits_makes_no_plan_and_says_why(cast, template):
    cast.dave.learning_hours_per_week = 0
    cast.dave.save()
    assert "“Video” is left out: It does not fit into the learning hours." in why_not(
        cast, template
    )
    assert not DevelopmentPlan.objects.exists()


def test_template_beside_an_open_plan_is_refused_and_leaves_nothing(cast, template):
    make_plan(cast.dave, [make_activity()], state=PlanState.ACTIVE)
    assert "There is an open plan already" in why_not(cast, template)
    assert DevelopmentPlan.objects.count() == 1


def test_group_gets_a_result_each_and_a_second_run_changes_nothing(cast, template):
    make_plan(cast.dave, [make_activity()], state=PlanState.ACTIVE)
    use = apply(cast, template, cast.carol, cast.dave)
    found = {r.employee: bool(r.plan) for r in use.results.select_related("employee", "plan")}
    assert found == {cast.carol: True, cast.dave: False}
    assert use.run.summary == {"people": 2, "plans": 1}

    AnalysisRun.objects.filter(pk=use.run_id).update(state=RunState.RUNNING)
    apply_template(TemplateUse.objects.get(pk=use.pk), timezone.now())
    assert use.results.count() == 2
    assert DevelopmentPlan.objects.count() == 2


def test_nobody_proposes_to_people_of_others(cast, template):
    with pytest.raises(NotAllowedError):
        apply(cast, template, cast.dave, cast.frank)
    assert not AnalysisRun.objects.filter(kind="paths").exists()


@pytest.mark.parametrize("retired", [True, False])
def test_template_that_is_retired_or_for_nobody_is_refused(cast, template, retired):
    if retired:
        retire_template(actor=cast.alice.user, template=template, today=day(0))
    with pytest.raises(DomainError):
        use_template(
            actor=cast.carol.user,
            template=template,
            people=[cast.dave.pk] if retired else [],
            scope="",
        )


def test_use_hands_the_template_to_the_workers(cast, template):
    use = use_template(
        actor=cast.carol.user, template=template, people=[cast.dave.pk], scope="Dave"
    )
    assert use.run.job.name == "training.apply_template"
    assert use.run.job.arguments == {"use_id": use.pk}


def test_what_is_mandatory_comes_with_the_template_by_its_date(cast, template):
    safety = make_activity("Safety", {}, sessions=1, hours_per_session=1)
    late = make_activity("Late", {}, sessions=8, hours_per_session=1)
    french = make_activity("French", {}, language="fr", sessions=1, hours_per_session=1)
    cast.dave.languages = ["en"]
    cast.dave.save()
    for activity in (safety, late, french):
        make_duty(activity, employee=cast.dave)
    plan = plan_of(cast, template)
    assert {"Safety", "Late", "Video"} <= set(steps(plan))
    assert max(steps(plan)["Safety"]) < 4
    assert plan.steps.get(activity=safety).reasons["why"] == "mandatory"
    assert plan.report["late"] == [late.code]
    assert plan.report["missed"] == [{"activity_code": french.code, "reason": "language"}]


def test_a_template_of_which_nothing_is_left_proposes_nothing_mandatory_either(cast, template):
    make_duty(make_activity("Safety", {}, sessions=1, hours_per_session=1), employee=cast.dave)
    for step in template.steps.all():
        step.activity.retired_on = timezone.localdate()
        step.activity.save()
    assert "not offered" in why_not(cast, template)
    assert not DevelopmentPlan.objects.filter(employee=cast.dave).exists()
