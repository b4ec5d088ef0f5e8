"""Development plans, their steps and decisions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from assessments.models import AnalysisRun, Evidence
from employees.models import Employee
from skillmap.core.feed import published
from skillmap.core.history import tracked
from skillmap.core.models import ImportBatch, Record, User, Viewer
from training.enums import Attendance, DecisionKind, PlanFill, PlanState, StepState
from training.models.activities import Activity, ActivitySession
from training.models.templates import PathTemplate


class PathFacts(models.Model):
    """What was computed of a path, be it a plan or one that could become a plan.

    Weeks count from 0; week 0 starts on the Monday `week_zero`. `value`, `closure`, `bound` are
    shares of the weighted gap (computation.md C2). `report` holds the reasons as
    `{"skills", "not_chosen", "unmet", "measure_first"}` of interfaces.md, `"wish"` which option it
    was computed as, `"flips"` what a little more of a limit would change. Costs in cents;
    `cost_unknown` says that a step's cost is not known.
    """

    fill = models.CharField(max_length=10, choices=PlanFill)
    week_zero = models.DateField()
    weeks = models.PositiveSmallIntegerField()
    hours_per_week = models.DecimalField(max_digits=5, decimal_places=2)
    budget_cents = models.PositiveBigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    value = models.FloatField()
    closure = models.FloatField()
    bound = models.FloatField()
    hours = models.DecimalField(max_digits=7, decimal_places=2)
    cost_cents = models.PositiveBigIntegerField()
    cost_unknown = models.BooleanField(default=False)
    report = models.JSONField(default=dict)
    method = models.CharField(max_length=60)
    method_version = models.CharField(max_length=20)
    parameters_hash = models.CharField(max_length=64)
    inputs_hash = models.CharField(max_length=64)
    computed_at = models.DateTimeField()

    class Meta:
        abstract = True


class DevelopmentPlanQuerySet(models.QuerySet["DevelopmentPlan"]):
    def visible_to(self, user: Viewer) -> "DevelopmentPlanQuerySet":
        """Plans of people whose levels this user may read."""
        return self.filter(employee__in=Employee.objects.levels_visible_to(user))


@tracked()
class DevelopmentPlan(PathFacts, Record):
    """A recommended or agreed path of one person; at most one draft and one open plan each.

    `frozen` is a copy of what was agreed and done, taken when the plan is complete: titles and
    prices of the catalogue may change later.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="plans")
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    template = models.ForeignKey(
        PathTemplate, null=True, blank=True, on_delete=models.PROTECT, related_name="plans"
    )
    run = models.ForeignKey(AnalysisRun, null=True, on_delete=models.PROTECT, related_name="plans")
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    frozen = models.JSONField(null=True)

    objects = DevelopmentPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee"], condition=Q(state=PlanState.DRAFT), name="plan_one_draft"
            ),
            models.UniqueConstraint(
                fields=["employee"],
                condition=Q(state__in=[PlanState.PROPOSED, PlanState.ACTIVE]),
                name="plan_one_open",
            ),
        ]
        indexes = [models.Index(fields=["employee", "state"], name="plan_employee_state")]

    def __str__(self) -> str:
        return f"plan of {self.employee_id} ({self.state})"


@tracked()
class PlanStep(Record):
    """One activity in a plan; unique by plan and position.

    `weeks` are the weeks with a session, `hours_by_week` maps a week (string) to hours, `why` is
    the sentence shown, `why_skills` the codes of the skills it teaches here. `ticked_on` has a day
    for each session the person has done, in their order. `waits_since`: the session was full, and
    the person stands on its waiting list.
    """

    plan = models.ForeignKey(DevelopmentPlan, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="plan_steps")
    session = models.ForeignKey(
        ActivitySession, null=True, on_delete=models.PROTECT, related_name="plan_steps"
    )
    start_week = models.PositiveSmallIntegerField()
    weeks = ArrayField(models.PositiveSmallIntegerField())
    hours_by_week = models.JSONField(default=dict)
    cost_cents = models.PositiveBigIntegerField(null=True)
    why = models.TextField()
    why_skills = ArrayField(models.CharField(max_length=120))
    reasons = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=StepState, default=StepState.PLANNED)
    done_on = models.DateField(null=True)
    ticked_on = ArrayField(models.DateField(), default=list, blank=True)
    waits_since = models.DateTimeField(null=True)
    attendance = models.CharField(max_length=8, choices=Attendance, blank=True)

    class Meta:
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="plan_step_position_once"),
            models.UniqueConstraint(fields=["plan", "activity"], name="plan_step_activity_once"),
        ]

    def __str__(self) -> str:
        return f"step {self.position} of {self.plan_id}"

    @property
    def sessions_done(self) -> int:
        """How many of its sessions are done; all of them once it is done as a whole."""
        done = self.state == StepState.DONE
        return len(self.weeks) if done else min(len(self.ticked_on), len(self.weeks))

    @property
    def next_week(self) -> int | None:
        """The week of the next session that is not done; None when all are."""
        left = self.weeks[self.sessions_done :]
        return left[0] if left else None


@tracked()
class PlanDecision(models.Model):
    """Who decided what about a plan, when and why, under which method version.

    `changes` has a row `{"step", "from", "to", "why"}` in words for each step that moved.
    """

    plan = models.ForeignKey(DevelopmentPlan, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=DecisionKind)
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    method_version = models.CharField(max_length=20)
    decided_at = models.DateTimeField()
    changes = models.JSONField(default=list)

    class Meta:
        ordering = ["decided_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} at {self.decided_at}"


class CompletionQuerySet(models.QuerySet["Completion"]):
    def visible_to(self, user: Viewer) -> "CompletionQuerySet":
        """What people finished whose levels this user may read."""
        return self.filter(employee__in=Employee.objects.levels_visible_to(user))


@published("completion", subject="employee_id")
@tracked()
class Completion(Record):
    """A person finished an activity; unique by person, activity and reference."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="completions")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="completions")
    completed_on = models.DateField()
    reference = models.CharField(max_length=200)
    evidence = models.ManyToManyField(Evidence, related_name="completions")
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CompletionQuerySet.as_manager()

    class Meta:
        ordering = ["-completed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "activity", "reference"], name="completion_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} on {self.completed_on}"
