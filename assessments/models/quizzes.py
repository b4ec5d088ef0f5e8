"""The item bank, tests made from it, and attempts at them."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import (
    ATTEMPTS,
    RETAKE_DAYS,
    Assembly,
    AttemptState,
    ContentState,
    ItemKind,
    ScoreMethod,
)
from assessments.models.evidence import Evidence
from employees.enums import Grant
from employees.models import Employee, RoleGrant
from skillmap.core.history import immutable, tracked
from skillmap.core.models import Record, User, Viewer
from skills.models import Skill

AUTHORS = (Grant.HR_ADMIN, Grant.HR_PARTNER, Grant.LEARNING)


def is_author(user: Viewer) -> Exists:
    """Whoever may write items and scenarios, as part of a question about them."""
    grants = RoleGrant.objects.current().filter(user=user.pk, grant__in=AUTHORS)
    return Exists(grants)


def may_read_attempt(user: Viewer) -> Q:
    """One's own attempts; scored ones also of people whose levels this user may read."""
    readable = Q(employee__in=Employee.objects.levels_visible_to(user))
    return Q(employee__user=user.pk) | (Q(state=AttemptState.SCORED) & readable)


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, user: Viewer) -> "ItemQuerySet":
        """Those who write items; takers of a test see what their attempt shows, never the key."""
        return self.filter(is_author(user)) if user.is_authenticated else self.none()

    def published(self) -> "ItemQuerySet":
        return self.filter(state=ContentState.PUBLISHED)


