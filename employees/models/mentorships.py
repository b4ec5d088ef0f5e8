"""Who mentors whom, and what the mentor may read."""

from django.db import models
from django.db.models import F, Q

from employees.models.people import Employee
from skillmap.core.history import tracked
from skillmap.core.models import Record, Viewer
from skills.models import Skill


class MentorshipQuerySet(models.QuerySet["Mentorship"]):
    def visible_to(self, user: Viewer) -> "MentorshipQuerySet":
        """The two of them."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(mentee__user=user.pk) | Q(mentor__user=user.pk))

    def open(self) -> "MentorshipQuerySet":
        """Asked for or under way."""
        return self.filter(ended_at=None)

    def running(self) -> "MentorshipQuerySet":
        """Accepted and not ended: only these give a mentor anything to read."""
        return self.filter(accepted_at__isnull=False, ended_at=None)


@tracked()
class Mentorship(Record):
    """A person has somebody as a mentor; at most one open for the two of them.

    The person asks, the mentor accepts, either ends it. While it runs the mentor reads the
    person's plan; levels with certificates, and reports of anonymous feedback, where the person
    shares them. `skill` is what it is about, where the person looked for that.
    """

    mentee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="mentorships")
    mentor = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="mentees")
    skill = models.ForeignKey(Skill, null=True, on_delete=models.PROTECT, related_name="+")
    shares_levels = models.BooleanField(default=False)
    shares_reports = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(mentee=F("mentor")), name="mentor_is_another"),
            models.UniqueConstraint(
                fields=["mentee", "mentor"],
                condition=Q(ended_at=None),
                name="mentorship_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} mentors {self.mentee_id}"
