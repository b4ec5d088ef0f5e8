"""The gap analysis: slices of people, each committed on its own, so that it can go on anywhere.

For workers and commands only: it imports scipy.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import accumulate
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from assessments.analysis.assembly import CellTable, joined
from assessments.analysis.evidence import IntArray
from assessments.analysis.gaps import Status
from assessments.analysis.learning import learn
from assessments.analysis.parameters import Parameters
from assessments.analysis.priors import Priors
from assessments.analysis.profiles import Profiles, profiles
from assessments.enums import RunState
from assessments.models import AnalysisRun, RunShard
from assessments.queries.gap_rows import Labels, gap_rows, labels
from assessments.queries.moments import Moment
from assessments.queries.observations import World, cells, world
from assessments.queries.population import subtree
from assessments.queries.priors import priors_of
from assessments.services.marks import Marks, marks_now, refresh_later_if_marked
from assessments.services.packing import Stamp
from assessments.services.priors import drop_unused_priors, store_priors
from assessments.services.profiles import rebuild_skill_map, write_profiles
from skillmap.core.tabular.writing import csv_line

SHARD_SIZE = 2_500  # people; about 100,000 cells


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
    """A run under way: what was read for it, and everybody's cells since the first reading.

    `marks` were read before anything else; writing the profiles clears them and no later ones.
    `everybody` is None where they were not read here, or not all of them are analysed; `starts`
    says where each slice begins in it.
    """

    run: AnalysisRun
    watch: Watch
    marks: Marks
    world: World
    parameters: Parameters
    total: int = 0
    done: int = 0
    everybody: CellTable | None = None
    starts: dict[int, int] = field(default_factory=dict)

    def advance(self, n_people: int) -> None:
        self.done += n_people
        self.watch.progress(self.done, self.total)

    def read(self, employees: IntArray) -> CellTable:
        with transaction.atomic():
            _without_time_limit()
            return cells(self.world, employees)

    def table_of(self, shard: RunShard) -> CellTable:
        """The cells of a slice, as read at first or read now."""
        if self.everybody is None:
            return self.read(np.array(shard.employees, dtype=np.int64))
        start = self.starts[shard.number]
        return self.everybody.part(start, start + len(shard.employees))


def analyse_gaps(run: AnalysisRun, watch: Watch | None = None) -> None:
    """Estimate levels and find gaps of everybody in the run's scope; safe to call again.

    First what is learned from the whole organisation, then slice by slice of the scope; finished
    slices are skipped when a run is taken up again. A run for its own day replaces profiles and the
    skill map; any other keeps only its output.
    """
    if run.state != RunState.RUNNING:
        return
    marks = marks_now()
    there = world(Moment(run.as_of, run.known_at))
    analysis = _Analysis(run, watch or Watch(), marks, there, parameters_of(run))
    shards = list(run.shards.all()) or _plan_shards(analysis)
    analysis.total = sum(len(s.employees) for s in shards) + len(there.people.employee)
    priors = priors_of(run) or _learn(analysis, shards)
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


def _learn(analysis: _Analysis, shards: list[RunShard]) -> Priors:
    """Read everybody's evidence, learn from it, and store the priors.

    The evidence of an organisation is in memory at once: about 200 bytes a row while it is solved.
    """
    whole = analysis.run.unit_id is None
    slices = [np.array(shard.employees, dtype=np.int64) for shard in shards]
    parts = []
    for employees in slices if whole else _slices(analysis.world.people.employee):
        parts.append(analysis.read(employees))
        analysis.advance(len(employees))
    table = joined(parts or [analysis.read(np.zeros(0, dtype=np.int64))])
    del parts
    priors = learn(table, analysis.parameters).priors
    with transaction.atomic():
        analysis.watch.hold()
        store_priors(analysis.run, priors, len(table.observations))
    if whole:
        analysis.everybody, sizes = table, [len(employees) for employees in slices]
        analysis.starts = dict(enumerate(accumulate(sizes, initial=0)))
    return priors


def _compute(analysis: _Analysis, shard: RunShard, priors: Priors, names: Labels | None) -> None:
    """Compute one slice and commit it."""
    employees, table = np.array(shard.employees, dtype=np.int64), analysis.table_of(shard)
    found = profiles(table, priors, analysis.parameters)
    shard.summary = _summary(table, found)
    shard.inputs_hash = sha256("".join(found.inputs).encode()).hexdigest()
    shard.done_at = timezone.now()
    if names is not None:
        rows = gap_rows(analysis.world, names, employees, found)
        shard.output = "".join(map(csv_line, rows))
    with transaction.atomic():
        _without_time_limit()
        analysis.watch.hold()
        if analysis.run.writes_profiles:
            write_profiles(employees, found, stamp_of(analysis.run, analysis.world), analysis.marks)
        shard.save(update_fields=["summary", "inputs_hash", "output", "done_at"])


def stamp_of(run: AnalysisRun, there: World) -> Stamp:
    """What profiles computed with the run's priors and parameters carry.

    Their time is when the requirements were read, on the day whose they are, so that what changed
    or began since is noticed.
    """
    day_after = dt.datetime.combine(there.moment.as_of + dt.timedelta(days=1), dt.time(), dt.UTC)
    end_of_day = day_after - dt.timedelta(microseconds=1)
    return Stamp(
        run_id=run.pk,
        method=run.method,
        method_version=run.method_version,
        parameters_hash=run.parameters_hash,
        computed_at=min(there.read_at, end_of_day),
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
            drop_unused_priors(run)
            refresh_later_if_marked(actor=run.actor)
        run.save(update_fields=["summary", "inputs_hash", "state", "finished_at", "updated_at"])


def _units(analysis: _Analysis) -> list[int] | None:
    unit = analysis.run.unit_id
    return None if unit is None else subtree(unit, analysis.world.moment)


def _without_time_limit() -> None:
    """Inside a transaction: large reads and writes may take longer than a page would."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
