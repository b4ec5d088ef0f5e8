"""Reviews of people: what both sides prepared, agreed and signed."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from reviews.enums import ReviewState, Side, Topic
from reviews.models.cycles import ReviewCycle
from reviews.models.goals import Question
from reviews.models.reading import openly_read_by
from skillmap.core.history import immutable, tracked
from skillmap.core.models import Record, User, Viewer
from skills.models import Skill

# People with a line manager who is here, or for whom somebody who is here stands in today.
LED_HERE = """
    SELECT a.employee_id FROM employees_assignment a
    JOIN employees_employee m ON m.id = a.manager_id
    WHERE a.is_primary AND a.valid @> CURRENT_DATE AND (
        m.status = 'active' OR EXISTS (
            SELECT FROM employees_delegation g JOIN employees_employee d ON d.id = g.delegate_id
            WHERE g.manager_id = m.id AND g.days @> CURRENT_DATE
                AND d.status = 'active' AND d.id <> a.employee_id
        )
    )
"""


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: Viewer) -> "ReviewQuerySet":
        """Reviews of people whose levels this user may read (HR gives a reason, see `rules`)."""
        return self.filter(employee__in=Employee.objects.levels_visible_to(user))

    def open_today_to(self, user: Viewer) -> "ReviewQuerySet":
        """Of `visible_to` those for which nobody asks why, or this user said why today."""
        return self.visible_to(user).filter(employee__in=openly_read_by(user))

    def newest(self) -> "ReviewQuerySet":
        """The latest revision of each review."""
        return self.filter(following=None)


@tracked()
class Review(Record):
    """One revision of the review of a person in a cycle; unique by cycle, person and revision.

    `manager_author` sent the part of the manager: a later manager's drafts never mix with it.
    `opened_at` is when the two parts opened to each other.
    """

    cycle = models.ForeignKey(ReviewCycle, on_delete=models.PROTECT, related_name="reviews")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="reviews")
    revision = models.PositiveSmallIntegerField(default=1)
    previous = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="following"
    )
    state = models.CharField(max_length=12, choices=ReviewState, default=ReviewState.PREPARING)
    self_submitted_at = models.DateTimeField(null=True)
    manager_submitted_at = models.DateTimeField(null=True)
    manager_author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-cycle__period_end", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "employee", "revision"], name="review_revision_once"
            ),
            models.CheckConstraint(
                condition=Q(manager_submitted_at=None) | Q(manager_author__isnull=False),
                name="review_manager_part_has_author",
            ),
        ]
        indexes = [models.Index(fields=["employee", "state"], name="review_employee")]

    def __str__(self) -> str:
        return f"{self.employee_id} in {self.cycle_id}"

    @property
    def is_calibrated(self) -> bool:
        """Was the manager's part there when HR locked the levels?

        A correction, a revision of what had opened already, is free again.
        """
        at, sent = self.cycle.calibrated_at, self.manager_submitted_at
        if at is None or sent is None or sent > at:
            return False
        return self.previous is None or self.previous.opened_at is None

    def has_sent(self, entry: "ReviewEntry") -> bool:
        """Is it more than a draft: shared, or in a part that was sent by its writer?"""
        if entry.side == Side.MANAGER:
            return entry.writer_id == self.manager_author_id
        return entry.side != Side.SELF or self.self_submitted_at is not None


class ReviewSkillQuerySet(models.QuerySet["ReviewSkill"]):
    def once(self) -> "ReviewSkillQuerySet":
        """Without skills merged into another one that the same review is about."""
        survivor = self.model.objects.filter(
            review=OuterRef("review"), skill=OuterRef("skill__replaced_by")
        )
        return self.exclude(Exists(survivor))


class ReviewSkill(models.Model):
    """A skill that a review is about; unique by review and skill.

    Written at the start from what the roles ask for; a skill beyond them, which an answer named in
    the meeting, has no `required_level`.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    required_level = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    position = models.PositiveSmallIntegerField()

    objects = ReviewSkillQuerySet.as_manager()

    class Meta:
        ordering = ["review", "position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "skill"], name="review_skill_once")
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} of {self.review_id}"


