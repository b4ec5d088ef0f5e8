"""Who decides about contested ratings, and what waits for somebody."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from assessments.models import Contest
from employees.enums import Grant
from employees.models import Assignment, Employee, RoleGrant
from employees.models.units import Today
from skillmap.core.models import User


def managers_of(person: Employee) -> list[Employee]:
    """The line manager, that manager's manager, and so on; one query for each of them."""
    found: list[Employee] = []
    places = Assignment.objects.current().primary().select_related("manager__user")
    place = places.filter(employee=person).first()
    while place and place.manager and place.manager not in (person, *found):
        found.append(place.manager)
        place = places.filter(employee=place.manager).first()
    return found


def hr_partners_of(person: Employee) -> list[User]:
    """HR partners whose units hold this person today, who can log in."""
    grants = RoleGrant.objects.current().filter(grant=Grant.HR_PARTNER)
    users = User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("pk")
    scope = Employee.objects.filter(pk=person.pk)
    return [user for user in users if scope.in_hr_scope_of(user).exists()]


def contests_to_decide(user: User, today: dt.date, most: int) -> list[Contest]:
    """Open contests that wait for this user, the oldest first; one query.

    Of direct reports; of everybody below once they are late; for HR those that are late, or whose
    manager gave the contested rating or is not there. Never one's own rating or person.
    """
    people, late = Employee.objects, Q(due_on__lt=today)
    place = Assignment.objects.current().primary()
    place = place.filter(employee=OuterRef("evidence__employee"), manager__isnull=False)
    needs_hr = late | ~Exists(place) | Exists(place.filter(manager=OuterRef("evidence__rater")))
    admin = Exists(user.grants.filter(grant=Grant.HR_ADMIN, valid__contains=Today()))
    in_scope = Q(evidence__employee__in=people.in_hr_scope_of(user))
    mine = (
        Q(evidence__employee__in=people.in_line_of(user))
        | (late & Q(evidence__employee__in=people.in_chain_of(user)))
        | (needs_hr & (Q(admin) | in_scope))
    )
    rows = Contest.objects.open().filter(mine).exclude(evidence__employee__user=user.pk)
    rows = rows.exclude(Q(evidence__rater__isnull=False) & Q(evidence__rater__user=user.pk))
    return list(rows.select_related("evidence__employee", "evidence__skill")[:most])
