"""What is wrong with the catalogue itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training.analysis.cycles import circles
from training.models import Activity, ActivityPrerequisite


@dataclass(frozen=True)
class Wait:
    """An activity of a circle, and the members of the same circle that must come before it."""

    activity: Activity
    needs: Sequence[Activity]


def circles_of_activities() -> list[list[Wait]]:
    """Active activities that wait for each other, so no plan offers them; by title.

    Two queries. A circle through a retired activity is none: it cannot be taken anyway.
    """
    activities = list(Activity.objects.active().order_by("title", "pk"))
    position = {activity.pk: place for place, activity in enumerate(activities)}
    needs: list[list[int]] = [[] for _activity in activities]
    for pk, requires in ActivityPrerequisite.objects.values_list("activity_id", "requires_id"):
        if pk in position and requires in position:
            needs[position[pk]].append(position[requires])
    return [
        [
            Wait(activities[one], [activities[other] for other in circle if other in needs[one]])
            for one in circle
        ]
        for circle in sorted(circles(needs))
    ]


def needs_by_code() -> dict[str, frozenset[str]]:
    """What must come before each active activity, by code; two queries."""
    needs: dict[str, set[str]] = {code: set() for code in _active_codes()}
    lines = ActivityPrerequisite.objects.values_list("activity__code", "requires__code")
    for code, required in lines:
        if code in needs and required in needs:
            needs[code].add(required)
    return {code: frozenset(required) for code, required in needs.items()}


def circles_of_codes(needs: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """The circle each code stands in, as its sorted codes; codes in none are left out."""
    codes = sorted(needs)
    position = {code: place for place, code in enumerate(codes)}
    edges = [[position[one] for one in needs[code] if one in position] for code in codes]
    found = ([codes[place] for place in circle] for circle in circles(edges))
    return {code: circle for circle in found for code in circle}


def _active_codes() -> list[str]:
    return list(Activity.objects.active().values_list("code", flat=True))
