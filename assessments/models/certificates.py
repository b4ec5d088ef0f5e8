"""Certificates that people hold, with their documents."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import CertificateState
from employees.models import Employee
from skillmap.core.feed import published
from skillmap.core.history import tracked
from skillmap.core.models import ImportBatch, Record, Viewer
from skills.models import CertificateType


def document_name(_certificate: "Certificate", filename: str) -> str:
    """A random name outside the web root; the person's file name stays in the row."""
    return f"certificates/{uuid.uuid4().hex}.{filename.rpartition('.')[2]}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: Viewer) -> "CertificateQuerySet":
        """The person's own, those of direct reports, HR in scope, HR admins; not the chain."""
        people = Employee.objects.certificates_visible_to(user)
        return self.filter(employee__in=people.values("pk"))

    def waiting(self) -> "CertificateQuerySet":
        """Sent, and neither verified nor rejected yet."""
        return self.filter(state=CertificateState.SUBMITTED)

    def verified(self) -> "CertificateQuerySet":
        """Those that count, expired ones included."""
        return self.filter(state=CertificateState.VERIFIED)


@published("certificate", subject="employee_id")
@tracked(exclude=["reminded_days"])
class Certificate(Record):
    """One certificate of one person; unique by person and reference.

    What it says about a level is evidence of source certificate under the same `reference`, written
    on verification and retracted on revocation; an import of such evidence makes the row instead.
    `type` is empty for a kind we do not know, then `title` names it. The day of `expires_on` still
    counts. `alignment` is what an Open Badge says it is about: name, url, code and framework each.
    `reminded_days` is the shortest notice of its end that was given so far, and not audited.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="certificates")
    type = models.ForeignKey(
        CertificateType,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("kind"),
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    issuer = models.CharField(_("issuer"), max_length=200, blank=True)
    identifier = models.CharField(_("number"), max_length=200, blank=True)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=CertificateState, default=CertificateState.SUBMITTED
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=200)
    file = models.FileField(upload_to=document_name, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    badge_id = models.CharField(max_length=500, blank=True)
    badge_recipient = models.CharField(max_length=10, blank=True)
    alignment = models.JSONField(default=list, blank=True)
    batch = models.ForeignKey(
        ImportBatch, null=True, on_delete=models.PROTECT, related_name="certificates"
    )
    reminded_days = models.SmallIntegerField(null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "reference"], name="certificate_reference_once"
            ),
            models.CheckConstraint(
                condition=Q(type__isnull=False) | ~Q(title=""), name="certificate_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("issued_on")),
                name="certificate_expires_after_issue",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rejected", "revoked"]) | ~Q(reason=""),
                name="certificate_refusal_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["employee", "type"], name="certificate_of_type"),
            models.Index(fields=["state", "expires_on"], name="certificate_expiry"),
        ]

    def __str__(self) -> str:
        return self.title or (self.type.name if self.type else "")

    @property
    def is_badge(self) -> bool:
        """Is the document an Open Badge?"""
        return bool(self.badge_id)

    def ended_before(self, day: dt.date) -> bool:
        """Had it expired when that day began?"""
        return self.expires_on is not None and self.expires_on < day
