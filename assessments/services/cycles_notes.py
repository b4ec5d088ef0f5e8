"""Notes about assessment cycles: into the inbox, and by mail where somebody is late."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import rules
from assessments.enums import CycleState
from assessments.models import AssessmentCycle, CycleParticipant, RatingRequest
from employees.enums import Grant
from employees.models import Employee, RoleGrant
from employees.queries import users_taking_part
from skillmap.core.models import Notification, User
from skillmap.core.services import Sentence, settle

log = logging.getLogger(__name__)
LONGEST_TITLE = 200  # characters, as in the model
_ASKING = ["cycle_opened", "cycle_reminder", "cycle_late", "feedback_asked", "feedback_reminder"]


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence to one person."""

    user: User | None
    kind: str
    text: Sentence
    link: str
    by_mail: bool = False


def waiting_link() -> str:
    """Where everybody finds what they are asked for."""
    return reverse("pages:cycle_list")


def feedback_link() -> str:
    """Where everybody finds what they are asked for anonymously."""
    return reverse("pages:feedback_list")


def board_link(cycle: AssessmentCycle) -> str:
    return reverse("pages:cycle_detail", args=[cycle.public_id])


def raters_link(participant: CycleParticipant) -> str:
    """Where the raters of this person are proposed and approved."""
    args = [participant.cycle.public_id, participant.employee.public_id]
    return reverse("pages:cycle_raters", args=args)


def result_link(participant: CycleParticipant) -> str:
    args = [participant.cycle.public_id, participant.employee.public_id]
    return reverse("pages:cycle_result", args=args)


def late_words(cycle: object, people: Iterable[Employee]) -> str:
    """To who leads them: these people owe something to a cycle, of assessments or of reviews."""
    names = ", ".join(sorted(str(person) for person in people))
    text = _("%(cycle)s: still missing among those you lead: %(names)s")
    return text % {"cycle": cycle, "names": names}


def missing_words(cycle: object, count: int) -> str:
    """To HR: so many owe something to a cycle."""
    text = ngettext(
        "%(cycle)s: %(n)d person has not done their part yet",
        "%(cycle)s: %(n)d people have not done their part yet",
        count,
    )
    return text % {"cycle": cycle, "n": count}


def owners_of(cycle: AssessmentCycle) -> list[User]:
    """Who made the cycle, if they still run it and can log in; else all HR admins."""
    maker = cycle.created_by
    if maker is not None and maker.is_active and rules.can_manage_cycle(maker, cycle):
        return [maker]
    return hr_admins()


def hr_admins() -> list[User]:
    """Who holds that right today and can log in."""
    grants = RoleGrant.objects.current().filter(grant=Grant.HR_ADMIN)
    return list(User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("pk"))


def settle_asked(cycle: AssessmentCycle) -> None:
    """Mark as read what asked for answers to a cycle that takes no more.

    Not for people whom another open cycle asks: these notes lead to one list of all.
    """
    asked = RatingRequest.objects.filter(cycle=cycle, rater__user__isnull=False)
    elsewhere = RatingRequest.objects.filter(cycle__state=CycleState.OPEN).exclude(cycle=cycle)
    free = asked.exclude(rater__in=elsewhere.values("rater")).values("rater__user")
    users = list(User.objects.filter(pk__in=free))
    for link in (waiting_link(), feedback_link()):
        settle(_ASKING, link, users)


def tell(notes: Iterable[Note]) -> int:
    """Put the notes into inboxes, and mail after commit those that say so. Returns how many.

    People without a log-in and people for whom the product is not on get none: it would be old
    news on the day it is. A mail server that is away loses only the mail.
    """
    rows, letters = [], []
    for user, note in _reaching(notes):
        with translation.override(user.language):
            title = note.text()
        rows.append(
            Notification(user=user, kind=note.kind, title=title[:LONGEST_TITLE], link=note.link)
        )
        if note.by_mail and user.has_mail:
            body = f"{title}\n\n{settings.BASE_URL}{note.link}\n"
            letters.append(EmailMessage(title, body, None, [user.email]))
    Notification.objects.bulk_create(rows, batch_size=1_000)
    mail_later(letters)
    return len(rows)


def _reaching(notes: Iterable[Note]) -> list[tuple[User, Note]]:
    """Those to people who can log in and for whom the product is on."""
    found = [(note.user, note) for note in notes if note.user is not None and note.user.is_active]
    reached = users_taking_part({user.pk for user, _note in found}) if found else set()
    return [(user, note) for user, note in found if user.pk in reached]


def mail_later(mails: list[EmailMessage]) -> None:
    """Send these after commit. A mail server that is away loses only the mail."""
    if mails:
        transaction.on_commit(lambda: _mail(mails))


def _mail(mails: list[EmailMessage]) -> None:
    try:
        get_connection().send_messages(mails)
    except (SMTPException, OSError):
        log.warning("%d mails about a cycle could not be sent", len(mails))
