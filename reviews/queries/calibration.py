"""Managers' parts of a cycle laid beside each other: how levels spread, and person by person.

What is told of units and managers adds up whole parts of people at or above the floor, see
`reviews.analysis.parts`; managers stand below the unit they work in, so the parts of both agree.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from employees.models import Assignment
from reviews.analysis.calibration import FEWEST, LEAST_SKILLS, Given, Pattern, patterns
from reviews.analysis.parts import parts
from reviews.enums import HALF_A_LEVEL, Gate, Overall, Side, Topic
from reviews.models import (
    CalibrationChange,
    Review,
    ReviewCycle,
    ReviewEntry,
    ReviewSkill,
    ReviewTemplate,
)
from reviews.models.reviews import ReviewQuerySet
from skillmap.core.models import User
from skills.models import Skill


class Stage(StrEnum):
    """Which levels: as managers sent them, as they stand after calibration, as both agreed."""

    SENT = "sent"
    NOW = "now"
    AGREED = "agreed"


@dataclass(frozen=True)
class Manager:
    """Who sent the parts: their user's id, name, and the unit they work in today."""

    pk: int
    name: str
    unit: str


@dataclass(frozen=True)
class Line:
    """How many reviews of a unit, or of a manager in it, fall into each class."""

    name: str
    counts: tuple[int, ...]
    classes: Sequence[str]
    manager: int | None = None

    @property
    def n(self) -> int:
        return sum(self.counts)

    @property
    def shares(self) -> list[tuple[str, int, float]]:
        """Class by class: its name, how many, and their share."""
        pairs = zip(self.classes, self.counts, strict=True)
        return [(name, count, count / self.n if self.n else 0) for name, count in pairs]


@dataclass(frozen=True)
class UnitLines:
    """A unit, or several that are too small to stand alone, with the managers told of in it."""

    whole: Line
    managers: tuple[Line, ...]


def given_by_manager(
    cycle: ReviewCycle, reviews: ReviewQuerySet, stage: Stage
) -> dict[int, list[Given]]:
    """What each manager who has sent a part gave in these reviews of a cycle; three queries."""
    sent = _compared(cycle, reviews)
    rows = _entries(sent, stage).values_list("review", "review__manager_author", "skill", "level")
    required = {
        (review, skill): level
        for review, skill, level in ReviewSkill.objects.filter(review__in=sent).values_list(
            "review", "skill", "required_level"
        )
        if level is not None
    }
    first = _first_levels(sent) if stage == Stage.SENT else {}
    found: dict[tuple[int, int], list[tuple[int | None, Decimal]]] = defaultdict(list)
    for review, manager, skill, level in rows:
        told = first.get((review, skill), level)
        if told is not None:
            found[manager, review].append((skill, told))
    given: dict[int, list[Given]] = defaultdict(list)
    for (manager, review), levels in sorted(found.items()):
        given[manager].append(_given(review, levels, required))
    return dict(given)


def _compared(cycle: ReviewCycle, reviews: ReviewQuerySet) -> ReviewQuerySet:
    """Reviews whose manager has sent their part: before it opens only where HR calibrates."""
    sent = reviews.newest().filter(cycle=cycle, manager_submitted_at__isnull=False)
    return sent if cycle.gate == Gate.CALIBRATED else sent.filter(opened_at__isnull=False)


def _entries(sent: ReviewQuerySet, stage: Stage) -> QuerySet[ReviewEntry]:
    rows = ReviewEntry.objects.filter(
        review__in=sent, topic__in=[Topic.SKILL, Topic.OVERALL], level__isnull=False
    )
    if stage == Stage.AGREED:
        return rows.filter(side=Side.SHARED)
    return rows.filter(side=Side.MANAGER, writer=F("review__manager_author"))


def _first_levels(sent: ReviewQuerySet) -> dict[tuple[int, int | None], Decimal]:
    """What managers gave where it was adjusted since."""
    rows = CalibrationChange.objects.filter(review__in=sent).order_by("-id")
    return {(row.review_id, row.skill_id): row.level_before for row in rows}


def _given(
    review: int,
    levels: Sequence[tuple[int | None, Decimal]],
    required: Mapping[tuple[int, int], Decimal],
) -> Given:
    overall = [int(level) for skill, level in levels if skill is None]
    rated = [(skill, level) for skill, level in levels if skill is not None]
    away = [
        level - required[review, skill] for skill, level in rated if (review, skill) in required
    ]
    return Given(
        distance=float(sum(away) / len(away)) if away else None,
        overall=overall[0] if overall else None,
        is_flat=len({level for _skill, level in rated}) == 1
        if len(rated) >= LEAST_SKILLS
        else None,
    )


def managers_of(users: Iterable[int]) -> dict[int, Manager]:
    """By user id who they are and where they work today; one query."""
    places = Assignment.objects.current().primary().filter(employee__user__in=list(users))
    found = places.select_related("employee", "unit")
    return {
        place.employee.user_id: Manager(
            place.employee.user_id, str(place.employee), place.unit.path
        )
        for place in found
        if place.employee.user_id
    }


