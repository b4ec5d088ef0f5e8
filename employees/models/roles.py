"""Role profiles and their versioned requirements."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from skillmap.core.feed import published
from skillmap.core.history import tracked
from skillmap.core.models import Record, Viewer
from skills.models import CertificateType, Framework, Skill


@tracked()
class Situation(Record):
    """A real situation, such as handling a difficult client conversation; unique by name."""

    name = models.CharField(_("name"), max_length=200, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RoleProfileQuerySet(models.QuerySet["RoleProfile"]):
    def visible_to(self, user: Viewer) -> "RoleProfileQuerySet":
        """Published roles are open to everybody who is logged in."""
        return self if user.is_authenticated else self.none()

    def active(self) -> "RoleProfileQuerySet":
        return self.filter(retired_on=None)


@published("role")
@tracked()
class RoleProfile(Record):
    """A role; unique by code. Its requirements stand in `RoleVersion`s. Retired, never deleted."""

    code = models.CharField(_("code"), max_length=200, unique=True)
    name = models.CharField(_("name"), max_length=300)
    family = models.CharField(_("family"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    framework = models.ForeignKey(
        Framework, null=True, blank=True, on_delete=models.PROTECT, related_name="roles"
    )
    situations = models.ManyToManyField(Situation, blank=True, related_name="roles")
    retired_on = models.DateField(null=True, blank=True)

    objects = RoleProfileQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


@tracked(obj_field=None)
class RoleSituation(RoleProfile.situations.through):  # type: ignore[name-defined,misc]
    """A role has a situation. A view of the link table, so that history knows its rows too."""

    class Meta:
        proxy = True


@tracked()
class RoleVersion(Record):
    """The requirements of a role for a period; unique by role and number, periods never overlap."""

    role = models.ForeignKey(RoleProfile, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    valid = DateRangeField()

    class Meta:
        ordering = ["role", "number"]
        constraints = [
            models.UniqueConstraint(fields=["role", "number"], name="role_version_number_once"),
            ExclusionConstraint(
                name="role_one_version_at_a_time",
                expressions=[("role", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_id} v{self.number}"


@tracked()
class Requirement(models.Model):
    """A role version asks for a level of a skill; unique by version and skill.

    `required_level` is on the skill's own scale (half steps allowed); `required_common` is the same
    in milli-levels of the common 0..5 metric, written by the same service. `assumed` marks levels
    or weights that we supplied because the source had none.
    """

    role_version = models.ForeignKey(
        RoleVersion, on_delete=models.CASCADE, related_name="requirements"
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="requirements")
    required_level = models.DecimalField(max_digits=4, decimal_places=2)
    required_common = models.SmallIntegerField()
    importance = models.PositiveSmallIntegerField(default=3)
    essential = models.BooleanField(default=False)
    assumed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role_version", "skill"], name="requirement_once"),
            models.CheckConstraint(
                condition=Q(importance__gte=1, importance__lte=5), name="requirement_importance"
            ),
            models.CheckConstraint(
                condition=Q(required_common__gte=0, required_common__lte=5000),
                name="requirement_level_on_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} >= {self.required_level}"


@tracked()
class CertificateRequirement(models.Model):
    """A role version asks for a valid certificate: yes or no, never replaced by an estimate."""

    role_version = models.ForeignKey(
        RoleVersion, on_delete=models.CASCADE, related_name="certificate_requirements"
    )
    certificate_type = models.ForeignKey(
        CertificateType, on_delete=models.PROTECT, related_name="requirements"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role_version", "certificate_type"], name="certificate_requirement_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_type_id}"
