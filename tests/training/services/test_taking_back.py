"""Whose statements may be taken back."""

from uuid import uuid4

import pytest
from django.utils import timezone

from assessments.models import Evidence
from employees.enums import EmployeeStatus
from tests.factories import day, make_activity
from training.enums import Verb
from training.models import LearningStatement
from training.services.completions import Finished, complete_activities
from training.services.taking_back import REFERENCE, void_statement

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_only_who_may_know_of_the_person_takes_a_statement_back(cast):
    told = LearningStatement(statement_id=uuid4(), verb=Verb.COMPLETED, received_at=NOW)
    finished = Finished(
        employee=cast.dave,
        activity=make_activity("Course", {cast.hard: (1, 3)}),
        completed_on=day(-1),
        reference=f"{REFERENCE}{told.statement_id}",
    )
    told.actor = cast.grace.user
    ((told.completion, _action),) = complete_activities(
        actor=told.actor, finished=[finished], now=NOW
    )
    told.save()
    cast.dave.status = EmployeeStatus.LEFT
    cast.dave.save()
    standing = Evidence.objects.standing().filter(employee=cast.dave)

    void_statement(told.statement_id, actor=cast.grace.user, now=NOW)
    told.refresh_from_db()
    assert told.voided_at is None
    assert standing.exists()

    void_statement(told.statement_id, actor=cast.alice.user, now=NOW)
    assert not standing.exists()
