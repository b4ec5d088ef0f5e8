"""What HR prepares: templates of reviews, and the cycles that use them."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.cycles import default_reminders
from employees.enums import Grant
from employees.models import Employee, RoleGrant
from reviews.enums import Gate, LevelSteps, Overall, QuestionPhase, ReviewCycleState
from reviews.models.goals import Question
from skillmap.core.history import tracked
from skillmap.core.models import Record, User, Viewer

LONGEST_WORDS = 80  # characters of one rank of an overall rating


class ReviewTemplateQuerySet(models.QuerySet["ReviewTemplate"]):
    def newest(self) -> "ReviewTemplateQuerySet":
        """The latest edition of each template."""
        return self.filter(following=None)


@tracked()
class ReviewTemplate(Record):
    """One edition of what a review asks for; editions form a chain by `previous`.

    `hard_by`, `soft_by` and `summary_by` say who fills that section; both kinds of skill are
    always there. `overall_words` name the ranks of `Overall` from the lowest on, empty: in our own
    words. An edition that a started cycle uses never changes: the next one takes its place.
    """

    name = models.CharField(_("name"), max_length=120)
    edition = models.PositiveSmallIntegerField(default=1)
    previous = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="following"
    )
    hard_by = models.CharField(_("hard skills"), max_length=7, choices=QuestionPhase)
    soft_by = models.CharField(_("soft skills"), max_length=7, choices=QuestionPhase)
    summary_by = models.CharField(_("summary"), max_length=7, choices=QuestionPhase, blank=True)
    has_goals = models.BooleanField(_("goals"), default=True)
    level_steps = models.CharField(
        _("scale"), max_length=6, choices=LevelSteps, default=LevelSteps.HALVES
    )
    has_overall = models.BooleanField(_("overall rating"), default=False)
    overall_words = ArrayField(models.CharField(max_length=LONGEST_WORDS), default=list, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ReviewTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-edition"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(hard_by="") & ~Q(soft_by=""), name="review_template_both_kinds"
            ),
            models.CheckConstraint(
                condition=Q(edition=1, previous=None) | Q(edition__gt=1, previous__isnull=False),
                name="review_template_edition_follows",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.edition})" if self.edition > 1 else self.name

    @property
    def overall_choices(self) -> list[tuple[int, str]]:
        """The ranks of an overall rating and their words, the lowest first."""
        words = self.overall_words or [str(label) for label in Overall.labels]
        return list(zip(Overall.values, words, strict=True))

    def fits_steps(self, level: Decimal) -> bool:
        """Is it one of the steps in which this template rates?"""
        steps = 1 if self.level_steps == LevelSteps.WHOLE else 2
        return level * steps % 1 == 0


@tracked()
class TemplateQuestion(models.Model):
    """A question of a template; unique by template and question. The bank says who answers it."""

    template = models.ForeignKey(ReviewTemplate, on_delete=models.CASCADE, related_name="questions")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["template", "position"]
        constraints = [
            models.UniqueConstraint(fields=["template", "question"], name="template_question_once")
        ]

    def __str__(self) -> str:
        return f"{self.question_id} of {self.template_id}"


class ReviewCycleQuerySet(models.QuerySet["ReviewCycle"]):
    def visible_to(self, user: Viewer) -> "ReviewCycleQuerySet":
        """HR admins all; HR partners those they made and those with people of their units."""
        if not user.is_authenticated:
            return self.none()
        admin = RoleGrant.objects.current().filter(user=user.pk, grant=Grant.HR_ADMIN)
        partner = RoleGrant.objects.current().filter(user=user.pk, grant=Grant.HR_PARTNER)
        scope = Employee.objects.in_hr_scope_of(user)
        of_units = Q(pk__in=self.model.objects.filter(people__in=scope).values("pk"))
        return self.filter(
            Q(models.Exists(admin))
            | (Q(models.Exists(partner)) & (Q(created_by=user.pk) | of_units))
        )


@tracked()
class ReviewCycle(Record):
    """One cycle of reviews: a template, a period, dates and people.

    `people` is who takes part; starting makes a review for each. `prepare_by` and `sign_by` are
    the last days of either. `gate` says when the two parts of a review open to each other.
    `calibrated_at`: since then levels compared across teams are locked and open. Reminders go out
    `remind_days` before either last day, and what is late is told to those above `escalate_days`
    before.
    """

    name = models.CharField(_("name"), max_length=120)
    template = models.ForeignKey(ReviewTemplate, on_delete=models.PROTECT, related_name="cycles")
    state = models.CharField(max_length=7, choices=ReviewCycleState, default=ReviewCycleState.DRAFT)
    period_start = models.DateField(_("period from"))
    period_end = models.DateField(_("period to"))
    prepare_by = models.DateField(_("prepare until"))
    sign_by = models.DateField(_("sign until"))
    gate = models.CharField(
        _("the two parts open to each other"), max_length=10, choices=Gate, default=Gate.BOTH
    )
    remind_days = ArrayField(
        models.PositiveSmallIntegerField(), default=default_reminders, size=5, blank=True
    )
    escalate_days = models.PositiveSmallIntegerField(null=True, blank=True, default=1)
    calibrated_at = models.DateTimeField(null=True)
    calibrated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    people = models.ManyToManyField(Employee, related_name="+")
    started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ReviewCycleQuerySet.as_manager()

    class Meta:
        ordering = ["-period_end", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="review_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(sign_by__gte=F("prepare_by")), name="review_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(calibrated_at=None) | Q(gate=Gate.CALIBRATED),
                name="review_calibration_has_gate",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def opens_itself(self) -> bool:
        """Do the two parts of a review open as soon as both are sent?"""
        return self.gate == Gate.BOTH or self.calibrated_at is not None
