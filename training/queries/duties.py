"""Who has to learn what by when, and who asked not to get what."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.utils import timezone

from assessments.queries.moments import Moment
from assessments.queries.population import subtree
from employees.models import Assignment
from training.models import MandatoryActivity, RefusedActivity


def mandatory_for(employees: Collection[int]) -> dict[int, dict[str, date]]:
    """Per person the earliest day by which each activity (code) is required of them.

    By their current roles and units, every assignment counted, or by name. Two queries, and one
    for the units where something is required of any.
    """
    rows = list(MandatoryActivity.objects.standing().select_related("activity"))
    if not rows:
        return {}
    moment = Moment(timezone.localdate())
    of_unit = [(row, set(subtree(row.unit_id, moment))) for row in rows if row.unit_id is not None]
    places = Assignment.objects.current().filter(employee__in=employees)
    found: dict[int, dict[str, date]] = defaultdict(dict)
    for pk, role, unit in places.values_list("employee_id", "role_id", "unit_id"):
        for row in rows:
            if row.role_id is not None and row.role_id == role:
                _add(found[pk], row)
        for row, units in of_unit:
            if unit in units:
                _add(found[pk], row)
    for row in rows:
        if row.employee_id is not None and row.employee_id in employees:
            _add(found[row.employee_id], row)
    return dict(found)


def _add(due: dict[str, date], row: MandatoryActivity) -> None:
    code = row.activity.code
    due[code] = min(row.due_on, due.get(code, row.due_on))


def refused_by(employees: Collection[int]) -> dict[int, set[str]]:
    """Per person the codes of what they asked not to get."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = RefusedActivity.objects.filter(employee__in=employees)
    for pk, code in rows.values_list("employee_id", "activity__code"):
        found[pk].add(code)
    return found
