"""The sidebar and the links of the top bar: what this person can reach, and only what exists."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from employees.enums import Grant
from employees.models import Employee
from employees.models.people import NO_PILOT, PILOT
from skillmap.core.http import UserRequest
from skillmap.core.models import User
from skillmap.pages.waiting.news import ASKING

HR = {Grant.HR_ADMIN, Grant.HR_PARTNER}


@dataclass(frozen=True)
class Standing:
    """Who somebody is today: own employee record, grants, and whether anybody reports to them.

    `takes_part`: the product is on for them, see `rules.takes_part`. `unread` counts the news that
    are not read; what waits stands on the first page and in the inbox.
    """

    employee: Employee | None
    grants: frozenset[str]
    leads: bool
    unread: int
    takes_part: bool


@dataclass(frozen=True)
class Entry:
    """One line of the sidebar; without `grants` it is for everybody, with `leads` for who leads
    somebody too. `also` begins the addresses of its pages that do not begin like its own."""

    url_name: str
    label: str | Promise
    icon: str
    grants: frozenset[str] = frozenset()
    leads: bool = False
    also: tuple[str, ...] = ()

    def is_for(self, standing: Standing) -> bool:
        if self.leads and standing.leads:
            return True
        return not self.grants or bool(self.grants & standing.grants)


@dataclass(frozen=True)
class Group:
    """Lines that belong together."""

    label: str | Promise
    entries: list[Any] = field(default_factory=list)


GROUPS = (
    Group(
        "",
        [
            Entry("pages:home", _("Home"), "home"),
            Entry("pages:inbox_list", _("Inbox"), "inbox"),
            Entry("pages:person_list", _("People"), "users", also=("/plans/", "/steps/")),
            Entry("pages:skill_map", _("Skill map"), "grid-dots"),
            Entry("pages:alert_list", _("Alerts"), "alert-triangle", frozenset(HR), leads=True),
            Entry(
                "pages:cycle_list",
                _("Assessments"),
                "clipboard-list",
                also=("/requests/", "/exercises/"),
            ),
            Entry(
                "pages:feedback_list", _("Feedback"), "messages", also=("/mentoring/", "/remarks/")
            ),
            Entry("pages:review_list", _("Reviews"), "clipboard-check", also=("/observations/",)),
            Entry("pages:check_in_list", _("Check-ins"), "calendar-event"),
            Entry("pages:goal_board", _("Goals"), "target", also=("/units/", "/recognition/")),
            Entry(
                "pages:compliance_list",
                _("Compliance"),
                "shield-check",
                frozenset(HR),
                also=("/certificates/", "/mandatory/"),
            ),
        ],
    ),
    Group(
        _("Library"),
        [
            Entry("pages:skill_list", _("Skills"), "stars"),
            Entry("pages:role_list", _("Roles"), "id-badge-2"),
            Entry(
                "training:activity_list",
                _("Catalogue"),
                "books",
                also=("/sessions/", "/catalogue-addresses/"),
            ),
            Entry(
                "training:template_list", _("Path templates"), "route", also=("/template-uses/",)
            ),
            Entry(
                "pages:programme_list",
                _("Programmes"),
                "users-group",
                also=("/circles/", "/meetings/"),
            ),
            Entry(
                "pages:quiz_list",
                _("Tests and scenarios"),
                "clipboard-check",
                also=("/attempts/", "/scenarios/", "/passages/", "/item-bank/"),
            ),
        ],
    ),
    Group(
        _("Administration"),
        [
            Entry("pages:invitation_list", _("Invitations"), "mail", frozenset({Grant.HR_ADMIN})),
            Entry("pages:import_list", _("Imports"), "upload", frozenset({Grant.HR_ADMIN})),
            Entry(
                "pages:client_list",
                _("Other systems"),
                "plug-connected",
                frozenset({Grant.HR_ADMIN}),
            ),
            Entry("pages:analysis_list", _("Analyses"), "chart-bar", frozenset(HR)),
            Entry(
                "pages:budget_list",
                _("Budget studio"),
                "coins",
                frozenset(HR),
                also=("/budget-runs/",),
            ),
            Entry("pages:reliability_list", _("Reliability"), "scale", frozenset(HR)),
            Entry(
                "pages:fairness_list",
                _("Fairness"),
                "chart-dots",
                frozenset({Grant.HR_ADMIN, Grant.AUDITOR}),
            ),
            Entry("pages:job_list", _("Jobs"), "clock", frozenset(HR)),
            Entry(
                "pages:audit_list",
                _("Audit"),
                "history",
                frozenset({Grant.HR_ADMIN, Grant.AUDITOR}),
            ),
            Entry(
                "pages:organisation_edit",
                _("Organisation"),
                "adjustments",
                frozenset({Grant.HR_ADMIN}),
                also=("/export/",),
            ),
        ],
    ),
)


def standing_of(request: UserRequest) -> Standing:
    """One query, whatever the person is; asked once in a request."""
    known: Standing | None = getattr(request, "standing", None)
    if known is None:
        known = _standing(request.user)
        setattr(request, "standing", known)  # noqa: B010 - mypy knows no such attribute
    return known


_STANDING = f"""
    SELECT e.*,
        {NO_PILOT} OR coalesce(e.id IN ({PILOT}), false)
            OR EXISTS (SELECT FROM employees_rolegrant g
                WHERE g.user_id = me.id AND g.valid @> CURRENT_DATE) AS takes_part,
        EXISTS (SELECT FROM employees_assignment a
            WHERE a.manager_id = e.id AND a.is_primary AND a.valid @> CURRENT_DATE) AS leads,
        ARRAY(SELECT g."grant" FROM employees_rolegrant g
            WHERE g.user_id = me.id AND g.valid @> CURRENT_DATE) AS held,
        (SELECT count(*) FROM core_notification n
            WHERE n.user_id = me.id AND n.read_at IS NULL AND n.kind <> ALL(%s)) AS unread
    FROM core_user me LEFT JOIN employees_employee e ON e.user_id = me.id
    WHERE me.id = %s
