"""Numbers computed from evidence. One writer each; all can be rebuilt."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from assessments.enums import RunKind, RunState
from employees.models import Employee, OrgUnit, RoleProfile, Site
from employees.models.people import levels_open_to
from skillmap.core.enums import JobState
from skillmap.core.models import Job, Record, User, Viewer
from skills.models import Skill


class AnalysisRunQuerySet(models.QuerySet["AnalysisRun"]):
    def visible_to(self, user: Viewer, *, sees_all: bool) -> "AnalysisRunQuerySet":
        """One's own runs, or all; callers pass `sees_all` from `employees.rules`."""
        if not user.is_authenticated:
            return self.none()
        return self if sees_all else self.filter(actor=user.pk)

    def with_no_page(self) -> "AnalysisRunQuerySet":
        """Runs over people that no other page shows: not a question about one person's plan."""
        return self.filter(models.Q(job=None) | models.Q(job__link=""))

    def with_outcome(self) -> "AnalysisRunQuerySet":
        """Adds `outcome`: a run whose job has stopped has failed, until somebody replays the job.

        The run itself still says running, so that a replayed job goes on where it was.
        """
        stopped = models.Q(
            state=RunState.RUNNING, job__state__in=[JobState.FAILED, JobState.PARKED]
        )
        case = models.Case(
            models.When(stopped, then=models.Value(RunState.FAILED.value)),
            default=models.F("state"),
        )
        return self.annotate(outcome=case)


class AnalysisRun(Record):
    """One computation over a population at an as-of date.

    Only a run for today without `known_at` may write profiles and the skill map. The same
    `method_version`, `parameters_hash` and `inputs_hash` give the same bytes.
    """

    kind = models.CharField(max_length=6, choices=RunKind)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.RUNNING)
    unit = models.ForeignKey(OrgUnit, null=True, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    known_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=60)
    method_version = models.CharField(max_length=20)
    parameters = models.JSONField(default=dict)
    parameters_hash = models.CharField(max_length=64, blank=True)
    inputs_hash = models.CharField(max_length=64, blank=True)
    summary = models.JSONField(default=dict)
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    keeps_output = models.BooleanField(default=False)

    objects = AnalysisRunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} as of {self.as_of}"

    @property
    def writes_profiles(self) -> bool:
        """Whether this is a run for its own day with all that is known, not a look back."""
        return self.known_at is None and self.as_of == self.created_at.date()


class RunPriors(models.Model):
    """What a run learned from the whole organisation; one row per run, gathered once.

    Arrays of little-endian int8 and float8 as in `assessments.analysis.priors.Priors` and
    `raters.Effects`, learned from `n_evidence` rows; `calibration` in thousandths. A later change
    of one person's evidence is estimated with the priors of the latest run. Rows that no profile
    was computed with any more are dropped by the next run: the evidence brings them back.
    """

    run = models.OneToOneField(AnalysisRun, on_delete=models.CASCADE, related_name="priors")
    cell_key = models.BinaryField()
    cell_sums = models.BinaryField()
    flat = models.BinaryField()
    rater = models.BinaryField()
    ratee = models.BinaryField()
    dyad = models.BinaryField()
    severity = models.BinaryField()
    impression = models.BinaryField()
    leniency = models.BinaryField()
    calibration = models.PositiveSmallIntegerField()
    n_evidence = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"priors of {self.run_id}"


class RunShard(models.Model):
    """A slice of the people of a run, in order of their numbers; unique by run and number.

    Its results and `done_at` are committed together, so a run that was interrupted goes on with
    the next slice. `output` holds CSV lines where the run keeps its output.
    """

    run = models.ForeignKey(AnalysisRun, on_delete=models.CASCADE, related_name="shards")
    number = models.PositiveIntegerField()
    employees = ArrayField(models.BigIntegerField())
    summary = models.JSONField(default=dict)
    inputs_hash = models.CharField(max_length=64, blank=True)
    output = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="run_shard_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class SkillProfileQuerySet(models.QuerySet["SkillProfile"]):
    def visible_to(self, user: Viewer) -> "SkillProfileQuerySet":
        return self.filter(levels_open_to(user, "employee"))


