"""What may be shown of anonymous answers about a person. Everything passes `suppression`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from django.db.models import Exists, OuterRef, Q

from assessments.analysis import suppression
from assessments.analysis.evidence import Source as SourceCode
from assessments.analysis.evidence import recorded_variance
from assessments.analysis.parameters import Z90
from assessments.analysis.suppression import Form, Shown
from assessments.enums import FEEDBACK, CyclePurpose, CycleState, RaterKind
from assessments.models import (
    AssessmentCycle,
    CycleParticipant,
    CycleRaterKind,
    CycleSkill,
    Evidence,
    FeedbackAnswer,
)
from assessments.models.cycles import CycleParticipantQuerySet
from assessments.models.feedback import FeedbackAnswerQuerySet
from employees.models import Employee
from employees.models.people import under_hr_of
from skillmap.core.enums import ReadKind
from skillmap.core.models import ReadLog, User, Viewer
from skills.models import Scale, Skill

GENERAL = None  # stands for a skill where a comment is about no one skill


@dataclass(frozen=True, slots=True)
class Group:
    """Answers of some kinds of raters together: mean with its interval, or a bound without."""

    kinds: tuple[RaterKind, ...]
    n: int
    form: Form
    value: float
    low: float
    high: float

    @property
    def is_mean(self) -> bool:
        return self.form == Form.MEAN


@dataclass(frozen=True, slots=True)
class Line:
    """One skill: groups that may be shown, whether anything is held back, and comments.

    `held_back` is the same for no answer and for one too few.
    """

    skill: Skill
    groups: Sequence[Group]
    held_back: Sequence[RaterKind]
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Report:
    """The anonymous part of one person's results in one round."""

    participant: CycleParticipant
    kinds: Sequence[RaterKind]
    lines: Sequence[Line]
    texts: Sequence[str]


