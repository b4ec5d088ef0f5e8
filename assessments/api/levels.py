"""Levels and gaps: of everybody one may read, or of one person."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import ClassVar
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.api.serializers import (
    AllGapParameters,
    AllLevelParameters,
    GapParameters,
    GapSerializer,
    LevelParameters,
    LevelSerializer,
)
from assessments.models import SkillProfile
from assessments.models.derived import SkillProfileQuerySet
from assessments.queries.cells import PersonSkill, person_skills, with_observations
from employees.models import Assignment, Employee
from employees.queries import subtree_of
from skillmap.core.api.inputs import Parameters
from skillmap.core.api.pagination import decode_cursor, encode_cursor, page_response
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Conventions
from skills.models import Skill

CHUNK = 25  # profiles read at a time; a profile has about thirty skills


class LevelsView(Conventions, GenericAPIView[SkillProfile]):
    """Levels of everybody whose levels you may read, one row per person and skill."""

    scopes: ClassVar[Mapping[str, Needed]] = {"get": Scope.GAPS_READ}
    serializer_class: type[LevelSerializer] = LevelSerializer
    parameters: ClassVar[type[Parameters]] = AllLevelParameters

    def get(self, request: Request, **_ids: UUID) -> Response:
        rows = list(islice(self._rows(), self.wanted["limit"] + 1))
        following = None
        if len(rows) > self.wanted["limit"]:
            rows.pop()
            last = rows[-1]
            following = encode_cursor(last.person.created_at, last.person.public_id, last.cell.slot)
        return page_response(request, self.get_serializer(rows, many=True).data, following)

    def everybody(self) -> SkillProfileQuerySet:
        """Whose levels may be listed."""
        return SkillProfile.objects.visible_to(self.request.user)

    def profiles(self) -> SkillProfileQuerySet:
        """Whose levels are listed."""
        profiles = self.everybody()
        if unit := self.wanted.get("org_unit"):
            units = subtree_of(unit, self.request.user)
            inside = Assignment.objects.current().primary().filter(unit__in=units)
            profiles = profiles.filter(employee__in=inside.values("employee"))
        if since := self.wanted.get("updated_since"):
            profiles = profiles.filter(computed_at__gte=since)
        if skill := self.wanted.get("skill"):
            slot = Skill.objects.filter(public_id=skill).values_list("slot", flat=True).first()
            profiles = (
                profiles.filter(slots__contains=[slot]) if slot is not None else profiles.none()
            )
        return profiles

    def wants(self, row: PersonSkill) -> bool:
        """Does the row pass the filters?"""
        return self.wanted.get("skill") in {None, row.skill.public_id} and self.wanted.get(
            "kind"
        ) in {None, row.skill.kind}

    def _rows(self) -> Iterator[PersonSkill]:
        """Rows after the cursor, read in chunks of profiles as far as somebody asks."""
        place = _Place(self.wanted.get("cursor"))
        ordered = with_observations(self.profiles()).order_by(
            "employee__created_at", "employee__public_id"
        )
        while chunk := list(ordered.filter(place.not_before())[:CHUNK]):
            yield from (r for r in person_skills(chunk) if place.is_before(r) and self.wants(r))
            if len(chunk) < CHUNK:
                return
            place.move_behind(chunk[-1].employee)


class GapsView(LevelsView):
    """Gaps of everybody whose levels you may read, one row per person and required skill."""

    serializer_class = GapSerializer
    parameters: ClassVar[type[Parameters]] = AllGapParameters

    def wants(self, row: PersonSkill) -> bool:
        return (
            row.status is not None
            and super().wants(row)
            and self.wanted.get("status") in {None, row.status}
        )


class PersonLevelsView(LevelsView):
    """Levels of one person."""

    parameters = LevelParameters

    def everybody(self) -> SkillProfileQuerySet:
        return SkillProfile.objects.filter(employee=_open_person(self))


class PersonGapsView(GapsView):
    """Gaps of one person towards today's roles."""

    parameters = GapParameters

    def everybody(self) -> SkillProfileQuerySet:
        return SkillProfile.objects.filter(employee=_open_person(self))


def _open_person(view: LevelsView) -> Employee:
    """The person of the address. Raises 404 when their levels are hidden, as pages do."""
    people = Employee.objects.levels_visible_to(view.request.user)
    return get_object_or_404(people, public_id=view.kwargs["person_id"])


class _Place:
    """Where in the order (person's creation, person, slot) a page goes on."""

    def __init__(self, cursor: str | None) -> None:
        self._key: tuple[datetime, UUID, int] | None = None
        if cursor is not None:
            moment, person, slot = decode_cursor(cursor, datetime, UUID, int)
            self._key = (moment, person, slot)

    def not_before(self) -> Q:
        """Profiles that may hold rows after this place."""
        if self._key is None:
            return Q()
        moment, person, _slot = self._key
        return Q(employee__created_at__gt=moment) | Q(
            employee__created_at=moment, employee__public_id__gte=person
        )

    def is_before(self, row: PersonSkill) -> bool:
        """Does the row come after this place?"""
        if self._key is None:
            return True
        _moment, person, slot = self._key
        return row.person.public_id != person or row.cell.slot > slot

    def move_behind(self, person: Employee) -> None:
        """Go on after the last skill of a person."""
        self._key = (person.created_at, person.public_id, 2**31)
