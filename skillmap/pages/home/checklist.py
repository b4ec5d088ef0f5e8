"""The first steps of an organisation, each with what is still missing and where to do it."""

from dataclasses import dataclass

from django.db import connection
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.services.requests import KIND as ASKS_TO_RATE
from employees.enums import EmployeeStatus
from skills.enums import SkillKind, SkillStatus

# What is there and, in `assumed`, `titles` and `kinds`, what is left to do; no row once all is
# done or HR put the list away, and then nothing is counted. `asked`: to rate themselves, being
# rated in a cycle or on request, or measured already. Written out: putting it together took longer
# than answering it.
_LEFT_TO_DO = """
    WITH people AS NOT MATERIALIZED (
        SELECT id, user_id FROM employees_employee WHERE status <> %(left)s
    ),
    skills AS NOT MATERIALIZED (SELECT kind FROM skills_skill WHERE status = %(active)s),
    kinds AS NOT MATERIALIZED (SELECT FROM skills WHERE kind = %(unclassified)s),
    assumed AS NOT MATERIALIZED (
        SELECT FROM employees_roleprofile p WHERE p.retired_on IS NULL AND EXISTS (
            SELECT FROM employees_roleversion v
            JOIN employees_requirement r ON r.role_version_id = v.id AND r.assumed
            WHERE v.role_id = p.id AND v.valid @> CURRENT_DATE
        )
    ),
    titles AS NOT MATERIALIZED (
        SELECT FROM employees_assignment
        WHERE is_primary AND valid @> CURRENT_DATE AND role_id IS NULL AND job_title <> ''
    ),
    activities AS NOT MATERIALIZED (SELECT FROM training_activity WHERE retired_on IS NULL),
    invited AS NOT MATERIALIZED (
        SELECT people.id FROM people
        JOIN core_notification n ON n.kind = %(asks_to_rate)s AND n.user_id = people.user_id
    ),
    rated AS NOT MATERIALIZED (
        SELECT people.id FROM people JOIN assessments_ratingrequest r ON r.ratee_id = people.id
    ),
    measured AS NOT MATERIALIZED (
        SELECT people.id FROM people
        JOIN assessments_skillprofile p ON p.employee_id = people.id AND p.coverage > 0
    )
    SELECT (SELECT count(*) FROM people) AS people,
        (SELECT count(*) FROM skills) AS skills,
        (SELECT count(*) FROM kinds) AS kinds,
        (SELECT count(*) FROM employees_requirement) AS requirements,
        (SELECT count(*) FROM assumed) AS assumed,
        (SELECT count(*) FROM titles) AS titles,
        (SELECT count(*) FROM activities) AS activities,
        (SELECT count(*) FROM (TABLE invited UNION TABLE rated UNION TABLE measured) a) AS asked
    WHERE (SELECT shows_checklist FROM core_organisation) IS NOT FALSE AND (
        EXISTS (TABLE kinds) OR EXISTS (TABLE assumed) OR EXISTS (TABLE titles)
        OR NOT (
            EXISTS (TABLE people) AND EXISTS (TABLE skills) AND EXISTS (TABLE activities)
            AND EXISTS (TABLE employees_requirement)
            AND (EXISTS (TABLE invited) OR EXISTS (TABLE rated) OR EXISTS (TABLE measured))
        )
    )
"""


@dataclass(frozen=True)
class Task:
    """One step; `count` is what is there, or what is left to do."""

    title: str | Promise
    url: str
    count: int
    is_done: bool


def setup_tasks() -> list[Task]:
    """All steps in their order, none once all are done or HR put the list away; one query.

    Nothing is counted after that: of ten thousand people it would be asked on every visit.
    """
    n = _left_to_do()
    if not n:
        return []
    people, skills, roles = n["people"], n["skills"], n["requirements"]
    return [
        _there(_("Skills in the taxonomy"), "pages:skill_list", skills),
        _left(
            _("Skills that are neither hard nor soft yet"), "pages:kind_list", n["kinds"], skills
        ),
        _there(_("Requirements in role profiles"), "pages:role_list", roles),
        _left(_("Roles with levels nobody has reviewed"), "pages:role_list", n["assumed"], roles),
        _there(_("People"), "pages:import_list", people),
        _left(_("People whose job title has no role"), "pages:title_list", n["titles"], people),
        _there(_("Activities in the catalogue"), "training:activity_list", n["activities"]),
        _there(_("People asked for first ratings"), "pages:skill_map_ask", n["asked"]),
    ]


def _there(title: str | Promise, url_name: str, count: int) -> Task:
    """A step that is done once there is something."""
    return Task(title, reverse(url_name), count, count > 0)


def _left(title: str | Promise, url_name: str, count: int, of: int) -> Task:
    """A step that is done once nothing is left of what is there."""
    return Task(title, reverse(url_name), count, of > 0 and count == 0)


def _left_to_do() -> dict[str, int]:
    """How many of each by the names of the statement; nothing once everything is done."""
    values = {
        "left": str(EmployeeStatus.LEFT),
        "active": str(SkillStatus.ACTIVE),
        "unclassified": str(SkillKind.UNCLASSIFIED),
        "asks_to_rate": ASKS_TO_RATE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LEFT_TO_DO, values)
        names = [column.name for column in cursor.description]
        found = cursor.fetchone()
    return dict(zip(names, found, strict=True)) if found else {}
