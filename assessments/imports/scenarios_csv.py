"""Our layout for scenarios: one reaction a row, in the order of scenes and reactions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import ScenarioVersion
from assessments.services.scenarios import (
    ReactionContent,
    ScenarioContent,
    SceneContent,
    put_scenario,
)
from skillmap.core.errors import DomainError
from skillmap.core.models import User
from skillmap.core.tabular import cells
from skillmap.core.tabular.faults import Fault
from skillmap.core.tabular.layout import Field, Layout, parse_sheet
from skillmap.core.tabular.sheet import Sheet
from skills.queries import active_by_code

COLUMNS = (
    "scenario_code", "title", "skill_code", "description", "scene_code", "scene_text",
    "reaction_code", "reaction_text", "next_scene",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReactionRow:
    """One row; title, skill, description and scene text may stand in the first row only."""

    number: int
    scenario: str
    title: str
    skill: str
    description: str
    scene: str
    scene_text: str
    reaction: str
    reaction_text: str
    next_scene: str


@dataclass(frozen=True, slots=True)
class ScenariosReport:
    """Scenarios written as drafts, and every fault with its place."""

    versions: list[ScenarioVersion]
    faults: list[Fault]


def bring_in_scenarios(
    *, sheet: Sheet, actor: User | None, dry_run: bool = False
) -> ScenariosReport:
    """Write every correct scenario as a draft; a scenario with a fault is left out as a whole.

    Raises `FileRefused` when columns are missing, `NotAllowedError` for others than authors.
    """
    parsed = parse_sheet(sheet, _LAYOUT)
    faults = list(parsed.faults)
    spoilt = _spoilt(sheet, faults)
    versions = []
    with transaction.atomic():
        for code, rows in _by_scenario(parsed.rows).items():
            if code in spoilt:
                continue
            try:
                with transaction.atomic():
                    versions.append(_put(rows, actor))
            except DomainError as error:
                if error.status == 403:
                    raise
                column = error.field if error.field in COLUMNS else "scenario_code"
                faults.append(parsed.fault(rows[0].number, column, code, error.code, error.message))
        transaction.set_rollback(dry_run)
    return ScenariosReport(versions, sorted(faults, key=lambda fault: fault.row))


def content_from(rows: Sequence[ReactionRow]) -> ScenarioContent:
    """One scenario from its rows."""
    scenes: dict[str, list[ReactionRow]] = {}
    for row in rows:
        scenes.setdefault(row.scene, []).append(row)
    return ScenarioContent(
        code=rows[0].scenario,
        title=_first(rows, "title"),
        description=_first(rows, "description"),
        scenes=[
            SceneContent(
                code,
                _first(lines, "scene_text"),
                [ReactionContent(one.reaction, one.reaction_text, one.next_scene) for one in lines],
            )
            for code, lines in scenes.items()
        ],
    )


def _put(rows: Sequence[ReactionRow], actor: User | None) -> ScenarioVersion:
    code = _first(rows, "skill")
    skills = active_by_code([code]).get(code, [])
    if len(skills) != 1:
        sentence = _("There is no skill with this code, or several frameworks have one.")
        raise DomainError(sentence, code="unknown_skill", field="skill_code")
    return put_scenario(actor=actor, skill=skills[0], content=content_from(rows))


def _by_scenario(rows: Sequence[ReactionRow]) -> dict[str, list[ReactionRow]]:
    found: dict[str, list[ReactionRow]] = {}
    for row in rows:
        found.setdefault(row.scenario, []).append(row)
    return found


def _spoilt(sheet: Sheet, faults: Sequence[Fault]) -> set[str]:
    """Scenarios with a row that could not be read; all, where a row has lost its shape."""
    bad = {fault.row for fault in faults if not fault.warning}
    everything_is = not bad <= set(sheet.numbers)
    codes = zip(sheet.numbers, sheet.column("scenario_code"), strict=True)
    return {code.strip() for number, code in codes if everything_is or number in bad}


def _first(rows: Sequence[ReactionRow], name: str) -> str:
    """The value of the first row that says it."""
    values = (str(getattr(row, name)) for row in rows)
    return next((value for value in values if value), "")


def _build(number: int, *values: str) -> ReactionRow:
    return ReactionRow(number, *values)


_LAYOUT: Layout[ReactionRow] = Layout(
    fields=(
        Field("scenario_code", cells.code(60), needed=True),
        Field("title", cells.text(120)),
        Field("skill_code", cells.code(120)),
        Field("description", cells.text(2000)),
        Field("scene_code", cells.code(20), needed=True),
        Field("scene_text", cells.text(4000)),
        Field("reaction_code", cells.code(20), needed=True),
        Field("reaction_text", cells.text(2000), needed=True),
        Field("next_scene", cells.code(20)),
    ),
    build=_build,
)
