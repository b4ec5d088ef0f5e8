"""What became of people in a closed review cycle, for the fairness report: each is so or not.

Read from what was signed and planned when the cycle was closed: two reports a day apart must not
differ by single people. So plans are read from their history. Groups of people are not known here.
"""

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

import pghistory
from django.db.models import Max, QuerySet
from django.utils import timezone

from reviews.enums import Outcome, Overall, Side
from reviews.models import ReviewCycle, SignedReview
from training.enums import PlanState
from training.models import DevelopmentPlan

HALF = 0.5
_GONE = pghistory.DeleteEvent.label
Found = dict[int, bool]  # by employee id
Content = dict[str, Any]  # of `SignedReview`


def outcomes_of(cycle: ReviewCycle) -> dict[Outcome, Found]:
    """Each outcome by employee id, of those about whom it can be said; five queries."""
    people = set(cycle.reviews.values_list("employee", flat=True))
    signed = _signed(cycle, people)
    before = _signed_before(cycle, people)
    plans = _plans(cycle, people)
    return {
        Outcome.OVERALL: {
            person: int(content["overall"]) >= Overall.MEETS
            for person, content in signed.items()
            if content.get("overall")
        },
        Outcome.LEVELS: _reached(signed),
        Outcome.PROMOTED: _rose(signed, before),
        Outcome.PLAN: {person: person in plans for person in people},
        Outcome.HOURS: _above_median({p: float(plan.hours) for p, plan in plans.items()}),
        Outcome.COST: _above_median(
            {p: float(plan.cost_cents) for p, plan in plans.items() if not plan.cost_unknown}
        ),
    }


def _signed(cycle: ReviewCycle, people: Iterable[int]) -> dict[int, Content]:
    """The content of each last revision that both had signed."""
    return _last_content(
        SignedReview.objects.filter(review__cycle=cycle, review__employee__in=people), cycle
    )


def _signed_before(cycle: ReviewCycle, people: Iterable[int]) -> dict[int, Content]:
    """The content of each person's last review before this cycle's period ended."""
    rows = SignedReview.objects.filter(
        review__employee__in=people, review__cycle__period_end__lt=cycle.period_end
    )
    return _last_content(rows.exclude(review__cycle=cycle), cycle)


def _last_content(rows: QuerySet[SignedReview], cycle: ReviewCycle) -> dict[int, Content]:
    """Of each person the content that was signed last and answered before the cycle was closed."""
    answered = rows.filter(acknowledgement__acknowledged_at__lte=cycle.closed_at)
    last = answered.order_by().values("review__employee").annotate(last=Max("pk")).values("last")
    found = SignedReview.objects.filter(pk__in=last)
    return dict(found.values_list("review__employee", "content"))


def _plans(cycle: ReviewCycle, people: Iterable[int]) -> dict[int, Any]:
    """The newest plan of each that was computed since the period began and not dismissed.

    As plans stood when the cycle was closed: drafts are computed anew and go.
    """
    events: Any = DevelopmentPlan.pgh_event_model  # type: ignore[attr-defined]
    until = events.objects.filter(employee__in=people, pgh_created_at__lte=cycle.closed_at)
    last = until.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    there = [
        plan
        for plan in last
        if plan.pgh_label != _GONE
        and plan.state != PlanState.DISMISSED
        and timezone.localdate(plan.computed_at) >= cycle.period_start
    ]
    return {
        plan.employee_id: plan for plan in sorted(there, key=lambda p: (p.computed_at, p.pgh_id))
    }


def _agreed(content: Content) -> dict[str, tuple[float, float]]:
    """By name of a skill that the role asks for: the agreed level and the required one."""
    return {
        line["skill"]: (float(line[Side.SHARED]["level"]), float(line["required"]))
        for line in content["skills"]
        if line.get(Side.SHARED, {}).get("level") is not None and line["required"] is not None
    }


def _reached(signed: Mapping[int, Content]) -> Found:
    found = {}
    for person, content in signed.items():
        agreed = list(_agreed(content).values())
        if agreed:
            found[person] = sum(has >= needs for has, needs in agreed) >= HALF * len(agreed)
    return found


def _rose(signed: Mapping[int, Content], before: Mapping[int, Content]) -> Found:
    """Is the mean of the skills that both reviews agreed on higher than it was?"""
    found = {}
    for person in signed.keys() & before.keys():
        now, then = _agreed(signed[person]), _agreed(before[person])
        both = now.keys() & then.keys()
        if both:
            found[person] = sum(now[skill][0] - then[skill][0] for skill in both) > 0
    return found


def _above_median(values: Mapping[int, float]) -> Found:
    if not values:
        return {}
    middle = median(values.values())
    return {person: value > middle for person, value in values.items()}
