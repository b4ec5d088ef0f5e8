"""Path templates: blends that are used again."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from employees.models import RoleProfile
from skillmap.core.history import tracked
from skillmap.core.models import Record
from skills.models import Skill
from training.enums import Cadence
from training.models.activities import Activity


@tracked()
class PathTemplate(Record):
    """A blended path for many; unique by code. Retired, never deleted."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    role = models.ForeignKey(
        RoleProfile, null=True, blank=True, on_delete=models.PROTECT, related_name="templates"
    )
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@tracked()
class PathTemplateStep(models.Model):
    """A fixed activity, or an open slot ("a module on this skill, up to so many hours").

    Unique by template and position; `times` counts the repetitions of the cadence.
    """

    template = models.ForeignKey(PathTemplate, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="template_steps"
    )
    slot_skill = models.ForeignKey(
        Skill, null=True, blank=True, on_delete=models.PROTECT, related_name="template_slots"
    )
    slot_modes = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    slot_max_hours = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    cadence = models.CharField(max_length=8, choices=Cadence, default=Cadence.ONCE)
    times = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["template", "position"]
        constraints = [
            models.UniqueConstraint(fields=["template", "position"], name="template_step_once"),
            models.CheckConstraint(
                condition=Q(activity__isnull=False, slot_skill=None)
                | Q(activity=None, slot_skill__isnull=False),
                name="template_step_fixed_or_slot",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} step {self.position}"
