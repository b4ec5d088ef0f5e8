"""What was said by name about a person in a released cycle, side by side with the level."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean

from django.db.models import Q

from assessments.enums import CyclePurpose, CycleState, RaterKind
from assessments.models import (
    CycleParticipant,
    CycleSkill,
    ExternalAnswer,
    Rating,
    SkillProfile,
)
from assessments.models.cycles import CycleParticipantQuerySet
from assessments.queries.external import answers_about
from assessments.queries.levels import SkillLevel, last_seen_of, levels_of
from employees.models import Employee
from employees.models.people import under_hr_of
from skillmap.core.models import User
from skills.models import Skill


@dataclass(frozen=True, slots=True)
class Said:
    """The answers of one kind about one skill: their mean on the skill's scale and how many."""

    kind: RaterKind
    mean: float | None
    n: int
    cannot_judge: int


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One skill: what each named kind said, comments without names, and today's level.

    `outside`: what people from outside said, who were told that their names stand beside it.
    """

    skill: Skill
    said: dict[str, Said] = field(default_factory=dict)
    outside: Sequence[ExternalAnswer] = ()
    comments: Sequence[tuple[RaterKind, str]] = ()
    links: Sequence[tuple[RaterKind, str]] = ()
    level: SkillLevel | None = None

    @property
    def difference(self) -> float:
        """How far the person and the manager lie apart, -1 when one of them did not judge."""
        own, given = self.said.get(RaterKind.SELF), self.said.get(RaterKind.MANAGER)
        if own is None or given is None or own.mean is None or given.mean is None:
            return -1
        scale = self.skill.scale
        return abs(scale.to_common(own.mean) - scale.to_common(given.mean))


def results_visible_to(user: User) -> CycleParticipantQuerySet:
    """People in released cycles whose results this user may read: their own, and in evaluative
    cycles those of direct reports and, for HR with a reason, of people in scope."""
    people = Employee.objects.all()
    others = Q(employee__in=people.in_line_of(user)) | under_hr_of(user, "employee")
    return CycleParticipant.objects.taking_part().filter(
        Q(employee__user=user.pk) | (Q(cycle__purpose=CyclePurpose.EVALUATIVE) & others),
        cycle__state=CycleState.RELEASED,
    )


def results_of_reports(user: User) -> CycleParticipantQuerySet:
    """Results of the people who report to this user, those released last first."""
    reports = Employee.objects.in_line_of(user)
    found = results_visible_to(user).filter(employee__in=reports).exclude(employee__user=user.pk)
    order = ("-cycle__released_at", "employee__last_name", "pk")
    return found.select_related("cycle", "employee").order_by(*order)


def result_rows(participant: CycleParticipant) -> list[ResultRow]:
    """One row per skill that was asked or answered, largest disagreement first; seven queries."""
    answers = Rating.objects.filter(
        cycle=participant.cycle_id, ratee=participant.employee_id, submitted_at__isnull=False
    ).order_by("submitted_at", "pk")
    last = {(answer.rater_id, answer.skill_id): answer for answer in answers}
    by_skill: dict[int, list[Rating]] = defaultdict(list)
    for answer in last.values():
        by_skill[answer.skill_id].append(answer)
    outside: dict[int, list[ExternalAnswer]] = defaultdict(list)
    for said in answers_about(participant):
        outside[said.skill_id].append(said)
    asked = CycleSkill.objects.filter(participant=participant).select_related("skill__scale")
    levels = _levels(participant.employee)
    rows = [
        ResultRow(
            skill=row.skill,
            said=_said(by_skill[row.skill_id]),
            outside=outside[row.skill_id],
            comments=_texts(by_skill[row.skill_id], "comment"),
            links=_texts(by_skill[row.skill_id], "link"),
            level=levels.get(row.skill_id),
        )
        for row in asked
        if row.is_asked or by_skill[row.skill_id] or outside[row.skill_id]
    ]
    return sorted(rows, key=lambda row: -row.difference)


def _said(answers: list[Rating]) -> dict[str, Said]:
    by_kind: dict[str, list[Rating]] = defaultdict(list)
    for answer in answers:
        by_kind[answer.rater_kind].append(answer)
    return {kind: _mean(kind, by_kind[kind]) for kind in RaterKind if kind in by_kind}


def _mean(kind: RaterKind, given: list[Rating]) -> Said:
    levels = [float(answer.level) for answer in given if answer.level is not None]
    return Said(kind, fmean(levels) if levels else None, len(levels), len(given) - len(levels))


def _texts(answers: list[Rating], name: str) -> list[tuple[RaterKind, str]]:
    """In the order of the kinds, within a kind by the text, so that the order names nobody."""
    kinds = list(RaterKind)
    texts = [(RaterKind(answer.rater_kind), getattr(answer, name)) for answer in answers]
    found = [(kind, text) for kind, text in texts if text.strip()]
    return sorted(found, key=lambda pair: (kinds.index(pair[0]), pair[1]))


def _levels(person: Employee) -> dict[int, SkillLevel]:
    profile = SkillProfile.objects.filter(employee=person).first()
    rows = levels_of([profile], last_seen_of([person]))[person.pk] if profile else []
    return {row.skill.pk: row for row in rows}
