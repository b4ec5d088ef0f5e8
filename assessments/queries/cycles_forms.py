"""What a rater of a cycle is asked, and what they answered so far."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from assessments.enums import CycleState, RaterKind, RequestState
from assessments.models import (
    AssessmentCycle,
    CycleParticipant,
    CycleSkill,
    Rating,
    RatingRequest,
)
from assessments.models.cycles import RatingRequestQuerySet
from assessments.queries.cycles import SECONDS_PER_SKILL
from assessments.queries.rating_cards import Card, Choice, choices_of
from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core.models import User
from skills.models import Skill


@dataclass(frozen=True, slots=True)
class Waiting:
    """A named request of an open cycle: `left` of `asked` skills have no sent answer yet."""

    request: RatingRequest
    asked: int
    left: int

    @property
    def minutes(self) -> int:
        """What is left, at half a minute a skill; never 0 while something is left."""
        return -(-self.left * SECONDS_PER_SKILL // 60)

    @property
    def done(self) -> int:
        return self.asked - self.left


def requests_to(rater: User) -> RatingRequestQuerySet:
    """Approved named requests of cycles to this rater about people who are here."""
    states = [RequestState.APPROVED, RequestState.ANSWERED]
    found = RatingRequest.objects.filter(
        rater__user=rater, cycle__isnull=False, anonymous=False, state__in=states
    )
    found = found.exclude(ratee__status=EmployeeStatus.LEFT)
    return found.select_related("cycle", "rater", "ratee")


def participant_of(cycle: AssessmentCycle, ratee: Employee) -> CycleParticipant | None:
    """The person as somebody who is rated in this cycle, unless withdrawn."""
    rows = cycle.participants.taking_part().filter(employee=ratee)
    return rows.select_related("employee", "cycle").first()


def cycle_cards(rater: User, participant: CycleParticipant, *, everything: bool) -> list[Card]:
    """The skills asked about this person, each with the draft or the last sent answer.

    `everything` adds the optional ones; what was begun is always among them. Four queries.
    """
    rows = CycleSkill.objects.filter(participant=participant).select_related("skill__scale")
    answers = _answers(rater, participant)
    shown = [row for row in rows if row.is_asked or everything or row.skill_id in answers]
    skills = [row.skill for row in shown]
    choices = choices_of(skills)
    return [Card(s, None, choices[s.pk], answers.get(s.pk)) for s in skills]


def optional_count(participant: CycleParticipant) -> int:
    """How many skills stand behind "rate more"."""
    return participant.skills.filter(is_asked=False).count()


def _answers(rater: User, participant: CycleParticipant) -> dict[int, Rating]:
    """By skill id the draft, else the last sent answer."""
    rows = Rating.objects.filter(
        rater__user=rater, ratee=participant.employee_id, cycle=participant.cycle_id
    )
    ordered = rows.order_by(F("submitted_at").asc(nulls_last=True), "pk")
    return {row.skill_id: row for row in ordered}


def waiting_for(rater: User) -> list[Waiting]:
    """Named requests of open cycles to this person, those with most left first; three queries.

    Requests that are fully answered come last: until the close an answer can be changed.
    """
    requests = list(requests_to(rater).filter(cycle__state=CycleState.OPEN))
    return sorted(waitings(requests), key=lambda w: (w.left == 0, w.request.cycle_id, -w.left))


def asked_outside_cycles(rater: User) -> RatingRequestQuerySet:
    """Single ratings of others this person is asked for now, the most urgent first."""
    waiting = RatingRequest.objects.wanted().filter(cycle=None, rater__user=rater)
    waiting = waiting.exclude(rater_kind=RaterKind.SELF)
    return waiting.select_related("ratee", "skill").order_by(F("due_on").asc(nulls_last=True), "pk")


def waitings(requests: Sequence[RatingRequest]) -> list[Waiting]:
    """The requests with what is asked and left; two queries. People withdrawn are left out."""
    asked = _asked(requests)
    given = _given(requests)
    found = []
    for request in requests:
        skills = asked.get((request.cycle_id, request.ratee_id))
        if skills:
            sent = given[(request.cycle_id, request.rater_id, request.ratee_id)]
            found.append(Waiting(request, len(skills), len(skills - sent)))
    return found


def _asked(requests: Sequence[RatingRequest]) -> dict[tuple[int | None, int], set[int]]:
    rows = CycleSkill.objects.filter(
        is_asked=True,
        participant__withdrawn_at=None,
        participant__cycle__in={r.cycle_id for r in requests},
        participant__employee__in={r.ratee_id for r in requests},
    ).values_list("participant__cycle_id", "participant__employee_id", "skill_id")
    found: dict[tuple[int | None, int], set[int]] = defaultdict(set)
    for cycle, ratee, skill in rows:
        found[(cycle, ratee)].add(skill)
    return found


def _given(
    requests: Sequence[RatingRequest],
) -> dict[tuple[int | None, int, int], set[int]]:
    rows = Rating.objects.filter(
        submitted_at__isnull=False,
        cycle__in={r.cycle_id for r in requests},
        rater__in={r.rater_id for r in requests},
        ratee__in={r.ratee_id for r in requests},
    ).values_list("cycle_id", "rater_id", "ratee_id", "skill_id")
    found: dict[tuple[int | None, int, int], set[int]] = defaultdict(set)
    for cycle, rater, ratee, skill in rows:
        found[(cycle, rater, ratee)].add(skill)
    return found


@dataclass(frozen=True, slots=True)
class TeamSkill:
    """One skill asked about several people: how many have no sent answer of this rater yet."""

    skill: Skill
    people: int
    left: int


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One person on the form "one skill across my team", with the draft or the sent answer."""

    person: Employee
    answer: Rating | None