@dataclass(slots=True)
class Answers:
    """Shuffled answers about one person: levels by skill and kind, comments by skill."""

    levels: dict[int, dict[str, list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    texts: dict[int | None, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, answer: FeedbackAnswer) -> None:
        said = answer.payload
        if "level" in said:
            self.levels[said["skill"]][answer.rater_kind].append(said["level"])
        else:
            self.texts[said["skill"]].append(said["comment"])


def reports_visible_to(user: Viewer) -> CycleParticipantQuerySet:
    """People in released rounds whose report this user may read: their own; those who share it with
    this user as their mentor; in evaluative rounds direct managers, and HR with a reason
    (`reads_freely`)."""
    if not user.is_authenticated:
        return CycleParticipant.objects.none()
    evaluative = Q(cycle__purpose=CyclePurpose.EVALUATIVE)
    people = Employee.objects.all()
    readable = Q(employee__in=people.in_line_of(user)) | under_hr_of(user, "employee")
    anonymous = CycleRaterKind.objects.filter(cycle=OuterRef("cycle"), anonymous=True)
    return CycleParticipant.objects.taking_part().filter(
        Q(employee__user=user.pk)
        | Q(employee__in=people.mentored_by(user, shares_reports=True))
        | (evaluative & readable),
        Exists(anonymous),
        cycle__state=CycleState.RELEASED,
    )


def report_of(participant: CycleParticipant) -> Report:
    """What may be shown about this person in this round; four queries."""
    cycle = participant.cycle
    kinds = anonymous_kinds(cycle)
    rows = FeedbackAnswer.objects.shuffled().filter(cycle=cycle, ratee=participant.employee_id)
    found = answers_by_person(rows)[participant.employee_id]
    asked = CycleSkill.objects.filter(participant=participant).select_related("skill__scale")
    lines = [(row.is_asked, _line(row.skill, found, kinds, cycle)) for row in asked]
    # a skill behind "rate more" without anything to show must not tell that somebody answered
    shown = [line for is_asked, line in lines if is_asked or line.groups or line.texts]
    return Report(participant, kinds, shown, texts_of(found, GENERAL, cycle))


def anonymous_kinds(cycle: AssessmentCycle) -> list[RaterKind]:
    """The kinds of raters that answer without a name in this round; one query."""
    rows = cycle.kinds.filter(anonymous=True).values_list("rater_kind", flat=True)
    return [RaterKind(kind) for kind in rows]


def answers_by_person(rows: FeedbackAnswerQuerySet) -> dict[int, Answers]:
    """By employee id, what was said; in the order of the random ids."""
    found: dict[int, Answers] = defaultdict(Answers)
    for answer in rows.order_by("pk"):
        found[answer.ratee_id].add(answer)
    return found


def groups_of(
    found: Answers, skill: Skill, kinds: Sequence[RaterKind], cycle: AssessmentCycle
) -> list[Shown]:
    """The groups of answers about this skill that may be shown."""
    levels: Mapping[str, list[float]] = found.levels.get(skill.pk, {})
    return suppression.shown(
        {str(kind): levels.get(kind, []) for kind in kinds},
        cycle.score_floor,
        skill.scale.zero_rank,
        skill.scale.top_rank,
    )


def texts_of(found: Answers, skill_id: int | None, cycle: AssessmentCycle) -> list[str]:
    """Comments of all kinds, or none below the floor; in a random order of their own."""
    texts = found.texts.get(skill_id, [])
    return texts if suppression.may_show_texts(len(texts), cycle.text_floor) else []


def _line(skill: Skill, found: Answers, kinds: Sequence[RaterKind], cycle: AssessmentCycle) -> Line:
    groups = [_group(shown, skill.scale) for shown in groups_of(found, skill, kinds, cycle)]
    told = {kind for group in groups for kind in group.kinds}
    held_back = [kind for kind in kinds if kind not in told]
    return Line(skill, groups, held_back, texts_of(found, skill.pk, cycle))


def _group(shown: Shown, scale: Scale) -> Group:
    """With the 90 % interval of the mean of that many opinions, whatever they were."""
    source = SourceCode[shown.kinds[0].upper()]
    step = (scale.top_rank - scale.zero_rank) / 5
    reach = Z90 * sqrt(recorded_variance(source, shown.n)) * step
    return Group(
        kinds=tuple(RaterKind(kind) for kind in shown.kinds),
        n=shown.n,
        form=shown.form,
        value=shown.value,
        low=max(scale.zero_rank, shown.value - reach),
        high=min(scale.top_rank, shown.value + reach),
    )


# --- as evidence --------------------------------------------------------------------------------


def group_reference(cycle: AssessmentCycle, kind: str) -> str:
    """The reference of the evidence that a group's answers become."""
    return f"{FEEDBACK}{cycle.public_id} {kind}"


def closed_evidence(user: User, person: Employee) -> set[int]:
    """Ids of group feedback about this person whose value this user may not see; two queries.

    It shows as "group feedback" without value, number or adjustment: to everybody who may not read
    the report, and to HR until they gave a reason today.
    """
    if person.user_id == user.pk:
        return set()
    rows = Evidence.objects.filter(employee=person, rater=None, reference__startswith=FEEDBACK)
    return _closed(user, person, dict(rows.values_list("pk", "reference")))


def closed_among(user: User, person: Employee, rows: Sequence[Evidence]) -> set[int]:
    """The same among rows of this person that are loaded; no query where none is group feedback."""
    if person.user_id == user.pk:
        return set()
    groups = {
        row.pk: row.reference
        for row in rows
        if row.rater_id is None and row.reference.startswith(FEEDBACK)
    }
    return _closed(user, person, groups)


def closed_of_many(user: User, rows: Sequence[Evidence]) -> set[int]:
    """The same among rows of many people that are loaded; four queries at most."""
    groups = {
        row.pk: (row.employee_id, row.reference.split(" ")[1])
        for row in rows
        if row.rater_id is None and row.reference.startswith(FEEDBACK)
    }
    if not groups:
        return set()
    people = {person for person, _cycle in groups.values()}
    rounds = reports_visible_to(user).filter(employee__in=people)
    pairs = rounds.values_list("employee", "cycle__public_id")
    open_rounds = {(person, str(cycle)) for person, cycle in pairs}
    known = Employee.objects.filter(pk__in=people)
    free = set(known.in_line_of(user).values_list("pk", flat=True))
    free |= set(known.mentored_by(user, shares_reports=True).values_list("pk", flat=True))
    free |= set(
        ReadLog.objects.of_today(user, ReadKind.FEEDBACK).values_list("subject_id", flat=True)
    )
    free |= set(known.filter(user=user.pk).values_list("pk", flat=True))
    return {pk for pk, found in groups.items() if found not in open_rounds or found[0] not in free}


def _closed(user: User, person: Employee, references: Mapping[int, str]) -> set[int]:
    """Of evidence by its references, what this user may not see the value of."""
    if not references:
        return set()
    visible = reports_visible_to(user).filter(employee=person)
    open_rounds = {str(found) for found in visible.values_list("cycle__public_id", flat=True)}
    if open_rounds and not reads_freely(user, person):
        open_rounds = set()
    return {pk for pk, text in references.items() if text.split(" ")[1] not in open_rounds}


def reads_freely(user: User, person: Employee) -> bool:
    """Does this reader of the report need no reason, or gave one today? At most two queries."""
    if person.user_id == user.pk:
        return True
    line = Employee.objects.in_line_of(user).filter(pk=person.pk)
    shared = Employee.objects.mentored_by(user, shares_reports=True).filter(pk=person.pk)
    if line.union(shared).exists():
        return True
    return ReadLog.objects.given_today(user, person.pk, ReadKind.FEEDBACK)
