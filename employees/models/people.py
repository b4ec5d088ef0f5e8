"""Employees, and who may see what about them."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from employees.enums import DEFAULT_LEARNING_HOURS, EmployeeStatus, Grant, WorkMode
from employees.models.units import Site
from skillmap.core.feed import published
from skillmap.core.history import tracked
from skillmap.core.models import Record, User, Viewer
from skillmap.core.plain import Plain

# The user's own record.
OWN = "SELECT id FROM employees_employee WHERE user_id = %s"
# Direct reports of one manager, through open primary assignments only. `%s` is the manager's user.
LINE = """
    SELECT a.employee_id FROM employees_assignment a
    JOIN employees_employee m ON m.id = a.manager_id AND m.user_id = %s
    WHERE a.is_primary AND a.valid @> CURRENT_DATE
"""
# Everybody below one manager, through open primary assignments only. `%s` is the manager's user.
CHAIN = """
    WITH RECURSIVE chain(id) AS (
        SELECT a.employee_id FROM employees_assignment a
        JOIN employees_employee m ON m.id = a.manager_id
        WHERE m.user_id = %s AND a.is_primary AND a.valid @> CURRENT_DATE
        UNION
        SELECT a.employee_id FROM employees_assignment a JOIN chain c ON a.manager_id = c.id
        WHERE a.is_primary AND a.valid @> CURRENT_DATE
    ) SELECT id FROM chain
"""
# Whether this user is an HR admin today.
HR_ADMIN = """
    EXISTS (SELECT FROM employees_rolegrant
        WHERE user_id = %s AND "grant" = 'hr_admin' AND valid @> CURRENT_DATE)
"""
# Everybody whose open primary unit lies in a subtree granted to this HR partner.
HR_SCOPE = """
    SELECT a.employee_id FROM employees_assignment a
    JOIN employees_orgunit u ON u.id = a.unit_id
    JOIN employees_rolegrant g ON g.user_id = %s AND g.grant = 'hr_partner'
        AND g.valid @> CURRENT_DATE
    JOIN employees_orgunit top ON top.id = g.unit_id
        AND (u.id = top.id OR starts_with(u.path, top.path || '/'))
    WHERE a.is_primary AND a.valid @> CURRENT_DATE
"""
# The same for an API client, and whether it was given the whole organisation.
CLIENT_SCOPE = HR_SCOPE.replace("hr_partner", Grant.CLIENT)
ONCE_IN_CLIENT_SCOPE = CLIENT_SCOPE.replace(
    "WHERE a.is_primary AND a.valid @> CURRENT_DATE", "WHERE a.is_primary"
)
WHOLE_CLIENT = """
    EXISTS (SELECT FROM employees_rolegrant
        WHERE user_id = %s AND "grant" = 'client' AND unit_id IS NULL AND valid @> CURRENT_DATE)
"""
# Reports of managers for whom this user stands in today; never the user's own record.
STAND_IN = """
    SELECT a.employee_id FROM employees_assignment a
    JOIN employees_delegation g ON g.manager_id = a.manager_id AND g.days @> CURRENT_DATE
    JOIN employees_employee d ON d.id = g.delegate_id AND d.user_id = %s
    WHERE a.is_primary AND a.valid @> CURRENT_DATE AND a.employee_id <> d.id
"""
# Whom this user led, or led in somebody's place, at some time since a day.
LED_SINCE = CHAIN.replace("a.valid @> CURRENT_DATE", "a.valid && daterange(%s, NULL)")
STOOD_IN_SINCE = STAND_IN.replace("@> CURRENT_DATE", "&& daterange(%s, NULL)")

# Nobody has switched the product on for one unit first.
NO_PILOT = "(SELECT pilot_unit FROM core_organisation) IS NULL"
# Everybody in the pilot unit and below it today, everybody who leads one of them or stands in for
# who does, and whoever holds a right.
PILOT = """
    WITH RECURSIVE pilot(id) AS (
        SELECT a.employee_id FROM core_organisation o
        JOIN employees_orgunit top ON top.public_id = o.pilot_unit
        JOIN employees_orgunit u ON u.id = top.id OR starts_with(u.path, top.path || '/')
        JOIN employees_assignment a ON a.unit_id = u.id AND a.is_primary
            AND a.valid @> CURRENT_DATE
        UNION
        SELECT a.manager_id FROM employees_assignment a JOIN pilot ON a.employee_id = pilot.id
        WHERE a.is_primary AND a.manager_id IS NOT NULL AND a.valid @> CURRENT_DATE
    ) SELECT id FROM pilot
    UNION SELECT d.delegate_id FROM employees_delegation d JOIN pilot ON d.manager_id = pilot.id
    WHERE d.days @> CURRENT_DATE
    UNION SELECT e.id FROM employees_rolegrant g JOIN employees_employee e ON e.user_id = g.user_id
    WHERE g.valid @> CURRENT_DATE
