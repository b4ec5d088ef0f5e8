"""People as the allocation of a budget reads them: each a small planning problem in flat arrays,
so that a slice of people is prepared once and unpacked by any worker in any round.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.analysis.candidates import find_candidates, with_prerequisites
from training.analysis.gain import HARD, MODES, SOFT, Floats, Ints
from training.analysis.instance import instance_arrays
from training.analysis.kernel.arrays import Instance
from training.analysis.learner import Learner, choose_gaps
from training.analysis.mandatory import mandatory_items, settle_mandatory
from training.analysis.offers import Season
from training.analysis.problem import bits, build_problem
from training.analysis.reasons import TESTS, Reason
from training.analysis.sets import Sets

MENTORING = MODES.index("mentoring")
MONEY, MENTORS, OFFERS = 0, 1, 2  # places in a vector of resources; activities from OFFERS on
UNLIMITED = -1
# failed tests that do not speak against a must-have: it need not teach a gap, nor come in two ways
_NO_MATTER = (-1, TESTS.index(Reason.LEVEL), TESTS.index(Reason.MODES))
Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Seats:
    """The limited dates of a season, and the activities whose every date is limited.

    `left` (n_dates,) are free seats, `first[j]` the number of activity j's first date or UNLIMITED
    where none is limited. `resource` (n_activities,) is the place of an activity in a vector of
    resources or UNLIMITED, `capacity` (n_resources - OFFERS,) the seats of all its dates.
    """

    left: Ints
    first: Ints
    resource: Ints
    capacity: Ints


def count_seats(season: Season) -> Seats:
    """The seats of every activity; one that can start in any week counts as one date."""
    n = len(season.catalogue)
    left, capacity = list[int](), list[int]()
    first, resource = np.full(n, UNLIMITED), np.full(n, UNLIMITED)
    for j, activity in enumerate(season.catalogue.activities):
        limits = [date.seats_left for date in activity.dates] or [activity.seats_left]
        known = [limit for limit in limits if limit is not None]
        if known:
            first[j] = len(left)
            left.extend(0 if limit is None else limit for limit in limits)
        if len(known) == len(limits):
            resource[j] = OFFERS + len(capacity)
            capacity.append(sum(known))
    return Seats(np.array(left, np.int64), first, resource, np.array(capacity, np.int64))


@dataclass(frozen=True, eq=False)
class Member:
    """Somebody who may get a plan.

    `key` is the caller's and decides every tie, `group` the fairness group. `item` (n,) are the
    catalogue positions of the candidates of `arrays` (the fields of an `Instance`), `mentor` (n,)
    their hours with a mentor, `resource` (n,) their place in a vector of resources or UNLIMITED.
    `options` (m, 3) holds (candidate, week, date) for every limited date, the earliest first.
    `missed` are positions of what they should get and cannot take.
    """

    key: int
    group: int
    item: Ints
    mentor: Floats
    resource: Ints
    options: Ints
    missed: Ints
    arrays: Arrays

    @property
    def cost(self) -> Floats:
        """Money of each candidate, shape (n,)."""
        return np.asarray(self.arrays["cost"])

    @cached_property
    def use(self) -> tuple[Ints, Ints, Floats]:
        """What candidates take of resources, as (candidate, resource, amount)."""
        n = np.arange(len(self.item))
        scarce = np.flatnonzero(self.resource != UNLIMITED)
        which = np.concatenate([n, n, scarce])
        ones = np.ones(len(n), np.int64)
        what = np.concatenate([MONEY * ones, MENTORS * ones, self.resource[scarce]])
        return which, what, np.concatenate([self.cost, self.mentor, np.ones(len(scarce))])

    def charges(self, prices: Floats) -> Floats:
        """What each candidate costs at these prices, in F, shape (n,)."""
        which, what, amount = self.use
        taken = np.bincount(which, amount * prices[what], len(self.item))
        return np.asarray(taken, float)


class Roster:
    """Makes members for one season; remembers what people of one time zone share."""

    def __init__(self, season: Season, seats: Seats, *, must: Iterable[str] = ()) -> None:
        self._season, self._seats = season, seats
        position = season.catalogue.position
        self._must = np.array(sorted(position[c] for c in must if c in position), np.int64)
        self._options: dict[tuple[str, int], list[tuple[int, int]]] = {}

    def member(self, key: int, group: int, learner: Learner) -> Member:
        """One person with all their candidates; what has to be in the plan is fixed.

        What is mandatory for the person goes before what everybody should have.
        """
        season, catalogue = self._season, self._season.catalogue
        settled = settle_mandatory(season, learner)
        learner, duties = settled.learner, mandatory_items(season, settled.learner)
        unfit = [catalogue.position[row.code] for row in settled.missed]
        gaps = choose_gaps(learner, at_most=season.rules.max_gaps)
        offers = season.offers(learner.zone, learner.site)
        found = find_candidates(catalogue, offers, learner, gaps, season.rules)
        must, missed = self._must_of(learner, found.failed)
        wanted = np.union1d(with_prerequisites(catalogue, learner, must), duties)
        kept = np.union1d(found.kept, wanted)
        problem = build_problem(
            catalogue, offers, learner, gaps, season.rules, found.rates, kept.astype(np.int64)
        )
        sets = Sets(problem)
        both = {HARD, SOFT} <= set(learner.kind[learner.has_gap].tolist())
        wants = (HARD, SOFT) if both and season.rules.both_kinds else ()
        arrays = instance_arrays(problem, sets.skills, sets.groups, wants=wants)
        fixed = np.isin(problem.item, wanted)
        if duties.size and sets.place(bits(np.flatnonzero(fixed).tolist())) is None:
            fixed, missed = np.isin(problem.item, duties), np.union1d(missed, must)
        mentoring = np.array(problem.mode, np.int64) == MENTORING
        return Member(
            key=key,
            group=group,
            item=problem.item,
            mentor=np.where(mentoring, catalogue.hours[problem.item], 0.0),
            resource=self._seats.resource[problem.item],
            options=self._find_options(problem.item, problem.allowed, learner.zone),
            missed=np.union1d(missed, unfit).astype(np.int64),
            arrays=arrays | {"fixed": _with_needs(fixed, problem.group)},
        )

    def _must_of(self, learner: Learner, failed: Ints) -> tuple[Ints, Ints]:
        """What of the must-haves this person has not completed and can take, and cannot take."""
        codes = [self._season.catalogue.activities[j].code for j in self._must]
        open_ = self._must[[code not in learner.completed for code in codes]]
        can = np.isin(failed[open_], _NO_MATTER)
        return open_[can], open_[~can]

    def _find_options(self, item: Ints, allowed: NDArray[np.bool_], zone: str) -> Ints:
        rows = [
            (i, week, date)
            for i, j in enumerate(item.tolist())
            if self._seats.first[j] != UNLIMITED
            for week, date in self._dates(j, zone)
            if allowed[i, week]
        ]
        return np.array(rows, np.int64).reshape(-1, 3)

    def _dates(self, j: int, zone: str) -> list[tuple[int, int]]:
        """(week, date) of one activity; a week with a date without limit is not limited."""
        if (zone, j) not in self._options:
            self._options[zone, j] = list(self._limited(j, zone))
        return self._options[zone, j]

    def _limited(self, j: int, zone: str) -> Iterable[tuple[int, int]]:
        season, first = self._season, int(self._seats.first[j])
        activity = season.catalogue.activities[j]
        for week in range(season.weeks):
            if not activity.dates:
                yield week, first
                continue
            there = season.sessions_in(activity, week, zone)
            if all(date.seats_left is not None for date in there):
                yield from ((week, first + activity.dates.index(date)) for date in there)


def _with_needs(fixed: NDArray[np.bool_], group: Sequence[int]) -> NDArray[np.bool_]:
    """What is fixed, with the prerequisites it misses."""
    mask = 0
    for i in np.flatnonzero(fixed).tolist():
        mask |= group[i]
    return np.array([bool(mask >> i & 1) for i in range(len(fixed))], bool)


_OWN = ("item", "mentor", "resource", "options", "missed")
FIELDS = (*_OWN, *Instance.__annotations__)


def pack(members: Sequence[Member]) -> bytes:
    """A slice of people as one compressed file of arrays; the same people, the same bytes."""
    heads = np.array([(m.key, m.group) for m in members], np.int64).reshape(-1, 2)
    columns: Arrays = {"heads": heads}
    for field in FIELDS:
        values = [np.asarray(_value(m, field)) for m in members]
        shapes = [v.shape for v in values] or [(0,)]
        columns[f"{field}.shape"] = np.array(shapes, np.int32)
        flat = np.concatenate([v.ravel() for v in values]) if values else np.zeros(0)
        columns[field] = flat.astype(np.int32) if flat.dtype == np.int64 else flat
    file = BytesIO()
    np.savez_compressed(file, **columns)  # type: ignore[arg-type]  # names of arrays
    return file.getvalue()


def unpack(content: bytes) -> list[Member]:
    """The reverse of `pack`."""
    with np.load(BytesIO(content), allow_pickle=False) as file:
        columns = {name: file[name] for name in file.files}
    split = {field: _split(columns[field], columns[f"{field}.shape"]) for field in FIELDS}
    return [
        Member(
            key=int(key),
            group=int(group),
            **{field: split[field][n] for field in _OWN},
            arrays={field: split[field][n] for field in Instance.__annotations__},
        )
        for n, (key, group) in enumerate(columns["heads"].tolist())
    ]


def _value(member: Member, field: str) -> NDArray[Any]:
    return getattr(member, field) if field in _OWN else member.arrays[field]


def _split(flat: NDArray[Any], shapes: NDArray[np.int32]) -> list[NDArray[Any]]:
    flat = flat.astype(np.int64) if flat.dtype == np.int32 else flat
    ends = np.cumsum(shapes.prod(axis=1)).tolist()
    parts = np.split(flat, ends[:-1])
    return [part.reshape(shape) for part, shape in zip(parts, shapes.tolist(), strict=False)]
