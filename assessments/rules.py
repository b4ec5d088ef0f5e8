"""Who may rate whom, and who may see who said something."""

from assessments.enums import RaterKind, Source
from assessments.models import Evidence
from employees.models import Employee
from employees.rules import is_manager_of
from skillmap.core.models import Viewer


def rater_kind(user: Viewer, ratee: Employee) -> RaterKind | None:
    """As what this user may rate the person now, outside a cycle: self, line manager, or not."""
    if not user.is_authenticated:
        return None
    if ratee.user_id == user.pk:
        return RaterKind.SELF
    return RaterKind.MANAGER if is_manager_of(user, ratee) else None


def can_rate(user: Viewer, ratee: Employee) -> bool:
    """Oneself, and as line manager one's direct reports, at any time."""
    return rater_kind(user, ratee) is not None


def can_see_rater(user: Viewer, evidence: Evidence) -> bool:
    """One's own ratings given; the manager's name on one's own record; nobody else's.

    Self-ratings name nobody but the person. HR asks with a reason, which is a read of its own.
    """
    if not user.is_authenticated:
        return False
    if evidence.source == Source.SELF:
        return True
    if evidence.rater is not None and evidence.rater.user_id == user.pk:
        return True
    return evidence.source == Source.MANAGER and evidence.employee.user_id == user.pk