"""


class EmployeeQuerySet(models.QuerySet["Employee"]):
    """Relations of `access.md`, evaluated now from effective-dated rows."""

    def visible_to(self, user: Viewer) -> "EmployeeQuerySet":
        """Directory cards: every logged-in person sees everybody who has not left.

        Those who may read a person's levels also see them after they left. An API client sees the
        people of its units alone.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_client:
            return self.filter(_open_to_client(user, "pk"))
        return self.filter(~Q(status=EmployeeStatus.LEFT) | levels_open_to(user))

    def once_visible_to(self, user: Viewer) -> "EmployeeQuerySet":
        """People this user could have seen at some time: whoever left, or moved away, is one."""
        if not user.is_authenticated:
            return self.none()
        if user.is_client:
            return self.filter(_open_to_client(user, "pk", ONCE_IN_CLIENT_SCOPE))
        return self

    def levels_visible_to(self, user: Viewer) -> "EmployeeQuerySet":
        """People whose levels, gaps and plans this user may read: self, chain, stand-in's reports,
        HR scope, HR."""
        return self.filter(levels_open_to(user))

    def related_to(self, user: Viewer) -> "EmployeeQuerySet":
        """Of `levels_visible_to` those about whom nobody asks this user why: not what HR admins
        see beyond their own relations."""
        return self.filter(pk__in=_readable(user)) if user.is_authenticated else self.none()

    def open_to_hr(self, user: Viewer) -> "EmployeeQuerySet":
        """Everybody for an HR admin, nobody for others: `levels_visible_to` where it is whole."""
        return self.filter(_is_hr_admin(user)) if user.is_authenticated else self.none()

    def in_chain_of(self, user: Viewer) -> "EmployeeQuerySet":
        """Direct and indirect reports of this user (CHAIN)."""
        return self.filter(pk__in=_chain(user))

    def in_line_of(self, user: Viewer) -> "EmployeeQuerySet":
        """Direct reports of this user (LINE)."""
        return self.filter(pk__in=_line(user))

    def led_in_place_by(self, user: Viewer) -> "EmployeeQuerySet":
        """Direct reports of managers for whom this user stands in today (DELEGATE)."""
        return self.filter(pk__in=_stand_in(user))

    def led_since(self, user: Viewer, day: dt.date) -> "EmployeeQuerySet":
        """People this user led (CHAIN), also in somebody's place, once since that day or today."""
        led = RawSQL(LED_SINCE, [user.pk, day, day])  # noqa: S611 - a constant, bound parameters
        in_place = RawSQL(STOOD_IN_SINCE, [day, user.pk, day])  # noqa: S611 - the same
        return self.filter(Q(pk__in=led) | Q(pk__in=in_place))

    def in_hr_scope_of(self, user: Viewer) -> "EmployeeQuerySet":
        """People in units granted to this HR partner (HRSCOPE), never their own record."""
        return self.filter(pk__in=_hr_scope(user)).exclude(user=user.pk)

    def certificates_visible_to(self, user: Viewer) -> "EmployeeQuerySet":
        """People whose certificates this user may read: self, line, HR scope, HR; not the chain."""
        if not user.is_authenticated:
            return self.none()
        if user.is_client:
            return self.filter(_open_to_client(user, "pk"))
        return self.filter(Q(_is_hr_admin(user)) | Q(user=user.pk) | Q(pk__in=_answered_for(user)))

    def listed_for(self, user: Viewer) -> "EmployeeQuerySet":
        """Of `visible_to` those who have not left: every logged-in person sees them all."""
        if user.is_authenticated and user.is_client:
            return self.visible_to(user).working()
        return self.working() if user.is_authenticated else self.none()

    def mentored_by(self, user: Viewer, **shares: bool) -> "EmployeeQuerySet":
        """People with this user as a mentor today (MENTOR), who share all of `shares`.

        `shares` are fields of `Mentorship`, such as `shares_levels=True`.
        """
        if not user.is_authenticated:
            return self.none()
        running = {"accepted_at__isnull": False, "ended_at": None, **shares}
        terms = {f"mentorships__{name}": value for name, value in running.items()}
        return self.exclude(status=EmployeeStatus.LEFT).filter(
            mentorships__mentor__user=user.pk, **terms
        )

    def taking_part(self) -> "EmployeeQuerySet":
        """Of these those for whom the product is on: see `PILOT`; everybody without a pilot."""
        everybody = RawSQL(NO_PILOT, [], models.BooleanField())  # noqa: S611 - a constant
        return self.filter(Q(everybody) | Q(pk__in=RawSQL(PILOT, [])))  # noqa: S611 - a constant

    def working(self) -> "EmployeeQuerySet":
        return self.exclude(status=EmployeeStatus.LEFT)


