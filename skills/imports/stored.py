"""What is stored of the skills a file names, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from skills.enums import LabelKind
from skills.models import LevelText, Scale, Skill, SkillLabel
from skills.services.taxonomy import OWN, StoredSkill

_VALUES = ("uri", "name", "kind", "category", "description")


def stored_skills(codes: Collection[str], framework: str | None) -> dict[str, StoredSkill]:
    """Return the skills of these codes, of one framework or of any.

    Of several skills with one code in any framework, the organisation's own one counts, then the
    oldest.
    """
    found = Skill.objects.filter(code__in=set(codes))
    if framework is not None:
        found = found.filter(framework__code=framework)
    columns = ("id", "version", "code", "scale__code", "framework__code", *_VALUES)
    rows = {row["id"]: row for row in found.order_by("-id").values(*columns)}
    chosen = {row["code"]: row for row in rows.values()}
    chosen |= {row["code"]: row for row in rows.values() if row["framework__code"] == OWN.code}
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
            id=row["id"],
            version=row["version"],
            values={
                **{name: row[name] for name in _VALUES},
                "scale": row["scale__code"],
                "alt_labels": sorted(labels[row["id"]]),
            },
            labels=labels[row["id"]],
            texts=texts[row["id"]],
            confirmed=frozenset(confirmed[row["id"]]),
        )
        for code, row in chosen.items()
    }


def stored_scales() -> dict[str, int]:
    """Return the highest rank of every scale, by code."""
    return dict(Scale.objects.values_list("code", "top_rank"))
