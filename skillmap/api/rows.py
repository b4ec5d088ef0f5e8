"""What HR and its systems write over REST, in the columns of our files."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from employees import rules
from employees.api import PersonViewSet, RoleViewSet
from employees.enums import EmployeeStatus
from employees.imports import people_csv, roles_csv
from employees.models import Employee
from employees.services import external_ids
from employees.services.notices import tell_of_held_file
from skillmap.api.library import RetiringRoles, RetiringSkills
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.permissions import holds_scope
from skillmap.core.api.rows import (
    RowLayout,
    RowResultsSerializer,
    rows_body,
    write_one,
)
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Conventions
from skillmap.core.api.writing import ManyRows, Retiring, SingleRows, answer_rows, writes
from skillmap.core.enums import ImportKind
from skillmap.core.imports.rows import wait_for_turn
from skillmap.core.versions import save_versioned
from skillmap.pages.importers import IMPORTERS
from skills.api import SkillViewSet
from skills.imports import skills_csv
from skills.models import Skill
from training.api.activities import ActivityViewSet
from training.imports import activities_csv, evidence_csv
from training.models import Activity
from training.services.catalogue import retire_activity

PEOPLE = RowLayout(
    many="people",
    one="person",
    key="employee_number",
    columns=people_csv.COLUMNS,
    importer=IMPORTERS[ImportKind.PEOPLE],
    tell_held=tell_of_held_file,
)
SKILLS = RowLayout(
    many="skills",
    one="skill",
    key="skill_code",
    columns=skills_csv.COLUMNS,
    importer=IMPORTERS[ImportKind.SKILLS],
)
ROLES = RowLayout(
    many="requirements",
    one="requirement",
    key="role_code",
    columns=roles_csv.COLUMNS,
    importer=IMPORTERS[ImportKind.ROLES],
)
ACTIVITIES = RowLayout(
    many="activities",
    one="activity",
    key="activity_code",
    columns=activities_csv.COLUMNS,
    importer=IMPORTERS[ImportKind.ACTIVITIES],
)
RATINGS = RowLayout(
    many="ratings",
    one="rating",
    key="employee_number",
    columns=evidence_csv.COLUMNS,
    importer=IMPORTERS[ImportKind.EVIDENCE],
)


_RATINGS_BODY = rows_body(RATINGS)


MOST_SOURCE, MOST_VALUE = 60, 200  # characters of an external id


def is_id(text: str, longest: int) -> bool:
    """Can another system call something this?"""
    return len(text) <= longest and text.isprintable()


def _writing(read: Mapping[str, Needed], scope: Scope) -> Mapping[str, Needed]:
    return {**read, **dict.fromkeys(("create", "partial_update", "bulk"), scope)}


def needed_of_person(person: Employee) -> dict[str, str]:
    """The columns that each row about a person has, as they are stored."""
    # The place that a row is compared with: a planned move stays, and so does a former place.
    places = person.assignments.primary().order_by(F("valid__startswith").desc(nulls_last=True))
    unit = places.values_list("unit__path", flat=True).first()
    place = {} if unit is None else {"unit": unit}
    return {"first_name": person.first_name, "last_name": person.last_name, **place}


@writes(PEOPLE)
class PersonRows(SingleRows, PersonViewSet):
    """People: directory cards to read, and the rows of an HR system to write."""

    may_write = rules.can_write_people
    key_field = "number"
    read_scope = Scope.DIRECTORY_READ
    scopes: ClassVar[Mapping[str, Needed]] = {
        **_writing(PersonViewSet.scopes, Scope.PEOPLE_WRITE),
        "destroy": Scope.PEOPLE_WRITE,
    }

    def needed(self, row: Employee) -> dict[str, str]:
        return needed_of_person(row)

    @extend_schema(responses={204: OpenApiResponse(description="Left")})
    def destroy(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """The person leaves today and cannot log in; what was stays. Needs `If-Match`."""
        row, expected = self.asked()
        self.write_over(row, {"status": EmployeeStatus.LEFT.value, "dry_run": False}, expected)
        return Response(status=204)


class PersonByExternalId(PersonRows):
    """`PUT /people/by-external-id/{source}/{value}`: the one address that needs no version."""

    scopes: ClassVar[Mapping[str, Needed]] = {"upsert": Scope.PEOPLE_WRITE}

    @extend_schema(
        request=PersonRows.new_body,
        responses=dict.fromkeys((200, 201), PersonRows.answer),
        operation_id="people_upsert",
    )
    def upsert(self, request: Request, source: str, value: str) -> Response:
        """Add or change the person whom another system knows by this id.

        `employee_number` is needed the first time; somebody who is here with it is linked.
        """
        if not all(is_id(*one) for one in ((source, MOST_SOURCE), (value, MOST_VALUE))):
            raise Http404
        self.refuse_others()
        change = self.valid(self.new_body)
        number = change.pop(PEOPLE.key, "").strip()
        with transaction.atomic():
            wait_for_turn()
            number = external_ids.resolve_person(source=source, value=value, number=number)
            number = self.new_key({PEOPLE.key: number})
            known = self.get_queryset().filter(number=number).first()
            dry_run = change["dry_run"]
            if known is not None:
                response = self.write_over(known, change, None, source=source)
            else:
                row = {PEOPLE.key: number, **change}
                del row["dry_run"]
                result = write_one(request, PEOPLE, row, source=source, dry_run=dry_run)
                response = self.written(result, None if dry_run else number, 200 + (not dry_run))
            if not dry_run:
                external_ids.link_person(source=source, value=value, number=number)
        return response


@writes(SKILLS)
class SkillRows(RetiringSkills, SingleRows, SkillViewSet):
    """Skills, retired ones included; their ids never change."""

    may_write = rules.can_import
    key_field = "code"
    read_scope = Scope.SKILLS_READ
    scopes: ClassVar[Mapping[str, Needed]] = {
        **_writing(SkillViewSet.scopes, Scope.SKILLS_WRITE),
        "destroy": Scope.SKILLS_WRITE,
    }

    def needed(self, row: Skill) -> dict[str, str]:
        return {"name": row.name}


@writes(ACTIVITIES)
class ActivityRows(Retiring, SingleRows, ActivityViewSet):
    """Learning activities of all delivery modes, retired ones included."""

    may_write = rules.can_edit_catalogue
    key_field = "code"
    read_scope = Scope.ACTIVITIES_READ
    scopes: ClassVar[Mapping[str, Needed]] = {
        **_writing(ActivityViewSet.scopes, Scope.ACTIVITIES_WRITE),
        "destroy": Scope.ACTIVITIES_WRITE,
    }

    def needed(self, row: Activity) -> dict[str, str]:
        hours = str(row.hours_per_session)
        return {"title": row.title, "mode": row.mode, "hours_per_session": hours}

    def retire(self, row: Activity) -> None:
        """Only what nothing that is in use offers or asks for; plans keep it."""
        retire_activity(activity=row, on=timezone.localdate())

    def revive(self, row: Activity) -> None:
        """Saving a change offers it again, as with path templates."""
        if row.retired_on is not None:
            row.retired_on = None
            save_versioned(row, ["retired_on"])


@writes(ROLES)
class RoleRows(RetiringRoles, ManyRows, RoleViewSet):
    """Role profiles, retired ones included; they are written requirement by requirement."""

    may_write = rules.can_import
    read_scope = Scope.ORG_READ
    scopes: ClassVar[Mapping[str, Needed]] = {
        **RoleViewSet.scopes,
        **dict.fromkeys(("bulk", "partial_update", "destroy"), Scope.ORG_WRITE),
    }


class RatingRows(Conventions):
    """Ratings, results, certificates and completions of other systems, many at once."""

    scopes: ClassVar[Mapping[str, Needed]] = {"post": Scope.RATINGS_WRITE}

    @extend_schema(
        request=_RATINGS_BODY, responses=RowResultsSerializer, operation_id="ratings_bulk"
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """The same row twice is one observation; another level takes the place of the old one."""
        if not rules.can_import(request.user):
            raise PermissionDenied(_("You may not write this."))
        may_read = holds_scope(request, Scope.GAPS_READ)
        return Response(answer_rows(request, RATINGS, _RATINGS_BODY, may_read=may_read))

    def may_replay(self, told: Mapping[str, Any]) -> bool:  # noqa: ARG002
        """An earlier answer told of levels: only to who may still write them."""
        return rules.can_import(self.request.user)
