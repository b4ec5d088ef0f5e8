"""The timeline of a development plan: hours of each week, and the sessions of each step."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skills.models import Skill
from training.enums import PlanState, StepState
from training.models import PlanStep
from training.queries.meetings import Appointment, next_appointment


@dataclass(frozen=True)
class WeekLoad:
    """Hours of one week. `top` and `height` place the bar of learning hours, `released_*` the
    hours in working time above it; all on an axis from 0 (top) to 100 (bottom)."""

    number: int
    starts_on: dt.date
    hours: float
    released: float
    top: float
    height: float
    released_top: float
    released_height: float
    is_over: bool

    @property
    def date_words(self) -> str:
        return date_format(self.starts_on, "j M")

    @property
    def new_year(self) -> str:
        """The year in the first week that begins in a new one."""
        is_new = (self.starts_on - dt.timedelta(weeks=1)).year != self.starts_on.year
        return date_format(self.starts_on, "Y") if is_new and self.number > 0 else ""


@dataclass(frozen=True)
class Session:
    """One session of a step on the timeline."""

    hours: float
    is_done: bool


@dataclass(frozen=True)
class StepLine:
    """One step on the timeline: for each week its session, or None where nothing happens."""

    step: PlanStep
    hours: float
    cells: list[Session | None]
    teaches: list[Skill]

    @property
    def is_done(self) -> bool:
        return self.step.state == StepState.DONE

    @property
    def date_words(self) -> str:
        """When a dated step takes place, or that it waits for a seat or has no date any more."""
        session = self.step.session
        if session is None:
            return ""
        day = date_format(session.starts_on, "j M Y")
        if session.cancelled_at is not None:
            return _("%(day)s, cancelled: another date is being looked for") % {"day": day}
        if self.step.waits_since is not None:
            return _("%(day)s, full: you are on the waiting list") % {"day": day}
        return _("%(day)s, seat booked") % {"day": day} if self.holds_seat else day

    @property
    def meeting(self) -> Appointment | None:
        """When the peer circle meets for the next session."""
        return next_appointment(self.step)

    @property
    def holds_seat(self) -> bool:
        """Whether the plan keeps a seat for the person."""
        return self.step.plan.state in {PlanState.PROPOSED, PlanState.ACTIVE}

    @property
    def can_start(self) -> bool:
        """Whether the step takes place at an address."""
        return not self.is_done and self.step.activity.url.startswith(("http://", "https://"))

    @property
    def progress(self) -> str:
        """`3 of 8 done` once a step of several sessions is begun."""
        done, sessions = self.step.sessions_done, len(self.step.weeks)
        if sessions == 1 or not done:
            return ""
        return _("%(done)d of %(all)d done") % {"done": done, "all": sessions}

    @property
    def next_session(self) -> int:
        """The number of the session that is to be done next."""
        return self.step.sessions_done + 1

    @property
    def rhythm(self) -> str:
        """`week 3` or `weeks 1 to 10, 10 sessions`; weeks count from 1 on the page."""
        first, last, sessions = self.step.weeks[0] + 1, self.step.weeks[-1] + 1, self.step.weeks
        if first == last:
            return _("week %(n)d") % {"n": first}
        numbers = {"first": first, "last": last, "n": len(sessions)}
        return _("weeks %(first)d to %(last)d, %(n)d sessions") % numbers
