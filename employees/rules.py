"""Who holds which right, and what it lets them do. Grants are read anew at each question."""

from django.conf import settings
from django.db import connection
from django.db.models import Q

from employees.enums import SECOND_FACTOR_GRANTS, Grant
from employees.models import Employee, OrgUnit
from employees.models.people import under_hr_of
from employees.models.units import Today
from skillmap.core.models import Organisation, Viewer

# Most pages ask this several times; to put it together anew took longer than to answer it.
_HOLDS = """
    SELECT EXISTS (SELECT FROM employees_rolegrant
        WHERE user_id = %s AND "grant" = ANY(%s) AND valid @> CURRENT_DATE)
"""


def holds(user: Viewer, *grants: Grant) -> bool:
    """Does the user hold one of these grants today?"""
    if not user.is_authenticated:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_HOLDS, [user.pk, [grant.value for grant in grants]])
        (found,) = cursor.fetchone()
    return bool(found)


def is_hr_admin(user: Viewer) -> bool:
    return holds(user, Grant.HR_ADMIN)


def can_edit_taxonomy(user: Viewer) -> bool:
    """Skills, kinds, scales and role profiles: HR."""
    return holds(user, Grant.HR_ADMIN, Grant.HR_PARTNER)


def can_merge_skills(user: Viewer) -> bool:
    """Make two skills one, and back: it moves the evidence of everybody, so HR admins."""
    return is_hr_admin(user)


def can_map_titles(user: Viewer) -> bool:
    """Say which role a job title stands for: it gives people a role, so HR admins."""
    return is_hr_admin(user)


def can_edit_catalogue(user: Viewer) -> bool:
    """Activities and sessions: HR and the learning manager; a client of the whole organisation."""
    if user.is_authenticated and user.is_client:
        return can_import(user)
    return holds(user, Grant.HR_ADMIN, Grant.HR_PARTNER, Grant.LEARNING)


def can_import(user: Viewer) -> bool:
    """Files and rows of any kind: HR admin, and an API client of the whole organisation."""
    if user.is_authenticated and user.is_client:
        return user.grants.current().filter(grant=Grant.CLIENT, unit=None).exists()
    return is_hr_admin(user)


def can_write_people(user: Viewer) -> bool:
    """Rows about people: who brings files in, and a program of a unit about the people there."""
    return can_import(user) or holds(user, Grant.CLIENT)


def is_client_of_a_unit(user: Viewer) -> bool:
    """A program that was not given the whole organisation; one that is shut out counts as such."""
    return user.is_authenticated and user.is_client and not can_import(user)


def can_manage_clients(user: Viewer) -> bool:
    """Let programs of other systems in: HR admins."""
    return is_hr_admin(user)


def takes_part(user: Viewer) -> bool:
    """Is the product on for this user? Always without a pilot, and for who holds a right."""
    has_pilot = getattr(user, "has_pilot", None)  # comes with the user of a session
    if has_pilot is None:
        has_pilot = Organisation.objects.filter(pilot_unit__isnull=False).exists()
    if not has_pilot:
        return True
    if not user.is_authenticated:
        return False
    own = Employee.objects.filter(user=user.pk)
    return user.grants.current().exists() or own.taking_part().exists()


def can_see_all_jobs(user: Viewer) -> bool:
    return is_hr_admin(user)


def can_invite(user: Viewer) -> bool:
    return is_hr_admin(user)


def can_see_analyses(user: Viewer) -> bool:
    """Which analyses ran and when, everybody's: HR. What they found is read person by person."""
    return holds(user, Grant.HR_ADMIN, Grant.HR_PARTNER)


def can_run_analysis(user: Viewer, unit: OrgUnit | None) -> bool:
    """Of any unit or everybody (None): HR admins; HR partners of their units and what is below."""
    if is_hr_admin(user):
        return True
    return unit is not None and any(
        f"{unit.path}/".startswith(f"{top.path}/") for top in granted_units(user)
    )


