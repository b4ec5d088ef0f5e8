"""A person objects to an observation about them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import ContestOutcome
from assessments.models.evidence import Evidence
from employees.models import Employee
from skillmap.core.history import tracked
from skillmap.core.models import Record, User, Viewer


class ContestQuerySet(models.QuerySet["Contest"]):
    def visible_to(self, user: Viewer) -> "ContestQuerySet":
        """The person, and those who may read the person's levels."""
        return self.filter(evidence__employee__in=Employee.objects.levels_visible_to(user))

    def open(self) -> "ContestQuerySet":
        return self.filter(outcome=ContestOutcome.OPEN)


@tracked()
class Contest(Record):
    """An objection of a person to one observation about them; at most one open per observation.

    The rater or manager may `reply`; a second rater may be asked; until `due_on` the manager or HR
    says whether the observation stands or is retracted. While open, levels that use the
    observation are marked contested. After `due_on` those above the manager may decide too, and
    are told, last on `escalated_on`.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="contests")
    reason = models.TextField(_("why it is not right"), max_length=2000)
    due_on = models.DateField()
    escalated_on = models.DateField(null=True)
    reply = models.TextField(_("reply"), max_length=2000, blank=True)
    replied_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField(null=True)
    second_rater = models.ForeignKey(
        Employee, null=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=ContestOutcome, default=ContestOutcome.OPEN)
    resolution = models.TextField(_("decision"), max_length=2000, blank=True)
    resolved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    objects = ContestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence"],
                condition=Q(outcome=ContestOutcome.OPEN),
                name="contest_open_once",
            ),
            models.CheckConstraint(
                condition=Q(outcome=ContestOutcome.OPEN, resolved_at=None)
                | (~Q(outcome=ContestOutcome.OPEN) & Q(resolved_at__isnull=False)),
                name="contest_resolution_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.evidence_id}"