class ReviewEntryQuerySet(models.QuerySet["ReviewEntry"]):
    def visible_to(self, user: Viewer) -> "ReviewEntryQuerySet":
        """One's own; of the two parts those that were sent and are open; what is shared.

        A part that its writer did not send stays their own, whoever opened the review.
        """
        if not user.is_authenticated:
            return self.none()
        open_parts = Q(review__opened_at__isnull=False) & (
            Q(side=Side.SELF, review__self_submitted_at__isnull=False)
            | Q(side=Side.MANAGER, writer=F("review__manager_author"))
        )
        readable = Review.objects.visible_to(user)
        return self.filter(
            Q(writer=user.pk) | (Q(review__in=readable) & (Q(side=Side.SHARED) | open_parts))
        )

    def with_survivor(self) -> "ReviewEntryQuerySet":
        """With `counts_for`: the skill, or what it was merged into where the review has both."""
        both = ReviewSkill.objects.filter(
            review=OuterRef("review"), skill=OuterRef("skill__replaced_by")
        )
        survivor = Subquery(both.values("skill")[:1])
        number = models.BigIntegerField()
        return self.annotate(counts_for=Coalesce(survivor, F("skill"), output_field=number))


@tracked()
class ReviewEntry(Record):
    """What one side says about one thing; unique by review, side, writer, topic, skill, question.

    `level` is on the skill's scale, for an overall rating its rank. Shared entries have no writer:
    both write them, and `version` keeps either from overwriting the other.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="entries")
    side = models.CharField(max_length=7, choices=Side)
    writer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=8, choices=Topic)
    skill = models.ForeignKey(Skill, null=True, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, null=True, on_delete=models.PROTECT, related_name="+")
    level = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    cannot_judge = models.BooleanField(default=False)
    text = models.TextField(_("text"), blank=True)

    # What this one is shown with: the same side's words on skills merged into its skill meanwhile.
    merged: Sequence["ReviewEntry"] = ()

    objects = ReviewEntryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "side", "writer", "topic", "skill", "question"],
                nulls_distinct=False,
                name="review_entry_once",
            ),
            models.CheckConstraint(
                condition=Q(side=Side.SHARED, writer=None)
                | (~Q(side=Side.SHARED) & Q(writer__isnull=False)),
                name="review_entry_has_writer",
            ),
            models.CheckConstraint(
                condition=Q(topic=Topic.SKILL, skill__isnull=False, question=None)
                | Q(topic=Topic.QUESTION, skill=None, question__isnull=False)
                | Q(
                    topic__in=[Topic.SUMMARY, Topic.OVERALL, Topic.NOTES], skill=None, question=None
                ),
                name="review_entry_fits_its_topic",
            ),
            models.CheckConstraint(
                condition=Q(cannot_judge=False) | Q(level=None), name="review_entry_level_or_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.topic} of {self.review_id}"


def digest_of(content: Any) -> str:
    """SHA-256 of a content in its one written form."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class SignedReview(models.Model):
    """What the manager signed, word for word; one for each revision, never changed.

    `digest` is the SHA-256 of `content`, shown on screen and on paper.
    """

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="signed")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        triggers = immutable("signed_review")

    def __str__(self) -> str:
        return self.digest[:12]

    @property
    def is_intact(self) -> bool:
        """Does the content still have its digest?"""
        return digest_of(self.content) == self.digest


class Acknowledgement(models.Model):
    """The person's answer to a signed review: agreed, or seen and not agreed. Never changed."""

    signed = models.OneToOneField(
        SignedReview, on_delete=models.PROTECT, related_name="acknowledgement"
    )
    agrees = models.BooleanField()
    comment = models.TextField(_("comment"), blank=True)
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField()

    class Meta:
        triggers = immutable("acknowledgement")

    def __str__(self) -> str:
        return "agreed" if self.agrees else "not agreed"
