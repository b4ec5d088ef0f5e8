"""Goals of people, and the bank of review questions."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from reviews.enums import MOST_WEIGHT, GoalKind, GoalState, QuestionKind, QuestionPhase
from skillmap.core.history import tracked
from skillmap.core.models import Record, User, Viewer
from skills.models import CertificateType, Skill


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, user: Viewer) -> "GoalQuerySet":
        """Goals of people whose levels this user may read (HR gives a reason, see `rules`)."""
        return self.filter(employee__in=Employee.objects.levels_visible_to(user))


@tracked()
class Goal(Record):
    """What somebody wants to reach: a level of a skill, a certificate, or a figure.

    `target_level` is on the skill's own scale. `weight` says how much it counts beside the
    person's other goals. `parent` is a goal of the same person that this one is a part of. A figure
    goes from `kpi_start` to `kpi_target`; `kpi_current` is where it stands.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="goals")
    kind = models.CharField(_("kind"), max_length=14, choices=GoalKind)
    title = models.CharField(_("title"), max_length=200)
    skill = models.ForeignKey(
        Skill, null=True, blank=True, on_delete=models.PROTECT, related_name="goals"
    )
    target_level = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    certificate_type = models.ForeignKey(
        CertificateType, null=True, blank=True, on_delete=models.PROTECT, related_name="goals"
    )
    kpi_unit = models.CharField(_("measured in"), max_length=40, blank=True)
    kpi_start = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    kpi_current = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    kpi_target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_WEIGHT)]
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=GoalState, default=GoalState.OPEN)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=GoalKind.SKILL, skill__isnull=False, target_level__isnull=False)
                | Q(kind=GoalKind.CERTIFICATION, skill=None)
                | Q(kind=GoalKind.KPI, skill=None, kpi_target__isnull=False),
                name="goal_fits_its_kind",
            )
        ]
        indexes = [models.Index(fields=["employee", "state"], name="goal_employee")]

    def __str__(self) -> str:
        return self.title


@tracked()
class Question(Record):
    """A question for reviews; unique by code. Retired, never deleted."""

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=4, choices=QuestionKind)
    phase = models.CharField(max_length=7, choices=QuestionPhase)
    text = models.TextField()
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.text[:60]
