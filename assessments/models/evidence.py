"""Observations, one row each, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.enums import FEEDBACK, SCENARIO, RaterKind, Source
from employees.models import Employee
from skillmap.core.history import immutable
from skillmap.core.models import ImportBatch, Viewer
from skills.models import Scale, Skill


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: Viewer) -> "EvidenceQuerySet":
        """Rows of people whose levels this user may read."""
        return self.filter(employee__in=Employee.objects.levels_visible_to(user))

    def standing(self) -> "EvidenceQuerySet":
        """Not retracted."""
        return self.filter(retraction=None)

    def given_by_name(self) -> "EvidenceQuerySet":
        """Without what groups said anonymously."""
        return self.exclude(rater=None, reference__startswith=FEEDBACK)


class Evidence(models.Model):
    """One observation of one skill of one person. Append-only: a wrong row gets a `Retraction`.

    `level` is as given, on `scale`; `value` (0..5) and `variance` (levels squared, without ageing)
    are on the common metric, written once and never recomputed; both are null for a completion
    without a level, which is kept but not used. Natural key among standing rows: source,
    reference, employee, skill. `public_id` is what people and clients see.
    """

    public_id = models.UUIDField(unique=True, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="evidence")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="evidence")
    source = models.CharField(max_length=12, choices=Source)
    rater = models.ForeignKey(
        Employee, null=True, on_delete=models.PROTECT, related_name="evidence_given"
    )
    rater_kind = models.CharField(max_length=10, choices=RaterKind, blank=True)
    level = models.DecimalField(max_digits=5, decimal_places=3, null=True)
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="+")
    value = models.FloatField(null=True)
    variance = models.FloatField(null=True)
    observed_on = models.DateField()
    expires_on = models.DateField(null=True)
    reference = models.CharField(max_length=200)
    review = models.UUIDField(null=True)  # the review in which an agreed level stands in for others
    batch = models.ForeignKey(
        ImportBatch, null=True, on_delete=models.PROTECT, related_name="evidence"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value=None, variance=None)
                | Q(value__gte=0, value__lte=5, variance__gt=0),
                name="evidence_value_on_metric",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(source=Source.COMPLETION),
                name="evidence_has_value",
            ),
        ]
        indexes = [
            models.Index(fields=["employee", "skill", "observed_on"], name="evidence_cell"),
            models.Index(
                fields=["reference", "employee", "skill", "source"], name="evidence_natural_key"
            ),
            models.Index(fields=["recorded_at"], name="evidence_recorded"),
        ]
        triggers = immutable("evidence")

    def __str__(self) -> str:
        return f"{self.source} of {self.observed_on}"

    @property
    def source_word(self) -> str:
        """Where it comes from, as people read it; what a scenario shows is kept as a test."""
        is_scenario = self.source == Source.TEST and self.reference.startswith(SCENARIO)
        return _("scenario") if is_scenario else self.get_source_display()


class Retraction(models.Model):
    """An observation no longer counts; unique per observation. Estimates ignore it from then on."""

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="retraction")
    reason = models.CharField(max_length=200)
    batch = models.ForeignKey(
        ImportBatch, null=True, on_delete=models.PROTECT, related_name="retractions"
    )
    retracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    retracted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["retracted_at"], name="retraction_when")]
        triggers = immutable("retraction")

    def __str__(self) -> str:
        return self.reason
