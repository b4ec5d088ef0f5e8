"""Files of activities: comparing them with the catalogue, and writing the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from skillmap.core.enums import ImportKind
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Plan, Turn
from skillmap.core.tabular.faults import Fault
from skillmap.core.tabular.layout import Parsed
from skills.models import Skill
from training.enums import UNMATCHED_SKILL
from training.imports import activities_csv
from training.imports.activities_stored import (
    Catalogue,
    outcome_text,
    read_catalogue,
    start_text,
)
from training.imports.rows import ActivityRow, OutcomeCell
from training.queries.faults import circles_of_codes, needs_by_code
from training.services.catalogue import (
    ActivityWrite,
    OutcomeWrite,
    Start,
    StoredActivity,
    write_activities,
)
from training.services.parking import retry_later

_PLAIN = (
    "title", "provider", "mode", "sessions", "hours_per_session", "period_weeks", "cost",
    "language", "venue", "site", "url", "released_time", "capstone", "seats",
)  # fmt: skip

SHOWN_OF_A_CIRCLE = 8  # codes


@dataclass(slots=True)
class ActivityPlan(Plan):
    """What a file of activities would do; `known` has the keys of stored activities by code."""

    writes: list[ActivityWrite] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)


class ActivityImporter:
    """Files of activities. Skills of other catalogues are found by name where we know it."""

    kind = ImportKind.ACTIVITIES
    fields = activities_csv.FIELDS
    special = activities_csv.SPECIAL

    def plan(self, incoming: Incoming) -> ActivityPlan:
        """Compare a catalogue with the stored one; raises `FileRefused`."""
        mapping = incoming.column_map(activities_csv.COLUMNS, activities_csv.SPECIAL)
        parsed = activities_csv.read_activities(incoming.sheet(), mapping)
        catalogue = read_catalogue([*parsed.rows, *parsed.faulty])
        plan = ActivityPlan(faults=list(parsed.faults), known=catalogue.codes)
        accepted = _accepted(parsed, catalogue, plan.faults)
        plan.faults += _circle_faults(parsed, accepted)
        for row in accepted:
            _plan_row(plan, parsed, row, catalogue)
        return plan

    def apply(self, plan: ActivityPlan, turn: Turn) -> None:
        """Write the activities; what waited for one of them is tried again."""
        write_activities(writes=plan.writes, known=plan.known)
        retry_later(actor=turn.actor)

    def undo(self, _turn: Turn) -> None:
        """History knows all about activities."""


def _accepted(
    parsed: Parsed[ActivityRow], catalogue: Catalogue, faults: list[Fault]
) -> list[ActivityRow]:
    """Return the rows that can stand, and note why the others cannot."""
    rows = []
    for row in parsed.rows:
        found = _row_faults(parsed, row, catalogue)
        faults += found
        if not any(not fault.warning for fault in found):
            rows.append(row)
    named = {*catalogue.codes, *parsed.keys.values()}
    for row in parsed.faulty:  # rejected already: what else is wrong with them is told too
        faults += _row_faults(parsed, row, catalogue)
        if not named >= set(row.prerequisites):
            faults.append(_prerequisite_fault(parsed, row, named))
    while True:
        there = catalogue.codes.keys() | {row.activity_code for row in rows}
        lost = {row.number for row in rows if not there >= set(row.prerequisites)}
        if not lost:
            return rows
        faults += [_prerequisite_fault(parsed, row, there) for row in rows if row.number in lost]
        rows = [row for row in rows if row.number not in lost]


def _row_faults(parsed: Parsed[ActivityRow], row: ActivityRow, catalogue: Catalogue) -> list[Fault]:
    faults = [_outcome_fault(parsed, row, one, catalogue.skill(one.skill)) for one in row.outcomes]
    if row.currency not in ("", settings.SKILLMAP_CURRENCY):
        sentence = _("Costs are kept in %(currency)s here; convert this one.")
        words = sentence % {"currency": settings.SKILLMAP_CURRENCY}
        value, code = row.currency, "other_currency"
        faults.append(parsed.fault(row.number, "currency", value, code, words))
    if row.activity_code in row.prerequisites:
        sentence = _("An activity cannot come before itself.")
        value, code = row.activity_code, "own_prerequisite"
        faults.append(parsed.fault(row.number, "prerequisites", value, code, sentence))
    return [fault for fault in faults if fault]


def _outcome_fault(
    parsed: Parsed[ActivityRow], row: ActivityRow, outcome: OutcomeCell, skill: Skill | None
) -> Fault | None:
    """Say what is wrong with a skill taught; a name of another catalogue is only a warning."""
    if skill is None:
        code = UNMATCHED_SKILL if outcome.by_name else "unknown_skill"
        sentence = _("None of our skills goes by this name or code.")
    elif not _fits(outcome, skill):
        code = "off_scale"
        bounds = {"low": skill.scale.zero_rank, "high": skill.scale.top_rank}
        sentence = _("Its levels must lie between %(low)d and %(high)d.") % bounds
    else:
        return None
    return parsed.fault(
        row.number, "outcomes", outcome.skill, code, sentence, warning=outcome.by_name
    )


def _fits(outcome: OutcomeCell, skill: Skill) -> bool:
    scale = skill.scale
    return scale.zero_rank <= outcome.entry_level and outcome.exit_level <= scale.top_rank


def _prerequisite_fault(parsed: Parsed[ActivityRow], row: ActivityRow, there: set[str]) -> Fault:
    missing = next(code for code in row.prerequisites if code not in there)
    sentence = _("There is no activity of this code.")
    return parsed.fault(row.number, "prerequisites", missing, "unknown_prerequisite", sentence)


def _circle_faults(parsed: Parsed[ActivityRow], rows: Sequence[ActivityRow]) -> list[Fault]:
    """Warn of rows that would wait for each other; they are kept, and no plan offers them."""
    if "prerequisites" not in parsed.columns:
        return []
    needs = needs_by_code() | {row.activity_code: frozenset(row.prerequisites) for row in rows}
    found = circles_of_codes(needs)
    sentence = _("These wait for each other, so no plan offers them: %(codes)s.")
    faults = []
    for row in rows:
        circle = found.get(row.activity_code, [])
        shown = ", ".join(circle[:SHOWN_OF_A_CIRCLE]) + ("…" if circle[SHOWN_OF_A_CIRCLE:] else "")
        value = "|".join(code for code in row.prerequisites if code in circle)
        if value:
            place, code = (row.number, "prerequisites", value), "prerequisite_circle"
            faults.append(parsed.fault(*place, code, sentence % {"codes": shown}, warning=True))
    return faults


def _plan_row(
    plan: ActivityPlan, parsed: Parsed[ActivityRow], row: ActivityRow, catalogue: Catalogue
) -> None:
    stored = catalogue.activities.get(row.activity_code)
    taught = _taught(row, catalogue)
    starts = _starts(row)
    wanted = _wanted(row, taught, starts)
    if stored is not None:
        wanted = {name: value for name, value in wanted.items() if name in parsed.columns}
    before = _before(stored, starts) if stored else None
    changes = plan.add(row.number, row.activity_code, before, wanted)
    if changes is None:
        return
    values = {**(before or {}), **wanted}
    plan.writes.append(
        ActivityWrite(
            code=row.activity_code,
            stored=stored,
            values=values,
            outcomes=[write for _text, write in taught] if "outcomes" in changes else None,
            prerequisites=frozenset(values["prerequisites"]),
            situations=frozenset(values["situations"]),
            starts=_kept_starts(starts, stored, changes),
        )
    )


def _before(stored: StoredActivity, starts: Mapping[str, Start]) -> dict[str, Any]:
    """Return the stored columns; a date that a plan has chosen is not missed in a file."""
    missed = stored.chosen - set(starts.values())
    texts = sorted(start_text(start) for start in stored.starts if start not in missed)
    return {**stored.values, "starts_on": texts}


def _wanted(
    row: ActivityRow, taught: Sequence[tuple[str, OutcomeWrite]], starts: Mapping[str, Start]
) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "prerequisites": sorted(row.prerequisites),
        "situations": sorted(row.situations),
        "starts_on": sorted(starts),
        "outcomes": [text for text, _write in taught],
    }


def _taught(row: ActivityRow, catalogue: Catalogue) -> list[tuple[str, OutcomeWrite]]:
    """Return what the row teaches, as text and as a row to write; each skill once."""
    taught: dict[int, tuple[str, OutcomeWrite]] = {}
    for one in row.outcomes:
        skill = catalogue.skill(one.skill)
        if skill is None or not _fits(one, skill):
            continue
        text = outcome_text(skill.code, one.entry_level, one.exit_level, one.gain)
        write = OutcomeWrite(skill.pk, one.entry_level, one.exit_level, one.gain)
        taught.setdefault(skill.pk, (text, write))
    return list(taught.values())


def _starts(row: ActivityRow) -> dict[str, Start]:
    """Return the first sessions by their text, times in UTC."""
    starts = (
        (start.date(), start.astimezone(UTC)) if isinstance(start, datetime) else (start, None)
        for start in row.starts_on
    )
    return {start_text(start): start for start in starts}


def _kept_starts(
    starts: Mapping[str, Start], stored: StoredActivity | None, changes: Mapping[str, Any]
) -> frozenset[Start]:
    if stored is not None and "starts_on" not in changes:
        return frozenset(stored.starts)
    return frozenset(starts.values())
