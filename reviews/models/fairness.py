"""Groups of people for the fairness report, and what it found. Nothing else reads them.

The groups stand apart from people on purpose: an employee has no way back to them, reading them
needs `reading_groups`, and a contract names the modules that may import this one. So no computation
of levels or plans can take them into account.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models

from employees.models import Employee
from reviews.enums import FairnessAct
from reviews.models.cycles import ReviewCycle
from skillmap.core.history import immutable
from skillmap.core.models import Record, User

_IS_READING = ContextVar("is_reading_groups", default=False)


class GroupsClosedError(RuntimeError):
    """Something other than the fairness report asked for the groups of people."""


@contextmanager
def reading_groups() -> Iterator[None]:
    """Only inside can the groups of people be read or written."""
    token = _IS_READING.set(True)
    try:
        yield
    finally:
        _IS_READING.reset(token)


class GroupLabelManager(models.Manager["GroupLabel"]):
    def get_queryset(self) -> models.QuerySet["GroupLabel"]:
        """Raises `GroupsClosedError` outside `reading_groups`."""
        if not _IS_READING.get():
            raise GroupsClosedError
        return super().get_queryset()


class GroupLabel(models.Model):
    """The group somebody belongs to by one attribute; unique by person and attribute.

    Untracked, so that no history keeps what was taken out: a new file replaces an attribute.
    """

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    attribute = models.CharField(max_length=40)
    label = models.CharField(max_length=60)

    objects = GroupLabelManager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["employee", "attribute"], name="group_label_once")
        ]

    def __str__(self) -> str:
        return self.attribute


class FairnessReport(Record):
    """What was found about one attribute in one closed cycle; unique by both.

    `outcomes` holds counts of groups at or above the floor and never people; a new computation
    takes the place of the one before. Empty and `finished_at` None while a worker is at it.
    """

    cycle = models.ForeignKey(ReviewCycle, on_delete=models.PROTECT, related_name="+")
    attribute = models.CharField(max_length=40)
    floor = models.PositiveSmallIntegerField(null=True)
    outcomes = models.JSONField(default=list)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "attribute"], name="fairness_report_once")
        ]

    def __str__(self) -> str:
        return f"{self.attribute} in {self.cycle_id}"


class FairnessLook(models.Model):
    """Somebody did something with the groups or a report. Never changed.

    `report` is nothing where the groups themselves were changed; `what` says how.
    """

    viewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(
        FairnessReport, null=True, on_delete=models.PROTECT, related_name="looks"
    )
    attribute = models.CharField(max_length=40)
    what = models.CharField(max_length=8, choices=FairnessAct)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        triggers = immutable("fairness_look")

    def __str__(self) -> str:
        return f"{self.what} {self.attribute}"
