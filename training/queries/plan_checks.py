"""Would a changed plan still keep every rule? Asks the independent validator of the planner."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmap.core.models import Organisation
from training.analysis.learner import RELEASED_WEEKS, Learner, Rules
from training.analysis.validate import Placed, Violation, find_missing, find_violations
from training.enums import CENTS
from training.models import Activity, ActivitySession, DevelopmentPlan, PlanStep
from training.queries.catalogue import offered_activities
from training.queries.learners import kind_of_slots, people_to_plan
from training.queries.meetings import with_meetings

LATER_WEEKS = 26  # how far a late plan may run on
KEPT_BY_HAND = {"rhythm", "no weeks"}  # a moved step keeps its own rhythm
LACKS = "no step on a "

_SENTENCES: dict[str, str | Promise] = {
    "unknown activity": gettext_lazy("“%(step)s” is not offered any more."),
    "twice": gettext_lazy("“%(step)s” would be in the plan twice."),
    "completed": gettext_lazy("“%(step)s” is completed already."),
    "mode left out": gettext_lazy("“%(step)s” is learnt in a way that was left out."),
    "refused": gettext_lazy("The person asked not to get “%(step)s”."),
    "mandatory": gettext_lazy("“%(step)s” is mandatory and has to stay in the plan."),
    "after the deadline": gettext_lazy("“%(step)s” is mandatory and would end after it is due."),
    "language": gettext_lazy("“%(step)s” is held in a language the person does not have."),
    "travel": gettext_lazy("“%(step)s” takes place at another site."),
    "seats": gettext_lazy("No seats are left in “%(step)s” then."),
    "dates": gettext_lazy("“%(step)s” does not take place in that week."),
    "time zone": gettext_lazy("“%(step)s” would be outside 08:00 to 18:00 for the person."),
    "horizon": gettext_lazy("“%(step)s” would run beyond the weeks of the plan."),
    "prerequisite": gettext_lazy("“%(step)s” would begin before what has to come first is done."),
    "prerequisite circle": gettext_lazy("“%(step)s” can never begin: its prerequisites circle."),
    "closing exercise last": gettext_lazy(
        "“%(step)s” is a closing exercise and has to come after the rest."
    ),
    "away": gettext_lazy("“%(step)s” would fall into a week in which the person is away."),
    "hours per week": gettext_lazy("A week would ask for more than the learning hours."),
    "working hours": gettext_lazy("The plan would take more working time than is allowed."),
    "two sessions in working time in one week": gettext_lazy(
        "Two sessions in working time would fall into one week."
    ),
    "budget": gettext_lazy("The plan would cost more than its budget."),
    "unknown cost": gettext_lazy("The cost of “%(step)s” is not known, and there is a budget."),
    "modes": gettext_lazy("A second way of learning the skill of “%(step)s” would be missing."),
    "closes no gap": gettext_lazy("“%(step)s” closes no gap of the person."),
    "no step on a hard skill": gettext_lazy("The plan would have no step on a hard skill."),
    "no step on a soft skill": gettext_lazy("The plan would have no step on a soft skill."),
}

Layout = Mapping[int, Placed]
"""Steps by position: the code of the activity and the weeks of its sessions."""


def layout_of(steps: Sequence[PlanStep]) -> dict[int, Placed]:
    """The steps as they are."""
    return {step.position: Placed(step.activity.code, tuple(step.weeks)) for step in steps}


class PlanCheck:
    """The rules of one plan, read once. `runs_on` lets it end later than agreed."""

    def __init__(self, plan: DevelopmentPlan, *, runs_on: bool = False) -> None:
        organisation = Organisation.objects.first() or Organisation()
        self.plan = plan
        steps = plan.steps.select_related("activity", "session").order_by("position")
        self.steps = list(with_meetings(steps))
        self.rules = _rules(plan, organisation, LATER_WEEKS if runs_on else 0)
        offered = offered_activities(organisation.time_zone, besides=plan.pk)
        self.offered = {activity.code: activity for activity in offered}
        self.learner = _learner(plan, self.rules, organisation.time_zone, self.steps)
        self._before = Counter(self._violations(layout_of(self.steps)))

    @property
    def faults(self) -> list[Violation]:
        """What the plan of today breaks, but for what was explained when it was made."""
        return self.faults_beside({})

    def faults_beside(self, kept: Layout) -> list[Violation]:
        """The same, beyond what `kept` of its steps would break without the others."""
        told = ("mandatory", "after the deadline")
        beyond = self._before - Counter(self._violations(kept))
        return [
            fault
            for fault in beyond.elements()
            if not fault.rule.startswith(LACKS) and fault.rule not in told
        ]

    def new_faults(self, layout: Layout) -> list[Violation]:
        """What a changed layout would break beyond what the plan of today does."""
        return list((Counter(self._violations(layout)) - self._before).elements())

    def settle(self, layout: Layout) -> None:
        """Take what a layout breaks for agreed, beside what the plan of today does."""
        self._before |= Counter(self._violations(layout))

    def _violations(self, layout: Layout) -> list[Violation]:
        placed = list(layout.values())
        found = find_violations(
            placed,
            activities=self.offered,
            learner=self.learner,
            rules=self.rules,
            start=self.plan.week_zero,
            fixed=frozenset(step.code for step in placed),  # chosen by a person
        )
        found += find_missing(placed, activities=self.offered, learner=self.learner)
        return [fault for fault in found if fault.rule not in KEPT_BY_HAND]

    def week_of(self, session: ActivitySession) -> int:
        """The week of the plan in which a session lies."""
        return (session.starts_on - self.plan.week_zero).days // 7


def coming_sessions(activity: Activity, today: dt.date) -> list[ActivitySession]:
    """Dates of an activity that still take place, the next one first."""
    dates = [row for row in activity.dates.all() if row.starts_on >= today and not row.cancelled_at]
    return sorted(dates, key=lambda row: (row.starts_on, row.pk))


def fault_sentences(faults: Sequence[Violation], titles: Mapping[str, str]) -> str:
    """What would be broken, as people read it, each once."""
    sentences = [
        str(_SENTENCES.get(fault.rule, fault.rule)) % {"step": titles.get(fault.code, fault.code)}
        for fault in faults
    ]
    return " ".join(dict.fromkeys(sentences))


def when_words(plan: DevelopmentPlan, weeks: Sequence[int], session: ActivitySession | None) -> str:
    """`12 Mar 2027` for a date, else `week of 8 Mar 2027`, with the last one of several."""
    if session is not None:
        return date_format(session.starts_on, "j M Y")
    if not weeks:
        return ""
    first, last = (date_format(week_day(plan, week), "j M Y") for week in (weeks[0], weeks[-1]))
    if first == last:
        return _("week of %(first)s") % {"first": first}
    return _("weeks of %(first)s to %(last)s") % {"first": first, "last": last}


def week_day(plan: DevelopmentPlan, week: int) -> dt.date:
    """The Monday of a week of the plan."""
    return plan.week_zero + dt.timedelta(weeks=week)


def _rules(plan: DevelopmentPlan, organisation: Organisation, more: int) -> Rules:
    usual = float(organisation.released_hours) * plan.weeks / RELEASED_WEEKS
    asked = plan.run.parameters.get("released_hours") if plan.run else None
    return Rules(
        weeks=plan.weeks + more,
        released_hours=usual if asked is None else asked,
        budget=None if plan.budget_cents is None else plan.budget_cents / CENTS,
        both_kinds=organisation.both_kinds,
        live_at_night=organisation.live_at_night,
        travel=organisation.travel,
    )


def _learner(plan: DevelopmentPlan, rules: Rules, zone: str, steps: Sequence[PlanStep]) -> Learner:
    """The person; with no requirements left when none is open any more."""
    hours = float(plan.hours_per_week)
    found = people_to_plan(
        [plan.employee_id],
        kinds=kind_of_slots(),
        zone=zone,
        hours_per_week=hours,
        start=plan.week_zero,
        weeks=rules.weeks,
    )
    person = next(found, None)
    if person is not None:
        own = {step.activity.code for step in steps}
        return replace(person.learner, completed=person.learner.completed - own)
    none, nothing = np.array([], np.int64), np.array([], float)
    return Learner(
        slot=none, kind=none, level=nothing, required=nothing, importance=nothing, p_gap=nothing,
        status=none, hours_per_week=hours, zone=plan.employee.zone or zone,
        languages=frozenset(plan.employee.languages), site=str(plan.employee.site_id or ""),
    )  # fmt: skip
