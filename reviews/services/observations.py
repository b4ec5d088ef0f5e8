"""Observations: noting one, changing it, sharing it, taking it back."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.enums import EmployeeStatus
from employees.models import Employee
from reviews import rules
from reviews.enums import SECOND_THOUGHTS_HOURS
from reviews.models import Observation
from reviews.services.lines import one_line
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import notify, settle
from skillmap.core.versions import save_versioned
from skills.models import Skill

SHARED = "observation_shared"  # kind of the note in the person's inbox


@transaction.atomic
def note_observation(
    *,
    actor: User,
    employee: Employee,
    text: str,
    skill: Skill | None = None,
    is_shared: bool,
    now: dt.datetime,
) -> Observation:
    """Keep one line about somebody whom the actor leads, or about oneself.

    A shared one is told to the person. Raises `NotAllowedError`, `DomainError` naming the field.
    """
    if not rules.can_observe(actor, employee):
        raise NotAllowedError(_("Observations are about people whom you lead, and about yourself."))
    if employee.status == EmployeeStatus.LEFT:
        sentence = _("%(name)s does not work here any more.") % {"name": employee}
        raise DomainError(sentence, code="left", field="person")
    observation = Observation.objects.create(
        employee=employee,
        author=actor,
        skill=skill,
        text=one_line(text),
        observed_on=timezone.localdate(now),
        shared_at=now if is_shared else None,
    )
    if is_shared:
        _tell(observation)
    return observation


@transaction.atomic
def change_observation(
    *,
    actor: User,
    observation: Observation,
    text: str,
    skill: Skill | None,
    is_shared: bool,
    expected: int,
    now: dt.datetime,
) -> Observation:
    """Mend one's own, or share what was private; what was shared stays shared.

    Raises `NotAllowedError`, `ConflictError`, `DomainError` naming the field.
    """
    kept = _own(actor, observation, now)
    if kept.shared_at and not is_shared:
        sentence = _("%(name)s has been told of it. Take it back instead.")
        raise DomainError(sentence % {"name": kept.employee}, field="readers")
    becomes_shared = is_shared and kept.shared_at is None
    kept.text, kept.skill = one_line(text), skill
    kept.shared_at = now if becomes_shared else kept.shared_at
    save_versioned(kept, ["text", "skill", "shared_at"], expected=expected)
    if becomes_shared:
        _tell(kept)
    return kept


@transaction.atomic
def take_back_observation(*, actor: User, observation: Observation, now: dt.datetime) -> None:
    """Remove one's own for good. Taking it back again changes nothing.

    Raises `NotAllowedError`, `ConflictError` where it was shared too long ago.
    """
    if not Observation.objects.filter(pk=observation.pk).exists():
        return
    kept = _own(actor, observation, now)
    link, person = observations_link(kept.employee), kept.employee
    kept.delete()
    others = Observation.objects.shared().filter(employee=person)
    if person.user and not others.exists():
        settle([SHARED], link, [person.user])


def observations_link(person: Employee) -> str:
    """Where the observations of somebody stand."""
    return reverse("pages:person_observations", args=[person.public_id])


def _own(actor: User, observation: Observation, now: dt.datetime) -> Observation:
    """The locked row, where its author may still change it."""
    rows = Observation.objects.select_for_update(of=("self",)).select_related("employee__user")
    kept = rows.get(pk=observation.pk)
    if kept.author_id != actor.pk:
        raise NotAllowedError(_("Only who wrote an observation changes it."))
    if not kept.is_changeable(now):
        sentence = _("It was shared more than %(n)d hours ago, so it stays as it is.")
        raise ConflictError(sentence % {"n": SECOND_THOUGHTS_HOURS}, code="too_late")
    return kept


def _tell(observation: Observation) -> None:
    """Say it to the person, unless they wrote it."""
    person, author, skill = observation.employee, observation.author, observation.skill
    if person.user_id == author.pk:
        return

    def title() -> str:
        if skill is None:
            return _("%(name)s shared an observation with you") % {"name": author}
        return _("%(name)s shared an observation with you: %(skill)s") % {
            "name": author,
            "skill": skill,
        }

    notify(person.user, kind=SHARED, title=title, link=observations_link(person))
