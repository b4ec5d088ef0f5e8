"""Recording and retracting evidence. Rows are never changed: a new level is a new row."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import inf
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from assessments.analysis.evidence import Source as SourceCode
from assessments.analysis.evidence import recorded_variance
from assessments.enums import RaterKind, Source
from assessments.models import Evidence, Retraction
from assessments.services.marks import mark_stale, refresh_later
from employees.models import Employee
from skillmap.core.enums import RowAction
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.models import ImportBatch, User
from skills.models import Scale, Skill
from skills.services.changes import keep_from_merging

Key = tuple[str, str, int, int]  # source, reference, employee, skill
_EAST_OF_UTC = dt.timedelta(hours=14)  # where the day begins first
_CHUNK = 1_000
LONGEST_REFERENCE = 200  # characters, as in the model
_THREE_DECIMALS = Decimal("0.001")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvidence:
    """One observation to record. `level` is on `scale` (the skill's own when none is named).

    Natural key: source, reference, employee, skill; an empty `reference` is derived from rater
    and date. `rater_kind` is told by the source unless an external person answered as a peer.
    `variance` (levels², common metric) is for scores whose error was computed; without it the
    source decides.
    """

    employee: Employee
    skill: Skill
    source: Source
    level: Decimal | None
    observed_on: dt.date
    expires_on: dt.date | None = None
    scale: Scale | None = None
    rater: Employee | None = None
    rater_kind: str = ""
    reference: str = ""
    review: UUID | None = None
    variance: float | None = None

    @property
    def key(self) -> Key:
        return (self.source, self._reference, self.employee.pk, self.skill.pk)

    @property
    def _reference(self) -> str:
        rater = self.rater.number if self.rater else ""
        return self.reference or f"{rater}/{self.observed_on.isoformat()}"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one row, and the standing observation it led to."""

    action: RowAction
    evidence: Evidence


def check_evidence(row: NewEvidence, now: dt.datetime) -> None:
    """Raise `DomainError` naming the field when the row cannot be an observation."""
    _check_level(row)
    if row.observed_on > (now + _EAST_OF_UTC).date():
        raise DomainError(_("The date lies in the future."), code="future", field="observed_on")
    if row.expires_on is not None and row.expires_on < row.observed_on:
        raise DomainError(
            _("It expires before it was observed."), code="expires_early", field="expires_on"
        )
    judges = row.source in {Source.MANAGER, Source.PEER, Source.REPORT}
    if judges and row.rater is not None and row.rater.pk == row.employee.pk:
        raise DomainError(
            _("Nobody is their own manager, colleague or report."), code="own_rater", field="rater"
        )
    if row.source == Source.SELF and row.rater not in {None, row.employee}:
        raise DomainError(
            _("A self-rating can only come from the person."), code="foreign_self", field="rater"
        )
    if len(row.key[1]) > LONGEST_REFERENCE:
        raise DomainError(_("The reference is too long."), code="too_long", field="reference")


def _check_level(row: NewEvidence) -> None:
    if row.variance is not None and not 0 < row.variance < inf:
        raise DomainError(
            _("The variance must be a number above 0."), code="bad_variance", field="variance"
        )
    scale = row.scale or row.skill.scale
    if row.level is None:
        if row.source != Source.COMPLETION:
            raise DomainError(_("A level is missing."), code="missing", field="level")
    elif not row.level.is_finite() or not scale.zero_rank <= row.level <= scale.top_rank:
        raise DomainError(
            _("The level must lie between %(low)d and %(high)d.")
            % {"low": scale.zero_rank, "high": scale.top_rank},
            code="off_scale",
            field="level",
        )


def plan_evidence(rows: Sequence[NewEvidence]) -> list[RowAction]:
    """Tell what `record_evidence` would do with each row; writes nothing."""
    return _compare(_lay_out(rows)).actions


def record_evidence(
    *,
    rows: Sequence[NewEvidence],
    actor: User | None,
    now: dt.datetime,
    batch: ImportBatch | None = None,
) -> list[Recorded]:
    """Record observations, one result per row in order. Raises `DomainError` and writes nothing.

    The same row twice is one observation; another level (or date, rater, scale, review) under the
    same key retracts the standing row and adds one. Profiles of the people follow in the
    background. Who may do this is for the caller to know: a form, an import, a test result.
    """
    for row in rows:
        check_evidence(row, now)
    with transaction.atomic():
        laid_out = _lay_out(_of_survivors(rows))
        if people := _changing(laid_out):
            mark_stale(people)  # from here on nobody else writes evidence of these people
        compared = _compare(laid_out)
        _retract(compared.replaced, _("Replaced by a later row"), actor, now, batch)
        for evidence in compared.new:
            evidence.recorded_at, evidence.recorded_by, evidence.batch = now, actor, batch
        Evidence.objects.bulk_create(compared.new, batch_size=_CHUNK)
        if compared.new:
            refresh_later(actor=actor, people={row.employee_id for row in compared.new})
    standing = compared.standing
    results = zip(compared.actions, laid_out, strict=True)
    return [Recorded(action, standing[key]) for action, (key, _evidence) in results]


def retract_evidence(
    *,
    evidence: Iterable[Evidence],
    reason: str,
    actor: User | None,
    now: dt.datetime,
    batch: ImportBatch | None = None,
) -> int:
    """Say that these observations no longer count; return how many did until now."""
    rows = list(evidence)
    with transaction.atomic():
        mark_stale(row.employee_id for row in rows)
        retracted = Retraction.objects.filter(evidence__in=rows)
        gone = set(retracted.values_list("evidence", flat=True))
        standing = [row for row in rows if row.pk not in gone]
        _retract(standing, reason, actor, now, batch)
        if rows:
            refresh_later(actor=actor, people={row.employee_id for row in rows})
    return len(standing)


def undo_evidence(*, batch: ImportBatch, actor: User | None, now: dt.datetime) -> None:
    """Restore what stood before an import: retract its rows, record anew what they replaced.

    Raises `ConflictError` when one of its rows no longer stands: what it replaced would then come
    back beside what came later.
    """
    replaced = list(Evidence.objects.filter(retraction__batch=batch))
    people = set(Evidence.objects.filter(batch=batch).values_list("employee_id", flat=True))
    people |= {row.employee_id for row in replaced}
    with transaction.atomic():
        mark_stale(people)  # from here on nobody else writes evidence of these people
        added = list(Evidence.objects.standing().filter(batch=batch))
        _check_unchanged(batch, added)
        _retract(added, _("Import undone"), actor, now, None)
        if people:
            refresh_later(actor=actor, people=people)
        for row in replaced:
            row.pk, row.public_id = None, uuid4()  # of its own import still
            row.recorded_at, row.recorded_by = now, actor
        Evidence.objects.bulk_create(replaced, batch_size=_CHUNK)


def _check_unchanged(batch: ImportBatch, standing: Sequence[Evidence]) -> None:
    """Does all that the import recorded still stand? A row that undo restored stands again.

    What a merge recorded of it for another skill is not asked for: while the merge holds, rows of
    the import are missing; once it is undone, they stand again.
    """
    key = ("source", "reference", "employee_id", "skill_id")
    of_file = Evidence.objects.filter(batch=batch, recorded_at=F("batch__applied_at"))
    recorded = set(of_file.values_list(*key))
    later = recorded - {tuple(getattr(row, name) for name in key) for row in standing}
    if later:
        text = _("%(count)d rows (%(kind)s) were changed since then.")
        words = {"count": len(later), "kind": Evidence._meta.verbose_name}
        raise ConflictError(text % words, code="changed_since")


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What rows would do: an action each, rows to add and to retract, and what then stands."""

    actions: list[RowAction]
    new: list[Evidence]
    replaced: list[Evidence]
    standing: dict[Key, Evidence]


def _of_survivors(rows: Sequence[NewEvidence]) -> list[NewEvidence]:
    """What somebody was still asked about a skill that was merged counts for the survivor."""
    merged = keep_from_merging(row.skill.pk for row in rows)
    return [replace(row, skill=merged.get(row.skill.pk, row.skill)) for row in rows]


def _lay_out(rows: Sequence[NewEvidence]) -> list[tuple[Key, Evidence]]:
    """The observation that each row would be, and its key."""
    return [(row.key, _evidence(row)) for row in rows]


def _changing(laid_out: Sequence[tuple[Key, Evidence]]) -> set[int]:
    """The people of whom something would be written."""
    actions = zip(_compare(laid_out).actions, laid_out, strict=True)
    return {
        evidence.employee_id
        for action, (_key, evidence) in actions
        if action != RowAction.UNCHANGED
    }


def _compare(laid_out: Sequence[tuple[Key, Evidence]]) -> _Comparison:
    """Hold each row against what stands and against the rows before it."""
    before = _standing({key for key, _evidence in laid_out})
    after = dict(before)
    actions = []
    for key, evidence in laid_out:
        stands = after.get(key)
        if stands is None:
            actions.append(RowAction.CREATE)
        elif _content(stands) == _content(evidence):
            actions.append(RowAction.UNCHANGED)
            continue
        else:
            actions.append(RowAction.UPDATE)
        after[key] = evidence
    new = {key: evidence for key, evidence in after.items() if evidence.pk is None}
    replaced = [before[key] for key in new if key in before]
    return _Comparison(actions, list(new.values()), replaced, after)


def _standing(keys: set[Key]) -> dict[Key, Evidence]:
    """Return the standing observation of each key that has one."""
    references = sorted({reference for _source, reference, _employee, _skill in keys})
    found: dict[Key, Evidence] = {}
    for start in range(0, len(references), _CHUNK):
        chunk = references[start : start + _CHUNK]
        for evidence in Evidence.objects.standing().filter(reference__in=chunk).order_by("pk"):
            key = (evidence.source, evidence.reference, evidence.employee_id, evidence.skill_id)
            if key in keys:
                found[key] = evidence
    return found


def _evidence(row: NewEvidence) -> Evidence:
    """Lay out the observation of a row, with its value and variance on the common metric."""
    scale = row.scale or row.skill.scale
    level = None if row.level is None else row.level.quantize(_THREE_DECIMALS)
    rater = row.employee if row.source == Source.SELF else row.rater
    told = row.source if row.source in RaterKind.values else ""
    return Evidence(
        public_id=uuid4(),
        employee=row.employee,
        skill=row.skill,
        source=row.source,
        rater=rater,
        rater_kind=row.rater_kind or told,
        level=level,
        scale=scale,
        value=None if level is None else scale.to_common(float(level)),
        variance=None if level is None else _variance(row),
        observed_on=row.observed_on,
        expires_on=row.expires_on,
        reference=row.key[1],
        review=row.review,
    )


def _variance(row: NewEvidence) -> float:
    if row.variance is not None:
        return row.variance
    return recorded_variance(SourceCode[row.source.upper()])


def _content(evidence: Evidence) -> tuple[object, ...]:
    """What makes two observations under one key the same."""
    said = (evidence.level, evidence.scale_id, evidence.rater_id, evidence.rater_kind)
    return (*said, evidence.observed_on, evidence.expires_on, evidence.review)


def _retract(
    rows: Sequence[Evidence],
    reason: str,
    actor: User | None,
    now: dt.datetime,
    batch: ImportBatch | None,
) -> None:
    Retraction.objects.bulk_create(
        [
            Retraction(
                evidence=row, reason=reason, retracted_by=actor, retracted_at=now, batch=batch
            )
            for row in rows
        ],
        batch_size=_CHUNK,
    )
