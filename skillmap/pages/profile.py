"""One person: skills with intervals and requirements, and the evidence behind them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.models import Evidence, SkillProfile
from assessments.queries.feedback_report import closed_evidence
from assessments.queries.fits import fit_of
from assessments.queries.levels import IS_CONTESTED, SkillLevel, last_seen_of, levels_of
from assessments.queries.overview import percentile_in_role
from assessments.queries.remarks import NEWEST, remarks_about
from employees.models import Assignment, Employee
from employees.models.people import EmployeeQuerySet
from employees.queries import place_of, with_places
from skillmap.core.http import UserRequest
from skillmap.core.models import User
from skillmap.pages.person_choice_forms import choices_of
from skillmap.pages.timeline import with_observations
from skills.enums import SkillKind

PAGE_SIZE = 50
MOST_AXES = 8  # categories on the radar
FEWEST_AXES = 3


@dataclass(frozen=True)
class Card:
    """A directory card as this viewer sees it. `opens`: levels, evidence and plan may be read;
    `shows_certificates`: these too, which is fewer people."""

    person: Employee
    place: Assignment | None
    opens: bool
    is_self: bool
    is_report: bool
    shows_certificates: bool

    @property
    def may_rate(self) -> bool:
        return self.is_self or self.is_report


@dataclass(frozen=True)
class Axis:
    """One category on the radar: mean level and mean requirement on the common 0..5 metric."""

    category: str
    level: float | None
    required: float


def card_of(user: User, public_id: UUID) -> Card:
    """The card, or 404 where the person is hidden from this user."""
    if person := _open_people(user).filter(public_id=public_id).first():
        return _card(user, person, opens=True)
    cards = with_places(Employee.objects.visible_to(user))
    return _card(user, get_object_or_404(cards, public_id=public_id), opens=False)


def open_card_of(user: User, public_id: UUID) -> Card:
    """The card of somebody whose levels this user may read, or 404."""
    return _card(user, get_object_or_404(_open_people(user), public_id=public_id), opens=True)


def _open_people(user: User) -> EmployeeQuerySet:
    """With place and `shows_certificates`."""
    return with_places(_with_certificates(Employee.objects.levels_visible_to(user), user))


def _with_certificates(people: EmployeeQuerySet, user: User) -> EmployeeQuerySet:
    """Each with `shows_certificates`."""
    shown = Employee.objects.certificates_visible_to(user).filter(pk=OuterRef("pk"))
    return people.annotate(shows_certificates=Exists(shown))


def _card(user: User, person: Employee, *, opens: bool) -> Card:
    place = place_of(person)
    manager = place.manager if place else None
    return Card(
        person=person,
        place=place,
        opens=opens,
        is_self=person.user_id == user.pk,
        is_report=manager is not None and manager.user_id == user.pk,
        shows_certificates=getattr(person, "shows_certificates", False),
    )


@require_GET
def person_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Skills grouped by kind; for strangers the directory card alone."""
    card = card_of(request.user, public_id)
    if not card.opens:
        return render(request, "pages/person_card.html", {"card": card})
    profile = SkillProfile.objects.filter(employee=card.person).first()
    rows = levels_for(card.person, profile)
    asked = [row for row in rows if row.level.required is not None]
    axes = _axes(asked)
    context = {
        "card": card,
        "profile": profile,
        "fit": fit_of(profile) if profile else None,
        "groups": _groups(asked),
        "beyond": [r for r in rows if r.level.required is None and r.level.value is not None],
        "axes": axes,
        "radar": _radar(axes),
        "percentile": _percentile(card, profile),
        "remarks": remarks_about(request.user, card.person)[:NEWEST],
        "choices": choices_of(request.user, card, [row.skill for row in asked]),
    }
    return render(request, "pages/person_detail.html", context)


@require_GET
def person_evidence(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Everything that counts towards this person's levels, newest first, and what was observed."""
    card = open_card_of(request.user, public_id)
    page = Paginator(evidence_for(request.user, card.person), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {"card": card, "page": page}
    context["rows"] = with_observations(request.user, card.person, page)
    context["closed"] = closed_evidence(request.user, card.person)
    return render(request, "pages/person_evidence.html", context)


def levels_for(person: Employee, profile: SkillProfile | None) -> list[SkillLevel]:
    """The levels of a profile in the order of the skills' names; none without one."""
    if profile is None:
        return []
    return levels_of([profile], last_seen_of([person]))[person.pk]


def evidence_for(user: User, person: Employee) -> QuerySet[Evidence]:
    """What this user may see of what counts towards a person's levels, newest first, and whether
    the person objects to it."""
    rows = Evidence.objects.visible_to(user).standing().filter(employee=person)
    raters = rows.select_related("skill__scale", "scale", "rater", "employee")
    return raters.annotate(contested=IS_CONTESTED).order_by("-observed_on", "-pk")


def _percentile(card: Card, profile: SkillProfile | None) -> int | None:
    """Of 100 people in the same role, how many fit it less well."""
    role = card.place.role if card.place else None
    if profile is None or profile.fit is None or role is None:
        return None
    share = percentile_in_role(profile, role)
    return None if share is None else round(100 * share)


def _groups(rows: Iterable[SkillLevel]) -> list[tuple[str, str, list[SkillLevel]]]:
    """Kind, heading and rows, largest importance times gap first."""
    headings = {
        SkillKind.HARD: _("Hard skills"),
        SkillKind.SOFT: _("Soft skills"),
        SkillKind.UNCLASSIFIED: _("Kind not confirmed"),
    }
    by_kind: dict[str, list[SkillLevel]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.weight):
        by_kind[row.skill.kind].append(row)
    return [(kind, title, by_kind[kind]) for kind, title in headings.items() if by_kind[kind]]


def _axes(rows: Iterable[SkillLevel]) -> list[Axis]:
    """The categories that weigh most, in the order of their names; none when a radar would lie."""
    by_category: dict[str, list[SkillLevel]] = defaultdict(list)
    for row in rows:
        by_category[row.skill.category or _("Other")].append(row)
    if len(by_category) < FEWEST_AXES:
        return []
    heaviest = sorted(by_category, key=lambda c: (-sum(r.importance for r in by_category[c]), c))
    return [_axis(category, by_category[category]) for category in sorted(heaviest[:MOST_AXES])]


def _axis(category: str, rows: list[SkillLevel]) -> Axis:
    measured = [row for row in rows if row.level.value is not None]
    level = (
        fmean(r.skill.scale.to_common(r.level.value or 0) for r in measured) if measured else None
    )
    required = fmean(r.skill.scale.to_common(r.level.required or 0) for r in rows)
    return Axis(category, level, required)


def _radar(axes: list[Axis]) -> dict[str, Any]:
    """The same numbers for the chart; a category without a level leaves a hole, not a zero."""
    return {
        "labels": [axis.category for axis in axes],
        "series": [
            {"label": _("Level"), "values": [axis.level for axis in axes]},
            {"label": _("Required"), "values": [axis.required for axis in axes]},
        ],
    }
