"""Goals of people with what was said about and measured on them, and the bank of questions."""

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.enums import EmployeeStatus
from employees.models import Employee
from reviews.enums import (
    MOST_WEIGHT,
    SECOND_THOUGHTS_HOURS,
    GoalKind,
    GoalState,
    GoalVisibility,
    QuestionKind,
    QuestionPhase,
)
from reviews.models.reading import openly_read_by
from reviews.models.unit_goals import UnitGoal
from skillmap.core.feed import published
from skillmap.core.history import tracked
from skillmap.core.models import Record, User, Viewer
from skills.models import CertificateType, Skill

# People whose line manager is this user's line manager today.
TEAM_MATES = """
    SELECT mate.employee_id FROM employees_employee me
    JOIN employees_assignment mine ON mine.employee_id = me.id
        AND mine.is_primary AND mine.valid @> CURRENT_DATE
    JOIN employees_assignment mate ON mate.manager_id = mine.manager_id
        AND mate.is_primary AND mate.valid @> CURRENT_DATE
    WHERE me.user_id = %s
"""


_NO_FIGURE = {"kpi_unit": "", "kpi_start": None, "kpi_current": None, "kpi_target": None}


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, user: Viewer) -> "GoalQuerySet":
        """Goals of people whose levels this user may read (HR gives a reason, see `rules`)."""
        return self.filter(employee__in=Employee.objects.levels_visible_to(user))

    def open_today_to(self, user: Viewer) -> "GoalQuerySet":
        """Of `visible_to` those for which nobody asks why, or this user said why today."""
        return self.visible_to(user).filter(employee__in=openly_read_by(user))

    def shared_with(self, user: Viewer) -> "GoalQuerySet":
        """Goals that people show to their team or to everybody: the goal, never their levels."""
        if not user.is_authenticated:
            return self.none()
        mates = RawSQL(TEAM_MATES, [user.pk])  # noqa: S611 - a constant with a bound parameter
        return (
            self.filter(
                Q(visibility=GoalVisibility.ALL)
                | Q(visibility=GoalVisibility.TEAM, employee__in=mates)
            )
            .exclude(employee__status=EmployeeStatus.LEFT)
            .exclude(state=GoalState.DROPPED)
        )


@published("goal", subject="employee_id")
@tracked()
class Goal(Record):
    """What somebody wants to reach: a level of a skill, a certificate, or a figure.

    `target_level` is on the skill's own scale. `weight` says how much it counts beside the
    person's other goals. `parent` is a goal of the same person that this one is a part of,
    `aligned_to` a goal of a unit that it serves. A figure goes from `kpi_start` to `kpi_target`;
    `kpi_current` is the newest of its `figures`. `reason` says why it was closed on `closed_on`.
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
    aligned_to = models.ForeignKey(
        UnitGoal, null=True, blank=True, on_delete=models.PROTECT, related_name="goals"
    )
    visibility = models.CharField(
        _("who reads it"), max_length=7, choices=GoalVisibility, default=GoalVisibility.LEADERS
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=GoalState, default=GoalState.OPEN)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind=GoalKind.SKILL,
                    skill__isnull=False,
                    target_level__isnull=False,
                    certificate_type=None,
                    **_NO_FIGURE,
                )
                | Q(
                    kind=GoalKind.CERTIFICATION,
                    skill=None,
                    target_level=None,
                    **_NO_FIGURE,
                )
                | Q(
                    kind=GoalKind.KPI,
                    skill=None,
                    target_level=None,
                    certificate_type=None,
                    kpi_target__isnull=False,
                ),
                name="goal_fits_its_kind",
            )
        ]
        indexes = [models.Index(fields=["employee", "state"], name="goal_employee")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_fresh(self) -> bool:
        """Was it set just now, and not changed since? Then it can still be taken back."""
        late = self.created_at + dt.timedelta(hours=SECOND_THOUGHTS_HOURS)
        return self.version == 1 and timezone.now() < late

    def get_absolute_url(self) -> str:
        return reverse("reviews:goal_detail", args=[self.public_id])


class GoalCommentQuerySet(models.QuerySet["GoalComment"]):
    def visible_to(self, user: Viewer) -> "GoalCommentQuerySet":
        """As the goals they were made on."""
        return self.filter(goal__in=Goal.objects.visible_to(user))


@tracked()
class GoalComment(models.Model):
    """What somebody said about a goal; read by the person, those who lead them and HR."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"))
    written_at = models.DateTimeField(auto_now_add=True)

    objects = GoalCommentQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return f"comment on {self.goal_id}"


class GoalFigureQuerySet(models.QuerySet["GoalFigure"]):
    def visible_to(self, user: Viewer) -> "GoalFigureQuerySet":
        """As the goals they measure."""
        return self.filter(goal__in=Goal.objects.visible_to(user))


@tracked()
class GoalFigure(models.Model):
    """Where the figure of a goal stood on a day; unique by goal and day."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="figures")
    measured_on = models.DateField(_("measured on"))
    value = models.DecimalField(_("figure"), max_digits=14, decimal_places=2)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = GoalFigureQuerySet.as_manager()

    class Meta:
        ordering = ["goal", "-measured_on"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "measured_on"], name="goal_figure_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} on {self.measured_on}"


@tracked()
class Question(Record):
    """A question for reviews; unique by code. Retired, never deleted."""

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=4, choices=QuestionKind)
    phase = models.CharField(max_length=7, choices=QuestionPhase)
    text = models.TextField()
    skills = models.ManyToManyField(Skill, through="QuestionSkill", related_name="+")
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.text[:60]


@tracked()
class QuestionSkill(models.Model):
    """A skill that a question is about; unique by question and skill."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="links")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["question", "skill"], name="question_skill_once")
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} of {self.question_id}"