def _line(user: Viewer) -> RawSQL:
    return RawSQL(LINE, [user.pk])  # noqa: S611 - a constant with a bound parameter


def _chain(user: Viewer) -> RawSQL:
    return RawSQL(CHAIN, [user.pk])  # noqa: S611 - a constant with a bound parameter


def _stand_in(user: Viewer) -> RawSQL:
    return RawSQL(STAND_IN, [user.pk])  # noqa: S611 - a constant with a bound parameter


def levels_open_to(user: Viewer, person: str = "pk") -> Q:
    """`levels_visible_to` as terms for any rows; `person` names what says whose they are.

    A question put to the rows themselves: through a subquery of employees, the database would read
    all of those for a page with a few.
    """
    if not user.is_authenticated:
        return Q(pk__in=[])
    if user.is_client:
        return _open_to_client(user, person)
    return Q(_is_hr_admin(user)) | Q(**{f"{person}__in": _readable(user)})


def _open_to_client(user: User, person: str, scope: str = CLIENT_SCOPE) -> Q:
    """CLIENT: everybody, or those in its units today."""
    whole = RawSQL(WHOLE_CLIENT, [user.pk], models.BooleanField())  # noqa: S611 - see below
    inside = RawSQL(scope, [user.pk])  # noqa: S611 - a constant with a bound parameter
    return Q(whole) | Q(**{f"{person}__in": inside})


def _readable(user: Viewer) -> RawSQL:
    """Self, CHAIN, DELEGATE and HRSCOPE."""
    return _any_of(user, OWN, CHAIN, STAND_IN, HR_SCOPE)


def _answered_for(user: Viewer) -> RawSQL:
    """LINE and HRSCOPE."""
    return _any_of(user, LINE, HR_SCOPE)


def _any_of(user: Viewer, *parts: str) -> RawSQL:
    """Several relations at once: one subquery is planned faster than one for each."""
    union = " UNION ALL ".join(f"({part})" for part in parts)
    return RawSQL(union, [user.pk] * len(parts))  # noqa: S611 - constants, bound parameters


def _hr_scope(user: Viewer) -> RawSQL:
    return RawSQL(HR_SCOPE, [user.pk])  # noqa: S611 - a constant with a bound parameter


def _is_hr_admin(user: User) -> RawSQL:
    """Part of the question itself, so that asking costs no query of its own."""
    return RawSQL(HR_ADMIN, [user.pk], models.BooleanField())  # noqa: S611 - see above


def under_hr_of(user: User, person: str) -> Q:
    """Of whom this user is HR: an HR admin of everybody, an HR partner of those in scope.

    Part of a question about rows that name people in the field `person`.
    """
    in_scope = Employee.objects.in_hr_scope_of(user)
    return Q(_is_hr_admin(user)) | Q(**{f"{person}__in": in_scope.values("pk")})


@published("person", subject="id")
@tracked()
class Employee(Record):
    """A person who works or worked here; unique by number. The same number after leaving is a
    rehire of the same person."""

    number = models.CharField(_("employee number"), max_length=60, unique=True)
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    user = models.OneToOneField(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="employee"
    )
    status = models.CharField(
        _("status"), max_length=10, choices=EmployeeStatus, default=EmployeeStatus.ACTIVE
    )
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.PROTECT, related_name="employees"
    )
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    work_mode = models.CharField(
        _("work mode"), max_length=10, choices=WorkMode, default=WorkMode.ONSITE
    )
    languages = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    learning_hours_per_week = models.DecimalField(
        _("learning hours per week"),
        max_digits=4,
        decimal_places=2,
        default=DEFAULT_LEARNING_HOURS,
        validators=[MinValueValidator(0)],
    )
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=60, blank=True)

    objects = EmployeeQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(learning_hours_per_week__gte=0), name="employee_hours_not_negative"
            )
        ]
        indexes = [
            models.Index(fields=["last_name", "first_name", "id"], name="employee_name"),
            GinIndex(
                *(OpClass(Plain(f), "gin_trgm_ops") for f in ("first_name", "last_name", "number")),
                name="employee_search",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def get_absolute_url(self) -> str:
        return reverse("pages:person_detail", args=[self.public_id])

    @property
    def zone(self) -> str:
        """The person's time zone, else the site's; empty when neither says."""
        return self.time_zone or (self.site.time_zone if self.site else "")
