"""What became of people in a closed season, for the fairness report: each is so or not.

Read from what was signed, and from plans. Groups of people are not known here.
"""

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

from django.db.models import Max

from reviews.enums import Outcome, Overall, ReviewState, Side
from reviews.models import Review, ReviewCycle, SignedReview
from training.enums import PlanState
from training.models import DevelopmentPlan

HALF = 0.5
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
    """The content of each newest revision that both have signed."""
    rows = SignedReview.objects.filter(
        review__in=Review.objects.newest().filter(cycle=cycle, employee__in=people),
        review__state__in=[ReviewState.ACKNOWLEDGED, ReviewState.ARCHIVED],
        acknowledgement__isnull=False,
    )
    return dict(rows.values_list("review__employee", "content"))


def _signed_before(cycle: ReviewCycle, people: Iterable[int]) -> dict[int, Content]:
    """The content of each person's last review before this season's period ended."""
    rows = SignedReview.objects.filter(
        review__employee__in=people,
        review__cycle__period_end__lt=cycle.period_end,
        acknowledgement__isnull=False,
    ).exclude(review__cycle=cycle)
    last = rows.values("review__employee").annotate(last=Max("pk")).values("last")
    found = SignedReview.objects.filter(pk__in=last)
    return dict(found.values_list("review__employee", "content"))


def _plans(cycle: ReviewCycle, people: Iterable[int]) -> dict[int, DevelopmentPlan]:
    """The newest plan of each that was computed since the period began and not dismissed."""
    rows = DevelopmentPlan.objects.filter(
        employee__in=people, computed_at__date__gte=cycle.period_start
    ).exclude(state=PlanState.DISMISSED)
    return {plan.employee_id: plan for plan in rows.order_by("computed_at", "pk")}


def _agreed(content: Content) -> dict[str, tuple[float, float]]:
    """By name of the skill: the agreed level and the required one."""
    return {
        line["skill"]: (float(line[Side.SHARED]["level"]), float(line["required"]))
        for line in content["skills"]
        if line.get(Side.SHARED, {}).get("level") is not None
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
