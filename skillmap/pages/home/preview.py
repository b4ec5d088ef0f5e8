"""A piece of the team's skill map: the skills in which most is missing, a row per person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assessments.enums import GapStatus
from assessments.models import SkillProfile
from assessments.queries.profiles import ProfileCell, unpack_profile
from assessments.queries.team_skills import TeamSkill
from employees.models import Employee
from skillmap.core.levels import Level
from skills.enums import SkillKind
from skills.models import Skill

SKILLS_OF_KIND = 3
PEOPLE_SHOWN = 12


@dataclass(frozen=True)
class TeamPreview:
    """`skills` are hard ones, then soft ones, those that lack most first; each row has a level in
    each of them, None where the role does not ask for it. `people` counts the whole team."""

    skills: list[Skill]
    rows: list[tuple[Employee, list[tuple[Skill, Level | None]]]]
    people: int


def preview_of(
    measured: Sequence[tuple[Employee, SkillProfile]], skills: Sequence[TeamSkill]
) -> TeamPreview | None:
    """From loaded profiles of people who know what they have `contested`, and the skills asked of
    them; no query. None where nothing is asked."""
    worst = sorted(skills, key=lambda row: (-row.likely, -row.lacking, -row.importance))
    chosen = [
        row.skill
        for kind in (SkillKind.HARD, SkillKind.SOFT)
        for row in [one for one in worst if one.skill.kind == kind][:SKILLS_OF_KIND]
    ]
    if not chosen:
        return None
    rows = [
        (person, _levels(profile, chosen, getattr(person, "contested", ())))
        for person, profile in measured[:PEOPLE_SHOWN]
    ]
    return TeamPreview(chosen, rows, len(measured))


def _levels(
    profile: SkillProfile, skills: Sequence[Skill], contested: Collection[int]
) -> list[tuple[Skill, Level | None]]:
    cells = {cell.slot: cell for cell in unpack_profile(profile)}
    return [
        (skill, _level(cells.get(skill.slot), skill, is_contested=skill.slot in contested))
        for skill in skills
    ]


def _level(cell: ProfileCell | None, skill: Skill, *, is_contested: bool) -> Level | None:
    """On the scale of the skill, with its interval and what it rests on."""
    if cell is None or cell.required is None:
        return None
    ends = [None if v is None else skill.scale.from_common(v) for v in (cell.low, cell.high)]
    return Level(
        top=skill.scale.top_rank,
        bottom=skill.scale.zero_rank,
        value=None if cell.mean is None else skill.scale.from_common(cell.mean),
        low=ends[0],
        high=ends[1],
        n_ratings=cell.n_ratings,
        trust=cell.trust,
        required=skill.scale.from_common(cell.required),
        status=(cell.status or GapStatus.NOT_MEASURED).code,
        is_contested=is_contested,
    )
