"""What is wrong with the catalogue itself."""

from training.analysis.cycles import members_of_cycles
from training.models import Activity, ActivityPrerequisite


def activities_in_circles() -> list[Activity]:
    """Active activities that need themselves through others; no plan offers them. By title.

    Two queries. A circle through a retired activity is none: it cannot be taken anyway.
    """
    activities = list(Activity.objects.active().order_by("pk"))
    position = {activity.pk: place for place, activity in enumerate(activities)}
    needs: list[list[int]] = [[] for _activity in activities]
    for pk, requires in ActivityPrerequisite.objects.values_list("activity_id", "requires_id"):
        if pk in position and requires in position:
            needs[position[pk]].append(position[requires])
    circle = [activities[place] for place in members_of_cycles(needs)]
    return sorted(circle, key=lambda activity: (activity.title, activity.pk))