def classes_of(template: ReviewTemplate, *, is_overall: bool) -> list[str]:
    """The classes that `spread` counts, from low to high."""
    if is_overall:
        return [word for _rank, word in template.overall_choices]
    return [
        _("below what the roles ask for"),
        _("about what they ask for"),
        _("above what they ask for"),
    ]


def spread(
    given: Mapping[int, Sequence[Given]],
    managers: Mapping[int, Manager],
    floor: int,
    *,
    is_overall: bool,
    classes: Sequence[str] = (),
) -> list[UnitLines]:
    """How the reviews spread over the classes, unit by unit and manager by manager."""
    counts = {
        manager: _counts(rows, is_overall=is_overall)
        for manager, rows in given.items()
        if manager in managers
    }
    by_unit: Counter[str] = Counter()
    for manager, found in counts.items():
        by_unit[managers[manager].unit] += sum(found)
    told = parts(by_unit, floor)
    lines = []
    for units in told:
        there = {pk: found for pk, found in counts.items() if managers[pk].unit in units}
        others = _("all units together") if len(told) == 1 else _("other units together")
        name = units[0] if len(units) == 1 else others
        whole = Line(name, _sum(there.values()), classes)
        lines.append(_with_managers(whole, there, managers, floor))
    return sorted(lines, key=lambda line: line.whole.name)


def _with_managers(
    whole: Line,
    counts: Mapping[int, tuple[int, ...]],
    managers: Mapping[int, Manager],
    floor: int,
) -> UnitLines:
    """The managers of a unit below it, where there is more than one line to tell."""
    told = [
        [int(key) for key in keys]
        for keys in parts({str(pk): sum(found) for pk, found in counts.items()}, floor)
    ]
    if len(told) == 1:
        alone = told[0][0] if len(told[0]) == 1 else None
        return UnitLines(replace(whole, manager=alone), ())
    lines = []
    for pks in told:
        alone = pks[0] if len(pks) == 1 else None
        name = managers[alone].name if alone else _("others together")
        lines.append(Line(name, _sum(counts[pk] for pk in pks), whole.classes, alone))
    return UnitLines(whole, tuple(lines))


def findings(
    given: Mapping[int, Sequence[Given]], managers: Mapping[int, Manager], floor: int
) -> list[Pattern]:
    """What stands out, of managers whose own line tells as many reviews of the same measure."""
    alone = {
        is_overall: _told_alone(spread(given, managers, floor, is_overall=is_overall))
        for is_overall in (True, False)
    }
    told = {manager: rows for manager, rows in given.items() if manager in managers}
    found = patterns(told, max(FEWEST, floor))
    return [one for one in found if one.manager in alone[one.is_overall]]


def _told_alone(lines: Iterable[UnitLines]) -> set[int]:
    """Managers of whom figures are told by name."""
    found = {line.manager for unit in lines for line in (unit.whole, *unit.managers)}
    return {manager for manager in found if manager is not None}


def _counts(rows: Sequence[Given], *, is_overall: bool) -> tuple[int, ...]:
    if is_overall:
        ranks = Counter(row.overall for row in rows)
        return tuple(ranks[value] for value in Overall.values)
    away = [row.distance for row in rows if row.distance is not None]
    below = sum(distance < -HALF_A_LEVEL for distance in away)
    above = sum(distance > HALF_A_LEVEL for distance in away)
    return below, len(away) - below - above, above


def _sum(counts: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*counts, strict=True)))


def compared_skills(cycle: ReviewCycle, reviews: ReviewQuerySet) -> list[Skill]:
    """Skills that managers rated in these reviews, the most often rated first; one query."""
    sent = _compared(cycle, reviews)
    asked = ReviewSkill.objects.filter(review__in=sent, required_level__isnull=False)
    skills = Skill.objects.filter(pk__in=asked.values("skill"))
    used = asked.filter(skill=OuterRef("pk")).order_by()
    counted = used.values("skill").annotate(n=Count("pk")).values("n")
    return list(skills.annotate(used=Subquery(counted)).order_by("-used", "name"))


def compared_entries(
    cycle: ReviewCycle, reviews: ReviewQuerySet, skill: Skill | None
) -> QuerySet[ReviewEntry]:
    """What managers gave on one skill, or over all (None), the highest first."""
    rows = _entries(_compared(cycle, reviews), Stage.NOW)
    topic = Topic.OVERALL if skill is None else Topic.SKILL
    required = ReviewSkill.objects.filter(review=OuterRef("review"), skill=OuterRef("skill"))
    return (
        rows.filter(topic=topic, skill=skill)
        .annotate(required=Subquery(required.values("required_level")[:1]))
        .select_related("review__employee", "writer", "skill__scale")
        .order_by("-level", "review__employee__last_name", "review__employee__first_name", "pk")
    )


def changes_of(user: User, reviews: Iterable[Review]) -> QuerySet[CalibrationChange]:
    """What HR adjusted in those of these reviews that this user may read, in order."""
    wanted = [review.pk for review in reviews]
    rows = CalibrationChange.objects.visible_to(user).filter(review__in=wanted)
    return rows.select_related("skill", "made_by").order_by("id")
