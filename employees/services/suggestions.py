"""What people suggest about a role, and what HR says to it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from employees import rules
from employees.enums import SuggestionKind, SuggestionState
from employees.models import Employee, RoleProfile, RoleSuggestion
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import notify
from skillmap.core.versions import save_versioned
from skills.models import Skill

MOST_OPEN = 20  # of one person, that nobody has decided yet
DECIDED = "suggestion_decided"


@transaction.atomic
def suggest(
    *, person: Employee, role: RoleProfile, skill: Skill, kind: SuggestionKind, words: str
) -> RoleSuggestion:
    """Say what a role asks for wrongly. Raises `DomainError` when one says the same twice."""
    mine = RoleSuggestion.objects.open().filter(made_by=person)
    if mine.count() >= MOST_OPEN:
        raise DomainError(_("HR has not answered your last ones yet."), code="too_many")
    try:
        with transaction.atomic():
            return RoleSuggestion.objects.create(
                role=role, skill=skill, kind=kind, words=words, made_by=person
            )
    except IntegrityError as error:
        text = _("You have suggested something about this skill already.")
        raise DomainError(text, code="twice") from error


@transaction.atomic
def decide(
    *, actor: User, suggestion: RoleSuggestion, accepts: bool, note: str, now: datetime
) -> None:
    """Accept or decline a suggestion, and tell who made it. The role stays as it is.

    Raises `NotAllowedError`, and `ConflictError` when somebody has decided already.
    """
    if not rules.can_edit_taxonomy(actor):
        raise NotAllowedError(_("Only HR decides what a role asks for."))
    if suggestion.state != SuggestionState.OPEN:
        raise ConflictError(_("This was decided already."), code="decided")
    suggestion.state = SuggestionState.ACCEPTED if accepts else SuggestionState.DECLINED
    suggestion.note, suggestion.decided_by, suggestion.decided_at = note, actor, now
    save_versioned(suggestion, ["state", "note", "decided_by", "decided_at"])
    notify(
        suggestion.made_by.user,
        kind=DECIDED,
        title=lambda: _("Your suggestion about %s was decided") % suggestion.role,
        link=reverse("pages:role_detail", args=[suggestion.role.public_id]),
    )
