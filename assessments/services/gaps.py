"""The gap analysis: slices of people, each committed on its own, so that it can go on anywhere.

For workers and commands only: it imports scipy.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from assessments.analysis.assembly import CellTable
from assessments.analysis.evidence import IntArray
from assessments.analysis.gaps import Status
from assessments.analysis.parameters import Parameters
from assessments.analysis.priors import KeyedSums, Priors, cell_sums, flat_raters, rater_sums
from assessments.analysis.profiles import Profiles, profiles
from assessments.enums import RunState
from assessments.models import AnalysisRun, RunShard
from assessments.queries.gap_rows import Labels, gap_rows, labels
from assessments.queries.moments import Moment
from assessments.queries.observations import World, cells, world
from assessments.queries.population import subtree
from assessments.queries.priors import priors_of
from assessments.services.marks import clear_stale, refresh_later_if_marked
from assessments.services.packing import Stamp
from assessments.services.priors import store_priors
from assessments.services.profiles import rebuild_skill_map, write_profiles
from skillmap.core.tabular.writing import csv_line

SHARD_SIZE = 2_500  # people; about 100,000 cells
MOST_KEPT = 10_000_000  # cells and evidence rows kept from the first reading, about 600 MB


def _silent(done: int, total: int) -> None:
    """Show progress to nobody."""


def _unguarded() -> None:
    """Hold no lease: nobody else works on this run."""


@dataclass(frozen=True, slots=True)
class Watch:
    """How a run reports, and how each of its commits makes sure that it is still wanted.

    `progress(done, total)` counts people, read and computed; `hold()` is called inside each
    transaction and raises when another worker took over.
    """

    progress: Callable[[int, int], None] = _silent
    hold: Callable[[], None] = _unguarded


@dataclass(slots=True)
class _Analysis:
    """A run under way: what was read for it, and the slices kept since the first reading."""

    run: AnalysisRun
    watch: Watch
    world: World
    parameters: Parameters
    total: int = 0
    done: int = 0
    kept: dict[int, CellTable] = field(default_factory=dict)
    n_kept: int = 0

    def advance(self, n_people: int) -> None:
        self.done += n_people
        self.watch.progress(self.done, self.total)

    def read_to_write(self, employees: IntArray) -> CellTable:
        """Read people whose profiles this run is going to replace."""
        if self.run.writes_profiles:
            clear_stale(employees.tolist())
        return self.read(employees)

    def read(self, employees: IntArray) -> CellTable:
        with transaction.atomic():
            _without_time_limit()
            return cells(self.world, employees)

    def keep(self, number: int, table: CellTable) -> None:
        size = len(table.person) + len(table.observations)
        if self.n_kept + size <= MOST_KEPT:
            self.kept[number] = table
            self.n_kept += size


def analyse_gaps(run: AnalysisRun, watch: Watch | None = None) -> None:
    """Estimate levels and find gaps of everybody in the run's scope; safe to call again.

    First the priors of the whole organisation, then slice by slice of the scope; finished slices
    are skipped when a run is taken up again. A run for its own day replaces profiles and the
    skill map; any other keeps only its output.
    """
    if run.state != RunState.RUNNING:
        return
    there = world(Moment(run.as_of, run.known_at))
    analysis = _Analysis(run, watch or Watch(), there, parameters_of(run))
    shards = list(run.shards.all()) or _plan_shards(analysis)
    analysis.total = sum(len(s.employees) for s in shards) + len(there.people.employee)
    priors = priors_of(run) or _gather_priors(analysis, shards)
    analysis.done = len(there.people.employee)
    names = labels(there) if run.keeps_output else None
    for shard in shards:
        if shard.done_at is None:
            _compute(analysis, shard, priors, names)
        analysis.advance(len(shard.employees))
    _finish(analysis, shards)


def parameters_of(run: AnalysisRun) -> Parameters:
    """Return the parameters in the record of the run."""
    stored: dict[str, Any] = run.parameters
    return Parameters(**{name: _hashable(value) for name, value in stored.items()})


def _hashable(value: Any) -> Any:
    """JSON made lists of the tuples."""
    return tuple(value) if isinstance(value, list) else value


def _plan_shards(analysis: _Analysis) -> list[RunShard]:
    run, people = analysis.run, analysis.world.people
    scope = people.employee
    if run.unit_id is not None:
        scope = people.of_units(subtree(run.unit_id, analysis.world.moment))
    with transaction.atomic():
        analysis.watch.hold()
        return RunShard.objects.bulk_create(
            RunShard(run=run, number=number, employees=employees.tolist())
            for number, employees in enumerate(_slices(scope))
        )


def _slices(employees: IntArray) -> list[IntArray]:
    return [employees[i : i + SHARD_SIZE] for i in range(0, len(employees), SHARD_SIZE)]


def _gather_priors(analysis: _Analysis, shards: list[RunShard]) -> Priors:
    """Read everybody's evidence, keep what the slices need again, and store the priors."""
    by_cell, by_rater = KeyedSums.empty(2), KeyedSums.empty(3)
    whole = analysis.run.unit_id is None
    slices = [np.array(shard.employees) for shard in shards]
    n_evidence = 0
    for number, employees in enumerate(
        slices if whole else _slices(analysis.world.people.employee)
    ):
        table = analysis.read_to_write(employees) if whole else analysis.read(employees)
        by_cell += cell_sums(table, analysis.parameters)
        by_rater += rater_sums(table.observations)
        n_evidence += len(table.observations)
        if whole:
            analysis.keep(number, table)
        analysis.advance(len(employees))
    priors = Priors(by_cell, flat_raters(by_rater, analysis.parameters))
    with transaction.atomic():
        analysis.watch.hold()
        store_priors(analysis.run, priors, n_evidence)
    return priors


