"""Observations of the office, each list of which grows by one."""

from django.utils import timezone

from employees.models import Employee
from reviews.services.observations import note_observation
from skillmap.core.models import User
from skills.models import Skill


class Talks:
    """What Alice writes about `subject`."""

    def __init__(self, alice: User, subject: Employee) -> None:
        self.alice, self.subject = alice, subject

    def grow(self, skill: Skill) -> None:
        """One more observation."""
        note_observation(
            actor=self.alice,
            employee=self.subject,
            text="A line",
            skill=skill,
            is_shared=True,
            now=timezone.now(),
        )
