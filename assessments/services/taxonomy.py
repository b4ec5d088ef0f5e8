"""Changes of the taxonomy that people's levels follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.services.marks import levels_follow
from assessments.services.merged_evidence import move_evidence, name_moved, restore_evidence
from employees import rules
from employees.services.merged import hold_roles, merge_requirements, refuse_published_since
from skillmap.core.errors import DomainError, NotAllowedError
from skillmap.core.imports.rows import wait_for_turn
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from skills.enums import ChangeKind, SkillStatus
from skills.models import Skill, TaxonomyChange
from skills.services import care, changes
from skills.services.merging import Link, join_parts


def merge_skills(
    *, actor: User, skill: Skill, into: Skill, links: Sequence[Link], now: datetime
) -> None:
    """Make two skills one, in one transaction: `skill` retires, and `into` has all that was its.

    `links` are the rows of upper floors that name skills. A worker computes the levels anew.
    Raises `NotAllowedError`, `DomainError` for a pair that cannot be one, and `ConflictError` when
    somebody changed either since it was read.
    """
    _check_merger(actor)
    if skill.pk == into.pk:
        raise DomainError(_("This is one skill already."), code="same_skill", field="into")
    words = _("%(skill)s merged into %(into)s") % {"skill": skill.name, "into": into.name}
    with changes.changing(
        actor=actor, kind=ChangeKind.MERGE, skill=skill, into=into, words=words, now=now
    ):
        roles = hold_roles(skill)
        gone, stays = changes.locked([skill, into])
        _check_pair(gone, stays)
        levels_follow(actor=actor, slots=[gone.slot])
        move_evidence(skill=gone, into=stays, actor=actor, now=now)
        merge_requirements(roles=roles, skill=gone, into=stays)
        for link in links:
            link.move(gone, stays)
        join_parts(gone, stays)
        _replace(gone, stays, now)


def move_skill(*, actor: User, skill: Skill, place: care.Place, now: datetime) -> None:
    """As `care.move_skill`; levels follow the kind."""
    if not rules.can_edit_taxonomy(actor):
        raise NotAllowedError(_("Only HR changes the taxonomy."))
    with transaction.atomic():
        care.move_skill(actor=actor, skill=skill, place=place, now=now)
        if place.kind != skill.kind:
            levels_follow(actor=actor, slots=[skill.slot])


@transaction.atomic
def undo_change(*, actor: User, change: TaxonomyChange, now: datetime) -> None:
    """Take back what somebody did to a skill. Raises `ConflictError` where that is too late."""
    if change.kind == ChangeKind.MERGE:
        _check_merger(actor)
    elif not rules.can_edit_taxonomy(actor):
        raise NotAllowedError(_("Only HR changes the taxonomy."))
    if change.kind == ChangeKind.MERGE:
        _undo_merge(actor, change, now)
    else:
        changes.undo_change(actor=actor, change=change, now=now)
    if change.kind in {ChangeKind.MERGE, ChangeKind.MOVE}:
        slots = [skill.slot for skill in (change.skill, change.into) if skill is not None]
        levels_follow(actor=actor, slots=slots)


def _undo_merge(actor: User, change: TaxonomyChange, now: datetime) -> None:
    assert change.into is not None  # noqa: S101 - narrows for mypy
    wait_for_turn()
    hold_roles(change.into)  # before the skills, as publishing does
    prepare = partial(name_moved, into=change.into, merged_at=change.made_at)
    changes.undo_change(actor=actor, change=change, now=now, prepare=prepare)
    refuse_published_since(skill=change.skill, into=change.into, merged_at=change.made_at)
    restore_evidence(change=change, actor=actor, now=now)


def _check_merger(actor: User) -> None:
    if not rules.can_merge_skills(actor):
        raise NotAllowedError(_("Only HR admins merge skills."))


def _check_pair(skill: Skill, into: Skill) -> None:
    for one in (skill, into):
        if one.retired_on is not None:
            raise DomainError(_("%s is retired.") % one.name, code="retired", field="into")
    if skill.scale_id != into.scale_id:
        text = _("They are on different scales, so a level of one is none of the other.")
        raise DomainError(text, code="other_scale", field="into")


def _replace(skill: Skill, into: Skill, now: datetime) -> None:
    """Retire the merged skill, and let those merged into it before lead on to the survivor."""
    skill.replaces.update(replaced_by=into, version=F("version") + 1, updated_at=timezone.now())
    skill.status, skill.retired_on = SkillStatus.RETIRED, timezone.localdate(now)
    skill.replaced_by = into
    save_versioned(skill, ["status", "retired_on", "replaced_by"])
    save_versioned(into, [])  # programs that follow skills learn of its new names