class SkillProfile(models.Model):
    """The latest levels and gaps of one person, packed; read it through `queries.unpack_profile`.

    All arrays have the same length and follow ascending `slots` (`Skill.slot`), over the cells with
    evidence or a requirement. `mean`, `sd`: milli-levels of the common metric, `p_gap`: 0..1000;
    -1 in these three and status 0 mean not measured. `required` and `importance` are 0 where
    nothing is asked. `fit*`, `balanced` and `coverage`: 0..1000, null when they cannot be told;
    `*_se` are their standard errors. Read them through `queries.fits`.

    What explains the levels: `prior`, along `slots`, is where each starts from (milli-levels);
    `raters` (ids as in `analysis.observations`), sorted, and beside them by how much each one's
    answers about this person lie above the truth (`shifts`, milli-levels), the variance they have
    because too little is known of that rater (`doubts`, thousandths of levels squared), and 1 in
    `flat` where that rater gives everybody the same answer. `calibration` (thousandths) multiplies
    standard deviations.
    """

    employee = models.OneToOneField(
        Employee, on_delete=models.PROTECT, primary_key=True, related_name="skill_profile"
    )
    slots = ArrayField(models.SmallIntegerField())
    mean = ArrayField(models.SmallIntegerField())
    sd = ArrayField(models.SmallIntegerField())
    n_ratings = ArrayField(models.SmallIntegerField())
    required = ArrayField(models.SmallIntegerField())
    importance = ArrayField(models.SmallIntegerField())
    p_gap = ArrayField(models.SmallIntegerField())
    status = ArrayField(models.SmallIntegerField())
    prior = ArrayField(models.SmallIntegerField(), default=list)
    raters = ArrayField(models.BigIntegerField(), default=list)
    shifts = ArrayField(models.SmallIntegerField(), default=list)
    doubts = ArrayField(models.SmallIntegerField(), default=list)
    flat = ArrayField(models.SmallIntegerField(), default=list)
    calibration = models.SmallIntegerField(default=1150)
    fit_hard = models.SmallIntegerField(null=True)
    fit_soft = models.SmallIntegerField(null=True)
    fit = models.SmallIntegerField(null=True)
    balanced = models.SmallIntegerField(null=True)
    fit_hard_se = models.SmallIntegerField(null=True)
    fit_soft_se = models.SmallIntegerField(null=True)
    fit_se = models.SmallIntegerField(null=True)
    balanced_se = models.SmallIntegerField(null=True)
    coverage = models.SmallIntegerField(null=True)
    method = models.CharField(max_length=60)
    method_version = models.CharField(max_length=20)
    parameters_hash = models.CharField(max_length=64)
    inputs_hash = models.CharField(max_length=64)
    run = models.ForeignKey(AnalysisRun, null=True, on_delete=models.PROTECT, related_name="+")
    stale = models.BooleanField(default=False)
    computed_at = models.DateTimeField()

    objects = SkillProfileQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["slots"], name="skill_profile_slots"),
            models.Index(
                fields=["employee"], condition=models.Q(stale=True), name="skill_profile_stale"
            ),
            models.Index(  # the order of the people list, and figures about many without arrays
                fields=["balanced"],
                include=["employee", "fit_hard", "fit_soft", "fit", "coverage"],
                name="skill_profile_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"profile of {self.employee_id}"


class SkillMapCell(models.Model):
    """Aggregate of the people of one unit, role, site and work mode for one required skill.

    Sums, so that cells can be added: `n` people asked, `n_unmeasured` of them without a level,
    `sum_gap` of max(gap, 0) and `sum_level` in milli-levels and `sum_p` in milli-probabilities over
    the measured, `n_probable` likely gaps. Missing cells are zero people, not zero gaps.

    `n_tentative` of the measured are so tentatively, `n_old` were last observed more than a year
    before the level was computed. `n_verified` have evidence of a verified source; the
    `verified_*` are the sums over these alone.
    """

    unit = models.ForeignKey(OrgUnit, on_delete=models.CASCADE, related_name="+")
    role = models.ForeignKey(RoleProfile, null=True, on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, null=True, on_delete=models.CASCADE, related_name="+")
    work_mode = models.CharField(max_length=10)
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    n = models.IntegerField()
    n_unmeasured = models.IntegerField()
    n_possible = models.IntegerField()
    n_probable = models.IntegerField()
    sum_level = models.BigIntegerField()
    sum_gap = models.BigIntegerField()
    sum_p = models.BigIntegerField()
    n_tentative = models.IntegerField(default=0)
    n_old = models.IntegerField(default=0)
    n_verified = models.IntegerField(default=0)
    verified_probable = models.IntegerField(default=0)
    verified_tentative = models.IntegerField(default=0)
    verified_old = models.IntegerField(default=0)
    verified_level = models.BigIntegerField(default=0)
    verified_gap = models.BigIntegerField(default=0)
    verified_p = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "role", "site", "work_mode", "skill"],
                nulls_distinct=False,
                name="skill_map_cell_once",
            )
        ]
        indexes = [models.Index(fields=["skill"], name="skill_map_cell_skill")]

    def __str__(self) -> str:
        return f"{self.unit_id} x {self.skill_id}: {self.n}"
