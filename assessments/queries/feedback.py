"""Anonymous feedback: what somebody is asked, their own answer, and how many have answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Sum

from assessments.enums import CyclePurpose, CycleState, FeedbackReaders
from assessments.models import (
    AssessmentCycle,
    CycleParticipant,
    CycleRaterKind,
    CycleSkill,
    FeedbackAnswer,
    FeedbackFunnel,
    FeedbackInvitation,
)
from employees.enums import EmployeeStatus
from employees.models import OrgUnit
from skillmap.core.models import User
from skills.models import Skill


@dataclass(frozen=True, slots=True)
class FunnelLine:
    """How far the raters of one unit are; `unit` None: small units together."""

    unit: OrgUnit | None
    invited: int
    answered: int


def readers_of(participant: CycleParticipant) -> FeedbackReaders:
    """Who will read the report about this person; `participant.cycle` is loaded."""
    if participant.cycle.purpose == CyclePurpose.EVALUATIVE:
        return FeedbackReaders.MANAGEMENT
    shared = participant.shares_evidence
    return FeedbackReaders.PERSON_AND_LEVELS if shared else FeedbackReaders.PERSON


def participant_of(invitation: FeedbackInvitation) -> CycleParticipant:
    """The person and the round that an invitation is about; one query."""
    rows = CycleParticipant.objects.select_related("cycle", "employee")
    return rows.get(cycle=invitation.cycle_id, employee=invitation.ratee_id)


def skills_asked(
    participant: CycleParticipant, *, everything: bool = False, also: Iterable[int] = ()
) -> list[Skill]:
    """What raters are asked about this person, in order; one query.

    `everything` adds what is behind "rate more"; `also` are ids of skills that stay on the form.
    """
    rows = CycleSkill.objects.filter(participant=participant).select_related("skill__scale")
    kept = set(also)
    return [row.skill for row in rows if everything or row.is_asked or row.skill_id in kept]


def digest_of(token: str, author: User) -> str:
    """What is kept of a token: its SHA-256 bound to the author, so a borrowed one opens nothing."""
    return sha256(f"{author.pk}:{token}".encode()).hexdigest()


def own_answer(
    author: User, tokens: Sequence[str], participant: CycleParticipant
) -> FeedbackAnswer | None:
    """The raw answer that one of these tokens opens, until the cycle closes; one query."""
    digests = [digest_of(token, author) for token in tokens]
    rows = FeedbackAnswer.objects.open().filter(
        cycle=participant.cycle_id, ratee=participant.employee_id, digest__in=digests
    )
    return rows.first() if participant.cycle.state == CycleState.OPEN else None


def daily_funnel(cycle: AssessmentCycle) -> list[FunnelLine]:
    """Anonymous answers asked for and given, by the raters' units, as counted last night.

    Only units with as many raters as the cycle's floor; the others together, or not at all. Empty
    before the first night. Two queries.
    """
    counted = FeedbackFunnel.objects.filter(cycle=cycle)
    last = counted.order_by("-day").values("day")[:1]
    lines = counted.filter(day=last).select_related("unit").order_by("unit__path")
    return [FunnelLine(line.unit, line.invited, line.answered) for line in lines]


def with_daily_totals(kinds: QuerySet[CycleRaterKind]) -> QuerySet[CycleRaterKind]:
    """Each with `day_invited` and `day_answered`: sums of the lines of its cycle's `daily_funnel`.

    None without anonymous answers, and before the first night.
    """
    lines = FeedbackFunnel.objects.filter(cycle=OuterRef("cycle")).order_by()
    last = FeedbackFunnel.objects.filter(cycle=OuterRef("cycle")).order_by("-day").values("day")
    of_day = lines.filter(day=Subquery(last[:1])).values("cycle")
    return kinds.annotate(
        day_invited=Subquery(of_day.annotate(n=Sum("invited")).values("n")),
        day_answered=Subquery(of_day.annotate(n=Sum("answered")).values("n")),
    )


def requests_of(user: User) -> list[FeedbackInvitation]:
    """Anonymous feedback that somebody is asked for in open rounds, unanswered first; one query.

    Not about people who left or were taken out.
    """
    gone = CycleParticipant.objects.filter(
        cycle=OuterRef("cycle"), employee=OuterRef("ratee"), withdrawn_at__isnull=False
    )
    asked = FeedbackInvitation.objects.visible_to(user).filter(cycle__state=CycleState.OPEN)
    return list(
        asked.exclude(Exists(gone))
        .exclude(ratee__status=EmployeeStatus.LEFT)
        .select_related("cycle", "ratee")
        .order_by(F("answered_on").asc(nulls_first=True), "cycle__closes_on", "ratee__last_name")
    )
