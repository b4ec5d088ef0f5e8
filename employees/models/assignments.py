"""Effective-dated facts about a person: place in the organisation, aims, exemptions."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from employees.models.people import Employee
from employees.models.roles import RoleProfile
from employees.models.units import OrgUnit, Today
from skillmap.core.history import tracked
from skillmap.core.models import Record, User
from skills.models import CertificateType, Skill


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def current(self) -> "AssignmentQuerySet":
        """Valid today."""
        return self.filter(valid__contains=Today())

    def on(self, day: date) -> "AssignmentQuerySet":
        """Valid on that day."""
        return self.filter(valid__contains=day)

    def primary(self) -> "AssignmentQuerySet":
        return self.filter(is_primary=True)


@tracked()
class Assignment(Record):
    """A person's unit, role and manager for a period; primary ones of a person never overlap.

    A secondary assignment is a dotted line. `role` is empty while the job title is not mapped.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="assignments")
    role = models.ForeignKey(
        RoleProfile, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    manager = models.ForeignKey(
        Employee,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="managed_assignments",
    )
    is_primary = models.BooleanField(default=True)
    valid = DateRangeField()

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="assignment_one_primary",
                expressions=[
                    ("employee", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(is_primary=True),
            ),
            models.CheckConstraint(
                condition=Q(manager=None) | ~Q(manager=F("employee")),
                name="assignment_not_own_manager",
            ),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="assignment_has_a_day"),
        ]
        indexes = [models.Index(fields=["manager", "is_primary"], name="assignment_manager")]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.job_title} {self.valid}"


@tracked()
class TitleMapping(Record):
    """A job title as other systems write it, and our role; unique without regard to case."""

    title = models.CharField(max_length=200)
    role = models.ForeignKey(RoleProfile, on_delete=models.PROTECT, related_name="titles")

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(models.functions.Lower("title"), name="title_mapping_once")
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class TargetRole(Record):
    """A role somebody aims at; one open aim per person and role."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="target_roles")
    role = models.ForeignKey(RoleProfile, on_delete=models.PROTECT, related_name="aimed_at_by")
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "role"], condition=Q(ended_on=None), name="target_role_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} -> {self.role_id}"


@tracked()
class Exemption(Record):
    """A requirement does not count for a person for a period, for a stated reason.

    It names a skill or a certificate type, never both.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="exemptions")
    skill = models.ForeignKey(
        Skill, null=True, blank=True, on_delete=models.PROTECT, related_name="exemptions"
    )
    certificate_type = models.ForeignKey(
        CertificateType, null=True, blank=True, on_delete=models.PROTECT, related_name="exemptions"
    )
    reason = models.CharField(_("reason"), max_length=300)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    valid = DateRangeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(skill=None, certificate_type__isnull=False)
                | Q(skill__isnull=False, certificate_type=None),
                name="exemption_names_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.reason
