"""Matching rounds: started by HR, adopted in one step, answered by both sides."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from employees.models import Employee, Mentorship
from employees.services.mentorships import begin_mentorship
from skillmap.core import jobs
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import Sentence, notify, settle
from skillmap.core.versions import save_versioned
from skills.models import Skill
from training.models import MatchingRound, MentorProposal, MentorRequest
from training.queries.mentors import Scene, offers_of
from training.rules import can_match_mentors

PROPOSED = "mentor_proposed"  # kind of the note to both
DECLINED, BEGUN = "mentor_declined", "mentoring_begun"  # kinds of the note to the other side
NOT_COMPUTED = "-"  # method of a round that its worker has not reached


@dataclass(frozen=True)
class Adopted:
    """How many proposals went out, and how many were left because something had changed."""

    offered: int
    left: int


@transaction.atomic
def start_round(*, actor: User) -> MatchingRound:
    """Let a worker match everybody who looks for a mentor. Raises `NotAllowedError`,
    `DomainError` when nobody looks for one."""
    _refuse_others(actor)
    if not MentorRequest.objects.open().exists():
        raise DomainError(_("Nobody looks for a mentor at the moment."), code="nobody")
    made = MatchingRound.objects.create(actor=actor, method=NOT_COMPUTED, method_version="0")
    made.job = jobs.enqueue(
        "training.match_mentors",
        actor=actor,
        key=f"match mentors {made.pk}",
        title=_("Mentors for those who look for one"),
        link=reverse("pages:matching_detail", args=[made.public_id]),
        round_id=made.pk,
    )
    made.save(update_fields=["job"])
    return made


@transaction.atomic
def adopt_round(*, actor: User, matching: MatchingRound, now: dt.datetime) -> Adopted:
    """Offer every proposal to both. One whose request was closed, or whose mentor has no place any
    more, is left out. Raises `NotAllowedError`, `ConflictError`."""
    _refuse_others(actor)
    matching = MatchingRound.objects.select_for_update(of=("self",)).get(pk=matching.pk)
    if matching.computed_at is None:
        raise ConflictError(_("It is still being computed."))
    if matching.adopted_at is not None:
        raise ConflictError(_("It was adopted already."))
    matching.adopted_at = now
    save_versioned(matching, ["adopted_at"])
    rows = matching.proposals.filter(mentor__isnull=False).order_by("pk")
    found = list(rows.select_related("request__mentee__user", "request__skill", "mentor__user"))
    free = _places({row.request.skill for row in found}, now)
    offered = 0
    for row in found:
        key = row.mentor_id
        others = row.request.proposals
        waits = others.waiting().exists()
        waits = waits or others.filter(mentor=key, declined_at__isnull=False).exists()
        if row.request.closed_at or waits or key is None or free.get(key, 0) < 1:
            continue
        free[key] -= 1
        offered += 1
        row.offered_at = now
        save_versioned(row, ["offered_at"])
        _tell_both(row)
    return Adopted(offered, len(found) - offered)


@transaction.atomic
def answer_proposal(
    *, actor: User, proposal: MentorProposal, agrees: bool, now: dt.datetime
) -> Mentorship | None:
    """Agree or decline, for either of the two; return the mentorship once both agreed.

    The mentor then reads the plan; the mentee can share more. Raises `NotAllowedError`,
    `ConflictError`.
    """
    row = MentorProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    mentee, mentor = row.request.mentee, row.mentor
    is_mentee = mentee.user_id == actor.pk
    if mentor is None or (not is_mentee and mentor.user_id != actor.pk):
        raise NotAllowedError(_("Only the two of them can answer."))
    if row.offered_at is None or row.declined_at or row.mentorship_id or row.request.closed_at:
        raise ConflictError(_("This was decided already."))
    other = mentor if is_mentee else mentee
    if not agrees:
        decline(row, other=other, now=now)
        return None
    side = "mentee_agreed_at" if is_mentee else "mentor_agreed_at"
    setattr(row, side, getattr(row, side) or now)
    save_versioned(row, [side])
    if row.mentee_agreed_at is None or row.mentor_agreed_at is None:
        _settle(mentee if is_mentee else mentor)
        return None
    made = _begin(row, mentor, now)
    _settle(mentee, mentor)
    _tell(other, BEGUN, row, lambda: _("Your mentoring begins: %(skill)s"))
    return made


def decline(row: MentorProposal, *, other: Employee, now: dt.datetime) -> None:
    """Take one that waits off the table, and tell the other side; in the caller's transaction."""
    row.declined_at = now
    save_versioned(row, ["declined_at"])
    _settle(row.request.mentee, row.mentor)
    _tell(other, DECLINED, row, lambda: _("Nothing comes of the proposed mentoring: %(skill)s"))


def _begin(row: MentorProposal, mentor: Employee, now: dt.datetime) -> Mentorship:
    """Both agreed: the mentorship runs, the search is over."""
    request = row.request
    made = begin_mentorship(mentee=request.mentee, mentor=mentor, skill=request.skill, now=now)
    row.mentorship = made
    save_versioned(row, ["mentorship"])
    request.closed_at = now
    save_versioned(request, ["closed_at"])
    return made


def _places(skills: set[Skill], now: dt.datetime) -> dict[int, int]:
    """Places that mentors have left now, by employee."""
    offers = offers_of(skills)
    scene = Scene([], offers, now, shows_all=True)
    return {
        one.employee_id: max(0, one.places - scene.mentees[one.employee_id].total())
        for one in offers
    }


def _tell_both(row: MentorProposal) -> None:
    for person in (row.request.mentee, row.mentor):
        _tell(person, PROPOSED, row, lambda: _("A mentoring is proposed to you: %(skill)s"))


def _tell(person: Employee | None, kind: str, row: MentorProposal, sentence: Sentence) -> None:
    notify(
        person.user if person else None,
        kind=kind,
        title=lambda: sentence() % {"skill": row.request.skill},
        link=reverse("pages:mentorship_list"),
    )


def _settle(*people: Employee | None) -> None:
    """Their notes ask for nothing any more, where no other proposal waits for their answer."""
    rows = MentorProposal.objects.waiting().filter(request__closed_at=None)
    for person in people:
        asked = Q(request__mentee=person, mentee_agreed_at=None)
        asked |= Q(mentor=person, mentor_agreed_at=None)
        if person and person.user and not rows.filter(asked).exists():
            settle([PROPOSED], reverse("pages:mentorship_list"), [person.user])


def _refuse_others(actor: User) -> None:
    if not can_match_mentors(actor):
        raise NotAllowedError(_("Mentors are matched by HR admins."))
