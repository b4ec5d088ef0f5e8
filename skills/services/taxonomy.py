"""Writing many skills at once: their names, labels, texts, scales and relations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillmap.core.bulk import delete_rows, insert_rows, reserve_ids, update_rows
from skillmap.core.versions import save_versioned
from skills.enums import OWN_FRAMEWORK, STANDARD_SCALE, TOP_LEVEL, LabelKind, SkillKind, SkillStatus
from skills.models import (
    Framework,
    LevelText,
    Scale,
    ScaleLevel,
    Skill,
    SkillLabel,
    SkillRelation,
)
from skills.services.content import FrameworkInfo, RelationRow, ScaleInfo, SkillRow

OWN = FrameworkInfo(code=OWN_FRAMEWORK, name="Our own skills")
STANDARD = ScaleInfo(
    STANDARD_SCALE,
    "Standard",
    TOP_LEVEL,
    ("None", "Awareness", "Working", "Practitioner", "Expert", "Leading"),
)
_COLUMNS = (
    "uri", "name", "kind", "proposed_kind", "proposed_reason", "category", "description",
    "scale_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoredSkill:
    """A skill as it is: key, version, what a file may change about it, and the keys of its parts.

    `labels` maps another name, `texts` a rank to (key, text). `confirmed` holds, in lower case, the
    names that a person matched to it.
    """

    id: int
    version: int
    values: Mapping[str, Any]
    labels: Mapping[str, int]
    texts: Mapping[int, tuple[int, str]]
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SkillWrite:
    """What to make of one skill: `stored` None for a new one, and its columns from then on."""

    row: SkillRow
    stored: StoredSkill | None
    values: Mapping[str, Any]
    labels: tuple[str, ...]
    texts: Mapping[int, str]


@transaction.atomic
def write_skills(
    *, framework: FrameworkInfo | None, writes: Sequence[SkillWrite],
    relations: Sequence[RelationRow] = (),
) -> None:  # fmt: skip
    """Create and change skills in a constant number of statements.

    New ones go into `framework` (None: the organisation's own). Relations name skills by their
    codes in it; those that are there already stay as they are. Raises `ConflictError` when
    somebody changed one of the skills since it was read.
    """
    home = ensure_framework(framework or OWN)
    scales = ensure_scales(write.row.scale or STANDARD for write in writes)
    new = [write for write in writes if write.stored is None]
    old = [write for write in writes if write.stored is not None]
    ids = dict(zip((write.row.code for write in new), reserve_ids(Skill, len(new)), strict=True))
    insert_rows(
        Skill,
        ("id", "framework_id", "code", "status", *_COLUMNS),
        [
            (ids[write.row.code], home.pk, write.row.code, SkillStatus.ACTIVE.value,
             *_columns(write, scales))
            for write in new
        ],
    )  # fmt: skip
    update_rows(
        Skill,
        _COLUMNS,
        [
            (write.stored.id, write.stored.version, *_columns(write, scales))
            for write in old
            if write.stored
        ],
    )
    ids |= {write.row.code: write.stored.id for write in old if write.stored}
    _write_labels(writes, ids)
    _write_texts(writes, ids)
    _add_relations(home, relations)


def ensure_framework(info: FrameworkInfo) -> Framework:
    """Return the framework of this code, created when missing, of the release that is known."""
    framework, created = Framework.objects.get_or_create(
        code=info.code,
        defaults={
            "name": info.name,
            "release": info.release,
            "source_url": info.source_url,
            "licence": info.licence,
        },
    )
    if not created and info.release and info.release != framework.release:
        framework.release = info.release
        save_versioned(framework, ["release"])
    return framework


def ensure_scales(wanted: Iterable[ScaleInfo]) -> dict[str, Scale]:
    """Return all scales by code, after creating those that are missing with their words."""
    infos = {info.code: info for info in wanted}
    found = {scale.code: scale for scale in Scale.objects.all()}
    for info in infos.values():
        if info.code not in found:
            found[info.code] = _create_scale(info)
    return found


def _create_scale(info: ScaleInfo) -> Scale:
    scale = Scale.objects.create(code=info.code, name=info.name, top_rank=info.top)
    names = info.names or (_("None"), *(_("Level %d") % rank for rank in range(1, info.top + 1)))
    ScaleLevel.objects.bulk_create(
        ScaleLevel(scale=scale, rank=rank, name=name) for rank, name in enumerate(names)
    )
    return scale


def _columns(write: SkillWrite, scales: Mapping[str, Scale]) -> tuple[Any, ...]:
    values, guess = write.values, write.row.guess
    kind = values["kind"] or SkillKind.UNCLASSIFIED.value
    return (
        values["uri"],
        values["name"],
        kind,
        guess.kind if guess and kind == SkillKind.UNCLASSIFIED else "",
        guess.reason[:300] if guess and kind == SkillKind.UNCLASSIFIED else "",
        values["category"],
        values["description"],
        scales[values["scale"]].pk,
    )


def _write_labels(writes: Sequence[SkillWrite], ids: Mapping[str, int]) -> None:
    gone, new = [], []
    for write in writes:
        stored = write.stored.labels if write.stored else {}
        gone += [key for label, key in stored.items() if label not in write.labels]
        new += [
            (ids[write.row.code], label, LabelKind.ALTERNATIVE.value)
            for label in write.labels
            if label not in stored
        ]
    delete_rows(SkillLabel, gone)
    insert_rows(SkillLabel, ("skill_id", "label", "kind"), new)


def _write_texts(writes: Sequence[SkillWrite], ids: Mapping[str, int]) -> None:
    gone, changed, new = [], [], []
    for write in writes:
        stored = write.stored.texts if write.stored else {}
        gone += [key for rank, (key, _text) in stored.items() if rank not in write.texts]
        for rank, text in write.texts.items():
            if rank not in stored:
                new.append((ids[write.row.code], rank, text))
            elif stored[rank][1] != text:
                changed.append((stored[rank][0], text))
    delete_rows(LevelText, gone)
    update_rows(LevelText, ("text",), changed)
    insert_rows(LevelText, ("skill_id", "rank", "text"), new)


def _add_relations(home: Framework, relations: Sequence[RelationRow]) -> None:
    if not relations:
        return
    ids = dict(home.skills.values_list("code", "id"))
    stored = SkillRelation.objects.filter(skill__framework=home)
    seen = set(stored.values_list("skill_id", "other_id", "kind"))
    new = []
    for relation in relations:
        skill, other = ids.get(relation.code), ids.get(relation.other)
        if skill is None or other is None:
            continue  # its skill was rejected
        key = (skill, other, relation.kind.value)
        if key not in seen:
            seen.add(key)
            new.append((*key, relation.essential))
    insert_rows(SkillRelation, ("skill_id", "other_id", "kind", "essential"), new)
