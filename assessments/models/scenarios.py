"""Situational-judgement scenarios: branching scenes, reactions keyed by experts, attempts."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import ATTEMPTS, RETAKE_DAYS, AttemptState, ContentState
from assessments.models.evidence import Evidence
from assessments.models.quizzes import is_author, may_read_attempt
from employees.models import Employee
from skillmap.core.history import tracked
from skillmap.core.models import Record, User, Viewer
from skills.models import Skill


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def visible_to(self, user: Viewer) -> "ScenarioQuerySet":
        """With a published version: everybody; all: those who write them."""
        if not user.is_authenticated:
            return self.none()
        published = Q(current__isnull=False, retired_on=None)
        return self.filter(published | Q(is_author(user)))

    def published(self) -> "ScenarioQuerySet":
        return self.filter(current__isnull=False, retired_on=None)


@tracked()
class Scenario(Record):
    """A situation in which one skill shows; unique by code. `current` is the version given out."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="scenarios")
    description = models.TextField(_("what it is about"), max_length=2000, blank=True)
    retake_days = models.PositiveSmallIntegerField(
        _("days before it may be taken again"), default=RETAKE_DAYS
    )
    attempts_at_most = models.PositiveSmallIntegerField(
        _("attempts in all"), default=ATTEMPTS, validators=[MinValueValidator(1)]
    )
    current = models.OneToOneField(
        "ScenarioVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    retired_on = models.DateField(null=True, blank=True)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(attempts_at_most__gte=1), name="scenario_attempts_positive"
            )
        ]

    def __str__(self) -> str:
        return self.title


class ScenarioVersionQuerySet(models.QuerySet["ScenarioVersion"]):
    def visible_to(self, user: Viewer) -> "ScenarioVersionQuerySet":
        """With their reactions and key: those who write scenarios, and the experts asked."""
        if not user.is_authenticated:
            return self.none()
        asked = ScenarioExpert.objects.filter(expert__user=user.pk).values("scenario_version")
        return self.filter(Q(is_author(user)) | Q(pk__in=asked))


@tracked()
class ScenarioVersion(Record):
    """Scenes, reactions and their key at one time; unique by scenario and number.

    From publication on nothing in it changes: another text or another key is another version.
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ContentState, default=ContentState.DRAFT)
    published_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScenarioVersionQuerySet.as_manager()

    class Meta:
        ordering = ["scenario", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["scenario", "number"], name="scenario_version_once"),
            models.UniqueConstraint(
                fields=["scenario"],
                condition=Q(state=ContentState.DRAFT),
                name="scenario_version_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(state=ContentState.DRAFT, published_at=None)
                | (~Q(state=ContentState.DRAFT) & Q(published_at__isnull=False)),
                name="scenario_version_published_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id} v{self.number}"


@tracked()
class Scene(models.Model):
    """What the person reads before choosing a reaction; unique by version and code.

    The scene at position 0 comes first; which one follows depends on the reaction.
    """

    version = models.ForeignKey(ScenarioVersion, on_delete=models.CASCADE, related_name="scenes")
    code = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=4000)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="scene_code_once"),
            models.UniqueConstraint(fields=["version", "position"], name="scene_position_once"),
        ]

    def __str__(self) -> str:
        return self.code


@tracked()
class Reaction(models.Model):
    """Something one can do in a scene; unique by scene and code. Several may be good.

    `next_scene` follows it, null ends the scenario. `key_level` is the mean and `key_spread` the
    standard deviation of the experts' levels (skill's scale), written when the version is
    published; they are read by scoring, authors and experts only.
    """

    scene = models.ForeignKey(Scene, on_delete=models.CASCADE, related_name="reactions")
    code = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=2000)
    next_scene = models.ForeignKey(
        Scene, null=True, on_delete=models.CASCADE, related_name="reached_by"
    )
    key_level = models.FloatField(null=True)
    key_spread = models.FloatField(null=True)

    class Meta:
        ordering = ["scene", "position"]
        constraints = [models.UniqueConstraint(fields=["scene", "code"], name="reaction_code_once")]

    def __str__(self) -> str:
        return self.code


class ScenarioExpertQuerySet(models.QuerySet["ScenarioExpert"]):
    def visible_to(self, user: Viewer) -> "ScenarioExpertQuerySet":
        """The expert asked, and those who write scenarios."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(expert__user=user.pk) | Q(is_author(user)))


