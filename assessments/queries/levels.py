"""The stored levels of people, unpacked for pages and REST: one `SkillLevel` per skill."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Max, Q

from assessments.analysis.parameters import DEFAULTS, Parameters
from assessments.enums import NOT_MEASURED, GapStatus, Source
from assessments.models import Evidence, SkillProfile
from employees.models import Employee
from skillmap.core.levels import Level
from skills.enums import TOP_LEVEL
from skills.models import ScaleLevel, Skill

MILLI = 1000
Z90 = 1.645  # half-width of a 90 % interval in standard deviations
OLD_AFTER = dt.timedelta(days=365)
STATUS_CODES = {
    GapStatus.NOT_MEASURED: "not_measured",
    GapStatus.MET: "met",
    GapStatus.POSSIBLE: "possible_gap",
    GapStatus.PROBABLE: "probable_gap",
}


@dataclass(frozen=True, slots=True)
class SkillLevel:
    """One person's place in one skill. `p_gap` is 0..1 and None while it cannot be told.

    `importance` is 0 and `level.required` None for a skill that the role does not ask for.
    """

    skill: Skill
    level: Level
    importance: int
    p_gap: float | None

    @property
    def weight(self) -> tuple[float, str]:
        """Sorts by importance times gap, largest first, then by name."""
        return (-self.importance * max(self.level.gap or 0.0, 0.0), self.skill.name)


@dataclass(frozen=True, slots=True)
class LastSeen:
    """When a skill of a person was last observed, and the latest level agreed in a review."""

    observed_on: dt.date
    agreed_on: dt.date | None = None


def levels_of(
    profiles: Iterable[SkillProfile], last_seen: dict[int, LastSeen] | None = None
) -> dict[int, list[SkillLevel]]:
    """Levels by employee id, in the order of the skills' names; two queries for any number.

    `last_seen` (by skill id) adds dates where all profiles belong to one person.
    """
    profiles = list(profiles)
    skills = _skills_by_slot({slot for profile in profiles for slot in profile.slots})
    words = _words({skill.scale_id for skill in skills.values()})
    found: dict[int, list[SkillLevel]] = {}
    for profile in profiles:
        rows = (
            _skill_level(profile, cell, skills[slot], words, (last_seen or {}).get(skills[slot].pk))
            for cell, slot in enumerate(profile.slots)
            if slot in skills
        )
        found[profile.employee_id] = sorted(rows, key=lambda row: row.skill.name)
    return found


def last_seen_of(employee: Employee) -> dict[int, LastSeen]:
    """By skill id: the day of the newest standing evidence, and of the newest agreed level."""
    rows = (
        Evidence.objects.standing()
        .filter(employee=employee, value__isnull=False)
        .values("skill_id")
        .annotate(
            seen=Max("observed_on"), agreed=Max("observed_on", filter=Q(source=Source.AGREED))
        )
    )
    return {row["skill_id"]: LastSeen(row["seen"], row["agreed"]) for row in rows}


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
    profile: SkillProfile,
    cell: int,
    skill: Skill,
    words: dict[int, list[str]],
    seen: LastSeen | None,
    parameters: Parameters = DEFAULTS,
) -> SkillLevel:
    scale, required = skill.scale, profile.required[cell]
    mean, sd = profile.mean[cell], profile.sd[cell]
    level = Level(
        top=scale.top_rank,
        bottom=scale.zero_rank,
        names=tuple(words.get(skill.scale_id, ())),
        n_ratings=profile.n_ratings[cell],
        required=scale.from_common(required / MILLI) if required else None,
        status=STATUS_CODES[GapStatus(profile.status[cell])],
    )
    if seen:
        is_old = seen.observed_on < profile.computed_at.date() - OLD_AFTER
        level = replace(
            level, observed_on=seen.observed_on, agreed_on=seen.agreed_on, is_old=is_old
        )
    if mean != NOT_MEASURED:
        half = Z90 * parameters.calibration * sd
        low, high = max(0.0, mean - half), min(float(TOP_LEVEL * MILLI), mean + half)
        level = replace(
            level,
            value=scale.from_common(mean / MILLI),
            low=scale.from_common(low / MILLI),
            high=scale.from_common(high / MILLI),
            trust=_trust(sd / MILLI, parameters),
        )
    p_gap = profile.p_gap[cell]
    return SkillLevel(
        skill=skill,
        level=level,
        importance=profile.importance[cell],
        p_gap=None if p_gap == NOT_MEASURED else p_gap / MILLI,
    )


def _trust(sd: float, parameters: Parameters) -> str:
    """Measured or tentative, by the share of the true spread that the evidence explains."""
    reliability = 1 - sd**2 / parameters.skill_variance
    return "measured" if reliability >= parameters.measured_reliability else "tentative"
