"""The active catalogue as the planner reads it. Workers only."""

from collections import Counter, defaultdict
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from employees.enums import EmployeeStatus
from training.analysis.catalogue import Activity as Offered
from training.analysis.catalogue import Outcome, Session
from training.enums import CENTS, Mode, PlanState
from training.models import Activity, ActivityOutcome, ActivitySession, PlanStep
from training.queries.gains import expected_gain, observed_of
from training.queries.mentors import mentor_places

HELD_BY = (PlanState.PROPOSED, PlanState.ACTIVE)  # plans in these states hold their seats


def offered_activities(zone: str, *, besides: int | None = None) -> list[Offered]:
    """Every active activity with its dates, as days of `zone`; fourteen queries for any number.

    Levels and gains are on the common metric, gains as results taught them where these are known;
    cost in currency units, seats those still free; the seats of the plan `besides` count as free.
    A cancelled date has none. Mentoring has the places of those who mentor in its main skill, less
    the steps that hold one; as many as like where nobody offers it.
    """
    activities = (
        Activity.objects.active()
        .prefetch_related(
            "outcomes__skill__scale",
            "outcomes__observed_gain",
            "prerequisites__requires",
            "situations",
        )
        .order_by("code")
    )
    held = PlanStep.objects.filter(plan__state__in=HELD_BY).exclude(plan=besides)
    dates = _dates(ZoneInfo(zone), held)
    undated = held.filter(session=None)
    taken = Counter(undated.values_list("activity_id", flat=True))
    mentors = _mentors_left(undated)
    return [
        Offered(
            code=activity.code,
            mode=activity.mode,
            sessions=activity.sessions,
            session_hours=float(activity.hours_per_session),
            period_weeks=activity.period_weeks,
            cost=None if activity.cost_cents is None else activity.cost_cents / CENTS,
            outcomes=tuple(_outcome(activity, row) for row in _by_position(activity)),
            language=activity.language,
            venue=activity.venue,
            site=str(activity.site_id or ""),
            released=activity.released_time,
            capstone=activity.capstone,
            prerequisites=tuple(row.requires.code for row in activity.prerequisites.all()),
            dates=tuple(dates[activity.pk]),
            seats_left=_seats_left(activity, taken[activity.pk], mentors),
            situations=frozenset(situation.name for situation in activity.situations.all()),
        )
        for activity in activities
    ]


def _by_position(activity: Activity) -> list[ActivityOutcome]:
    return sorted(activity.outcomes.all(), key=lambda outcome: outcome.position)


def _outcome(activity: Activity, row: ActivityOutcome) -> Outcome:
    skill = row.skill
    seen = observed_of(row)
    return Outcome(
        slot=skill.slot,
        kind=skill.kind,
        entry=skill.scale.to_common(float(row.entry_level)),
        top=skill.scale.to_common(float(row.exit_level)),
        gain=expected_gain(activity, row) if seen is None else seen.gain,
    )


def _dates(zone: ZoneInfo, held: QuerySet[PlanStep]) -> dict[int, list[Session]]:
    """All first sessions of dated activities; past and cancelled ones too, so that these stay
    dated."""
    booked = held.filter(session__isnull=False).exclude(plan__employee__status=EmployeeStatus.LEFT)
    taken = Counter(booked.values_list("session_id", flat=True))
    found: dict[int, list[Session]] = defaultdict(list)
    rows = ActivitySession.objects.filter(activity__retired_on=None).order_by("starts_on", "pk")
    for row in rows.select_related("activity"):
        left = 0 if row.cancelled_at else _left(row.most, taken[row.pk])
        day = row.starts_at.astimezone(zone).date() if row.starts_at else row.starts_on
        found[row.activity_id].append(Session(day, row.starts_at, left, row.pk))
    return found


def _mentors_left(undated: QuerySet[PlanStep]) -> dict[int, int]:
    """Places of mentors that no plan holds, by the id of the skill."""
    mentoring = undated.filter(activity__mode=Mode.MENTORING, activity__outcomes__position=0)
    taken = Counter(mentoring.values_list("activity__outcomes__skill", flat=True))
    return {skill: max(0, places - taken[skill]) for skill, places in mentor_places().items()}


def _seats_left(activity: Activity, taken: int, mentors: dict[int, int]) -> int | None:
    """Of an activity without dates."""
    seats = [_left(activity.seats, taken)]
    if activity.mode == Mode.MENTORING:
        seats += [mentors.get(row.skill_id) for row in _by_position(activity)[:1]]
    return min((one for one in seats if one is not None), default=None)


def _left(seats: int | None, taken: int) -> int | None:
    return None if seats is None else max(0, seats - taken)
