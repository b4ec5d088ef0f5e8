"""Informal feedback between colleagues: remarks, and asking for them. Never evidence."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import REMARK_LENGTH, RemarkReaders, RemarkTone
from employees.models import Employee
from employees.models.people import under_hr_of
from skillmap.core.models import Record, Viewer
from skills.models import Skill


class RemarkQuerySet(models.QuerySet["Remark"]):
    def visible_to(self, user: Viewer) -> "RemarkQuerySet":
        """Who gave it and whom it is about; the direct manager where the giver said so; HR only
        what the person has reported."""
        if not user.is_authenticated:
            return self.none()
        shared = Q(readers=RemarkReaders.MANAGER)
        return self.filter(
            Q(giver__user=user.pk)
            | Q(receiver__user=user.pk)
            | (shared & Q(receiver__in=Employee.objects.in_line_of(user)))
            | (Q(reported_at__isnull=False) & under_hr_of(user, "receiver"))
        )


class Remark(Record):
    """A few words of one colleague to another about a skill; nothing makes it unique.

    It has no level and never becomes evidence. Like all feedback it is not audited: taken back or
    removed, it is gone. `reported_at` and `report` are set while the person has it looked at by
    HR.
    """

    giver = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="remarks_given")
    receiver = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="remarks")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="remarks")
    tone = models.CharField(_("kind"), max_length=10, choices=RemarkTone)
    text = models.TextField(_("what you want to say"), max_length=REMARK_LENGTH)
    readers = models.CharField(
        _("who reads it"), max_length=10, choices=RemarkReaders, default=RemarkReaders.PERSON
    )
    reported_at = models.DateTimeField(null=True)
    report = models.CharField(_("what is wrong with it"), max_length=300, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="remark_not_on_oneself"),
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
            models.CheckConstraint(
                condition=Q(reported_at=None, report="")
                | (Q(reported_at__isnull=False) & ~Q(report="")),
                name="remark_report_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "-created_at"], name="remark_receiver"),
            models.Index(fields=["giver", "-created_at"], name="remark_giver"),
            models.Index(
                fields=["reported_at"],
                name="remark_reported",
                condition=Q(reported_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tone} on {self.receiver_id}"


class RemarkRequestQuerySet(models.QuerySet["RemarkRequest"]):
    def visible_to(self, user: Viewer) -> "RemarkRequestQuerySet":
        """Who asked and who is asked, nobody else."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(asker__user=user.pk) | Q(colleague__user=user.pk))

    def open(self) -> "RemarkRequestQuerySet":
        return self.filter(closed_at=None)


class RemarkRequest(Record):
    """Somebody asks a colleague for a remark on one of their skills; one open at a time for the
    three of them. It closes with the answer or when the colleague declines. Not audited."""

    asker = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(_("what you want to know"), max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = RemarkRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "colleague", "skill"],
                condition=Q(closed_at=None),
                name="remark_request_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(asker=F("colleague")), name="remark_request_of_somebody_else"
            ),
        ]
        indexes = [models.Index(fields=["colleague", "closed_at"], name="remark_request_colleague")]

    def __str__(self) -> str:
        return f"{self.asker_id} asks {self.colleague_id}"