@tracked()
class ScenarioExpert(Record):
    """Somebody is asked to key the reactions of a version; unique by version and expert."""

    scenario_version = models.ForeignKey(
        ScenarioVersion, on_delete=models.PROTECT, related_name="experts"
    )
    expert = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="keys_asked")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)

    objects = ScenarioExpertQuerySet.as_manager()

    class Meta:
        ordering = ["scenario_version", "expert"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario_version", "expert"], name="scenario_expert_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scenario_version_id} by {self.expert_id}"


@tracked()
class ReactionKey(models.Model):
    """One expert's level of one reaction, on the skill's scale; unique by reaction and expert."""

    reaction = models.ForeignKey(Reaction, on_delete=models.CASCADE, related_name="keys")
    expert = models.ForeignKey(ScenarioExpert, on_delete=models.CASCADE, related_name="keys")
    level = models.DecimalField(max_digits=4, decimal_places=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reaction", "expert"], name="reaction_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.reaction_id} by {self.expert_id}"


class ScenarioAttemptQuerySet(models.QuerySet["ScenarioAttempt"]):
    def visible_to(self, user: Viewer) -> "ScenarioAttemptQuerySet":
        """One's own; scored ones also of people whose levels this user may read."""
        return self.filter(may_read_attempt(user)) if user.is_authenticated else self.none()


@tracked()
class ScenarioAttempt(Record):
    """One person goes through a scenario once; at most one open per person and version.

    `level` is on the skill's scale, `variance` in levels² of the common metric.
    """

    scenario_version = models.ForeignKey(
        ScenarioVersion, on_delete=models.PROTECT, related_name="attempts"
    )
    employee = models.ForeignKey(
        Employee, on_delete=models.PROTECT, related_name="scenario_attempts"
    )
    state = models.CharField(max_length=6, choices=AttemptState, default=AttemptState.OPEN)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    level = models.DecimalField(max_digits=5, decimal_places=3, null=True)
    variance = models.FloatField(null=True)
    evidence = models.OneToOneField(
        Evidence, null=True, on_delete=models.PROTECT, related_name="scenario_attempt"
    )

    objects = ScenarioAttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario_version", "employee"],
                condition=Q(state=AttemptState.OPEN),
                name="scenario_attempt_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state=AttemptState.OPEN, submitted_at=None, level=None)
                | Q(
                    state=AttemptState.SCORED,
                    submitted_at__isnull=False,
                    level__isnull=False,
                    variance__gt=0,
                ),
                name="scenario_attempt_scored",
            ),
        ]
        indexes = [models.Index(fields=["employee", "started_at"], name="scenario_attempt_person")]

    def __str__(self) -> str:
        return f"{self.scenario_version_id} by {self.employee_id}"


class ScenarioChoice(models.Model):
    """The reaction chosen in one scene of an attempt; unique by attempt and scene, never changed.

    Not audited: the row itself says what was chosen and when.
    """

    attempt = models.ForeignKey(ScenarioAttempt, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    scene = models.ForeignKey(Scene, on_delete=models.PROTECT, related_name="+")
    reaction = models.ForeignKey(Reaction, on_delete=models.PROTECT, related_name="chosen")
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ["attempt", "position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "scene"], name="scenario_choice_scene_once"),
            models.UniqueConstraint(
                fields=["attempt", "position"], name="scenario_choice_position_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"
