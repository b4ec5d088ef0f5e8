"""Marks on profiles that are behind their evidence; light enough for the web."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.analysis.parameters import DEFAULTS, METHOD, METHOD_VERSION
from assessments.enums import PACKED
from assessments.models import SkillProfile
from skillmap.core import jobs
from skillmap.core.models import User

Marks = Mapping[int, int]
"""Marked people, and the transaction that marked each last."""

_TURNED = """(lower({0}.valid) > p.computed_at::date AND lower({0}.valid) <= CURRENT_DATE
    OR upper({0}.valid) > p.computed_at::date AND upper({0}.valid) <= CURRENT_DATE)"""
_MARK_CHANGED = f"""
    UPDATE assessments_skillprofile SET stale = true WHERE employee_id IN (
        SELECT p.employee_id FROM assessments_skillprofile p
        WHERE NOT p.stale AND (
            EXISTS (SELECT FROM employees_assignment a
                LEFT JOIN employees_roleversion v ON v.role_id = a.role_id
                WHERE a.employee_id = p.employee_id
                    AND (a.updated_at > p.computed_at OR {_TURNED.format("a")}
                        OR (a.valid @> CURRENT_DATE
                            AND (v.updated_at > p.computed_at OR {_TURNED.format("v")}))))
            OR EXISTS (SELECT FROM employees_exemption x
                WHERE x.employee_id = p.employee_id
                    AND (x.updated_at > p.computed_at OR {_TURNED.format("x")}))
        ) ORDER BY p.employee_id FOR UPDATE)
"""  # noqa: S608 - parts of our own
_MARK = """
    UPDATE assessments_skillprofile SET stale = true WHERE employee_id IN (
        SELECT employee_id FROM assessments_skillprofile WHERE employee_id = ANY(%s)
        ORDER BY employee_id FOR UPDATE)
    RETURNING employee_id
"""
_MARKS = "SELECT employee_id, xmin::text::bigint FROM assessments_skillprofile WHERE stale"
_WITHOUT_PROFILE = """
    SELECT DISTINCT a.employee_id FROM employees_assignment a
    WHERE a.valid @> CURRENT_DATE AND NOT EXISTS (
        SELECT FROM assessments_skillprofile p WHERE p.employee_id = a.employee_id)
"""


def mark_stale(employees: Iterable[int]) -> None:
    """Say that these people's evidence changed; call it before reading or writing their evidence.

    Must run in the transaction of the change. The row lock it takes makes writers of one
    person's evidence wait for each other. A mark on a mark is a new one: a computation that
    read the evidence before it does not clear it.
    """
    people = set(employees)
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [sorted(people)])
        people -= {employee for (employee,) in cursor.fetchall()}
    if people:
        _begin_stale(people)


def _begin_stale(people: set[int]) -> None:
    """Write marked profiles of people who have none; one that came meanwhile is marked."""
    empty: dict[str, list[int]] = {name: [] for name in PACKED}
    SkillProfile.objects.bulk_create(
        [
            SkillProfile(
                employee_id=employee,
                **empty,
                method=METHOD,
                method_version=METHOD_VERSION,
                parameters_hash=DEFAULTS.digest(),
                stale=True,
                computed_at=timezone.now(),
            )
            for employee in sorted(people)
        ],
        update_conflicts=True,
        unique_fields=["employee"],
        update_fields=["stale"],
    )


def mark_changed() -> None:
    """Mark people of whom something else is required, or who are new, since their profile.

    Something was changed, or the day came on which it begins or ends.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_MARK_CHANGED)
        cursor.execute(_WITHOUT_PROFILE)
        mark_stale(employee for (employee,) in cursor.fetchall())


def levels_follow(*, actor: User, slots: Sequence[int]) -> None:
    """Compute everybody anew who has one of these skills, or is asked for it."""
    concerned = SkillProfile.objects.filter(slots__overlap=list(slots))
    mark_stale(concerned.values_list("employee_id", flat=True))
    refresh_later(actor=actor)


def refresh_later(*, actor: User | None, people: Iterable[int] = ()) -> None:
    """Let a worker bring the marked profiles up to date after this transaction.

    `people` are those whose evidence changed (none named: anybody's). While a job for the same
    people waits it serves for this change too, so a row of quick ratings queues one. Writers of
    other people's evidence never wait for each other here, as they would for one job for all.
    """
    key = f"refresh {_digest(people)}"
    jobs.enqueue("assessments.refresh_profiles", actor=actor, key=key, title=_("Update of levels"))


def _digest(people: Iterable[int]) -> str:
    return sha256(repr(sorted(set(people))).encode()).hexdigest()


def refresh_later_if_marked(*, actor: User | None) -> None:
    """The same, unless no profile is marked."""
    if SkillProfile.objects.filter(stale=True).exists():
        refresh_later(actor=actor)


def marks_now() -> Marks:
    """Return the marks that are set. What is read after them has the changes they stand for."""
    with connection.cursor() as cursor:
        cursor.execute(_MARKS)
        return dict(cursor.fetchall())
