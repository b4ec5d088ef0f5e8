"""The first steps of an organisation, each with what is still missing and where to do it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import SkillProfile
from employees.models import Assignment, Employee, Requirement
from skillmap.core.models import Organisation
from skills.enums import SkillKind
from skills.models import Skill
from training.models import Activity


@dataclass(frozen=True)
class Task:
    """One step; `count` is what is there, or what is left to do."""

    title: str | Promise
    url: str
    count: int
    is_done: bool


def setup_tasks() -> list[Task]:
    """All steps in their order; one query."""
    n = _counts()
    return [
        _there(_("Skills in the taxonomy"), "pages:skill_list", n["skills"]),
        _there(_("Requirements in role profiles"), "pages:role_list", n["requirements"]),
        _there(_("People"), "pages:import_list", n["people"]),
        _left(_("People whose job title has no role"), "pages:title_list", n["unmapped"]),
        _left(_("Skills that are neither hard nor soft yet"), "pages:kind_list", n["unclassified"]),
        _there(_("Activities in the catalogue"), "training:activity_list", n["activities"]),
        _there(_("People with levels"), "pages:skill_map", n["profiles"]),
    ]


def _there(title: str | Promise, url_name: str, count: int) -> Task:
    """A step that is done once there is something."""
    return Task(title, reverse(url_name), count, count > 0)


def _left(title: str | Promise, url_name: str, count: int) -> Task:
    """A step that is done once nothing is left."""
    return Task(title, reverse(url_name), count, count == 0)


def _counts() -> dict[str, int]:
    unmapped = Assignment.objects.current().primary().filter(role=None)
    parts: dict[str, QuerySet[Any]] = {
        "people": Employee.objects.working(),
        "skills": Skill.objects.active(),
        "requirements": Requirement.objects.all(),
        "unmapped": unmapped.exclude(job_title=""),
        "unclassified": Skill.objects.active().filter(kind=SkillKind.UNCLASSIFIED),
        "activities": Activity.objects.active(),
        "profiles": SkillProfile.objects.filter(coverage__gt=0),
    }
    counted = {name: _count(rows) for name, rows in parts.items()}
    found = Organisation.objects.annotate(**counted).values(*counted).first()
    return found or dict.fromkeys(parts, 0)


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many rows, as a subquery of any other query."""
    counted = rows.order_by().values(one=Value(1)).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