@tracked()
class Item(Record):
    """One question of a skill's item bank; unique by skill and code.

    What it asks is in `current`, its newest version.
    """

    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(_("code"), max_length=60)
    state = models.CharField(max_length=10, choices=ContentState, default=ContentState.DRAFT)
    current = models.OneToOneField(
        "ItemVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["skill", "code"]
        constraints = [
            models.UniqueConstraint(fields=["skill", "code"], name="item_code_once"),
            models.CheckConstraint(
                condition=~Q(state=ContentState.PUBLISHED) | Q(current__isnull=False),
                name="item_published_asks_something",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ItemVersion(models.Model):
    """What an item asks and what is right; unique by item and number, never changed.

    `options`: a list of `{"id", "text"}`, empty for a number. `key`: the ids that are right (in
    their order for an ordering), or `[value, tolerance]` as texts for a number. It is read by
    scoring and by authors only. `a`, `b`, `c`: item response parameters (discrimination,
    difficulty in standard deviations, chance of guessing right), all or none; `calibration` says
    where they come from.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ItemKind)
    stem = models.TextField(_("question"), max_length=2000)
    options = models.JSONField(default=list)
    key = models.JSONField()
    a = models.FloatField(null=True)
    b = models.FloatField(null=True)
    c = models.FloatField(null=True)
    calibration = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_once"),
            models.CheckConstraint(
                condition=Q(a=None, b=None, c=None)
                | Q(a__gt=0, b__isnull=False, c__gte=0, c__lt=1),
                name="item_version_parameters",
            ),
        ]
        triggers = immutable("item_version")

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"

    @property
    def has_parameters(self) -> bool:
        return self.a is not None


class QuizQuerySet(models.QuerySet["Quiz"]):
    def visible_to(self, user: Viewer) -> "QuizQuerySet":
        """Published ones: everybody; all: those who write them."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(state=ContentState.PUBLISHED) | Q(is_author(user)))

    def published(self) -> "QuizQuerySet":
        return self.filter(state=ContentState.PUBLISHED)


@tracked()
class Quiz(Record):
    """A test of one skill ("test" on screen); unique by title.

    A fixed one asks `items` in their order; a random one draws `draws` of `items`, or of the whole
    bank where none are named. `minutes` runs on the server's clock.
    """

    title = models.CharField(_("title"), max_length=120, unique=True)
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="quizzes")
    description = models.TextField(_("what it covers"), max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=ContentState, default=ContentState.DRAFT)
    assembly = models.CharField(
        _("questions"), max_length=6, choices=Assembly, default=Assembly.FIXED
    )
    draws = models.PositiveSmallIntegerField(
        _("how many are drawn"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
    )
    one_page = models.BooleanField(_("all questions on one page"), default=False)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(480)],
    )
    retake_days = models.PositiveSmallIntegerField(
        _("days before it may be taken again"), default=RETAKE_DAYS
    )
    attempts_at_most = models.PositiveSmallIntegerField(
        _("attempts in all"), default=ATTEMPTS, validators=[MinValueValidator(1)]
    )
    items = models.ManyToManyField(Item, through="QuizItem", related_name="quizzes")

    objects = QuizQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(assembly=Assembly.FIXED, draws=None)
                | Q(assembly=Assembly.RANDOM, draws__gte=1),
                name="quiz_random_says_how_many",
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=1), name="quiz_minutes_positive"
            ),
            models.CheckConstraint(
                condition=Q(attempts_at_most__gte=1), name="quiz_attempts_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class QuizItem(models.Model):
    """An item belongs to a test at a position; unique by test and item, and by position."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["quiz", "position"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "item"], name="quiz_item_once"),
            models.UniqueConstraint(fields=["quiz", "position"], name="quiz_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}/{self.position}"


class CutScores(models.Model):
    """Where the levels of a test begin; unique by test, method and number, never changed.

    `cuts[i]` is the score at which rank zero + i + 1 of the skill's scale begins: standard
    deviations of ability for `eap`, a share of right answers for `binomial`. The highest number
    of a method counts; the earlier ones are the history.
    """

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="cut_scores")
    method = models.CharField(max_length=8, choices=ScoreMethod)
    number = models.PositiveSmallIntegerField()
    cuts = ArrayField(models.FloatField())
    reason = models.CharField(_("why"), max_length=300)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["quiz", "method", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "method", "number"], name="cut_scores_once")
        ]
        triggers = immutable("cut_scores")

    def __str__(self) -> str:
        return f"{self.quiz_id} {self.method} {self.number}"


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def visible_to(self, user: Viewer) -> "AttemptQuerySet":
        """One's own; scored ones also of people whose levels this user may read."""
        return self.filter(may_read_attempt(user)) if user.is_authenticated else self.none()

    def open(self) -> "AttemptQuerySet":
        return self.filter(state=AttemptState.OPEN)


@tracked()
class Attempt(Record):
    """One person takes one test once; at most one open attempt per person and test.

    `level` is on the skill's scale, `variance` in levels² of the common metric, both written when
    the attempt is scored, with the cut scores and the method that were used. `theta` and
    `theta_se` are in standard deviations of ability (EAP only).
    """

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="attempts")
    state = models.CharField(max_length=6, choices=AttemptState, default=AttemptState.OPEN)
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=8, choices=ScoreMethod, blank=True)
    cut_scores = models.ForeignKey(
        CutScores, null=True, on_delete=models.PROTECT, related_name="attempts"
    )
    n_items = models.PositiveSmallIntegerField()
    n_right = models.PositiveSmallIntegerField(null=True)
    theta = models.FloatField(null=True)
    theta_se = models.FloatField(null=True)
    level = models.DecimalField(max_digits=5, decimal_places=3, null=True)
    variance = models.FloatField(null=True)
    evidence = models.OneToOneField(
        Evidence, null=True, on_delete=models.PROTECT, related_name="attempt"
    )

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "employee"],
                condition=Q(state=AttemptState.OPEN),
                name="attempt_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state=AttemptState.OPEN, submitted_at=None, level=None)
                | Q(
                    state=AttemptState.SCORED,
                    submitted_at__isnull=False,
                    level__isnull=False,
                    variance__gt=0,
                    n_right__lte=F("n_items"),
                ),
                name="attempt_scored_has_result",
            ),
        ]
        indexes = [models.Index(fields=["employee", "quiz", "started_at"], name="attempt_person")]

    def __str__(self) -> str:
        return f"{self.quiz_id} by {self.employee_id}"


class AttemptItem(models.Model):
    """One question of one attempt, as it was shown; unique by attempt and position.

    `shown` holds the ids of the options in the order in which this person sees them. `response`
    is a list of ids, or a list with one number as text; null before the first answer. It is saved
    at every change and not audited; from the end of the attempt on nothing of it changes.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="lines")
    shown = ArrayField(models.CharField(max_length=20), default=list)
    response = models.JSONField(null=True)
    answered_at = models.DateTimeField(null=True)
    is_right = models.BooleanField(null=True)

    class Meta:
        ordering = ["attempt", "position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="attempt_position_once"),
            models.UniqueConstraint(fields=["attempt", "item_version"], name="attempt_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"
