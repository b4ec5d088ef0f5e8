"""Levels and gaps of many people, one row per person and skill, as REST and exports show them."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from assessments.enums import Source
from assessments.models import Evidence, SkillProfile
from assessments.models.derived import SkillProfileQuerySet
from assessments.queries.levels import IS_CONTESTED
from assessments.queries.profiles import ProfileCell, unpack_profile
from employees.models import Employee
from skills.models import Scale, Skill

DECIMALS = 3

_OBSERVED = (
    Evidence.objects.standing()
    .filter(employee=OuterRef("pk"), value__isnull=False)
    .order_by("observed_on", "id")
    .values(
        seen=JSONObject(
            skill=F("skill_id"),
            source=F("source"),
            kind=F("rater_kind"),
            level=F("level"),
            on=F("observed_on"),
            contested=IS_CONTESTED,
        )
    )
)


@dataclass(frozen=True, slots=True)
class Agreed:
    """The latest level agreed in a review, on the skill's own scale."""

    level: float
    agreed_on: dt.date


@dataclass(frozen=True)
class PersonSkill:
    """One person's place in one skill. Levels are on the skill's own scale, `p_gap` is 0..1.

    `level`, the interval and `gap` are None while not measured; `required_level`, `gap` and
    `status` are None where nothing is required.
    """

    person: Employee
    skill: Skill
    profile: SkillProfile
    cell: ProfileCell
    observed: list[dict[str, Any]]  # oldest first

    @property
    def scale(self) -> Scale:
        return self.skill.scale

    @property
    def trust(self) -> str:
        return self.cell.trust

    @property
    def n_ratings(self) -> int:
        return self.cell.n_ratings

    @property
    def importance(self) -> int:
        return self.cell.importance

    @property
    def p_gap(self) -> float | None:
        return self.cell.p_gap

    @property
    def level(self) -> float | None:
        return self._on_scale(self.cell.mean)

    @property
    def interval_low(self) -> float | None:
        return self._on_scale(self.cell.low)

    @property
    def interval_high(self) -> float | None:
        return self._on_scale(self.cell.high)

    @property
    def required_level(self) -> float | None:
        return self._on_scale(self.cell.required)

    @property
    def gap(self) -> float | None:
        """Required minus attained; positive means missing."""
        if self.level is None or self.required_level is None:
            return None
        return round(self.required_level - self.level, DECIMALS)

    @property
    def status(self) -> str | None:
        return None if self.cell.status is None else self.cell.status.code

    @property
    def sources(self) -> list[str]:
        """Kinds of evidence behind the level."""
        return sorted({row["source"] for row in self.observed})

    @property
    def rater_kinds(self) -> list[str]:
        """Kinds of people who rated."""
        return sorted({row["kind"] for row in self.observed} - {""})

    @property
    def contested(self) -> bool:
        """The person objects to something that counts here."""
        return any(row["contested"] for row in self.observed)

    @cached_property
    def agreed(self) -> Agreed | None:
        rows = [row for row in self.observed if row["source"] == Source.AGREED]
        if not rows:
            return None
        return Agreed(float(rows[-1]["level"]), dt.date.fromisoformat(rows[-1]["on"]))

    def _on_scale(self, common: float | None) -> float | None:
        return None if common is None else round(self.scale.from_common(common), DECIMALS)


def with_observations(profiles: SkillProfileQuerySet) -> SkillProfileQuerySet:
    """Profiles with their person and what was observed, in one query."""
    return profiles.select_related("employee").annotate(observations=ArraySubquery(_OBSERVED))


def person_skills(profiles: Iterable[SkillProfile]) -> Iterator[PersonSkill]:
    """The cells of profiles read `with_observations`, by person and slot; one more query."""
    profiles = list(profiles)
    slots = {slot for profile in profiles for slot in profile.slots}
    skills = {s.slot: s for s in Skill.objects.filter(slot__in=slots).select_related("scale")}
    for profile in profiles:
        observations: list[dict[str, Any]] = profile.observations  # type: ignore[attr-defined]
        for cell in unpack_profile(profile):
            skill = skills[cell.slot]
            yield PersonSkill(
                person=profile.employee,
                skill=skill,
                profile=profile,
                cell=cell,
                observed=[row for row in observations if row["skill"] == skill.pk],
            )