def granted_units(user: Viewer, right: Grant = Grant.HR_PARTNER) -> list[OrgUnit]:
    """Units this user holds the right for today, each with everything below it."""
    if not user.is_authenticated:
        return []
    grants = user.grants.current().filter(grant=right)
    return list(OrgUnit.objects.filter(pk__in=grants.values("unit")).order_by("path"))


def can_edit_organisation(user: Viewer) -> bool:
    return is_hr_admin(user)


def can_read_audit(user: Viewer) -> bool:
    return holds(user, Grant.HR_ADMIN, Grant.AUDITOR)


def is_manager_of(user: Viewer, employee: Employee) -> bool:
    """LINE: the open primary assignment of the employee names this user's record as manager."""
    return Employee.objects.in_line_of(user).filter(pk=employee.pk).exists()


def is_in_chain_of(user: Viewer, employee: Employee) -> bool:
    """CHAIN: LINE, or the manager of a manager, and so on."""
    return Employee.objects.in_chain_of(user).filter(pk=employee.pk).exists()


def can_read_levels(user: Viewer, employee: Employee) -> bool:
    """Levels, gaps and plans of this person."""
    return Employee.objects.levels_visible_to(user).filter(pk=employee.pk).exists()


def can_read_certificates(user: Viewer, employee: Employee) -> bool:
    """Certificates and their files: the person, the direct manager, HR in scope; not the chain."""
    return Employee.objects.certificates_visible_to(user).filter(pk=employee.pk).exists()


def can_exempt(user: Viewer, employee: Employee) -> bool:
    """Exempt somebody from a certificate that the role asks for: HR, never for oneself."""
    if not user.is_authenticated or employee.user_id == user.pk:
        return False
    return Employee.objects.filter(under_hr_of(user, "pk"), pk=employee.pk).exists()


def can_exempt_from_skill(user: Viewer, employee: Employee) -> bool:
    """Exempt somebody from a skill that the role asks for: the line manager and HR, never for
    oneself."""
    if not user.is_authenticated or employee.user_id == user.pk:
        return False
    led = Q(pk__in=Employee.objects.in_line_of(user).values("pk"))
    return Employee.objects.filter(led | under_hr_of(user, "pk"), pk=employee.pk).exists()


def can_choose_target(user: Viewer, employee: Employee) -> bool:
    """Say which role somebody aims at: the person, and who leads them."""
    own = user.is_authenticated and employee.user_id == user.pk
    return own or is_manager_of(user, employee)


def can_plan_absence(user: Viewer, employee: Employee) -> bool:
    """Say when somebody is away and who stands in: whoever may read their plan."""
    return can_read_levels(user, employee)


def can_delegate(user: Viewer, manager: Employee) -> bool:
    """Name who stands in for a manager: the manager, those above, HR in scope; no stand-in."""
    if user.is_authenticated and manager.user_id == user.pk:
        return True
    in_scope = Employee.objects.in_hr_scope_of(user).filter(pk=manager.pk)
    return is_in_chain_of(user, manager) or is_hr_admin(user) or in_scope.exists()


def stands_in_for(user: Viewer, manager: Employee) -> bool:
    """DELEGATE: does the user decide in this manager's place today?"""
    return (
        user.is_authenticated
        and manager.delegations.filter(days__contains=Today(), delegate__user=user.pk).exists()
    )


def needs_second_factor(user: Viewer) -> bool:
    """Rights over many people: a password alone does not open them."""
    return holds(user, *SECOND_FACTOR_GRANTS)


def can_turn_off_second_factor(user: Viewer) -> bool:
    """One's own; not whose role asks for it."""
    return not (settings.SECOND_FACTOR and needs_second_factor(user))


def can_reset_second_factor(user: Viewer, employee: Employee) -> bool:
    """Let somebody set it up anew, for a lost phone: HR admins, never their own."""
    return is_hr_admin(user) and employee.user_id != user.pk


def can_hand_out_code(user: Viewer, employee: Employee) -> bool:
    """A code to log in with: the direct manager and HR in scope, never for themselves."""
    if not user.is_authenticated or user.is_client or employee.user_id == user.pk:
        return False
    return can_read_certificates(user, employee)
