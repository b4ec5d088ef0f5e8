"""Taxonomy files: comparing their skills with the stored ones, and writing the outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from skillmap.core.enums import ImportKind, RowAction
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.levels import update_levels
from skillmap.core.imports.plan import Plan, Turn
from skillmap.core.tabular.faults import Fault
from skillmap.core.tabular.layout import Parsed
from skillmap.core.tabular.mapping import NO_SPECIAL_RULES
from skillmap.core.tabular.reading import read_sheet
from skills.enums import STANDARD_SCALE, SkillKind
from skills.imports import skills_csv, skills_esco, skills_gdad, skills_onet
from skills.imports.rows import Taxonomy
from skills.imports.stored import stored_scales, stored_skills
from skills.services.content import FrameworkInfo, RelationRow, SkillRow
from skills.services.taxonomy import SkillWrite, StoredSkill, write_skills

FOLDER_READERS = {
    "esco": skills_esco.read_skills,
    "onet": skills_onet.read_skills,
    "gdad": skills_gdad.read_skills,
}
FORMATS = ("csv", *FOLDER_READERS)


@dataclass(slots=True)
class SkillPlan(Plan):
    """What a taxonomy file would do."""

    framework: FrameworkInfo | None = None
    writes: list[SkillWrite] = field(default_factory=list)
    relations: list[RelationRow] = field(default_factory=list)


class SkillImporter:
    """Files of skills. `Incoming.extra` may name a `kinds` file: kinds somebody has confirmed."""

    kind = ImportKind.SKILLS
    fields = skills_csv.FIELDS
    special = NO_SPECIAL_RULES

    def plan(self, incoming: Incoming) -> SkillPlan:
        """Compare a taxonomy with the stored skills; raises `FileRefused`."""
        taxonomy = _read(incoming)
        plan = SkillPlan(framework=taxonomy.framework, relations=taxonomy.relations)
        kinds = _confirmed_kinds(incoming, taxonomy, plan.faults)
        codes = [row.code for part in taxonomy.parts for row in (*part.rows, *part.faulty)]
        stored = stored_skills(codes, taxonomy.framework.code if taxonomy.framework else None)
        tops = stored_scales()
        for part in taxonomy.parts:
            plan.faults += part.faults
            for row in part.rows:
                _plan_row(plan, part, row, stored.get(row.code), kinds.get(row.code, ""), tops)
            for row in part.faulty:  # rejected already: what else is wrong with them is told too
                fault = _scale_fault(part, row, stored.get(row.code), tops)
                plan.faults += [fault] if fault else []
        return plan

    def apply(self, plan: SkillPlan, turn: Turn) -> None:
        """Write the skills. A level depends on the kind of its skill, so levels may follow."""
        write_skills(framework=plan.framework, writes=plan.writes, relations=plan.relations)
        updated = (change for change in plan.changes if change.action == RowAction.UPDATE)
        if any("kind" in change.changes for change in updated):
            update_levels(turn)

    def undo(self, turn: Turn) -> None:
        """History knows all about skills; levels follow a kind that becomes another."""
        if turn.batch.rows.filter(action=RowAction.UPDATE, changes__has_key="kind").exists():
            update_levels(turn)


def _read(incoming: Incoming) -> Taxonomy:
    if incoming.format == "csv":
        mapping = incoming.column_map(skills_csv.COLUMNS)
        taxonomy = skills_csv.read_skills(incoming.sheet(), mapping)
        framework = incoming.extra.get("framework")
        return Taxonomy(taxonomy.parts, taxonomy.relations, framework)
    return FOLDER_READERS[incoming.format](incoming.folder())


def _confirmed_kinds(
    incoming: Incoming, taxonomy: Taxonomy, faults: list[Fault]
) -> Mapping[str, str]:
    path: Path | None = incoming.extra.get("kinds")
    if path is None:
        return {}
    parsed = skills_csv.read_kinds(read_sheet(path))
    faults += parsed.faults
    codes = {row.code for part in taxonomy.parts for row in part.rows}
    sentence = _("The taxonomy has no skill of this code.")
    for number, code, _kind in parsed.rows:
        if code not in codes:
            faults.append(parsed.fault(number, "skill_code", code, "unknown_skill", sentence))
    return {code: kind for _number, code, kind in parsed.rows}


def _plan_row(
    plan: SkillPlan, part: Parsed[SkillRow], row: SkillRow, stored: StoredSkill | None, kind: str,
    tops: Mapping[str, int],
) -> None:  # fmt: skip
    fault = _scale_fault(part, row, stored, tops)
    if fault:
        plan.faults.append(fault)
        return
    wanted = _wanted(part, row, stored, kind)
    if plan.add(row.number, row.code, _compared(stored, wanted), wanted) is None:
        return
    texts = {int(name.removeprefix("level_")): wanted[name] for name in _level_names(wanted)}
    if stored is not None:
        texts = {rank: text for rank, (_key, text) in stored.texts.items()} | texts
    values = {**(stored.values if stored else _BLANK), **wanted}
    labels = tuple(values["alt_labels"])
    kept = {rank: text for rank, text in texts.items() if text}
    plan.writes.append(SkillWrite(row, stored, values, labels, kept))


_BLANK: Mapping[str, Any] = {
    "uri": "",
    "kind": SkillKind.UNCLASSIFIED.value,
    "category": "",
    "description": "",
    "scale": STANDARD_SCALE,
    "alt_labels": [],
}


def _wanted(
    part: Parsed[SkillRow], row: SkillRow, stored: StoredSkill | None, kind: str
) -> dict[str, Any]:
    """Return what the file says about a skill, by our column; columns it has not are left out."""
    own = "skill_code" in part.columns
    wanted: dict[str, Any] = {"name": row.name}
    given = {
        "uri": row.uri,
        "category": row.category,
        "description": row.description,
        "alt_labels": _labels(row, stored),
    }
    wanted |= {name: value for name, value in given.items() if not own or name in part.columns}
    if kind or row.kind:
        wanted["kind"] = kind or row.kind
    if row.scale or stored is None:
        wanted["scale"] = row.scale.code if row.scale else STANDARD_SCALE
    ranks = [int(name.removeprefix("level_")) for name in _level_names(part.columns)]
    for rank in sorted({*ranks, *row.level_texts}):
        wanted[f"level_{rank}"] = row.level_texts.get(rank, "")
    return wanted


def _labels(row: SkillRow, stored: StoredSkill | None) -> list[str]:
    """Return the other names in order, once each without regard to case, and no confirmed match."""
    names = {label.lower(): label for label in reversed(row.alt_labels)}
    confirmed = stored.confirmed if stored else frozenset()
    return sorted(name for key, name in names.items() if key not in confirmed)


def _compared(stored: StoredSkill | None, wanted: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if stored is None:
        return None
    blank = dict.fromkeys(_level_names(wanted), "")
    texts = {f"level_{rank}": text for rank, (_key, text) in stored.texts.items()}
    return {**stored.values, **blank, **texts}


def _level_names(names: Iterable[str]) -> list[str]:
    return [name for name in names if name.startswith("level_")]


def _scale_fault(
    part: Parsed[SkillRow], row: SkillRow, stored: StoredSkill | None, tops: Mapping[str, int]
) -> Fault | None:
    """A skill keeps its scale, because levels given on it would change their meaning."""
    info = row.scale
    if stored is not None and info is not None and stored.values["scale"] != info.code:
        sentence = _("This skill is on another scale already, and a skill keeps its scale.")
    elif info is not None and tops.get(info.code, info.top) != info.top:
        sentence = _("This scale is there already with another highest rank.")
    else:
        return None
    assert info is not None  # noqa: S101 both sentences are about one
    return part.fault(row.number, "scale", f"{info.name}:{info.top}", "scale_conflict", sentence)
