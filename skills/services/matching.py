"""Names that other catalogues give our skills, matched once for all later imports."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from skills.enums import LabelKind
from skills.models import Skill, SkillLabel


@transaction.atomic
def match_names(*, skills: Mapping[str, Skill]) -> int:
    """Remember which skill each name means; returns how many names were not remembered before.

    Names are compared without regard to case. Who may do this is for the caller to know.
    """
    confirmed = SkillLabel.objects.filter(kind=LabelKind.MAPPED)
    known = {(label.lower(), pk) for label, pk in confirmed.values_list("label", "skill_id")}
    new = {name: skill for name, skill in skills.items() if (name.lower(), skill.pk) not in known}
    for name, skill in new.items():
        skill.labels.filter(label=name).delete()  # until now it was only another name
        skill.labels.create(label=name, kind=LabelKind.MAPPED)
    return len(new)
