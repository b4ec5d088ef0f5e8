"""The first steps of an organisation, each with what is still missing and where to do it."""

from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import RatingRequest, SkillProfile
from assessments.services.requests import KIND as ASKS_TO_RATE
from employees.models import Assignment, Employee, Requirement, RoleProfile
from employees.models.units import Today
from skillmap.core.models import Notification, Organisation
from skills.enums import SkillKind
from skills.models import Skill
from training.models import Activity

LEFT_OVER = {"assumed", "titles", "kinds"}


@dataclass(frozen=True)
class Task:
    """One step; `count` is what is there, or what is left to do."""

    title: str | Promise
    url: str
    count: int
    is_done: bool


def setup_tasks() -> list[Task]:
    """All steps in their order, none once all are done; one query.

    Nothing is counted after that: of ten thousand people it would be asked on every visit.
    """
    n = _counts(_parts())
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
        _there(_("People asked for first ratings"), "pages:skill_map", n["asked"]),
    ]


def _there(title: str | Promise, url_name: str, count: int) -> Task:
    """A step that is done once there is something."""
    return Task(title, reverse(url_name), count, count > 0)


def _left(title: str | Promise, url_name: str, count: int, of: int) -> Task:
    """A step that is done once nothing is left of what is there."""
    return Task(title, reverse(url_name), count, of > 0 and count == 0)


def _parts() -> dict[str, QuerySet[Any]]:
    """What is there, and what is left to do (`LEFT_OVER`)."""
    unmapped = Assignment.objects.current().primary().filter(role=None)
    assumed = Requirement.objects.filter(
        role_version__role=OuterRef("pk"), role_version__valid__contains=Today(), assumed=True
    )
    return {
        "people": Employee.objects.working(),
        "skills": Skill.objects.active(),
        "requirements": Requirement.objects.all(),
        "assumed": RoleProfile.objects.active().filter(Exists(assumed)),
        "titles": unmapped.exclude(job_title=""),
        "kinds": Skill.objects.active().filter(kind=SkillKind.UNCLASSIFIED),
        "activities": Activity.objects.active(),
        "asked": Employee.objects.working().filter(_was_asked()),
    }


def _counts(parts: dict[str, QuerySet[Any]]) -> dict[str, int]:
    """How many of each; nothing once everything is done, and then the rows are not counted."""
    done = [~Exists(rows) if name in LEFT_OVER else Exists(rows) for name, rows in parts.items()]
    counts = JSONObject(**{name: _count(rows) for name, rows in parts.items()})
    nothing = Value(None, output_field=JSONField())
    told = Case(When(reduce(and_, map(Q, done)), then=nothing), default=counts)
    found = Organisation.objects.annotate(told=told).values_list("pk", "told").first()
    return dict.fromkeys(parts, 0) if found is None else found[1] or {}


def _was_asked() -> Combinable:
    """Asked to rate themselves, being rated in a cycle or on request, or measured already."""
    note = Notification.objects.filter(kind=ASKS_TO_RATE, user=OuterRef("user"))
    request = RatingRequest.objects.filter(ratee=OuterRef("pk"))
    levels = SkillProfile.objects.filter(employee=OuterRef("pk"), coverage__gt=0)
    return Exists(note) | Exists(request) | Exists(levels)


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many rows, as a subquery of any other query."""
    counted = rows.order_by().values(one=Value(1)).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
