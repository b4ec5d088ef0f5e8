"""Completions that wait for their person or activity."""

from django.db import models

from employees.models import Employee
from skillmap.core.history import tracked
from skillmap.core.models import ImportBatch, Record, User, Viewer
from skills.models import Scale, Skill
from training.models.statements import LearningStatement


class ParkedCompletionQuerySet(models.QuerySet["ParkedCompletion"]):
    def visible_to(self, user: Viewer, *, sees_all: bool) -> "ParkedCompletionQuerySet":
        """All for those who bring files in, who know from `employees.rules`; nobody else."""
        return self if user.is_authenticated and sees_all else self.none()


@tracked()
class ParkedCompletion(Record):
    """A completion that was told of a person or an activity we do not know yet; once per what is
    told (number, activity, reference and skill) and `teller`: a program of a single unit, which
    replaces only what it told itself; null for everybody else.

    A row of an evidence file names a skill and may have a level; one told over REST names an
    activity; one of a `statement` shows in both fields what the platform calls them. It is tried
    again as people and activities come in, and dropped after `PARKED_DAYS`.
    Tracked so that undoing a file brings back what it replaced.
    """

    employee_number = models.CharField(max_length=60)
    activity_code = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    completed_on = models.DateField()
    skill = models.ForeignKey(Skill, null=True, on_delete=models.PROTECT, related_name="+")
    level = models.DecimalField(max_digits=5, decimal_places=3, null=True)
    scale = models.ForeignKey(Scale, null=True, on_delete=models.PROTECT, related_name="+")
    rater = models.ForeignKey(Employee, null=True, on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField(null=True)
    file_row = models.PositiveIntegerField(default=0)
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    teller = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(
        LearningStatement, null=True, on_delete=models.CASCADE, related_name="+"
    )

    objects = ParkedCompletionQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee_number", "activity_code", "reference", "skill", "teller"],
                nulls_distinct=False,
                name="parked_completion_once",
            )
        ]
        indexes = [models.Index(fields=["created_at"], name="parked_completion_since")]

    def __str__(self) -> str:
        return f"{self.activity_code or self.reference} of {self.employee_number}"
