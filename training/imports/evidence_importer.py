"""Files of evidence: finding people and skills, comparing with what stands, recording the rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from assessments.enums import Source
from assessments.services import (
    NewEvidence,
    check_evidence,
    plan_evidence,
    record_evidence,
    undo_evidence,
)
from assessments.services.certificates import (
    adopt_certificates,
    forget_certificates,
    revoked_keys,
)
from employees.models import Employee
from employees.queries import people_meant
from skillmap.core.enums import ImportKind, RowAction
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import EMPTY, Change, Plan, Turn
from skillmap.core.tabular.faults import Fault
from skillmap.core.tabular.layout import Parsed
from skillmap.core.tabular.mapping import NO_SPECIAL_RULES
from skills.models import Scale, Skill
from skills.queries import skills_by_code
from training.enums import PARKED, PARKED_DAYS
from training.imports.evidence_csv import COLUMNS, FIELDS, read_evidence
from training.imports.rows import EvidenceRow
from training.models import Completion, ParkedCompletion
from training.services.completions import record_completions
from training.services.parking import park, plan_parking

_SHOWN = ("source", "level", "rater_number", "observed_on", "expires_on", "reference")
_OUR_COLUMNS = {"rater": "rater_number"}


@dataclass(slots=True)
class EvidencePlan(Plan):
    """What a file of evidence would do: the rows to record, completions apart.

    `parked` are completions of people who are not here yet.
    """

    rows: list[NewEvidence] = field(default_factory=list)
    completions: list[NewEvidence] = field(default_factory=list)
    parked: list[ParkedCompletion] = field(default_factory=list)


class EvidenceImporter:
    """Files of ratings, test results, certificates, completions and agreed levels."""

    kind = ImportKind.EVIDENCE
    fields = FIELDS
    special = NO_SPECIAL_RULES

    def plan(self, incoming: Incoming) -> EvidencePlan:
        """Compare a file with the standing observations; raises `FileRefused`."""
        parsed = read_evidence(incoming.sheet(), incoming.column_map(COLUMNS))
        plan = EvidencePlan(faults=list(parsed.faults))
        lookup = _lookup([*parsed.rows, *parsed.faulty])
        for row in parsed.faulty:  # rejected already: what else is wrong with them is told too
            plan.faults += _missing(parsed, row, lookup)
        found: list[tuple[EvidenceRow, NewEvidence]] = []
        for row in parsed.rows:
            new = _resolve(parsed, row, lookup, incoming, plan.faults)
            if new is not None:
                found.append((row, new))
        found = _without_revoked(parsed, found, plan.faults)
        here = [(row, new) for row, new in found if new.employee.pk]
        actions = plan_evidence([new for _row, new in here])
        for (row, new), action in zip(here, actions, strict=True):
            _note(plan, row, action)
            if action != RowAction.UNCHANGED:
                (plan.completions if new.source == Source.COMPLETION else plan.rows).append(new)
        _note_parked(plan, parsed, [(row, new) for row, new in found if not new.employee.pk])
        return plan

    def apply(self, plan: EvidencePlan, turn: Turn) -> None:
        """Record the observations."""
        given: dict[str, Any] = {"actor": turn.actor, "now": turn.now, "batch": turn.batch}
        record_evidence(rows=plan.rows, **given)
        adopt_certificates(rows=plan.rows, **given)
        record_completions(rows=plan.completions, **given)
        for row in plan.parked:
            row.actor, row.batch = turn.actor, turn.batch
        park(rows=plan.parked)

    def undo(self, turn: Turn) -> None:
        """Retract what was added and record anew what it replaced; no observation is deleted.

        What the file parked goes back by its history, as with other imports.
        Raises `ConflictError` once completions that the file parked have found their people.
        """
        rows = turn.batch.evidence.values_list("source", "reference", "employee")
        if set(rows) - set(rows.filter(recorded_at=F("batch__applied_at"))):
            sentence = _("Completions of this file were matched to people after it was applied.")
            raise ConflictError(sentence, code="matched_since")
        for completion in Completion.objects.filter(batch=turn.batch):
            completion.evidence.clear()
        forget_certificates(batch=turn.batch)
        undo_evidence(batch=turn.batch, actor=turn.actor, now=turn.now)


@dataclass(frozen=True, slots=True)
class _Lookup:
    """People by number, skills by code, and scales by code and by name in lower case."""

    people: Mapping[str, Employee]
    skills: Mapping[str, Skill]
    scales: Mapping[str, Scale]


def _lookup(rows: Collection[EvidenceRow]) -> _Lookup:
    numbers = {row.employee_number for row in rows} | {row.rater_number for row in rows}
    scales = list(Scale.objects.all())
    return _Lookup(
        people=people_meant(numbers, Employee.objects.all()),
        skills=skills_by_code({row.skill_code for row in rows}),
        scales={s.name.lower(): s for s in scales} | {s.code: s for s in scales},
    )


def _resolve(
    parsed: Parsed[EvidenceRow], row: EvidenceRow, lookup: _Lookup, incoming: Incoming,
    faults: list[Fault],
) -> NewEvidence | None:  # fmt: skip
    """Return the observation a row means; None, with its faults noted, when it means none.

    A completion may be of somebody who is not here yet: a person without a key.
    """
    missing = _missing(parsed, row, lookup)
    employee = lookup.people.get(row.employee_number)
    if row.source == Source.COMPLETION and employee is None:
        employee = Employee(number=row.employee_number)
    if missing or employee is None:
        faults += missing
        return None
    rater = row.rater_number or (row.employee_number if row.source == Source.SELF else "")
    new = NewEvidence(
        employee=employee,
        skill=lookup.skills[row.skill_code],
        source=Source(row.source),
        level=row.level,
        observed_on=row.observed_on,
        expires_on=row.expires_on,
        scale=lookup.scales[_scale_key(row)] if row.scale else None,
        rater=lookup.people[rater] if rater else None,
        reference=row.reference,
    )
    try:
        check_evidence(new, incoming.now)
    except DomainError as error:
        column = _OUR_COLUMNS.get(error.field, error.field)
        value = getattr(row, column, "")
        faults.append(parsed.fault(row.number, column, value, error.code, error.message))
        return None
    return new


def _without_revoked(
    parsed: Parsed[EvidenceRow],
    found: list[tuple[EvidenceRow, NewEvidence]],
    faults: list[Fault],
) -> list[tuple[EvidenceRow, NewEvidence]]:
    """Leave out, with a fault, certificates that somebody has revoked here."""
    revoked = revoked_keys([new for _row, new in found])
    sentence = _("This certificate was revoked here, so it does not count again.")
    kept = []
    for row, new in found:
        if (new.source, new.employee.pk, new.key[1]) in revoked:
            column = "reference"
            faults.append(parsed.fault(row.number, column, row.reference, "revoked", sentence))
        else:
            kept.append((row, new))
    return kept


def _missing(parsed: Parsed[EvidenceRow], row: EvidenceRow, lookup: _Lookup) -> list[Fault]:
    """What a row names that is not here; a completion may wait for its person."""
    nobody, nothing = _("There is nobody with this number."), _("There is no skill of this code.")
    no_scale = _("There is no scale of this name.")
    checks = (
        ("employee_number", row.employee_number, lookup.people, "unknown_person", nobody),
        ("rater_number", row.rater_number, lookup.people, "unknown_person", nobody),
        ("skill_code", row.skill_code, lookup.skills, "unknown_skill", nothing),
        ("scale", _scale_key(row), lookup.scales, "unknown_scale", no_scale),
    )
    return [
        parsed.fault(row.number, column, value, code, sentence)
        for column, value, known, code, sentence in checks
        if value
        and value not in known
        and not (column == "employee_number" and row.source == Source.COMPLETION)
    ]


def _scale_key(row: EvidenceRow) -> str:
    """Return how a scale is looked up: `GDAD:4` and `gdad` mean the same one."""
    return row.scale.partition(":")[0].strip().lower()


def _note(plan: EvidencePlan, row: EvidenceRow, action: RowAction) -> None:
    if action == RowAction.UNCHANGED:
        plan.unchanged += 1
        return
    values = {name: getattr(row, name) for name in _SHOWN}
    changes = {name: (None, value) for name, value in values.items() if value not in EMPTY}
    key = f"{row.employee_number} / {row.skill_code}"
    plan.changes.append(Change(row.number, action, key, changes))


def _note_parked(
    plan: EvidencePlan,
    parsed: Parsed[EvidenceRow],
    found: Sequence[tuple[EvidenceRow, NewEvidence]],
) -> None:
    """Note completions of people who are not here: accepted, with a warning that they wait."""
    waiting = [_as_parked(row, new) for row, new in found]
    sentence = _("Nobody has this number yet. The completion waits %(days)d days for them.")
    words = sentence % {"days": PARKED_DAYS}
    for (row, _new), one, action in zip(found, waiting, plan_parking(waiting), strict=True):
        _note(plan, row, action)
        place = (row.number, "employee_number", row.employee_number)
        plan.faults.append(parsed.fault(*place, PARKED, words, warning=True))
        if action != RowAction.UNCHANGED:
            plan.parked.append(one)


def _as_parked(row: EvidenceRow, new: NewEvidence) -> ParkedCompletion:
    return ParkedCompletion(
        employee_number=row.employee_number,
        reference=new.key[1],
        completed_on=new.observed_on,
        skill=new.skill,
        level=new.level,
        scale=new.scale,
        rater=new.rater,
        expires_on=new.expires_on,
        file_row=row.number,
    )
