"""Renaming, moving and retiring one skill. Who may do this is for the caller to know."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from skillmap.core.errors import DomainError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from skills.enums import ChangeKind, LabelKind, RelationKind, SkillKind, SkillStatus
from skills.models import Skill, SkillLabel
from skills.queries import all_broader
from skills.services.changes import changing, locked

LONGEST_NAME, LONGEST_CATEGORY = 300, 120


@dataclass(frozen=True, slots=True)
class Place:
    """Where a skill stands: its kind, its category, and the skills that it is part of."""

    kind: SkillKind
    category: str
    broader: Collection[Skill] = ()


def rename_skill(*, actor: User, skill: Skill, name: str, now: datetime) -> None:
    """Give a skill another name; the former one stays as another name of it.

    Raises `DomainError` when another active skill has the name.
    """
    name = _line(name, LONGEST_NAME, "name")
    if not name:
        raise DomainError(_("A skill needs a name."), field="name")
    if name == skill.name:
        raise DomainError(_("This is its name already."), field="name")
    words = _("%(old)s renamed to %(new)s") % {"old": skill.name, "new": name}
    with changing(actor=actor, kind=ChangeKind.RENAME, skill=skill, words=words, now=now):
        (stored,) = locked([skill])
        _refuse_retired(stored)
        if Skill.objects.active().filter(name__iexact=name).exclude(pk=stored.pk).exists():
            text = _("Another skill has this name. If they are the same, merge them.")
            raise DomainError(text, code="name_taken", field="name")
        add_label(stored, stored.name)
        stored.name = name
        save_versioned(stored, ["name"])


def retire_skill(*, actor: User, skill: Skill, now: datetime) -> None:
    """Offer a skill no more. What is stored about it stays, and roles go on asking for it."""
    words = _("%(skill)s retired") % {"skill": skill.name}
    with changing(actor=actor, kind=ChangeKind.RETIRE, skill=skill, words=words, now=now):
        (stored,) = locked([skill])
        _refuse_retired(stored)
        stored.status, stored.retired_on = SkillStatus.RETIRED, timezone.localdate(now)
        save_versioned(stored, ["status", "retired_on"])


def move_skill(*, actor: User, skill: Skill, place: Place, now: datetime) -> None:
    """Put a skill elsewhere. Raises `DomainError` where it would become part of itself."""
    category = _line(place.category, LONGEST_CATEGORY, "category")
    words = _("%(skill)s moved") % {"skill": skill.name}
    with changing(actor=actor, kind=ChangeKind.MOVE, skill=skill, words=words, now=now):
        (stored,) = locked([skill])
        _refuse_retired(stored)
        _make_part_of(stored, place.broader)
        if place.kind != stored.kind:
            stored.proposed_kind = stored.proposed_reason = ""
        stored.kind, stored.category = place.kind, category
        save_versioned(stored, ["kind", "category", "proposed_kind", "proposed_reason"])


def add_label(skill: Skill, label: str) -> None:
    """Let a skill go by another name, unless it does already."""
    known = SkillLabel.objects.filter(skill=skill, label__iexact=label).exists()
    if not known:
        SkillLabel.objects.create(skill=skill, label=label, kind=LabelKind.ALTERNATIVE)


def _make_part_of(skill: Skill, broader: Collection[Skill]) -> None:
    wanted = {one.pk for one in broader}
    for one in Skill.objects.filter(pk__in=wanted):
        if one.pk == skill.pk or skill.pk in all_broader(one):
            text = _("%(other)s is part of %(skill)s, so it cannot be the other way round, too.")
            words = {"other": one.name, "skill": skill.name}
            raise DomainError(text % words, code="cycle", field="broader")
        if one.retired_on is not None:
            raise DomainError(_("%s is retired.") % one.name, code="retired", field="broader")
    relations = skill.relations.filter(kind=RelationKind.BROADER)
    relations.exclude(other__in=wanted).delete()
    known = set(relations.values_list("other_id", flat=True))
    for other in wanted - known:
        skill.relations.create(other_id=other, kind=RelationKind.BROADER)


def _refuse_retired(skill: Skill) -> None:
    if skill.retired_on is not None:
        raise DomainError(_("This skill is retired."), code="retired")


def _line(text: str, longest: int, field: str) -> str:
    line = " ".join(text.split())
    if not line.isprintable() or len(line) > longest:
        text = _("One line of at most %d characters.") % longest
        raise DomainError(text, field=field)
    return line
