"""Notes to people whose certificates end soon: 90, 30 and 7 days before, each once."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.enums import REMIND_DAYS
from assessments.models import Certificate
from assessments.queries.certificates import renewals
from assessments.services.certificates.sending import certificate_link
from assessments.services.cycles_notes import Note, tell
from employees.enums import EmployeeStatus


def remind_of_certificates(today: dt.date | None = None) -> int:
    """Write to everybody whose certificate ends within 90, 30 or 7 days; return how many notes.

    Each notice is given once, also when this runs again or two workers run it; a notice that was
    missed is caught up by the shortest that applies. Renewed ones need none.
    """
    today = today or timezone.localdate()
    return sum(_remind(today, days) for days in sorted(REMIND_DAYS))


def _remind(today: dt.date, days: int) -> int:
    due = Certificate.objects.verified().filter(
        Q(reminded_days=None) | Q(reminded_days__gt=days),
        expires_on__gte=today,
        expires_on__lte=today + dt.timedelta(days=days),
        employee__user__is_active=True,
    )
    due = due.exclude(employee__status=EmployeeStatus.LEFT).exclude(Exists(renewals()))
    found = due.select_related("employee__user", "type")
    return sum(_tell(certificate, days) for certificate in found)


def _tell(certificate: Certificate, days: int) -> bool:
    """Give one notice, unless another worker just did."""
    first = Q(reminded_days=None) | Q(reminded_days__gt=days)
    with transaction.atomic():
        if not Certificate.objects.filter(first, pk=certificate.pk).update(reminded_days=days):
            return False
        return tell([_note(certificate)]) > 0


def _note(certificate: Certificate) -> Note:
    def text() -> str:
        until = date_format(certificate.expires_on, "j M Y") if certificate.expires_on else ""
        return _("%(name)s ends on %(date)s") % {"name": certificate, "date": until}

    return Note(
        user=certificate.employee.user,
        kind="certificate_ends",
        text=text,
        link=certificate_link(certificate),
        by_mail=True,
    )