"""  # noqa: S608 - parts of our own


def _standing(user: User) -> Standing:
    """Every page asks this, and to put it together anew took longer than to answer it."""
    row: Any = Employee.objects.raw(_STANDING, [ASKING, user.pk])[0]
    employee = row if row.pk else None
    return Standing(employee, frozenset(row.held), row.leads, row.unread, row.takes_part)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context of `base.html`: groups of links, links of the top bar, unread news."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"navigation": [], "links": {}}
    standing = standing_of(cast(UserRequest, request))
    if not standing.takes_part:
        return {"navigation": [], "links": {}}
    return {
        "navigation": _groups(standing, request.path),
        "links": _links(standing),
        "unread_count": standing.unread,
    }


@cache
def address_of(name: str) -> str:
    """Of a page without arguments: every page asks for forty."""
    return reverse(name)


def _groups(standing: Standing, path: str) -> list[Group]:
    groups = [
        Group(
            group.label, [_line(entry, path) for entry in group.entries if entry.is_for(standing)]
        )
        for group in GROUPS
    ]
    return [group for group in groups if group.entries]


def _line(entry: Entry, path: str) -> dict[str, Any]:
    url = address_of(entry.url_name)
    is_current = path == url if url == "/" else path.startswith((url, *entry.also))
    return {"url": url, "label": str(entry.label), "icon": entry.icon, "is_current": is_current}


def _links(standing: Standing) -> dict[str, str]:
    names = {"search": "search", "inbox": "inbox_list", "settings": "settings_edit"}
    links = {key: address_of(f"pages:{name}") for key, name in names.items()}
    if standing.employee:
        links["profile"] = standing.employee.get_absolute_url()
        links["observe"] = address_of("pages:observation_new")
    if Grant.HR_ADMIN in standing.grants:
        links["organisation"] = address_of("pages:organisation_edit")
        links["titles"] = address_of("pages:title_list")
    if standing.leads or standing.grants & HR:
        links["balance"] = address_of("pages:goal_balance")
        links["alerts"] = address_of("pages:alert_list")
    if standing.grants & HR:
        links["kinds"] = address_of("pages:kind_list")
    if standing.grants & (HR | {Grant.LEARNING}):
        links["names"] = address_of("pages:name_list")
    return links
