"""Path templates: blends that are used again."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models import AnalysisRun
from employees.models import Employee, RoleProfile
from skillmap.core.history import tracked
from skillmap.core.models import Record, Viewer
from skills.enums import SkillKind
from skills.models import Skill
from training.enums import Cadence
from training.models.activities import Activity

WEEKS_OF_A_MONTH = 4


@tracked()
class PathTemplate(Record):
    """A blended path for many; unique by code. Retired, never deleted.

    `edition` counts the changes of its steps, from 1; a plan keeps the edition it came from.
    """

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    role = models.ForeignKey(
        RoleProfile, null=True, blank=True, on_delete=models.PROTECT, related_name="templates"
    )
    edition = models.PositiveSmallIntegerField(default=1)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def steps_of(self, edition: int) -> "models.QuerySet[PathTemplateStep]":
        """Its steps as they were in this edition, in order."""
        steps = self.steps.filter(edition=edition).order_by("position")
        return steps.select_related("activity", "slot_skill")


@tracked()
class PathTemplateStep(models.Model):
    """A fixed activity, or an open slot ("a module on this skill, up to so many hours").

    A slot is for one skill, or for any skill of a kind with a gap. Unique by template, edition and
    position. `times` counts the repetitions of the cadence; a slot with the cadence "once" takes
    a module in whatever rhythm it has.
    """

    template = models.ForeignKey(PathTemplate, on_delete=models.CASCADE, related_name="steps")
    edition = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="template_steps"
    )
    slot_skill = models.ForeignKey(
        Skill, null=True, blank=True, on_delete=models.PROTECT, related_name="template_slots"
    )
    slot_kind = models.CharField(max_length=12, choices=SkillKind, blank=True)
    slot_modes = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    slot_max_hours = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    slot_max_cost_cents = models.PositiveBigIntegerField(null=True, blank=True)
    cadence = models.CharField(max_length=8, choices=Cadence, default=Cadence.ONCE)
    every_weeks = models.PositiveSmallIntegerField(default=1)
    times = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["template", "edition", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "edition", "position"], name="template_step_once"
            ),
            models.CheckConstraint(
                condition=Q(activity__isnull=False, slot_skill=None, slot_kind="")
                | Q(activity=None, slot_skill__isnull=False, slot_kind="")
                | Q(activity=None, slot_skill=None) & ~Q(slot_kind=""),
                name="template_step_fixed_or_slot",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} step {self.position}"

    @property
    def period_weeks(self) -> int | None:
        """Weeks from one session to the next; None where the step is held once."""
        usual = {Cadence.WEEKLY: 1, Cadence.MONTHLY: WEEKS_OF_A_MONTH}
        return {**usual, Cadence.WEEKS: self.every_weeks}.get(Cadence(self.cadence))


class TemplateUseQuerySet(models.QuerySet["TemplateUse"]):
    def visible_to(self, user: Viewer, *, sees_all: bool) -> "TemplateUseQuerySet":
        """One's own, or all, as with the runs they come from."""
        return self.filter(run__in=AnalysisRun.objects.visible_to(user, sees_all=sees_all))


class TemplateUse(Record):
    """A template, as it was, given to people at once; one for each time it is applied.

    `scope` says to whom in words, as it was asked for; `run` has them, and the options of the plan.
    """

    template = models.ForeignKey(PathTemplate, on_delete=models.PROTECT, related_name="uses")
    edition = models.PositiveSmallIntegerField()
    run = models.OneToOneField(AnalysisRun, on_delete=models.PROTECT, related_name="template_use")
    scope = models.CharField(max_length=300)

    objects = TemplateUseQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.template_id} for {self.scope}"


class TemplateResultQuerySet(models.QuerySet["TemplateResult"]):
    def visible_to(self, user: Viewer) -> "TemplateResultQuerySet":
        """Of people whose levels this user may read."""
        return self.filter(employee__in=Employee.objects.levels_visible_to(user))


class TemplateResult(models.Model):
    """What became of a template for one person: a proposed plan, or `why_not` in words.

    Unique by use and person.
    """

    use = models.ForeignKey(TemplateUse, on_delete=models.CASCADE, related_name="results")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    plan = models.OneToOneField(
        "training.DevelopmentPlan",
        null=True,
        on_delete=models.SET_NULL,
        related_name="template_result",
    )
    why_not = models.CharField(max_length=500, blank=True)

    objects = TemplateResultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["use", "employee"], name="template_result_once")
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.why_not or 'proposed'}"
