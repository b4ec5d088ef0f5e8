"""How reliable the group feedback of one round is, skill by skill; never of less than a round."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from assessments.analysis.agreement import Figure, band, one_more
from assessments.analysis.group_reliability import Group, reliability_of
from assessments.analysis.suppression import LEAST_FLOOR, is_mean_shown
from assessments.enums import RaterKind
from assessments.models import AssessmentCycle, Evidence, FeedbackAnswer
from assessments.queries.feedback_report import group_reference
from assessments.queries.reliability import BAND_WORDS
from skills.models import Skill


@dataclass(frozen=True, slots=True)
class GroupReliability:
    """The group rows of one skill and kind of rater in one round.

    `raters` answers stand behind a row on average; `figure` is the reliability of a row,
    `error` its typical error in levels of the skill's scale, `with_one_more` what one answer more
    in each group would make of the figure.
    """

    skill: Skill
    kind: RaterKind
    people: int
    raters: float
    figure: Figure
    error: float
    with_one_more: float | None

    @property
    def bands_words(self) -> str:
        """The bands in which the ends of the interval lie."""
        names = dict.fromkeys(band(self.figure))
        return " – ".join(str(BAND_WORDS[name]) for name in names)

    @property
    def gain(self) -> float | None:
        """By how much one answer more would raise the reliability."""
        return None if self.with_one_more is None else self.with_one_more - self.figure.value


def group_reliability(cycle: AssessmentCycle) -> list[GroupReliability]:
    """Figures of a released round in the order of the skills' names; three queries.

    The same for every reader, so that no two readers can subtract: a skill has one for each kind
    of rater with enough groups that became evidence and whose means the reports show.
    """
    groups = _groups(cycle)
    skills = Skill.objects.select_related("scale").in_bulk({skill for skill, _kind in groups})
    shown = _as_evidence(cycle)
    found = []
    for (skill_id, kind), by_person in groups.items():
        skill, rows = skills[skill_id], shown[skill_id, kind]
        if rows <= by_person.keys():  # answers that are gone since would tell by what is missing
            kept = [by_person[person] for person in sorted(rows)]
            found.append(_figure(skill, RaterKind(kind), kept, cycle.score_floor))
    told = [one for one in found if one is not None]
    return sorted(told, key=lambda one: (one.skill.name, one.skill.pk, one.kind))


@dataclass(frozen=True, slots=True)
class _Added:
    group: Group
    least: float
    most: float


_ADDED = """
    SELECT skill, rater_kind, ratee_id, count(*), sum(level), sum(level * level), min(level),
        max(level)
    FROM (
        SELECT ratee_id, rater_kind, (payload ->> 'skill')::bigint AS skill,
            (payload ->> 'level')::float AS level
        FROM {table} WHERE cycle_id = %s AND digest IS NULL AND payload ? 'level'
    ) answer
    GROUP BY skill, rater_kind, ratee_id
"""


def _groups(cycle: AssessmentCycle) -> dict[tuple[int, str], dict[int, _Added]]:
    """By skill and kind of rater, then by person, the answers added up by the database."""
    table = connection.ops.quote_name(FeedbackAnswer._meta.db_table)
    found: dict[tuple[int, str], dict[int, _Added]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_ADDED.format(table=table), [cycle.pk])
        for skill, kind, person, n, total, squares, least, most in cursor.fetchall():
            found[skill, kind][person] = _Added(Group(n, total, squares), least, most)
    return found


def _as_evidence(cycle: AssessmentCycle) -> dict[tuple[int, str], set[int]]:
    """By skill and kind of rater, the people with a group row; taken back ones stay in it."""
    kinds = {group_reference(cycle, kind): str(kind) for kind in RaterKind}
    rows = Evidence.objects.filter(rater=None, reference__in=kinds)
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    for skill, reference, person in rows.values_list("skill_id", "reference", "employee_id"):
        found[skill, kinds[reference]].add(person)
    return found


def _figure(
    skill: Skill, kind: RaterKind, rows: list[_Added], floor: int
) -> GroupReliability | None:
    """None where too few groups are left, or where nothing can be told."""
    scale = skill.scale
    ends = (float(scale.zero_rank), float(scale.top_rank))
    groups = [
        one.group
        for one in rows
        if one.group.n >= max(floor, LEAST_FLOOR)
        and is_mean_shown(one.group.n, one.group.total, one.least, one.most, ends)
    ]
    told = reliability_of(groups, *ends)
    if told is None or not told.average.known:
        return None
    single, raters = told.single.value, told.raters_per_unit
    more = told.average.value + one_more(single, raters) if single > 0 else None
    error = (told.within / raters) ** 0.5
    return GroupReliability(skill, kind, len(groups), raters, told.average, error, more)
