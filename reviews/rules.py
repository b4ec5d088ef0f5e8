"""Who may do what with goals."""

from employees import rules as employee_rules
from employees.models import Employee
from reviews.models import Goal
from skillmap.core.models import Viewer


def is_self(user: Viewer, employee: Employee) -> bool:
    return user.is_authenticated and employee.user_id == user.pk


def can_read_goals(user: Viewer, employee: Employee) -> bool:
    """The person, their chain and HR in scope."""
    return employee_rules.can_read_levels(user, employee)


def needs_reason(user: Viewer, employee: Employee) -> bool:
    """HR admins say why they read the goals of people who are neither below them nor in scope."""
    if is_self(user, employee) or employee_rules.is_in_chain_of(user, employee):
        return False
    return not Employee.objects.in_hr_scope_of(user).filter(pk=employee.pk).exists()


def can_add_goal(user: Viewer, employee: Employee) -> bool:
    """The person and their line manager."""
    return is_self(user, employee) or employee_rules.is_manager_of(user, employee)


def can_change_goal(user: Viewer, goal: Goal) -> bool:
    return can_add_goal(user, goal.employee)
