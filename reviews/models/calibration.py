"""What HR adjusted of managers' parts before they opened."""

from django.db import models
from django.db.models import Q

from reviews.enums import Topic
from reviews.models.reviews import Review
from skillmap.core.history import immutable
from skillmap.core.models import User, Viewer
from skills.models import Skill


class CalibrationChangeQuerySet(models.QuerySet["CalibrationChange"]):
    def visible_to(self, user: Viewer) -> "CalibrationChangeQuerySet":
        """As the reviews they were made in, never of one's own (for when, see `rules`)."""
        of_others = Review.objects.visible_to(user).exclude(employee__user=user.pk)
        return self.filter(review__in=of_others)


class CalibrationChange(models.Model):
    """One level, or the overall rating (no skill), that HR adjusted in a review. Never changed.

    The entry of the manager holds `level_after`; what the manager gave is `level_before` of the
    first change.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="calibrations")
    topic = models.CharField(max_length=8, choices=Topic)
    skill = models.ForeignKey(Skill, null=True, on_delete=models.PROTECT, related_name="+")
    level_before = models.DecimalField(max_digits=4, decimal_places=1)
    level_after = models.DecimalField(max_digits=4, decimal_places=1)
    reason = models.CharField(max_length=500)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = CalibrationChangeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(topic=Topic.SKILL, skill__isnull=False)
                | Q(topic=Topic.OVERALL, skill=None),
                name="calibration_fits_its_topic",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="calibration_has_reason"),
        ]
        indexes = [models.Index(fields=["review", "skill"], name="calibration_review")]
        triggers = immutable("calibration")

    def __str__(self) -> str:
        return f"{self.topic} of {self.review_id}"
