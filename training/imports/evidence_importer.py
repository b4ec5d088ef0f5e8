"""Files of ratings, results, certificates and completions: compared, then recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assessments.enums import RaterKind, Source
from assessments.services import (
    NewEvidence,
    check_evidence,
    plan_evidence,
    record_evidence,
    undo_evidence,
)
from employees.models import Employee
from skillmap.core.enums import ImportKind, RowAction
from skillmap.core.errors import DomainError
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Change, Plan, Turn
from skillmap.core.tabular.layout import Parsed
from skillmap.core.tabular.mapping import ColumnMap, read_mapping
from skills.models import Scale, Skill
from skills.queries import skills_by_code
from training.imports.evidence_csv import COLUMNS, read_evidence
from training.imports.rows import EvidenceRow
from training.models import Completion
from training.services import record_completions

RATED = {Source.SELF, Source.MANAGER, Source.PEER, Source.REPORT}
COLUMN_OF = {"rater": "rater_number"}  # what services call a field that files name otherwise


@dataclass(slots=True)
class EvidencePlan(Plan):
    """What a file of evidence would record; `rows` are new or change what stands."""

    rows: list[NewEvidence] = field(default_factory=list)


class EvidenceImporter:
    """Our own layout of evidence. The same row twice is one observation."""

    kind = ImportKind.EVIDENCE

    def plan(self, incoming: Incoming) -> EvidencePlan:
        """Compare the rows of a file with what stands; raises `FileRefused`."""
        parsed = read_evidence(incoming.sheet(), _mapping(incoming))
        plan = EvidencePlan(faults=list(parsed.faults))
        known = _Known(parsed.rows)
        usable = [
            (row, new)
            for row in parsed.rows
            if (new := _checked(plan, parsed, row, known, incoming.now)) is not None
        ]
        actions = plan_evidence([new for _row, new in usable])
        for (row, new), action in zip(usable, actions, strict=True):
            _note(plan, row, new, action)
        return plan

    def apply(self, plan: EvidencePlan, turn: Turn) -> None:
        """Record the rows; completions also tick off steps of plans."""
        done = [row for row in plan.rows if row.source == Source.COMPLETION]
        other = [row for row in plan.rows if row.source != Source.COMPLETION]
        record_evidence(rows=other, actor=turn.actor, now=turn.now, batch=turn.batch)
        record_completions(rows=done, actor=turn.actor, now=turn.now, batch=turn.batch)

    def undo(self, turn: Turn) -> None:
        """Retract what the file recorded; evidence is never deleted."""
        undo_evidence(batch=turn.batch, actor=turn.actor, now=turn.now)
        Completion.objects.filter(batch=turn.batch).update(batch=None)


def _mapping(incoming: Incoming) -> ColumnMap | None:
    if incoming.mapping is None:
        return None
    return read_mapping(incoming.mapping, "map.json", COLUMNS)


class _Known:
    """Stored people, skills and scales that the rows name; three queries."""

    def __init__(self, rows: Sequence[EvidenceRow]) -> None:
        numbers = {number for row in rows for number in (row.employee_number, row.rater_number)}
        self.people = {e.number: e for e in Employee.objects.filter(number__in=numbers)}
        self.skills: dict[str, Skill] = skills_by_code({row.skill_code for row in rows})
        scales = Scale.objects.all()
        self.scales = {scale.code: scale for scale in scales}
        self.scales |= {scale.name: scale for scale in scales}


def _checked(
    plan: EvidencePlan,
    parsed: Parsed[EvidenceRow],
    row: EvidenceRow,
    known: _Known,
    now: dt.datetime,
) -> NewEvidence | None:
    """The observation of a row, or None after noting what is wrong with it."""
    unknown = _unknown(row, known)
    if unknown:
        column, value, sentence = unknown
        plan.faults.append(parsed.fault(row.number, column, value, "unknown", sentence))
        return None
    new = _new(row, known)
    try:
        check_evidence(new, now)
    except DomainError as error:
        column = COLUMN_OF.get(error.field, error.field)
        value = getattr(row, column, "")
        plan.faults.append(
            parsed.fault(
                row.number, column, "" if value is None else value, error.code, error.message
            )
        )
        return None
    return new


def _unknown(row: EvidenceRow, known: _Known) -> tuple[str, str, str] | None:
    """Column, value and sentence of the first name that is not stored."""
    if row.employee_number not in known.people:
        return "employee_number", row.employee_number, _("Nobody has this number.")
    if row.skill_code not in known.skills:
        return "skill_code", row.skill_code, _("There is no skill with this code.")
    if row.rater_number and row.rater_number not in known.people:
        return "rater_number", row.rater_number, _("Nobody has this number.")
    if row.scale and row.scale not in known.scales:
        return "scale", row.scale, _("There is no scale of this name.")
    return None


def _new(row: EvidenceRow, known: _Known) -> NewEvidence:
    source = Source(row.source)
    employee = known.people[row.employee_number]
    rater = known.people.get(row.rater_number)
    if source == Source.SELF and rater is None:
        rater = employee
    return NewEvidence(
        employee=employee,
        skill=known.skills[row.skill_code],
        source=source,
        level=row.level,
        observed_on=row.observed_on,
        expires_on=row.expires_on,
        scale=known.scales.get(row.scale) if row.scale else None,
        rater=rater,
        rater_kind=RaterKind(source.value) if source in RATED else "",
        reference=row.reference,
    )


def _note(plan: EvidencePlan, row: EvidenceRow, new: NewEvidence, action: RowAction) -> None:
    if action == RowAction.UNCHANGED:
        plan.unchanged += 1
        return
    shown = {"source": row.source, "level": row.level, "observed_on": row.observed_on}
    key = f"{row.employee_number} / {row.skill_code}"
    changes = {name: (None, value) for name, value in shown.items() if value is not None}
    plan.changes.append(Change(row.number, action, key, changes))
    plan.rows.append(new)
