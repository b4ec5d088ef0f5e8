"""Who can decide about contested ratings."""

from employees.enums import Grant
from employees.models import Assignment, Employee, RoleGrant
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
