"""Anonymous feedback: who was asked, and what was answered, with no key between the two."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from assessments.enums import RaterKind
from assessments.models.cycles import AssessmentCycle
from employees.models import Employee, OrgUnit
from skillmap.core.models import Viewer


class FeedbackInvitationQuerySet(models.QuerySet["FeedbackInvitation"]):
    def visible_to(self, user: Viewer) -> "FeedbackInvitationQuerySet":
        """One's own only: nobody else learns who was asked here, or who has answered."""
        return self.filter(rater__user=user.pk) if user.is_authenticated else self.none()


class FeedbackInvitation(models.Model):
    """Somebody is asked for anonymous feedback on a person; unique by cycle, rater and ratee.

    `answered_on` is a day, for reminders and so that nobody answers twice. Not audited, and with
    no key to the answer.
    """

    cycle = models.ForeignKey(AssessmentCycle, on_delete=models.CASCADE, related_name="+")
    rater = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    ratee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    rater_kind = models.CharField(max_length=10, choices=RaterKind)
    answered_on = models.DateField(null=True)

    objects = FeedbackInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "ratee", "rater"], name="feedback_invitation_once"
            ),
            models.CheckConstraint(condition=~Q(rater=F("ratee")), name="feedback_not_on_oneself"),
        ]
        indexes = [models.Index(fields=["rater", "answered_on"], name="feedback_invitation_rater")]

    def __str__(self) -> str:
        return f"{self.rater_kind} on {self.ratee_id}"


class FeedbackAnswerQuerySet(models.QuerySet["FeedbackAnswer"]):
    def open(self) -> "FeedbackAnswerQuerySet":
        """As given, one row per rater; only their author may read them."""
        return self.filter(digest__isnull=False)

    def shuffled(self) -> "FeedbackAnswerQuerySet":
        """As rewritten at close; reports are made of these."""
        return self.filter(digest=None)


class FeedbackAnswer(models.Model):
    """What somebody said about a person, without who. `assessments.services.feedback` writes it.

    While the cycle is open a row holds all that one rater said: `payload` is `{"skills": [{"skill":
    id, "level": 3.5 | null, "comment": ""}], "comment": ""}`, where a level of null is "cannot
    judge". `digest` is the SHA-256 of a token that only the author holds. Close rewrites the rows
    in random order with new ids: one row per level, `{"skill", "level"}`, and one per comment,
    `{"skill" | null, "comment"}`, without a digest. There is no time: the cycle's is the only one.
    Not audited.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    cycle = models.ForeignKey(AssessmentCycle, on_delete=models.CASCADE, related_name="+")
    ratee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    rater_kind = models.CharField(max_length=10, choices=RaterKind)
    payload = models.JSONField()
    digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - null at close

    objects = FeedbackAnswerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["cycle", "ratee"], name="feedback_answer_ratee")]

    def __str__(self) -> str:
        return f"{self.rater_kind} on {self.ratee_id}"


class FeedbackFunnel(models.Model):
    """How many anonymous answers one unit was asked for and gave, as counted on one day.

    Unique by cycle, unit and day; `unit` is that of the raters, null for small units together.
    `people` raters are asked for `invited` answers, `answered` of them given. Counted once a day,
    so that it does not tell when somebody answers.
    """

    cycle = models.ForeignKey(AssessmentCycle, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(OrgUnit, null=True, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    people = models.PositiveIntegerField()
    invited = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "unit", "day"], nulls_distinct=False, name="feedback_funnel_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} on {self.day}: {self.answered} of {self.invited}"
