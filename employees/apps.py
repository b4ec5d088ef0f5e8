"""People, units and roles as a Django app."""

from django.apps import AppConfig


class EmployeesConfig(AppConfig):
    name = "employees"
