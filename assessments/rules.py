"""Who may rate whom, who may see who said something, and how much of the skill map."""

from django.utils import timezone

from assessments.enums import RaterKind, Source
from assessments.models import AssessmentCycle, Certificate, Contest, Evidence, Remark
from assessments.models.quizzes import AUTHORS
from employees.enums import EmployeeStatus, Grant
from employees.models import Employee
from employees.models.people import EmployeeQuerySet
from employees.rules import (
    can_read_certificates,
    holds,
    is_hr_admin,
    is_in_chain_of,
    is_manager_of,
)
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


def can_create_cycle(user: Viewer) -> bool:
    """Prepare assessment cycles: HR."""
    return holds(user, Grant.HR_ADMIN, Grant.HR_PARTNER)


def can_manage_cycle(user: Viewer, cycle: AssessmentCycle) -> bool:
    """Run it: HR admins, and the HR partner who made it."""
    if is_hr_admin(user):
        return True
    return holds(user, Grant.HR_PARTNER) and cycle.created_by_id == user.pk


def people_for_cycles(user: Viewer, people: EmployeeQuerySet) -> EmployeeQuerySet:
    """Those of `people` whom this user may have assessed: all for HR admins, else one's scope."""
    if is_hr_admin(user):
        return people
    return people.filter(pk__in=Employee.objects.in_hr_scope_of(user).values("pk"))


def can_approve_raters(user: Viewer, ratee: Employee) -> bool:
    """Line manager or HR, never for oneself."""
    if not user.is_authenticated or ratee.user_id == user.pk:
        return False
    in_scope = Employee.objects.in_hr_scope_of(user).filter(pk=ratee.pk)
    return is_manager_of(user, ratee) or is_hr_admin(user) or in_scope.exists()


def can_propose_raters(user: Viewer, ratee: Employee) -> bool:
    """For oneself, and whoever approves."""
    if user.is_authenticated and ratee.user_id == user.pk:
        return True
    return can_approve_raters(user, ratee)


def can_write_tests(user: Viewer) -> bool:
    """Items, tests and scenarios, with their keys: HR and the learning manager."""
    return holds(user, *AUTHORS)


def can_take_tests(user: Viewer) -> bool:
    """Whoever works here, but those who read the keys."""
    if not user.is_authenticated or can_write_tests(user):
        return False
    return Employee.objects.working().filter(user=user.pk).exists()


def can_set_up_exercise(user: Viewer, employee: Employee) -> bool:
    """Line manager or HR, never for oneself."""
    return can_approve_raters(user, employee)


def can_add_certificate(user: Viewer, employee: Employee) -> bool:
    """Everybody their own; nobody for somebody else."""
    return user.is_authenticated and employee.user_id == user.pk


def can_report_certificates(user: Viewer) -> bool:
    """Tell of certificates of others, to be verified: HR admins, and programs about the people
    they see."""
    return holds(user, Grant.HR_ADMIN, Grant.CLIENT)


def can_change_certificate(user: Viewer, certificate: Certificate) -> bool:
    """Mend it or take it back: whose it is, as long as nobody has verified it."""
    return can_add_certificate(user, certificate.employee)


def can_decide_certificate(user: Viewer, certificate: Certificate) -> bool:
    """Verify, reject and revoke: line manager or HR, never for oneself, and never a program."""
    if not user.is_authenticated or user.is_client:
        return False
    own = certificate.employee.user_id == user.pk
    return not own and can_read_certificates(user, certificate.employee)


def can_see_compliance(user: Viewer) -> bool:
    """Who holds what their role asks for, as a list: HR."""
    return holds(user, Grant.HR_ADMIN, Grant.HR_PARTNER)


def can_see_reliability(user: Viewer) -> bool:
    """How far raters agree, skill by skill: HR."""
    return holds(user, Grant.HR_ADMIN, Grant.HR_PARTNER)


def can_read_board(user: Viewer, cycle: AssessmentCycle) -> bool:
    """How far a cycle is: who runs it, and HR partners about the people of their units."""
    return can_manage_cycle(user, cycle) or holds(user, Grant.HR_PARTNER)


def can_reply_to_contest(user: Viewer, contest: Contest) -> bool:
    """Line manager, HR, and whoever gave the contested rating; never the person."""
    evidence = contest.evidence
    if user.is_authenticated and evidence.rater is not None and evidence.rater.user_id == user.pk:
        return evidence.rater_id != evidence.employee_id
    return can_approve_raters(user, evidence.employee)


def can_resolve_contest(user: Viewer, contest: Contest) -> bool:
    """Line manager or HR, once it is late everybody above; nobody about their own rating or their
    own person."""
    person, rater = contest.evidence.employee, contest.evidence.rater
    if user.is_authenticated and rater is not None and rater.user_id == user.pk:
        return False
    is_late = contest.due_on < timezone.localdate()
    return can_approve_raters(user, person) or (is_late and is_in_chain_of(user, person))


def can_give_remark(user: Viewer, receiver: Employee) -> bool:
    """Whoever works here, to everybody else who does."""
    if (
        not user.is_authenticated
        or receiver.user_id == user.pk
        or receiver.status == EmployeeStatus.LEFT
    ):
        return False
    return Employee.objects.working().filter(user=user.pk).exists()


def can_decide_remarks_about(user: Viewer, receiver: Employee) -> bool:
    """Whether reported remarks about this person stay: HR, never about themself."""
    if not user.is_authenticated or receiver.user_id == user.pk:
        return False
    in_scope = Employee.objects.in_hr_scope_of(user).filter(pk=receiver.pk)
    return is_hr_admin(user) or in_scope.exists()


def can_decide_remark(user: Viewer, remark: Remark) -> bool:
    """Whether this remark stays, when it was reported: HR, but not who wrote it."""
    if remark.reported_at is None or remark.giver.user_id == user.pk:
        return False
    return can_decide_remarks_about(user, remark.receiver)


def can_remove_remark(user: Viewer, remark: Remark) -> bool:
    """Whom it is about removes it; who gave it takes it back until it is reported, then HR
    decides."""
    if user.is_authenticated and user.pk == remark.receiver.user_id:
        return True
    if user.is_authenticated and user.pk == remark.giver.user_id:
        return remark.reported_at is None
    return can_decide_remark(user, remark)
