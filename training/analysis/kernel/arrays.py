"""What compiled code reads and writes: a problem as flat arrays, a plan, room for notes.

Compiled functions get each of the three as one reference. Python code makes them with
`new_instance` and so on, and keeps the arrays that it wants to read afterwards. Rows of different
lengths end with -1.
"""

from typing import Any

import numpy as np
from numba import types
from numba.experimental import structref
from numpy.typing import NDArray

from training.analysis.gain import Bools, Floats, Ints
from training.analysis.kernel.machine_code import compiled

NONE, WAITING = -1, -2  # start of an item that is not chosen; that is chosen and has no week yet
OWN, RELEASED = 0, 1  # lanes of the calendar: a person's own time, working time
SPENT, LOST, POOL, KINDS = 0, 1, 2, 3  # places in `tally`; KINDS and the one after it count steps
OWN_ROOM, POOL_ROOM, BUDGET = 0, 1, 2  # places in `limits`


class Instance(structref.StructRefProxy):
    """Items 0..n-1 as in `Problem`; groups 0..m-1 of items that come together.

    `need` is what a session takes in its lane; `keep` the share of gap `skill` that an item leaves
    open; `needs` prerequisites, `after` what must be over before it where chosen, `before` the
    reverse, `inside` the groups an item is in. `soft` numbers the primary soft skills (-1: none);
    `short_soft` and `short_modes` are skills on which a group alone has too few modes and the bits
    of those it has. `room` (2, weeks) is what each week of a lane holds (-1 while away). `wants`
    are kinds a plan should have; `fixed` items are in every plan.
    """

    penalty: Floats
    cost: Floats
    total: Ints
    need: Ints
    lane: Ints
    sessions: Ints
    period: Ints
    length: Ints
    fixed: Bools
    kind: Ints
    soft: Ints
    mode: Ints
    allowed: Bools
    order: Ints
    skill: Ints
    keep: Floats
    needs: Ints
    after: Ints
    before: Ints
    group: Ints
    inside: Ints
    short_soft: Ints
    short_modes: Ints
    weight: Floats
    wanted: Ints
    wants: Bools
    room: Ints
    limits: Floats


class Plan(structref.StructRefProxy):
    """A set of items while it is changed.

    `start` is a week, NONE or WAITING; `left` (2, weeks) what is left of the calendar; `open` the
    share of each gap still open; `worked`, `modes` per soft skill: steps on it, and the bits of
    their modes; `tally` money spent, value lost for it, working time left, steps of each kind.
    """

    start: Ints
    left: Ints
    open: Floats
    worked: Ints
    modes: Ints
    tally: Floats


class Desk(structref.StructRefProxy):
    """Notes of the search: orders of placing and of trying, weeks to go back to, a set, scores of
    groups and what bends them (0: not to be tried again), keys of items, random numbers' state."""

    order: Ints
    perm: Ints
    saved: Ints
    chosen: Bools
    score: Floats
    luck: Floats
    share: Floats
    keys: Floats
    dice: NDArray[np.uint64]


@structref.register
class InstanceType(types.StructRef):
    """How compiled code sees `Instance`."""


@structref.register
class PlanType(types.StructRef):
    """How compiled code sees `Plan`."""


@structref.register
class DeskType(types.StructRef):
    """How compiled code sees `Desk`."""


structref.define_proxy(Instance, InstanceType, list(Instance.__annotations__))
structref.define_proxy(Plan, PlanType, list(Plan.__annotations__))
structref.define_proxy(Desk, DeskType, list(Desk.__annotations__))


@compiled
def new_instance(arrays: tuple[NDArray[Any], ...]) -> Instance:
    """From its arrays, in order."""
    return Instance(*arrays)


@compiled
def new_plan(arrays: tuple[NDArray[Any], ...]) -> Plan:
    """From its arrays, in order."""
    return Plan(*arrays)


@compiled
def new_desk(arrays: tuple[NDArray[Any], ...]) -> Desk:
    """From its arrays, in order."""
    return Desk(*arrays)
