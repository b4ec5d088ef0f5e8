"""A large cycle is few statements, whatever its size."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.enums import RaterKind
from assessments.models import CycleSkill, Evidence, Rating, RatingRequest
from assessments.services.cycles import add_people, create_cycle
from assessments.services.cycles_opening import open_cycle
from assessments.services.cycles_release import close_cycle, release_cycle
from assessments.services.gaps import Watch
from employees.models import Assignment, Employee
from tests import factories as make
from tests.assessments.cycles import MANAGER, SELF, terms

pytestmark = pytest.mark.django_db


def run(cast, number_of_people):
    """Open, answer, close and release for so many people; statements of each step, and progress."""
    people = Employee.objects.bulk_create(
        Employee(number=f"C{number_of_people}-{n}", first_name="A", last_name=f"B{n}")
        for n in range(number_of_people)
    )
    unit, place = make.make_unit("Acme/Crowd"), {"role": cast.role, "manager": cast.bob}
    Assignment.objects.bulk_create(
        Assignment(employee=person, unit=unit, valid=make.since(), **place) for person in people
    )
    cycle = create_cycle(actor=None, terms=terms(name="Crowd", kinds=(SELF, MANAGER)))
    add_people(actor=None, cycle=cycle, people=people)
    steps: list[tuple[int, int]] = []
    watch = Watch(lambda done, total: steps.append((done, total)))
    now = timezone.now()
    counts = [_statements(lambda: open_cycle(actor=None, cycle=cycle, now=now, watch=watch))]
    _answer(cycle, now)
    counts.append(_statements(lambda: close_cycle(actor=None, cycle=cycle, now=now)))
    counts.append(_statements(lambda: release_cycle(actor=None, cycle=cycle, now=now, watch=watch)))
    return cycle, counts, steps


def _statements(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def _answer(cycle, now):
    """The manager has rated everybody."""
    asked = CycleSkill.objects.filter(participant__cycle=cycle)
    requests = RatingRequest.objects.filter(cycle=cycle, rater_kind=RaterKind.MANAGER)
    raters = dict(requests.values_list("ratee_id", "rater_id"))
    Rating.objects.bulk_create(
        Rating(
            cycle=cycle,
            rater_id=raters[person],
            ratee_id=person,
            skill_id=skill,
            rater_kind=RaterKind.MANAGER,
            level=Decimal(3),
            submitted_at=now,
        )
        for person, skill in asked.values_list("participant__employee_id", "skill_id")
    )


def test_four_times_the_people_cost_hardly_more_statements(cast):
    _small, few, _steps = run(cast, 40)
    large, many, steps = run(cast, 160)

    assert Evidence.objects.filter(rating__cycle=large).count() == 320
    assert all(more <= less + 12 for less, more in zip(few, many, strict=True)), (few, many)
    assert steps[0] == (160, 160)
    assert steps[-1] == (320, 320)
