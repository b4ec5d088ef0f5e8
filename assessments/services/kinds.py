"""Deciding whether a skill is hard or soft, with what follows for the people who have it."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.services.marks import levels_follow
from employees import rules
from skillmap.core.errors import NotAllowedError
from skillmap.core.models import User
from skills.enums import SkillKind
from skills.models import Skill


@transaction.atomic
def confirm_kinds(*, actor: User, kinds: Mapping[UUID, SkillKind]) -> int:
    """Make these skills hard or soft where nobody has decided yet; returns how many became so.

    Levels and fits of the people concerned are computed anew. Raises `NotAllowedError`.
    """
    if not rules.can_edit_taxonomy(actor):
        raise NotAllowedError(_("Only HR confirms kinds of skills."))
    slots = [slot for kind in SkillKind for slot in _confirm(kind, kinds)]
    if slots:
        levels_follow(actor=actor, slots=slots)
    return len(slots)


def _confirm(kind: SkillKind, kinds: Mapping[UUID, SkillKind]) -> list[int]:
    """Write one kind; the slots of the skills that changed."""
    if kind == SkillKind.UNCLASSIFIED:
        return []
    wanted = [skill for skill, chosen in kinds.items() if chosen == kind]
    open_skills = Skill.objects.select_for_update().filter(kind=SkillKind.UNCLASSIFIED)
    found = dict(open_skills.filter(public_id__in=wanted).values_list("pk", "slot"))
    Skill.objects.filter(pk__in=found).update(
        kind=kind,
        proposed_kind="",
        proposed_reason="",
        version=F("version") + 1,
        updated_at=timezone.now(),
    )
    return list(found.values())
