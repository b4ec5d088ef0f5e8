"""The budget studio: scenarios, their computations, and who would get what."""

from functools import reduce
from operator import or_

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from assessments.models import AnalysisRun
from employees import rules
from employees.models import Employee, OrgUnit
from skillmap.core.history import tracked
from skillmap.core.models import Record, User, Viewer
from training.enums import BudgetReason, BudgetStage
from training.models.activities import Activity
from training.models.plans import DevelopmentPlan

PERCENT = [MinValueValidator(1), MaxValueValidator(100)]


class BudgetScenarioQuerySet(models.QuerySet["BudgetScenario"]):
    def visible_to(self, user: Viewer) -> "BudgetScenarioQuerySet":
        """All for an HR admin; for an HR partner those of their units and of what is below."""
        if rules.is_hr_admin(user):
            return self
        units = [OrgUnit.objects.all().subtree(top) for top in rules.granted_units(user)]
        if not units:
            return self.none()
        return self.filter(unit__in=reduce(or_, units))


@tracked()
class BudgetScenario(Record):
    """A budget to be spent on the people of one unit and all below it (None: everybody).

    `money_cents` in all and `person_cents` for one person at most; `seat_percent` of the free seats
    may be taken; `mentor_hours` None is without limit; `hours_per_week` None takes each person's
    own. Everybody's plan contains `must_haves`. `floor_percent`: no department's mean result is
    below so much of the mean of all, where money can do that (0: no floor). `thorough` computes
    slower and better, without a floor.
    """

    name = models.CharField(max_length=120)
    unit = models.ForeignKey(
        OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    money_cents = models.PositiveBigIntegerField()
    person_cents = models.PositiveBigIntegerField()
    seat_percent = models.PositiveSmallIntegerField(default=100, validators=PERCENT)
    mentor_hours = models.PositiveIntegerField(null=True, blank=True)
    hours_per_week = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    floor_percent = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(100)])
    thorough = models.BooleanField(default=False)
    must_haves = models.ManyToManyField(Activity, blank=True, related_name="+")
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)

    objects = BudgetScenarioQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name


class BudgetRunQuerySet(models.QuerySet["BudgetRun"]):
    def visible_to(self, user: Viewer) -> "BudgetRunQuerySet":
        """Computations of the scenarios this user may see."""
        return self.filter(scenario__in=BudgetScenario.objects.visible_to(user))


class BudgetRun(Record):
    """One computation of a scenario; the last one counts.

    `round` counts on from 0, and the parts of one round make the next: what is done in it is the
    `stage`. `facts` hold the limits, catalogue and fairness groups as they were read, `memory` what
    later rounds need of earlier ones, `result` what the page shows. `analysis` is the record of the
    settings, which plans made of it name. `prices` of resources and
    `weights` of fairness groups are those of the current round.
    """

    scenario = models.ForeignKey(BudgetScenario, on_delete=models.CASCADE, related_name="runs")
    stage = models.CharField(max_length=8, choices=BudgetStage, default=BudgetStage.WAIT)
    round = models.PositiveIntegerField(default=0)
    prices = ArrayField(models.FloatField(), default=list)
    weights = ArrayField(models.FloatField(), default=list)
    facts = models.JSONField(default=dict)
    memory = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    analysis = models.ForeignKey(AnalysisRun, on_delete=models.PROTECT, related_name="+")
    method_version = models.CharField(max_length=20)
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    adopted_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = BudgetRunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.scenario_id} ({self.stage})"


class BudgetShard(models.Model):
    """A slice of the people of a run; unique by run and number.

    `employees` and beside them `groups` (their fairness groups) as they were read at first; then
    `people`, those of them with something to plan as packed arrays, and `learners`, what was read
    of these.
    """

    run = models.ForeignKey(BudgetRun, on_delete=models.CASCADE, related_name="shards")
    number = models.PositiveIntegerField()
    employees = ArrayField(models.BigIntegerField())
    groups = ArrayField(models.PositiveIntegerField())
    people = models.BinaryField(default=bytes)
    learners = models.JSONField(default=dict)

    class Meta:
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="budget_shard_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class BudgetPart(models.Model):
    """What one slice of people found in one round; unique by run, round and slice.

    `content` are arrays as `numpy.savez` writes them. Only the parts of the last rounds are kept.
    """

    run = models.ForeignKey(BudgetRun, on_delete=models.CASCADE, related_name="parts")
    round = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["run", "round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "round", "number"], name="budget_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.round}/{self.number}"


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def visible_to(self, user: Viewer) -> "AllocationQuerySet":
        """Of the runs this user may see, the people whose plans they may read."""
        return self.filter(
            run__in=BudgetRun.objects.visible_to(user),
            employee__in=Employee.objects.levels_visible_to(user),
        )


class Allocation(models.Model):
    """What one person would get by a run; unique by run and person.

    `steps` are `{"activity": code, "week": first, "session": id or null}`, by week. `value` and
    `closure` are shares of the person's weighted gap. Without steps `reason` says why. `plan` is
    the proposal that was made of it, `refused` why none could be.
    """

    run = models.ForeignKey(BudgetRun, on_delete=models.CASCADE, related_name="allocations")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    steps = models.JSONField(default=list)
    value = models.FloatField(default=0.0)
    closure = models.FloatField(default=0.0)
    cost_cents = models.PositiveBigIntegerField(default=0)
    hours = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    reason = models.CharField(max_length=10, choices=BudgetReason, blank=True)
    lacks_must_have = models.BooleanField(default=False)
    plan = models.ForeignKey(DevelopmentPlan, null=True, on_delete=models.PROTECT, related_name="+")
    refused = models.CharField(max_length=300, blank=True)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        ordering = ["run", "employee"]
        constraints = [
            models.UniqueConstraint(fields=["run", "employee"], name="allocation_person_once")
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} in {self.run_id}"
