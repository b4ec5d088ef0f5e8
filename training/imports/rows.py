"""What a file of activities or evidence says, whatever its layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class OutcomeCell:
    """An activity teaches a skill from one level to another, on the skill's own scale.

    `skill` is a code, or the name a catalogue uses (`by_name`). `gain` None: the default of the
    delivery mode.
    """

    skill: str
    entry_level: Decimal
    exit_level: Decimal
    gain: Decimal | None = None
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One activity of a catalogue. `cost` None: nobody knows, which is not 0.

    `starts_on` holds days, or moments with a zone.
    """

    number: int
    activity_code: str
    title: str
    provider: str
    mode: str
    sessions: int
    hours_per_session: Decimal
    period_weeks: int
    cost: Decimal | None
    currency: str
    language: str
    venue: str
    site: str
    url: str
    released_time: bool
    capstone: bool
    prerequisites: tuple[str, ...]
    seats: int | None
    starts_on: tuple[date | datetime, ...]
    situations: tuple[str, ...]
    outcomes: tuple[OutcomeCell, ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One observation of a file. `level` None: a completion that says nothing about a level.

    `scale` empty: the skill's own; else the code or name of another one.
    """

    number: int
    employee_number: str
    skill_code: str
    source: str
    rater_number: str
    level: Decimal | None
    scale: str
    observed_on: date
    expires_on: date | None
    reference: str
