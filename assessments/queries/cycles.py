"""Reads about assessment cycles: who rates whom, by rule or by choice, and who lacks raters."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, Value

from assessments.enums import RaterKind
from assessments.models import (
    AssessmentCycle,
    CycleParticipant,
    CycleRaterKind,
    ExternalRater,
    RatingRequest,
)
from employees.models import Assignment, Employee

SECONDS_PER_SKILL = 30
MOST_PROPOSED = 12  # colleagues offered of each sort


@dataclass(frozen=True, slots=True)
class Lack:
    """One kind of rater of which a person has fewer than needed."""

    kind: CycleRaterKind
    has: int
    needs: int


def fewest_raters(kind: CycleRaterKind, cycle: AssessmentCycle) -> int:
    """How many raters of this kind a person needs: below the floor nothing could be shown."""
    return cycle.score_floor if kind.anonymous else min(1, kind.wanted)


def raters_by_kind(cycle: AssessmentCycle, ratee: int | None = None) -> dict[int, Counter[str]]:
    """By ratee id, of one or of all, how many people rate per rater kind; one query.

    Those who left do not rate.
    """
    found: dict[int, Counter[str]] = defaultdict(Counter)
    of = {} if ratee is None else {"ratee_id": ratee}
    inside = RatingRequest.objects.asked().filter(cycle=cycle, **of)
    outside = ExternalRater.objects.asked().filter(cycle=cycle, **of)
    outside = outside.annotate(rater_kind=Value(RaterKind.EXTERNAL.value))
    columns = ("ratee_id", "rater_kind")
    for ratee, kind in inside.values_list(*columns).union(outside.values_list(*columns), all=True):
        found[ratee][kind] += 1
    return found


def asked_about(participant: CycleParticipant) -> list[tuple[CycleRaterKind, int]]:
    """How many rate this person, kind by kind; whom the rule or others asked is told to nobody."""
    ratee = participant.employee_id
    asked = raters_by_kind(participant.cycle, ratee)[ratee]
    kinds = participant.cycle.kinds.all()
    return [(kind, asked[kind.rater_kind]) for kind in kinds if asked[kind.rater_kind]]


def lacks_of(cycle: AssessmentCycle) -> dict[int, list[Lack]]:
    """By employee id, the kinds of which somebody has too few raters; four queries.

    Before opening the raters that opening will assign by rule count already, colleagues aside:
    of those as many as the rule finds.
    """
    kinds = list(cycle.kinds.all())
    approved = raters_by_kind(cycle)
    coming = _coming(cycle, kinds) if cycle.state == "draft" else {}
    found: dict[int, list[Lack]] = {}
    for person in cycle.participants.filter(withdrawn_at=None).values_list("employee", flat=True):
        has = approved.get(person, Counter()) | coming.get(person, Counter())
        short = [
            Lack(kind, has[kind.rater_kind], fewest_raters(kind, cycle))
            for kind in kinds
            if has[kind.rater_kind] < _needed(kind, cycle, has)
        ]
        if short:
            found[person] = short
    return found


def _needed(kind: CycleRaterKind, cycle: AssessmentCycle, has: Counter[str]) -> int:
    """Somebody without direct reports, or without anybody outside, does not lack any."""
    if kind.rater_kind in {RaterKind.REPORT, RaterKind.EXTERNAL} and not has[kind.rater_kind]:
        return 0
    return fewest_raters(kind, cycle)


def _coming(cycle: AssessmentCycle, kinds: list[CycleRaterKind]) -> dict[int, Counter[str]]:
    by_rule = [kind for kind in kinds if kind.by_rule]
    people = list(cycle.participants.filter(withdrawn_at=None).values_list("employee", flat=True))
    found: dict[int, Counter[str]] = {person: Counter() for person in people}
    for pair in raters_by_rule(people, by_rule):
        found[pair.ratee][pair.kind] += 1
    return found


@dataclass(frozen=True, slots=True)
class Pair:
    """Who rates whom, as what."""

    rater: int
    ratee: int
    kind: RaterKind


def raters_by_rule(people: list[int], kinds: Iterable[CycleRaterKind]) -> list[Pair]:
    """The raters that the rule finds for these people: self, line manager, reports, colleagues.

    Only people who work here, can log in and take part in a pilot; two queries. Colleagues are
    shared out evenly.
    """
    wanted = {RaterKind(kind.rater_kind): kind.wanted for kind in kinds}
    places = _Places()
    pairs: list[Pair] = []
    if RaterKind.SELF in wanted:
        pairs += [Pair(p, p, RaterKind.SELF) for p in people if p in places.can_rate]
    if RaterKind.MANAGER in wanted:
        pairs += [Pair(m, p, RaterKind.MANAGER) for p in people if (m := places.manager_of(p))]
    if RaterKind.REPORT in wanted:
        pairs += [Pair(r, p, RaterKind.REPORT) for p in people for r in places.reports_of(p)]
    if RaterKind.PEER in wanted:
        load: Counter[int] = Counter()
        for person in people:
            chosen = places.share_of(person, wanted[RaterKind.PEER], load)
            load.update(chosen)
            pairs += [Pair(rater, person, RaterKind.PEER) for rater in chosen]
    return pairs


class _Places:
    """Today's primary assignments of everybody, for finding raters."""

    def __init__(self) -> None:
        rows = Assignment.objects.current().primary().order_by("employee__number")
        values = rows.values_list("employee_id", "unit_id", "manager_id", "role_id")
        self.place = {person: (unit, manager, role) for person, unit, manager, role in values}
        able = Employee.objects.working().taking_part().filter(user__is_active=True)
        self.can_rate = set(able.values_list("pk", flat=True))
        self.below: dict[int, list[int]] = defaultdict(list)
        self.inside: dict[int, list[int]] = defaultdict(list)
        for person, (unit, manager, _role) in self.place.items():
            if person in self.can_rate:
                self.inside[unit].append(person)
                if manager:
                    self.below[manager].append(person)

    def manager_of(self, person: int) -> int | None:
        manager = self.place.get(person, (0, None, None))[1]
        return manager if manager in self.can_rate else None

    def reports_of(self, person: int) -> list[int]:
        return self.below[person]

    def colleagues_of(self, person: int) -> tuple[list[int], list[int]]:
        """Of other units (same manager, or under the same manager's manager), and of one's own.

        Neither one's manager nor one's reports are colleagues.
        """
        if person not in self.place:
            return [], []
        unit, manager, _role = self.place[person]
        above = self.place[manager][1] if manager and manager in self.place else None
        around = list(self.below[manager]) if manager else []
        for other in self.below[above] if above else []:
            around += self.below[other]
        barred = {person, manager, *self.below[person]}
        across = [p for p in around if self.place[p][0] != unit and p not in barred]
        own = [p for p in self.inside[unit] if p not in barred]
        return list(dict.fromkeys(across)), own

    def share_of(self, person: int, wanted: int, load: Counter[int]) -> list[int]:
        """Up to half of other units, the rest of one's own; those asked least come first."""
        across, own = (sorted(found, key=lambda p: load[p]) for found in self.colleagues_of(person))
        chosen = across[: wanted // 2]
        chosen += own[: wanted - len(chosen)]
        return chosen + [p for p in across if p not in chosen][: wanted - len(chosen)]


def colleagues_to_propose(person: Employee) -> tuple[list[Employee], list[Employee]]:
    """Colleagues to propose as raters: of other units first, then of one's own; three queries.

    Of other units: those with the same manager, or under a manager who shares one's manager's.
    """
    place = Assignment.objects.current().primary().filter(employee=person).first()
    if place is None:
        return [], []
    current = Assignment.objects.current().primary()
    beside = current.filter(employee=place.manager_id, manager__isnull=False).values("manager")
    under = current.filter(manager__in=beside).values("employee")
    near = current.filter(Q(manager=place.manager_id) | Q(manager__in=under))
    people = Employee.objects.working().taking_part().filter(user__is_active=True)
    people = people.select_related("user").exclude(pk__in=[person.pk, place.manager_id or 0])
    people = people.exclude(pk__in=current.filter(manager=person).values("employee"))
    across = people.filter(pk__in=near.exclude(unit=place.unit_id).values("employee"))
    own = people.filter(pk__in=current.filter(unit=place.unit_id).values("employee"))
    has_manager = place.manager_id is not None
    return (list(across[:MOST_PROPOSED]) if has_manager else []), list(own[:MOST_PROPOSED])
