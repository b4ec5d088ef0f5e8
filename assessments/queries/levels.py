"""The stored levels of people, unpacked for pages and REST: one `SkillLevel` per skill."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg, BoolOr
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from assessments.enums import VERIFIED_SOURCES, GapStatus, Source
from assessments.models import Contest, Evidence, SkillProfile
from assessments.queries.profiles import ProfileCell, unpack_profile
from employees.models import Employee
from skillmap.core.levels import Level
from skills.models import ScaleLevel, Skill

OLD_AFTER = dt.timedelta(days=365)
IS_CONTESTED = Exists(Contest.objects.open().filter(evidence=OuterRef("pk")))  # of evidence
_IS_AGREED = Q(source=Source.AGREED)
_CONTESTS = Contest.objects.open().filter(evidence__retraction=None)
# Of people, the slots of skills in which they contest something.
CONTESTED_SLOTS = ArraySubquery(
    _CONTESTS.filter(evidence__employee=OuterRef("pk")).values("evidence__skill__slot")
)


@dataclass(frozen=True, slots=True)
class SkillLevel:
    """One person's place in one skill. `p_gap` is 0..1 and None while it cannot be told.

    `importance` is 0 and `level.required` None for a skill that the role does not ask for.
    """

    skill: Skill
    level: Level
    importance: int
    p_gap: float | None
    seen: "LastSeen | None" = None

    @property
    def weight(self) -> tuple[float, str]:
        """Sorts by importance times gap, largest first, then by name."""
        return (-self.importance * max(self.level.gap or 0.0, 0.0), self.skill.name)


@dataclass(frozen=True, slots=True)
class LastSeen:
    """When a skill of a person was last observed, the latest level agreed in a review (0..5),
    whether the person objects to an observation of it, and where the observations come from."""

    observed_on: dt.date
    agreed: float | None = None
    agreed_on: dt.date | None = None
    is_contested: bool = False
    sources: tuple[str, ...] = ()

    @property
    def is_verified(self) -> bool:
        """Somebody or something that answers for it is among the sources."""
        return not VERIFIED_SOURCES.isdisjoint(self.sources)

    @property
    def stands_as_agreed(self) -> bool:
        """Nothing was observed since a level was agreed in a review."""
        return self.agreed_on is not None and self.agreed_on >= self.observed_on

    @property
    def source_words(self) -> list[str]:
        """The sources as people read them, in the order of `Source`."""
        return [
            _("test or scenario") if source == Source.TEST else str(source.label)
            for source in Source
            if source in self.sources
        ]

    def is_old_for(self, profile: SkillProfile) -> bool:
        """Last observed more than a year before the level was computed."""
        return self.observed_on < profile.computed_at.date() - OLD_AFTER


Seen = Mapping[int, Mapping[int, LastSeen]]  # by employee id and skill id


def levels_of(
    profiles: Iterable[SkillProfile], last_seen: Seen | None = None
) -> dict[int, list[SkillLevel]]:
    """Levels by employee id, in the order of the skills' names; two queries for any number.

    `last_seen` adds dates, sources and what is contested.
    """
    profiles = list(profiles)
    skills = _skills_by_slot({slot for profile in profiles for slot in profile.slots})
    words = _words({skill.scale_id for skill in skills.values()})
    found: dict[int, list[SkillLevel]] = {}
    for profile in profiles:
        rows = []
        for cell in unpack_profile(profile):
            skill = skills[cell.slot]
            seen = (last_seen or {}).get(profile.employee_id, {}).get(skill.pk)
            rows.append(_skill_level(cell, profile, skill, words[skill.scale_id], seen))
        found[profile.employee_id] = sorted(rows, key=lambda row: row.skill.name)
    return found


def contested_by(employee_id: int) -> Exists:
    """Of skills: whether this person contests something in them."""
    own = _CONTESTS.filter(evidence__employee=employee_id)
    return Exists(own.filter(evidence__skill=OuterRef("pk")))


def level_in(
    profile: SkillProfile, skill: Skill, names: list[str], seen: LastSeen | None = None
) -> SkillLevel | None:
    """The level in one skill with its scale loaded, None where the profile has none; no query.

    `names` are those of the ranks, lowest first.
    """
    cells = (cell for cell in unpack_profile(profile) if cell.slot == skill.slot)
    found = next(cells, None)
    return None if found is None else _skill_level(found, profile, skill, names, seen)


def seen_in(rows: Sequence[Any]) -> LastSeen | None:
    """The same as `last_seen_of`, of the standing rows of one skill, newest first, which know
    whether they are `contested`."""
    told = [row for row in rows if row.value is not None]
    if not told:
        return None
    agreed = next((row for row in told if row.source == Source.AGREED), None)
    return LastSeen(
        observed_on=told[0].observed_on,
        agreed=agreed.value if agreed else None,
        agreed_on=agreed.observed_on if agreed else None,
        is_contested=any(row.contested for row in told),
        sources=tuple(sorted({row.source for row in told})),
    )


def last_seen_of(employees: Iterable[Employee | int]) -> Seen:
    """What is known about the newest standing evidence of these people's skills; one query.

    Of people or of their ids.
    """
    rows = (
        Evidence.objects.standing()
        .filter(employee__in=list(employees), value__isnull=False)
        .values("employee_id", "skill_id")
        .annotate(
            seen=Max("observed_on"),
            agreed_on=Max("observed_on", filter=_IS_AGREED),
            agreed=ArrayAgg("value", filter=_IS_AGREED, order_by=("-observed_on", "-pk")),
            contested=BoolOr(IS_CONTESTED),
            sources=ArrayAgg("source", distinct=True),
        )
    )
    found: dict[int, dict[int, LastSeen]] = defaultdict(dict)
    for row in rows:
        found[row["employee_id"]][row["skill_id"]] = LastSeen(
            observed_on=row["seen"],
            agreed=row["agreed"][0] if row["agreed"] else None,
            agreed_on=row["agreed_on"],
            is_contested=row["contested"],
            sources=tuple(row["sources"]),
        )
    return found


def _skills_by_slot(slots: set[int]) -> dict[int, Skill]:
    return {s.slot: s for s in Skill.objects.filter(slot__in=slots).select_related("scale")}


def _words(scales: set[int]) -> dict[int, list[str]]:
    words: dict[int, list[str]] = defaultdict(list)
    for scale, name in (
        ScaleLevel.objects.filter(scale__in=scales)
        .order_by("scale", "rank")
        .values_list("scale_id", "name")
    ):
        words[scale].append(name)
    return words


def _skill_level(
    cell: ProfileCell, profile: SkillProfile, skill: Skill, names: list[str], seen: LastSeen | None
) -> SkillLevel:
    def own(common: float | None) -> float | None:
        return None if common is None else skill.scale.from_common(common)

    level = Level(
        top=skill.scale.top_rank,
        bottom=skill.scale.zero_rank,
        names=tuple(names),
        value=own(cell.mean),
        low=own(cell.low),
        high=own(cell.high),
        n_ratings=cell.n_ratings,
        trust=cell.trust,
        required=own(cell.required),
        status=(cell.status or GapStatus.NOT_MEASURED).code,
    )
    if seen:
        level = replace(
            level,
            observed_on=seen.observed_on,
            agreed=own(seen.agreed) if seen.stands_as_agreed else None,
            agreed_on=seen.agreed_on,
            is_old=seen.is_old_for(profile),
            is_contested=seen.is_contested,
        )
    return SkillLevel(skill, level, cell.importance, cell.p_gap, seen)
