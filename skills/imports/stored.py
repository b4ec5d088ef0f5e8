"""What is stored of the skills a file names, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from skills.enums import LabelKind
from skills.models import LevelText, Scale, SkillLabel
from skills.queries import stored_by_code
from skills.services.taxonomy import StoredSkill

_VALUES = ("uri", "name", "kind", "category", "description")


def stored_skills(codes: Collection[str], framework: str | None) -> dict[str, StoredSkill]:
    """Return the skills of these codes, of one framework or of any."""
    chosen = stored_by_code(codes, framework or "")
    found = [skill.pk for skill in chosen.values()]
    labels: dict[int, dict[str, int]] = defaultdict(dict)
    confirmed: dict[int, set[str]] = defaultdict(set)
    names = SkillLabel.objects.filter(skill__in=found)
    for key, skill, label, kind in names.values_list("id", "skill_id", "label", "kind"):
        if kind == LabelKind.MAPPED:
            confirmed[skill].add(label.lower())
        else:
            labels[skill][label] = key
    texts: dict[int, dict[int, tuple[int, str]]] = defaultdict(dict)
    described = LevelText.objects.filter(skill__in=found)
    for key, skill, rank, text in described.values_list("id", "skill_id", "rank", "text"):
        texts[skill][rank] = (key, text)
    return {
        code: StoredSkill(
            id=skill.pk,
            version=skill.version,
            values={
                **{name: getattr(skill, name) for name in _VALUES},
                "scale": skill.scale.code,
                "alt_labels": sorted(labels[skill.pk]),
            },
            labels=labels[skill.pk],
            texts=texts[skill.pk],
            confirmed=frozenset(confirmed[skill.pk]),
        )
        for code, skill in chosen.items()
    }


def stored_scales() -> dict[str, int]:
    """Return the highest rank of every scale, by code."""
    return dict(Scale.objects.values_list("code", "top_rank"))
