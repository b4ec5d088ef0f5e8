"""What one person answers about one skill of a person, from draft to submission."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import RaterKind
from assessments.models.cycles import AssessmentCycle
from assessments.models.evidence import Evidence
from employees.models import Employee
from skillmap.core.feed import published
from skillmap.core.history import tracked
from skillmap.core.models import Record, Viewer
from skills.models import Skill


class RatingQuerySet(models.QuerySet["Rating"]):
    def visible_to(self, user: Viewer) -> "RatingQuerySet":
        """Drafts: their writer. Submitted: also those who may read the ratee's levels.

        Those of a cycle are read through the cycle's results, and here only by their writer.
        """
        own = Q(rater__user=user.pk)
        submitted = Q(submitted_at__isnull=False, cycle=None)
        readable = Q(ratee__in=Employee.objects.levels_visible_to(user))
        return self.filter(own | (submitted & readable))

    def drafts(self) -> "RatingQuerySet":
        return self.filter(submitted_at=None)


@published(
    "rating",
    subject="ratee_id",
    where="submitted_at IS NOT NULL AND cycle_id IS NULL AND rater_kind IN ('self', 'manager')",
)
@tracked()
class Rating(Record):
    """One named answer; at most one draft per rater, ratee, skill and cycle.

    Autosave writes the draft. Submitting writes `evidence` at once, inside a cycle only at its
    release. "Cannot judge" is an answer without evidence and never counts as 0. `level` is on the
    skill's scale. Anonymous answers stand in tables of their own, never here.
    """

    rater = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="ratings_given")
    ratee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="ratings_received")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="ratings")
    cycle = models.ForeignKey(
        AssessmentCycle, null=True, on_delete=models.PROTECT, related_name="ratings"
    )
    rater_kind = models.CharField(max_length=10, choices=RaterKind)
    level = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    cannot_judge = models.BooleanField(default=False)
    comment = models.TextField(_("comment"), blank=True)
    link = models.URLField(_("link to something that shows it"), max_length=500, blank=True)
    submitted_at = models.DateTimeField(null=True)
    evidence = models.OneToOneField(
        Evidence, null=True, on_delete=models.PROTECT, related_name="rating"
    )

    objects = RatingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rater", "ratee", "skill", "cycle"],
                condition=Q(submitted_at=None),
                nulls_distinct=False,
                name="rating_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(cannot_judge=False) | Q(level=None), name="rating_level_or_cannot_judge"
            ),
        ]
        indexes = [models.Index(fields=["ratee", "skill", "submitted_at"], name="rating_ratee")]

    def __str__(self) -> str:
        return f"{self.rater_kind} on {self.skill_id}"
