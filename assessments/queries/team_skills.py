"""What a team lacks together, and what hangs on one of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from assessments.enums import GapStatus
from assessments.models import SkillProfile
from skills.models import Skill

TOP_IMPORTANCE = 5
_GAPS = {GapStatus.POSSIBLE, GapStatus.PROBABLE}


@dataclass(frozen=True)
class TeamSkill:
    """One skill over the people of whom it is asked.

    `lacking` have a possible or a likely gap, `likely` a likely one; `able` are the employee ids
    of those who meet the requirement; `importance` is the highest asked for.
    """

    skill: Skill
    asked: int
    lacking: int
    likely: int
    able: tuple[int, ...]
    importance: int


class _Asked(NamedTuple):
    employee: int
    status: int
    importance: int


def team_skills(profiles: Iterable[SkillProfile]) -> list[TeamSkill]:
    """Every skill that is asked of somebody here, by name; one query."""
    asked: dict[int, list[_Asked]] = defaultdict(list)
    for profile in profiles:
        cells = zip(
            profile.slots, profile.required, profile.status, profile.importance, strict=True
        )
        for slot, required, status, importance in cells:
            if required > 0:
                asked[slot].append(_Asked(profile.employee_id, status, importance))
    skills = Skill.objects.filter(slot__in=asked).select_related("scale").order_by("name")
    return [_team_skill(skill, asked[skill.slot]) for skill in skills]


def shared_gaps(skills: Iterable[TeamSkill], *, at_most: int = 5) -> list[TeamSkill]:
    """Skills that two or more people lack, most likely gaps first."""
    found = [row for row in skills if row.lacking > 1]
    return sorted(found, key=lambda row: (-row.likely, -row.lacking, row.skill.name))[:at_most]


def single_points(skills: Iterable[TeamSkill], *, at_most: int = 5) -> list[TeamSkill]:
    """Skills that hang on one person, the most important first.

    One person meets what is asked of several, or is the only one asked for a most important one.
    """
    found = [
        row
        for row in skills
        if len(row.able) == 1 and (row.asked > 1 or row.importance == TOP_IMPORTANCE)
    ]
    return sorted(found, key=lambda row: (-row.importance, row.skill.name))[:at_most]


def _team_skill(skill: Skill, people: list[_Asked]) -> TeamSkill:
    return TeamSkill(
        skill=skill,
        asked=len(people),
        lacking=sum(one.status in _GAPS for one in people),
        likely=sum(one.status == GapStatus.PROBABLE for one in people),
        able=tuple(one.employee for one in people if one.status == GapStatus.MET),
        importance=max(one.importance for one in people),
    )
