"""Offering to mentor, and looking for a mentor in a skill."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from employees.models import Employee
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from skills.models import Skill
from training.enums import MENTOR_HOURS, MOST_HOURS, MOST_MENTEES, MOST_REQUESTS
from training.models import MentorOffer, MentorRequest
from training.services.mentor_rounds import decline

_TERMS = ["mentees", "hours_a_month", "languages", "by_writing", "shows_levels", "ended_at"]


@transaction.atomic
def offer_to_mentor(
    *,
    actor: User,
    skills: Sequence[Skill],
    mentees: int,
    hours_a_month: int,
    languages: Sequence[str] = (),
    by_writing: bool = False,
    shows_levels: bool = False,
) -> MentorOffer:
    """Say what one mentors in and for how many; replaces what one offered before.

    Raises `NotAllowedError`, or `DomainError` naming the field.
    """
    me = _me(actor)
    if not skills:
        raise DomainError(_("Name at least one skill."), code="missing", field="skills")
    if not 1 <= mentees <= MOST_MENTEES:
        text = _("Between 1 and %(most)d people.") % {"most": MOST_MENTEES}
        raise DomainError(text, code="out_of_range", field="mentees")
    if not MENTOR_HOURS <= hours_a_month <= MOST_HOURS:
        text = _("Between %(least)d and %(most)d hours: one person takes %(least)d.")
        values = {"least": MENTOR_HOURS, "most": MOST_HOURS}
        raise DomainError(text % values, code="out_of_range", field="hours_a_month")
    stored = MentorOffer.objects.filter(employee=me).first()
    offer = stored or MentorOffer(employee=me)
    offer.mentees, offer.hours_a_month, offer.ended_at = mentees, hours_a_month, None
    offer.languages = [one.strip() for one in languages if one.strip()]
    offer.by_writing, offer.shows_levels = by_writing, shows_levels
    if stored is None:
        offer.save()
    else:
        save_versioned(offer, _TERMS)
    offer.skills.set(skills)
    return offer


@transaction.atomic
def end_offer(*, actor: User, now: dt.datetime) -> None:
    """Take new mentees no more; those one has stay."""
    offer = MentorOffer.objects.filter(employee=_me(actor), ended_at=None).first()
    if offer is not None:
        offer.ended_at = now
        save_versioned(offer, ["ended_at"])


@transaction.atomic
def look_for_mentor(*, actor: User, skill: Skill, by_writing: bool) -> MentorRequest:
    """Take part in the next matching round. Raises `NotAllowedError`, `ConflictError`."""
    me = _me(actor)
    waiting = MentorRequest.objects.filter(mentee=me, closed_at=None)
    if waiting.filter(skill=skill).exists():
        raise ConflictError(_("You are looking for a mentor in this skill already."))
    if waiting.count() >= MOST_REQUESTS:
        text = _("You are looking for %(most)d mentors already; take one search back first.")
        raise ConflictError(text % {"most": MOST_REQUESTS}, code="too_many")
    return MentorRequest.objects.create(mentee=me, skill=skill, by_writing=by_writing)


@transaction.atomic
def stop_looking(*, actor: User, request: MentorRequest, now: dt.datetime) -> None:
    """Take a search back, and decline what was proposed for it. Raises `NotAllowedError`."""
    if request.mentee.user_id != actor.pk:
        raise NotAllowedError(_("Only the person can take this back."))
    if request.closed_at is None:
        request.closed_at = now
        save_versioned(request, ["closed_at"])
        waiting = request.proposals.waiting().select_for_update(of=("self",))
        for row in waiting.select_related("request__mentee__user", "mentor__user"):
            if row.mentor is not None:
                decline(row, other=row.mentor, now=now)


def _me(actor: User) -> Employee:
    me = Employee.objects.working().select_for_update(of=("self",)).filter(user=actor).first()
    if me is None:
        raise NotAllowedError(_("Your log-in is not linked to a person who works here."))
    return me
