"""Observations and check-ins of the office, each list of which grows by one."""

from typing import Any

from django.utils import timezone

from employees.models import Employee
from reviews.models import CheckIn, CheckInAction
from reviews.services.check_ins import add_point
from reviews.services.observations import note_observation
from skillmap.core.models import User
from skills.models import Skill
from tests.factories import day


class Talks:
    """What Alice writes about `subject`, and their talk."""

    def __init__(self, alice: User, subject: Employee) -> None:
        self.alice, self.subject = alice, subject
        self.talk = self._talk(subject)

    @property
    def things(self) -> dict[str, Any]:
        """What addresses of these pages name."""
        return {"check_in": self.talk.public_id}

    def grow(self, person: Employee, skill: Skill) -> None:
        """One more observation, talk with the subject and with somebody else, point and action."""
        note_observation(
            actor=self.alice,
            employee=self.subject,
            text="A line",
            skill=skill,
            is_shared=True,
            now=timezone.now(),
        )
        self._talk(person)
        self._talk(self.subject, held_on=day(-1))
        add_point(actor=self.alice, employee=self.subject, text="A point")
        for talk, owner in ((self.talk, self.subject), (self.talk, self.alice.employee)):
            CheckInAction.objects.create(check_in=talk, owner=owner, text="x", due_on=day(1))

    def _talk(self, person: Employee, **fields: Any) -> CheckIn:
        return CheckIn.objects.create(
            employee=person, planned_on=day(0), created_by=self.alice, **fields
        )
