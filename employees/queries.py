"""Reads about people and units."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q

from employees.models import Employee
from employees.models.people import EmployeeQuerySet


def people_without_password(search: str = "") -> EmployeeQuerySet:
    """People with a user who has never set a password, by name; they may be invited."""
    unusable = {"user__password__startswith": UNUSABLE_PASSWORD_PREFIX}
    people = Employee.objects.working().filter(user__is_active=True, **unusable)
    for word in search.split():
        people = people.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(email__icontains=word)
            | Q(number__istartswith=word)
        )
    return people.select_related("user")
