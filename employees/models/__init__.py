"""Models of people, units, roles and rights."""

from employees.models.absences import Absence, Delegation
from employees.models.assignments import Assignment, Exemption, TargetRole, TitleMapping
from employees.models.grants import RoleGrant
from employees.models.mentorships import Mentorship
from employees.models.people import Employee
from employees.models.roles import (
    CertificateRequirement,
    Requirement,
    RoleProfile,
    RoleSituation,
    RoleVersion,
    Situation,
)
from employees.models.suggestions import RoleSuggestion
from employees.models.units import OrgUnit, OrgUnitPlacement, Site

__all__ = [
    "Absence",
    "Assignment",
    "CertificateRequirement",
    "Delegation",
    "Employee",
    "Exemption",
    "Mentorship",
    "OrgUnit",
    "OrgUnitPlacement",
    "Requirement",
    "RoleGrant",
    "RoleProfile",
    "RoleSituation",
    "RoleSuggestion",
    "RoleVersion",
    "Site",
    "Situation",
    "TargetRole",
    "TitleMapping",
]