@dataclass(frozen=True, slots=True)
class TeamForm:
    """One skill, its choices, and everybody about whom this rater is asked."""

    skill: Skill
    choices: Sequence[Choice]
    rows: Sequence[TeamRow]


def team_skills(rater: User, cycle: AssessmentCycle) -> list[TeamSkill]:
    """The skills this rater is asked about others, those of most people first; three queries."""
    asked = _asked_of_team(rater, cycle)
    skills = Skill.objects.in_bulk({skill for _person, skill in asked})
    given = set(
        Rating.objects.filter(rater__user=rater, cycle=cycle, submitted_at__isnull=False)
        .values_list("ratee_id", "skill_id")
        .distinct()
    )
    people: dict[int, set[int]] = defaultdict(set)
    for person, skill in asked:
        people[skill].add(person)
    rows = [
        TeamSkill(skills[skill], len(who), sum((person, skill) not in given for person in who))
        for skill, who in people.items()
    ]
    return sorted(rows, key=lambda row: (-row.people, row.skill.name, row.skill.pk))


def team_form(rater: User, cycle: AssessmentCycle, skill: Skill) -> TeamForm:
    """Everybody about whom this rater is asked this skill, by name; five queries."""
    people = [person for person, asked in _asked_of_team(rater, cycle) if asked == skill.pk]
    answers = {
        row.ratee_id: row
        for row in Rating.objects.filter(
            rater__user=rater, cycle=cycle, skill=skill, ratee__in=people
        ).order_by(F("submitted_at").asc(nulls_last=True), "pk")
    }
    rows = [TeamRow(p, answers.get(p.pk)) for p in Employee.objects.filter(pk__in=people)]
    return TeamForm(skill, choices_of([skill])[skill.pk], rows)


def _asked_of_team(rater: User, cycle: AssessmentCycle) -> list[tuple[int, int]]:
    """(employee, skill) of everybody but the rater about whom the rater is asked by name."""
    requests = RatingRequest.objects.named(cycle).filter(rater__user=rater)
    ratees = requests.exclude(ratee__user=rater.pk).values("ratee")
    rows = CycleSkill.objects.filter(
        is_asked=True,
        participant__cycle=cycle,
        participant__withdrawn_at=None,
        participant__employee__in=ratees,
    )
    return list(rows.values_list("participant__employee_id", "skill_id"))
