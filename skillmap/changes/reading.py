"""Reading the feed as somebody: what they may know of it, from one place to the next."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from assessments.models import Certificate
from employees.models import Employee, OrgUnit, RoleProfile
from reviews.models import Goal
from reviews.models.reading import openly_read_by
from skillmap.api.ratings import RatingsView
from skillmap.core.enums import Scope
from skillmap.core.feed import DAYS_KEPT, horizon
from skillmap.core.models import Change, FeedEvent, Viewer
from skills.models import Skill
from training.models import Activity, Completion

C = TypeVar("C", bound=Change)

# Kind of thing: the scope that reading it needs, and the rows of it that are there for somebody.
KINDS: Mapping[str, tuple[Scope, Callable[[Viewer], QuerySet[Any]]]] = {
    "person": (Scope.DIRECTORY_READ, Employee.objects.visible_to),
    "org_unit": (Scope.ORG_READ, OrgUnit.objects.visible_to),
    "role": (Scope.ORG_READ, RoleProfile.objects.visible_to),
    "skill": (Scope.SKILLS_READ, Skill.objects.visible_to),
    "activity": (Scope.ACTIVITIES_READ, Activity.objects.visible_to),
    "rating": (Scope.GAPS_READ, RatingsView.queryset.select_related(None).visible_to),
    "completion": (Scope.PLANS_READ, Completion.objects.visible_to),
    "certificate": (Scope.CERTIFICATES_READ, Certificate.objects.visible_to),
    "goal": (Scope.GOALS_READ, Goal.objects.open_today_to),
}
KIND_CHOICES = [(name, name) for name in KINDS]
# A program is asked no reason, so it is told of no goal.
PROGRAM_KIND_CHOICES = [(name, name) for name in KINDS if name != "goal"]
ABOUT_PEOPLE = ("rating", "completion", "certificate", "goal")
CHANGED, DELETED = "changed", "deleted"
ACTION_CHOICES = [(CHANGED, CHANGED), (DELETED, DELETED)]
_LAST = 2**62


class Place(NamedTuple):
    """How far somebody has read, and the moment up to which they know everything."""

    read_at: datetime
    transaction: int
    event: int


class Page(NamedTuple):
    """Some events in their order, where to go on, and whether there are more already."""

    events: Sequence[FeedEvent]
    place: Place
    has_more: bool


def oldest_place() -> Place:
    """Before everything that is still kept."""
    return Place(timezone.now(), 0, 0)


def newest_place(now: datetime | None = None, upto: int | None = None) -> Place:
    """Behind everything that can be told by now."""
    return Place(now or timezone.now(), (upto or horizon()) - 1, _LAST)


def is_lost(place: Place) -> bool:
    """Is something after this place not kept any more?

    The numbers of transactions begin anew in a restored database.
    """
    return place.read_at < _oldest_kept() or place.transaction >= horizon()


def read_after(place: Place, kinds: Collection[str], limit: int) -> Page:
    """The next events of these kinds that nothing can come before any more."""
    now, upto = timezone.now(), horizon()
    rows = FeedEvent.objects.filter(later_than(place.transaction, place.event))
    rows = rows.filter(kind__in=kinds, transaction__lt=upto)
    if not place.transaction:
        rows = rows.filter(at__gte=_oldest_kept())  # others may be half forgotten
    found = list(rows.order_by("transaction", "id")[: limit + 1])
    if len(found) <= limit:
        return Page(found, newest_place(now, upto), has_more=False)
    last = found[limit - 1]
    return Page(found[:limit], Place(last.at, last.transaction, last.pk), has_more=True)


def later_than(transaction: Any, event: Any) -> Q:
    """What stands behind a place in the feed."""
    return Q(transaction__gt=transaction) | Q(transaction=transaction, id__gt=event)


def _oldest_kept() -> datetime:
    return timezone.now() - timedelta(days=DAYS_KEPT)


def told(user: Viewer, changes: Sequence[C]) -> list[tuple[C, str]]:
    """The changes this reader may know of, each with what it is to them.

    What is hidden from them now is no change or is gone.
    """
    shown = _visible_ids(user, changes)
    readable = _readable(user, changes)
    hidden = {one.object_id for one in changes if one.kind == "person" and not one.deleted}
    known = _known_people(user, hidden - shown) if hidden - shown else set()
    found = []
    for one in changes:
        if one.deleted:
            gone = one.kind not in ABOUT_PEOPLE or (one.kind, one.subject_id) in readable
        else:
            gone = one.object_id in known
        if gone or one.object_id in shown:
            found.append((one, DELETED if gone else CHANGED))
    return found


def _visible_ids(user: Viewer, changes: Sequence[Change]) -> set[UUID]:
    """Which of the written things are there for this reader, in one query."""
    parts: list[QuerySet[Any, UUID]] = []
    for kind in {one.kind for one in changes if not one.deleted}:
        ids = {one.object_id for one in changes if one.kind == kind}
        rows = KINDS[kind][1](user).filter(public_id__in=ids)
        parts.append(rows.order_by().values_list("public_id", flat=True))
    if not parts:
        return set()
    first, *others = parts
    return set(first.union(*others))


def _readable(user: Viewer, changes: Sequence[Change]) -> set[tuple[str, int]]:
    """Of what was deleted about people: each kind with those of whom this reader may read it."""
    readable = set()
    people = Employee.objects.all()
    for kind, visible in (
        ("certificate", people.certificates_visible_to),
        ("completion", people.levels_visible_to),
        ("rating", people.levels_visible_to),
        ("goal", lambda user: openly_read_by(user).levels_visible_to(user)),
    ):
        subjects = {one.subject_id or 0 for one in changes if one.deleted and one.kind == kind}
        if subjects:
            found = visible(user).filter(pk__in=subjects).values_list("pk", flat=True)
            readable |= {(kind, subject) for subject in found}
    return readable


def _known_people(user: Viewer, ids: Iterable[UUID]) -> set[UUID]:
    """The people whom this reader could see before they left or moved away."""
    people = Employee.objects.once_visible_to(user).filter(public_id__in=ids)
    return set(people.values_list("public_id", flat=True))
