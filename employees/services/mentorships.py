"""Mentorships: asking somebody, accepting, sharing more or less, ending."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from employees.enums import EmployeeStatus
from employees.models import Employee, Mentorship
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import Sentence, notify, settle
from skillmap.core.versions import save_versioned
from skills.models import Skill

MOST_OPEN = 3  # mentors of one person, asked or accepted
ASKED = "mentor_asked"  # kind of the note in the mentor's inbox


@transaction.atomic
def ask_mentor(
    *,
    actor: User,
    mentor: Employee,
    shares_levels: bool,
    shares_reports: bool,
    skill: Skill | None = None,
) -> Mentorship:
    """Ask somebody to be one's mentor, in a skill or in general.

    Raises `NotAllowedError`, `DomainError`, `ConflictError`.
    """
    mentee = Employee.objects.working().select_for_update().filter(user=actor).first()
    if mentee is None:
        raise NotAllowedError(_("Your log-in is not linked to a person who works here."))
    if mentor.pk == mentee.pk:
        raise DomainError(_("Ask somebody else."), code="oneself", field="mentor")
    if mentor.status == EmployeeStatus.LEFT or mentor.user is None or not mentor.user.is_active:
        sentence = _("%(name)s cannot answer: without a log-in, or not here any more.")
        raise DomainError(sentence % {"name": mentor}, code="cannot_answer", field="mentor")
    waiting = Mentorship.objects.open().filter(mentee=mentee)
    if waiting.filter(mentor=mentor).exists():
        raise ConflictError(_("%(name)s was asked already.") % {"name": mentor})
    if waiting.count() >= MOST_OPEN:
        raise ConflictError(_("Three mentors at a time are enough."), code="too_many")
    made = Mentorship.objects.create(
        mentee=mentee,
        mentor=mentor,
        skill=skill,
        shares_levels=shares_levels,
        shares_reports=shares_reports,
    )
    _tell(mentor.user, ASKED, lambda: _("%(name)s asks you to be their mentor"), mentee)
    return made


@transaction.atomic
def begin_mentorship(
    *, mentee: Employee, mentor: Employee, skill: Skill, now: dt.datetime
) -> Mentorship:
    """Begin one that both agreed to before, for the service that asked them; only the plan is
    shared. Raises `ConflictError` when the two have one, or the mentee as many as may be."""
    Employee.objects.select_for_update().get(pk=mentee.pk)
    waiting = Mentorship.objects.open().filter(mentee=mentee)
    if waiting.filter(mentor=mentor).exists():
        raise ConflictError(_("There is a mentoring between the two of them already."))
    if waiting.count() >= MOST_OPEN:
        raise ConflictError(_("Three mentors at a time are enough."), code="too_many")
    return Mentorship.objects.create(mentee=mentee, mentor=mentor, skill=skill, accepted_at=now)


@transaction.atomic
def accept_mentorship(*, actor: User, mentorship: Mentorship, now: dt.datetime) -> None:
    """Become the mentor. Raises `NotAllowedError`, or `ConflictError` when it is over."""
    if mentorship.mentor.user_id != actor.pk:
        raise NotAllowedError(_("Only who was asked can accept."))
    if mentorship.ended_at is not None or mentorship.accepted_at is not None:
        raise ConflictError(_("This was decided already."))
    mentorship.accepted_at = now
    save_versioned(mentorship, ["accepted_at"])
    _tell(
        mentorship.mentee.user,
        "mentor_accepted",
        lambda: _("%(name)s is your mentor now"),
        mentorship.mentor,
    )
    _settle(actor)


@transaction.atomic
def end_mentorship(*, actor: User, mentorship: Mentorship, now: dt.datetime) -> None:
    """Decline, take back or end it, for either of the two. Raises `NotAllowedError`."""
    mentee, mentor = mentorship.mentee, mentorship.mentor
    if actor.pk not in {mentee.user_id, mentor.user_id}:
        raise NotAllowedError(_("Only the two of them can end this."))
    if mentorship.ended_at is not None:
        return
    mentorship.ended_at = now
    save_versioned(mentorship, ["ended_at"])
    other, me = (mentor, mentee) if mentee.user_id == actor.pk else (mentee, mentor)
    _tell(other.user, "mentor_ended", lambda: _("%(name)s ended the mentoring"), me)
    if mentor.user is not None:
        _settle(mentor.user)


@transaction.atomic
def share_with_mentor(
    *, actor: User, mentorship: Mentorship, shares_levels: bool, shares_reports: bool
) -> None:
    """Let the mentor read more or less, from the next page on. Raises `NotAllowedError`."""
    if mentorship.mentee.user_id != actor.pk:
        raise NotAllowedError(_("Only the person decides what is shared."))
    mentorship.shares_levels, mentorship.shares_reports = shares_levels, shares_reports
    save_versioned(mentorship, ["shares_levels", "shares_reports"])


def _settle(mentor: User) -> None:
    """Nothing more to answer, once no question waits."""
    waiting = Mentorship.objects.open().filter(mentor__user=mentor, accepted_at=None)
    if not waiting.exists():
        settle([ASKED], reverse("pages:mentorship_list"), [mentor])


def _tell(user: User | None, kind: str, sentence: Sentence, about: Employee) -> None:
    link = reverse("pages:mentorship_list")
    notify(user, kind=kind, title=lambda: sentence() % {"name": about}, link=link)
