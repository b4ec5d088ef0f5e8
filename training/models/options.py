"""Ways to plan for somebody, from which one is chosen."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from assessments.models import AnalysisRun, SkillProfile
from employees.models import Employee
from skillmap.core.models import Record, User, Viewer
from training.enums import PlanState, Wish
from training.models.plans import DevelopmentPlan, PathFacts


class PlanOptionQuerySet(models.QuerySet["PlanOption"]):
    def visible_to(self, user: Viewer) -> "PlanOptionQuerySet":
        """Options of people whose levels this user may read; a what-if only by who asked it."""
        if not user.is_authenticated:
            return self.none()
        own = Q(asked_by=None) | Q(asked_by=user.pk)
        return self.filter(own, employee__in=Employee.objects.levels_visible_to(user))

    def with_staleness(self) -> "PlanOptionQuerySet":
        """Adds `is_stale`: the recommendation beside it was made from other levels, activities or
        dates, or levels are about to be computed anew."""
        drafts = DevelopmentPlan.objects.filter(
            employee=OuterRef("employee"), state=PlanState.DRAFT
        )
        others = drafts.exclude(
            inputs_hash=OuterRef("inputs_hash"), week_zero=OuterRef("week_zero")
        )
        levels = SkillProfile.objects.filter(employee=OuterRef("employee"), stale=True)
        return self.annotate(is_stale=Exists(others) | Exists(levels))


class PlanOption(PathFacts, Record):
    """A computed path that could become somebody's plan; nothing of it is theirs until chosen.

    Unique by person and wish, a what-if by person and who asked it; the next one takes its place.
    `steps` are the steps of the plan it would be. `answer` says, for a what-if, why not everything
    of the plan of that day has room, `"conflict": {"limits", "enough", "together"}`, and whether
    that plan was made from other levels, dates or activities, `"is_older"`; else nothing.
    """

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="plan_options")
    wish = models.CharField(max_length=12, choices=Wish)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(AnalysisRun, on_delete=models.CASCADE, related_name="options")
    steps = models.JSONField(default=list)
    answer = models.JSONField(default=dict)

    objects = PlanOptionQuerySet.as_manager()

    class Meta:
        ordering = ["employee", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "wish"], condition=Q(asked_by=None), name="plan_option_once"
            ),
            models.UniqueConstraint(
                fields=["employee", "asked_by"],
                condition=Q(asked_by__isnull=False),
                name="plan_option_one_what_if",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wish} for {self.employee_id}"
