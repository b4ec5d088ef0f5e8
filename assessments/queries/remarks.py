"""Reads of informal feedback: what somebody received, gave, asked for and is asked."""

from django.db.models import Q

from assessments.models import Remark, RemarkRequest
from assessments.models.remarks import RemarkQuerySet, RemarkRequestQuerySet
from employees.models import Assignment, Employee
from employees.models.people import EmployeeQuerySet
from skillmap.core.models import Viewer

NEWEST = 3  # on the pages where others stand too
_PEOPLE = ("giver", "receiver", "skill")


def remarks_about(user: Viewer, person: Employee) -> RemarkQuerySet:
    """What this user may read of the remarks about somebody, newest first."""
    found = Remark.objects.visible_to(user).filter(receiver=person)
    return found.select_related(*_PEOPLE).order_by("-created_at", "-pk")


def remarks_given(user: Viewer) -> RemarkQuerySet:
    """What this user gave, newest first."""
    found = Remark.objects.visible_to(user).filter(giver__user=user.pk)
    return found.select_related(*_PEOPLE).order_by("-created_at", "-pk")


def requests_to(user: Viewer) -> RemarkRequestQuerySet:
    """What colleagues ask of this user, oldest first."""
    open_ones = RemarkRequest.objects.visible_to(user).open().filter(colleague__user=user.pk)
    return open_ones.select_related("asker", "skill").order_by("created_at", "pk")


def requests_by(user: Viewer) -> RemarkRequestQuerySet:
    """What this user asks colleagues, oldest first."""
    open_ones = RemarkRequest.objects.visible_to(user).open().filter(asker__user=user.pk)
    return open_ones.select_related("colleague", "skill").order_by("created_at", "pk")


def colleagues_near(person: Employee, most: int = 20) -> EmployeeQuerySet:
    """Whom one is likely to ask: the manager, one's reports, and those with the same manager."""
    places = Assignment.objects.current().primary()
    own = places.filter(employee=person)
    near = (
        Q(pk__in=own.values("manager"))
        | Q(pk__in=places.filter(manager=person).values("employee"))
        | Q(pk__in=places.filter(manager__in=own.values("manager")).values("employee"))
    )
    people = Employee.objects.working().filter(near, user__is_active=True).exclude(pk=person.pk)
    nearest = people.order_by("last_name", "pk").values("pk")[:most]
    return Employee.objects.filter(pk__in=nearest).select_related("user")
