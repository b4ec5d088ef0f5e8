"""Where a step of a plan could go, and what could stand in its place; nothing is written."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skillmap.core.errors import DomainError
from skillmap.core.models import Viewer
from training.analysis.validate import Placed, Violation
from training.models import Activity, ActivitySession, PlanStep
from training.queries.plan_checks import (
    PlanCheck,
    coming_sessions,
    fault_sentences,
    layout_of,
    week_day,
    when_words,
)
from training.queries.plans import monday_of

ALTERNATIVES_SHOWN = 12  # each is tried in every week of the plan


@dataclass(frozen=True)
class Place:
    """A week or date in which a step could begin; `fault` says what that would break."""

    week: int
    session: ActivitySession | None
    label: str
    fault: str

    @property
    def value(self) -> str:
        """As a form names it."""
        return str(self.session.public_id if self.session else self.week)


@dataclass(frozen=True)
class Alternative:
    """What could stand in the place of a step: `when` from, or the limit that refuses it."""

    activity: Activity
    when: str = ""
    fault: str = ""


def from_week(step: PlanStep, week: int) -> tuple[int, ...]:
    """The weeks of a step whose next session lies in `week`; what is done stays."""
    done, left = step.weeks[: step.sessions_done], step.weeks[step.sessions_done :]
    return (*done, *(one + week - left[0] for one in left))


def faults_at(check: PlanCheck, step: PlanStep, week: int) -> list[Violation]:
    """What a step that goes on in another week would break."""
    placed = Placed(step.activity.code, from_week(step, week))
    return check.new_faults({**layout_of(check.steps), step.position: placed})


def places_of(check: PlanCheck, step: PlanStep, now: dt.datetime) -> list[Place]:
    """Its other dates to come, else the other weeks from now to the end of the plan."""
    titles = {one.activity.code: one.activity.title for one in check.steps}
    return [
        Place(
            week=week,
            session=session,
            label=date_format(
                session.starts_on if session else week_day(check.plan, week), "j M Y"
            ),
            fault=fault_sentences(faults_at(check, step, week), titles),
        )
        for week, session in _beginnings(check, step.activity, now)
        if (session.pk != step.session_id if session else week != step.next_week)
    ]


def first_place(
    check: PlanCheck, step: PlanStep, activity: Activity, now: dt.datetime
) -> tuple[tuple[int, ...], ActivitySession | None]:
    """Where another activity fits first, from the step's own week on, else before it.

    Raises `DomainError` naming what refuses it.
    """
    beginnings = _beginnings(check, activity, now)
    if not beginnings:
        raise _no_beginning(activity)
    beginnings.sort(key=lambda one: (one[0] < step.weeks[0], one[0]))
    others = {p: row for p, row in layout_of(check.steps).items() if p != step.position}
    refused: list[tuple[int, list[Violation]]] = []
    for week, session in beginnings:
        weeks = tuple(week + n * activity.period_weeks for n in range(activity.sessions))
        found = check.new_faults({**others, step.position: Placed(activity.code, weeks)})
        if not found:
            return weeks, session
        refused.append((week, found))
    raise _fits_nowhere(check, refused, activity)


def alternatives_to(
    check: PlanCheck, step: PlanStep, user: Viewer, now: dt.datetime
) -> list[Alternative]:
    """Others that teach what the step teaches: those that fit first, of these the ones with the
    same main skill. Three queries for any number."""
    taught = list(step.activity.outcomes.order_by("position").values_list("skill", flat=True))
    offered = Activity.objects.visible_to(user).active().exclude(plan_steps__plan=check.plan)
    found = offered.exclude(completions__employee=check.plan.employee_id).filter(
        outcomes__skill__in=taught, outcomes__position=0
    )
    if check.learner.languages:
        found = found.filter(language__in=["", *check.learner.languages])
    rows = found.annotate(on_main=Q(outcomes__skill=taught[0] if taught else None)).distinct()
    rows = rows.order_by("-on_main", "cost_cents", "title")[:ALTERNATIVES_SHOWN]
    tried = [_tried(check, step, row, now) for row in rows.prefetch_related("dates")]
    return sorted(tried, key=lambda one: bool(one.fault))


def _tried(check: PlanCheck, step: PlanStep, activity: Activity, now: dt.datetime) -> Alternative:
    try:
        weeks, session = first_place(check, step, activity, now)
    except DomainError as refusal:
        return Alternative(activity, fault=refusal.message)
    return Alternative(activity, when=when_words(check.plan, weeks, session))


def _beginnings(
    check: PlanCheck, activity: Activity, now: dt.datetime
) -> list[tuple[int, ActivitySession | None]]:
    """When an activity could begin: its dates, else the weeks from now to the end of the plan."""
    if activity.dates.all():
        sessions = coming_sessions(activity, timezone.localdate(now))
        return [(check.week_of(row), row) for row in sessions]
    this_week = max(0, (monday_of(now) - check.plan.week_zero).days // 7)
    return [(week, None) for week in range(this_week, check.plan.weeks)]


def _no_beginning(activity: Activity) -> DomainError:
    if activity.dates.all():
        return DomainError(_("“%(step)s” has no date to come.") % {"step": activity.title})
    return DomainError(_("The weeks of the plan are over. Bring it up to date first."))


def broken(
    check: PlanCheck, faults: Sequence[Violation], advice: str, activity: Activity | None = None
) -> DomainError:
    """A change that breaks rules, as people read it; `activity` is one from outside the plan."""
    titles = {s.activity.code: s.activity.title for s in check.steps}
    if activity is not None:
        titles[activity.code] = activity.title
    sentences = [fault_sentences(faults, titles), advice]
    return DomainError(" ".join(filter(None, sentences)), code="breaks_rules")


def _fits_nowhere(
    check: PlanCheck, refused: list[tuple[int, list[Violation]]], activity: Activity
) -> DomainError:
    """The rules that refuse every week, else those of the week in which the fewest do."""
    always = [one for one in refused[0][1] if all(one in found for _week, found in refused)]
    if always:
        return broken(check, always, "", activity)
    week, fewest = min(refused, key=lambda one: len(one[1]))
    advice = _("So it is in the %(when)s, and other weeks break more.")
    return broken(check, fewest, advice % {"when": when_words(check.plan, [week], None)}, activity)
