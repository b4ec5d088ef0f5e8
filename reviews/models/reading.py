"""Whose goals and reviews somebody reads without being asked why."""

from django.db.models import Q

from employees.models import Employee
from employees.models.people import EmployeeQuerySet
from skillmap.core.enums import ReadKind
from skillmap.core.models import ReadLog, Viewer


def openly_read_by(user: Viewer) -> EmployeeQuerySet:
    """People to whom this user is related, and those about whom they said why today.

    Whether that reason opens anything is for `visible_to` to say.
    """
    if not user.is_authenticated:
        return Employee.objects.none()
    said_why = ReadLog.objects.of_today(user, ReadKind.REVIEW).values("subject_id")
    return Employee.objects.filter(Q(pk__in=Employee.objects.related_to(user)) | Q(pk__in=said_why))
