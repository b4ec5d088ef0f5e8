"""REST endpoints of people, units and roles."""

from employees.api.me import MeView
from employees.api.people import PersonViewSet
from employees.api.roles import RoleViewSet
from employees.api.units import UnitViewSet

__all__ = ["MeView", "PersonViewSet", "RoleViewSet", "UnitViewSet"]
