"""Completed activities: once, with evidence, ticking off the plan."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.enums import Source
from assessments.models import Evidence
from assessments.services import NewEvidence
from skillmap.core.enums import RowAction
from skillmap.core.errors import DomainError
from tests.factories import day, make_activity, make_plan
from training.enums import PlanState, StepState
from training.models import Completion
from training.services import record_completion, record_completions
from training.services.completions import Finished, complete_activities

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def course(cast):
    return make_activity("Sheets", {cast.hard: (0, 3), cast.soft: (0, 2)})


def row(cast, skill, reference, level=None):
    return NewEvidence(
        employee=cast.dave,
        skill=skill,
        source=Source.COMPLETION,
        level=level,
        observed_on=day(-2),
        reference=reference,
    )


def test_completion_writes_unused_evidence_for_every_skill_taught(cast, course):
    completion = record_completion(
        actor=None, employee=cast.dave, activity=course, completed_on=day(-1), now=NOW
    )
    assert {e.skill for e in completion.evidence.all()} == {cast.hard, cast.soft}
    assert set(Evidence.objects.values_list("value", "source")) == {(None, "completion")}


def test_completion_with_a_level_counts(cast, course):
    record_completion(
        actor=None,
        employee=cast.dave,
        activity=course,
        completed_on=day(-1),
        now=NOW,
        levels={cast.hard: Decimal(3)},
    )
    assert Evidence.objects.get(skill=cast.hard).value == 3.0


def test_same_completion_again_changes_nothing(cast, course):
    for _ in range(2):
        record_completion(
            actor=None, employee=cast.dave, activity=course, completed_on=day(-1), now=NOW
        )
    assert (Completion.objects.count(), Evidence.objects.count()) == (1, 2)


@pytest.mark.parametrize("teaches_something", [True, False])
def test_completion_in_the_future_is_refused(cast, course, teaches_something):
    activity = course if teaches_something else make_activity("Nothing")
    with pytest.raises(DomainError):
        record_completion(
            actor=None, employee=cast.dave, activity=activity, completed_on=day(9), now=NOW
        )
    assert not Completion.objects.exists()


def test_completion_ticks_the_step_and_completes_the_active_plan(cast, course):
    plan = make_plan(cast.dave, [course], state=PlanState.ACTIVE)
    record_completion(
        actor=None, employee=cast.dave, activity=course, completed_on=day(-1), now=NOW
    )
    plan.refresh_from_db()
    step = plan.steps.get()
    assert (plan.state, step.state, step.done_on) == (PlanState.COMPLETE, StepState.DONE, day(-1))


def test_completion_does_not_touch_a_proposal(cast, course):
    plan = make_plan(cast.dave, [course], state=PlanState.PROPOSED)
    record_completion(
        actor=None, employee=cast.dave, activity=course, completed_on=day(-1), now=NOW
    )
    assert plan.steps.get().state == StepState.PLANNED


def test_file_rows_naming_an_activity_become_one_completion(cast, course):
    rows = [
        row(cast, cast.hard, f"{course.code}/2026", Decimal(2)),
        row(cast, cast.soft, f"{course.code}/2026"),
    ]
    recorded = record_completions(actor=None, rows=rows, now=NOW)
    assert [r.action for r in recorded] == [RowAction.CREATE, RowAction.CREATE]
    completion = Completion.objects.get()
    assert (completion.activity, completion.evidence.count()) == (course, 2)
    assert completion.completed_on == day(-2)
    again = record_completions(actor=None, rows=rows, now=NOW)
    assert [r.action for r in again] == [RowAction.UNCHANGED, RowAction.UNCHANGED]
    assert Completion.objects.count() == 1


def test_file_row_naming_no_activity_is_evidence_only(cast):
    record_completions(actor=None, rows=[row(cast, cast.hard, "LMS-77")], now=NOW)
    assert (Evidence.objects.count(), Completion.objects.count()) == (1, 0)


def test_one_file_completes_several_and_names_one_of_them_twice(cast, course):
    other = make_activity("Talks", {cast.soft: (0, 2)})
    plan = make_plan(cast.dave, [course, other], state=PlanState.ACTIVE)
    rows = [
        row(cast, cast.hard, course.code),
        row(cast, cast.soft, course.code),
        row(cast, cast.soft, other.code),
    ]
    record_completions(actor=None, rows=[rows[0]], now=NOW)

    record_completions(actor=None, rows=[*rows, *rows], now=NOW)

    found = {one.activity: one.evidence.count() for one in Completion.objects.all()}
    assert found == {course: 2, other: 1}
    plan.refresh_from_db()
    assert plan.state == PlanState.COMPLETE


def test_the_same_completion_twice_in_one_file_moves_to_the_later_line(cast, course):
    finished = [
        Finished(employee=cast.dave, activity=course, completed_on=day(ago)) for ago in (-5, -3)
    ]
    done = complete_activities(actor=None, finished=finished, now=NOW)

    assert [action for _completion, action in done] == [RowAction.CREATE, RowAction.UPDATE]
    assert Completion.objects.get().completed_on == day(-3)


def test_refused_file_row_leaves_nothing(cast, course):
    bad = row(cast, cast.hard, course.code, Decimal(9))
    with pytest.raises(DomainError):
        record_completions(actor=None, rows=[bad], now=NOW + timedelta(days=1))
    assert (Evidence.objects.count(), Completion.objects.count()) == (0, 0)
