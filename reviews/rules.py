"""Who may do what with goals, reviews, observations and check-ins."""

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from employees import rules as employee_rules
from employees.enums import Grant
from employees.models import Employee, OrgUnit
from employees.models.people import EmployeeQuerySet
from reviews.enums import MOVES, Gate, Move, Part, ReviewState, Step
from reviews.models import LED_HERE, Goal, Review, ReviewCycle
from reviews.queries.unit_goals import units_led_by
from skillmap.core.enums import ReadKind
from skillmap.core.models import ReadLog, Viewer


def is_self(user: Viewer, employee: Employee) -> bool:
    return user.is_authenticated and employee.user_id == user.pk


def can_read_goals(user: Viewer, employee: Employee) -> bool:
    """The person, their chain and HR in scope."""
    return employee_rules.can_read_levels(user, employee)


def needs_reason(user: Viewer, employee: Employee) -> bool:
    """HR admins say why they read the goals and reviews of people whom they neither lead, be it
    in somebody's place, nor have in scope."""
    return not Employee.objects.related_to(user).filter(pk=employee.pk).exists()


def reads_openly(user: Viewer, employee: Employee) -> bool:
    """Needs no reason for this person's goals, reviews and talks, or gave one today."""
    if not needs_reason(user, employee):
        return True
    return ReadLog.objects.given_today(user, employee.pk, ReadKind.REVIEW)


def can_observe(user: Viewer, employee: Employee) -> bool:
    """Write observations: those above, who stands in, and everybody about themselves."""
    if is_self(user, employee) or employee_rules.is_in_chain_of(user, employee):
        return True
    return Employee.objects.led_in_place_by(user).filter(pk=employee.pk).exists()


def can_hold_check_ins(user: Viewer, employee: Employee) -> bool:
    """Plan talks and write in them: the person and who leads them today, be it in place."""
    return is_self(user, employee) or _leads(user, employee)


def can_add_goal(user: Viewer, employee: Employee) -> bool:
    """Set goals and change them: who talks with each other about them."""
    return can_hold_check_ins(user, employee)


def can_set_goals(user: Viewer) -> bool:
    """Somebody's at all: not for programs, which lead nobody."""
    return user.is_authenticated and not user.is_client


def can_change_goal(user: Viewer, goal: Goal) -> bool:
    return can_add_goal(user, goal.employee)


def can_comment_goal(user: Viewer, goal: Goal) -> bool:
    """The person, those above them, and HR in scope or with a reason: who reads its progress."""
    return can_read_goals(user, goal.employee) and reads_openly(user, goal.employee)


def can_edit_unit_goals(user: Viewer, unit: OrgUnit) -> bool:
    """HR of the unit, and who works in it or above it and leads somebody in it or below it."""
    return units_led_by(user).filter(pk=unit.pk).exists()


def can_see_goal_balance(user: Viewer) -> bool:
    """HR, and who leads somebody; of the people they read about."""
    return can_run_reviews(user) or Employee.objects.in_line_of(user).exists()


def can_run_reviews(user: Viewer) -> bool:
    """Questions, templates and cycles of reviews: HR."""
    return employee_rules.holds(user, Grant.HR_ADMIN, Grant.HR_PARTNER)


def can_run_review_cycle(user: Viewer, cycle: ReviewCycle) -> bool:
    """HR admins, and the HR partner who made it."""
    if employee_rules.is_hr_admin(user):
        return True
    return employee_rules.holds(user, Grant.HR_PARTNER) and cycle.created_by_id == user.pk


def can_compare_groups(user: Viewer) -> bool:
    """Groups of people and the fairness report: HR admins."""
    return employee_rules.is_hr_admin(user)


def can_read_fairness_looks(user: Viewer) -> bool:
    """Who had what to do with the groups: HR admins and auditors."""
    return employee_rules.can_read_audit(user)


def can_calibrate_review(user: Viewer, review: Review) -> bool:
    """HR who runs the cycle and may read this review; never one's own."""
    if not can_run_review_cycle(user, review.cycle) or is_self(user, review.employee):
        return False
    return Review.objects.visible_to(user).filter(pk=review.pk).exists()


def can_read_adjustments(user: Viewer, parts: frozenset[Part], review: Review) -> bool:
    """What HR adjusted and why: who leads the person and HR, once the parts are open; before that
    who wrote the manager's part, and HR who runs the cycle. Never the person."""
    if not parts & {Part.LEADS, Part.HR}:
        return False
    if review.opened_at is not None or review.manager_author_id == user.pk:
        return True
    return can_run_review_cycle(user, review.cycle)


def parts_of(user: Viewer, employee: Employee) -> frozenset[Part]:
    """As whom this user may act in a review of the person, by the organisation of today.

    HR is nobody's HR about their own review, and leads where nobody else who is here does.
    """
    if not user.is_authenticated:
        return frozenset()
    if is_self(user, employee):
        return frozenset({Part.SELF})
    of_hr = Employee.objects.open_to_hr(user) | Employee.objects.in_hr_scope_of(user)
    among = (_led_by(user), of_hr)
    leads, is_hr = Employee.objects.filter(pk=employee.pk).values_list(
        *(ExpressionWrapper(Q(pk__in=people.values("pk")), BooleanField()) for people in among)
    )[0]
    found = {Part.LEADS} if leads else set()
    if is_hr:
        found |= {Part.HR} if found or _is_led(employee) else {Part.HR, Part.LEADS}
    return frozenset(found)


def move_of(parts: frozenset[Part], review: Review, step: Step) -> Move | None:
    """What the step leads to for somebody in these parts; None where it is not possible."""
    move = MOVES.get((ReviewState(review.state), step))
    if not move or not move.by & parts:
        return None
    return None if step == Step.OPEN and not _may_open(parts, review) else move


def _may_open(parts: frozenset[Part], review: Review) -> bool:
    """Before the last day to prepare only the gate of HR opens, and never by who leads alone: they
    would read the other part first. Where HR calibrates, never before that is locked."""
    if review.cycle.gate == Gate.CALIBRATED and review.cycle.calibrated_at is None:
        return False
    if timezone.localdate() > review.cycle.prepare_by:
        return Part.LEADS not in parts or review.manager_submitted_at is not None
    if Part.LEADS in parts and not (review.self_submitted_at and review.manager_submitted_at):
        return False
    return review.cycle.gate != Gate.BOTH


def _led_by(user: Viewer) -> EmployeeQuerySet:
    return Employee.objects.in_line_of(user) | Employee.objects.led_in_place_by(user)


def _leads(user: Viewer, employee: Employee) -> bool:
    return _led_by(user).filter(pk=employee.pk).exists()


def _is_led(employee: Employee) -> bool:
    led = RawSQL(LED_HERE, [])  # noqa: S611 - a constant without parameters
    return Employee.objects.filter(pk=employee.pk, pk__in=led).exists()