def _compute(analysis: _Analysis, shard: RunShard, priors: Priors, names: Labels | None) -> None:
    """Compute one slice and commit it."""
    employees = np.array(shard.employees, dtype=np.int64)
    table = analysis.kept.pop(shard.number, None) or analysis.read_to_write(employees)
    found = profiles(table, priors, analysis.parameters)
    shard.summary = _summary(table, found)
    shard.inputs_hash = sha256("".join(found.inputs).encode()).hexdigest()
    shard.done_at = timezone.now()
    if names is not None:
        rows = gap_rows(analysis.world, names, employees, found, analysis.parameters)
        shard.output = "".join(map(csv_line, rows))
    with transaction.atomic():
        _without_time_limit()
        analysis.watch.hold()
        if analysis.run.writes_profiles:
            write_profiles(employees, found, stamp_of(analysis.run))
        shard.save(update_fields=["summary", "inputs_hash", "output", "done_at"])


def stamp_of(run: AnalysisRun) -> Stamp:
    """What profiles computed now with the run's priors and parameters carry."""
    return Stamp(
        run_id=run.pk,
        method=run.method,
        method_version=run.method_version,
        parameters_hash=run.parameters_hash,
        computed_at=timezone.now(),
    )


def _summary(table: CellTable, found: Profiles) -> dict[str, int]:
    status = found.gaps.status[found.required > 0]
    counts = {s.name.lower(): int((status == s).sum()) for s in Status}
    return {"people": found.n_people, "evidence": len(table.observations), **counts}


def _finish(analysis: _Analysis, shards: list[RunShard]) -> None:
    """Close the run: totals, the hash of all it read, and the skill map."""
    run = analysis.run
    totals: Counter[str] = Counter()
    for shard in shards:
        totals.update(shard.summary)
    hashes = [shard.inputs_hash for shard in shards]
    run.summary = dict(totals)
    run.inputs_hash = sha256("".join(hashes).encode()).hexdigest()
    run.state, run.finished_at = RunState.DONE, timezone.now()
    with transaction.atomic():
        _without_time_limit()
        analysis.watch.hold()
        if run.writes_profiles:
            rebuild_skill_map(_units(analysis))
            refresh_later_if_marked(actor=run.actor)
        run.save(update_fields=["summary", "inputs_hash", "state", "finished_at"])


def _units(analysis: _Analysis) -> list[int] | None:
    unit = analysis.run.unit_id
    return None if unit is None else subtree(unit, analysis.world.moment)


def _without_time_limit() -> None:
    """Inside a transaction: large reads and writes may take longer than a page would."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
