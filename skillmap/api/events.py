"""What changed since a reader last asked. Thin: what it is now is read at its own address."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.models import Certificate
from employees.models import Employee, OrgUnit, RoleProfile
from skillmap.api.ratings import RatingsView
from skillmap.core.api.inputs import ListParameters
from skillmap.core.api.pagination import decode_cursor, encode_cursor, page_response
from skillmap.core.api.permissions import holds_scope
from skillmap.core.api.scopes import Door, Needed, Scope
from skillmap.core.api.views import Conventions
from skillmap.core.feed import DAYS_KEPT, Horizon, horizon
from skillmap.core.models import FeedEvent, Viewer
from skills.models import Skill
from training.models import Activity, Completion

# Kind of thing: the scope that reading it needs, and its rows.
KINDS: Mapping[str, tuple[Scope, QuerySet[Any]]] = {
    "person": (Scope.DIRECTORY_READ, Employee.objects.all()),
    "org_unit": (Scope.ORG_READ, OrgUnit.objects.all()),
    "role": (Scope.ORG_READ, RoleProfile.objects.all()),
    "skill": (Scope.SKILLS_READ, Skill.objects.all()),
    "activity": (Scope.ACTIVITIES_READ, Activity.objects.all()),
    "rating": (Scope.GAPS_READ, RatingsView.queryset.select_related(None)),
    "completion": (Scope.PLANS_READ, Completion.objects.all()),
    "certificate": (Scope.CERTIFICATES_READ, Certificate.objects.all()),
}
ABOUT_PEOPLE = ("rating", "completion", "certificate")
_LAST = 2**62


class CursorExpired(APIException):
    """What came after this cursor is not kept any more."""

    status_code = 410
    default_code = "cursor_expired"


class EventParameters(ListParameters):
    kind = serializers.ChoiceField(choices=[(name, name) for name in KINDS], required=False)
    start = serializers.ChoiceField(
        choices=[("oldest", "oldest"), ("now", "now")],
        default="oldest",
        help_text="Where to begin without a cursor.",
    )


class EventSerializer(serializers.Serializer[Any]):
    """`changed`: it is new or not as it was. `deleted`: it is gone, or not for this reader."""

    kind = serializers.ChoiceField(choices=[(name, name) for name in KINDS])
    id = serializers.UUIDField()
    action = serializers.ChoiceField(choices=[("changed", "changed"), ("deleted", "deleted")])
    at = serializers.DateTimeField()


class EventsView(Conventions, GenericAPIView[FeedEvent]):
    """The changes of the last 30 days in an order that nothing is ever added to behind the cursor.

    `next_cursor` is there on the last page too: come back with it. An older cursor than 30 days is
    410: read the lists anew.
    """

    queryset = FeedEvent.objects.all()
    serializer_class = EventSerializer
    parameters = EventParameters
    scopes: ClassVar[Mapping[str, Needed]] = {"get": Door.ANY_TOKEN}

    @extend_schema(operation_id="events_list")
    def get(self, request: Request) -> Response:
        kinds = [name for name, (scope, _rows) in KINDS.items() if holds_scope(request, scope)]
        if wanted := self.wanted.get("kind"):
            kinds = [name for name in kinds if name == wanted]
        found = self._page(kinds)
        has_more = len(found) > self.wanted["limit"]
        found = found[: self.wanted["limit"]]
        told = self.get_serializer(_told(request.user, found), many=True).data
        cursor = self._place_after(found, has_more)
        response = page_response(request, told, cursor)
        response.data["page"]["has_more"] = has_more
        if not has_more:
            del response["Link"]
        return response

    def _page(self, kinds: Sequence[str]) -> list[FeedEvent]:
        """The events after the cursor that nothing can come before, and one more."""
        rows = FeedEvent.objects.filter(kind__in=kinds, transaction__lt=Horizon())
        self.seen: tuple[int, int] | None = None
        oldest = timezone.now() - timedelta(days=DAYS_KEPT)
        if cursor := self.wanted.get("cursor"):
            read_at, transaction, last = decode_cursor(cursor, datetime, int, int)
            if (
                read_at < oldest or transaction >= horizon()
            ):  # numbers begin anew in a restored database
                raise CursorExpired(_("This cursor is too old. Read the lists anew."))
            self.seen = (transaction, last)
        elif self.wanted["start"] == "now":
            self.seen = (horizon() - 1, _LAST)
        else:
            rows = rows.filter(at__gte=oldest)  # not forgotten yet, but no place to go on from
        if self.seen is not None:
            transaction, last = self.seen
            later = Q(transaction__gt=transaction) | Q(transaction=transaction, id__gt=last)
            rows = rows.filter(later)
        return list(rows.order_by("transaction", "id")[: self.wanted["limit"] + 1])

    def _place_after(self, found: Sequence[FeedEvent], has_more: bool) -> str:
        """The cursor, with the moment up to which its reader knows everything."""
        if found:
            self.seen = (found[-1].transaction, found[-1].pk)
        read_at = found[-1].at if has_more else timezone.now()
        return encode_cursor(read_at, *(self.seen or (0, 0)))


def _told(user: Viewer, events: Sequence[FeedEvent]) -> list[dict[str, Any]]:
    """The events this reader may know of; what is hidden from them now is no event or is gone."""
    shown = _visible_ids(user, events)
    readable = _readable(user, events)
    hidden = [one.object_id for one in events if one.kind == "person" and not one.deleted]
    known = _known_people(user, set(hidden) - shown) if set(hidden) - shown else set()
    told = []
    for one in events:
        if one.deleted:
            gone = one.kind not in ABOUT_PEOPLE or (one.kind, one.subject_id) in readable
        else:
            gone = one.object_id in known
        if gone or one.object_id in shown:
            action = "deleted" if gone else "changed"
            told.append({"kind": one.kind, "id": one.object_id, "action": action, "at": one.at})
    return told


def _visible_ids(user: Viewer, events: Sequence[FeedEvent]) -> set[UUID]:
    """Which of the written things are there for this reader, in one query."""
    parts: list[QuerySet[Any, UUID]] = []
    for kind in {one.kind for one in events if not one.deleted}:
        ids = {one.object_id for one in events if one.kind == kind}
        rows = KINDS[kind][1].visible_to(user).filter(public_id__in=ids)  # type: ignore[attr-defined]
        parts.append(rows.order_by().values_list("public_id", flat=True))
    if not parts:
        return set()
    first, *others = parts
    return set(first.union(*others))


def _readable(user: Viewer, events: Sequence[FeedEvent]) -> set[tuple[str, int]]:
    """Of what was deleted about people: each kind with those of whom this reader may read it."""
    readable = set()
    people = Employee.objects.all()
    for kind, visible in (
        ("certificate", people.certificates_visible_to),
        ("completion", people.levels_visible_to),
        ("rating", people.levels_visible_to),
    ):
        subjects = {one.subject_id or 0 for one in events if one.deleted and one.kind == kind}
        if subjects:
            found = visible(user).filter(pk__in=subjects).values_list("pk", flat=True)
            readable |= {(kind, subject) for subject in found}
    return readable


def _known_people(user: Viewer, ids: set[UUID]) -> set[UUID]:
    """The people whom this reader could see before they left or moved away."""
    people = Employee.objects.once_visible_to(user).filter(public_id__in=ids)
    return set(people.values_list("public_id", flat=True))
