"""Why something is or is not in a plan: codes with data; the words on screen are chosen above."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why an activity was not chosen or a gap not worked on, in the order the tests are made."""

    COMPLETED = "completed"
    REFUSED = "refused"  # the person asked not to get it
    LEFT_OUT = "mode left out"  # by whoever asked
    LANGUAGE = "language"
    LEVEL = "level window"
    PREREQUISITE = "prerequisite"
    SEATS = "seats"
    DATES = "dates"
    HOURS = "hours"
    TIME_ZONE = "time zone"
    TRAVEL = "travel"
    BUDGET = "budget"
    UNKNOWN_COST = "unknown cost"
    MODES = "modes"
    REPLACED = "replaced"  # by another step that is better
    LITTLE = "little value"  # worth less than its time and money
    NO_ACTIVITY = "no activity"  # nothing in the catalogue teaches the skill
    KIND = "kind not confirmed"
    PRIORITY = "lower priority"  # not among the heaviest gaps
    # of the steps of a path template that stay out
    MET = "level met"  # of everything it teaches that the role asks for
    NOT_OFFERED = "not offered"
    NO_GAP = "no gap"  # that a slot for a kind of skill could be filled for
    ROOM = "no room"  # beside the other steps
    NOTHING = "nothing fits"  # a slot for a skill


class Why(StrEnum):
    """Why a step is in a plan."""

    CLOSES = "closes gaps"
    PREREQUISITE = "needed first"  # for a later step
    SECOND_MODE = "second way of learning"  # a soft skill needs two
    CLOSING = "closing exercise"
    MANDATORY = "mandatory"
    FIXED = "usual start for this role"  # from a path template


TESTS = tuple(Reason)[: list(Reason).index(Reason.REPLACED)]


@dataclass(frozen=True)
class NotChosen:
    """An activity that teaches a gap and is not in the plan.

    For REPLACED `by` is the step that is better, by `delta` of F.
    """

    code: str
    reason: Reason
    by: str = ""
    delta: float = 0.0


@dataclass(frozen=True)
class Unmet:
    """A gap (by slot) that no step of the plan works on."""

    slot: int
    reason: Reason


@dataclass(frozen=True)
class StepReason:
    """Why one step is there.

    `slots` are the skills it teaches that have a gap (for a prerequisite those of the steps that
    need it), `marginal` what the plan would lose without it and its dependants, in F;
    `situations` the real situations it shares with the person's role; `only_mode` tells that the
    catalogue has no second way of learning its soft skill.
    """

    code: str
    why: Why
    slots: tuple[int, ...]
    marginal: float
    needed_by: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    only_mode: bool = False
