"""Preparing an assessment cycle: its terms and its people."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import rules
from assessments.enums import (
    CYCLE_SKILLS,
    CYCLE_SKILLS_OF_KIND,
    NEVER_ANONYMOUS,
    ONE_PERSON,
    SCORE_FLOOR,
    TEXT_FLOOR,
    CyclePurpose,
    CycleState,
    RaterKind,
)
from assessments.models import (
    AssessmentCycle,
    CycleParticipant,
    CycleRaterKind,
    ExternalRater,
    RatingRequest,
)
from employees.models import Employee
from skillmap.core.enums import SCORE_FLOOR_MINIMUM
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned

MOST_SKILLS = 40  # a form that long is never filled in honestly
_HOLD = "SELECT state FROM assessments_assessmentcycle WHERE id = %s FOR SHARE"


@dataclass(frozen=True, slots=True)
class KindTerms:
    """One kind of rater as HR wants it; see `CycleRaterKind`."""

    rater_kind: RaterKind
    anonymous: bool
    wanted: int
    by_rule: bool


DEFAULT_KINDS = (
    KindTerms(RaterKind.SELF, anonymous=False, wanted=1, by_rule=True),
    KindTerms(RaterKind.MANAGER, anonymous=False, wanted=1, by_rule=True),
    KindTerms(RaterKind.PEER, anonymous=True, wanted=5, by_rule=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What HR decides about a cycle; see `AssessmentCycle`."""

    name: str
    opens_on: dt.date
    closes_on: dt.date
    opens_by_itself: bool = True
    purpose: CyclePurpose = CyclePurpose.DEVELOPMENTAL
    skills_per_person: int = CYCLE_SKILLS
    skills_of_each_kind: int = CYCLE_SKILLS_OF_KIND
    score_floor: int = SCORE_FLOOR
    text_floor: int = TEXT_FLOOR
    remind_days: Sequence[int] = (7, 2)
    escalate_days: int | None = 1
    kinds: Sequence[KindTerms] = field(default=DEFAULT_KINDS)

    @property
    def columns(self) -> dict[str, object]:
        """The values of `AssessmentCycle`."""
        return {
            "name": self.name.strip(),
            "opens_on": self.opens_on,
            "closes_on": self.closes_on,
            # what begins today is still being prepared: a person opens it
            "opens_by_itself": self.opens_by_itself and self.opens_on > timezone.localdate(),
            "purpose": self.purpose,
            "skills_per_person": self.skills_per_person,
            "skills_of_each_kind": self.skills_of_each_kind,
            "score_floor": self.score_floor,
            "text_floor": self.text_floor,
            "remind_days": sorted(set(self.remind_days), reverse=True),
            "escalate_days": self.escalate_days,
        }


@transaction.atomic
def create_cycle(*, actor: User | None, terms: Terms) -> AssessmentCycle:
    """Write a draft. `actor` None is the operator or the demo. Raises `NotAllowedError`,
    `DomainError` naming the field."""
    if actor is not None and not rules.can_create_cycle(actor):
        raise NotAllowedError(_("Only HR prepares assessment cycles."))
    _check_terms(terms)
    cycle = AssessmentCycle.objects.create(created_by=actor, **terms.columns)
    _write_kinds(cycle, terms)
    return cycle


@transaction.atomic
def change_terms(
    *, actor: User, cycle: AssessmentCycle, terms: Terms, expected: int | None = None
) -> None:
    """Replace the terms of a draft. Raises `NotAllowedError`, `DomainError`, `ConflictError`."""
    locked = managed(actor, cycle, CycleState.DRAFT)
    _check_terms(terms)
    for name, value in terms.columns.items():
        setattr(cycle, name, value)
    cycle.version = locked.version
    save_versioned(cycle, list(terms.columns), expected=expected)
    _write_kinds(cycle, terms)


@transaction.atomic
def extend_cycle(*, actor: User, cycle: AssessmentCycle, closes_on: dt.date) -> None:
    """Move the last day of an open cycle; nothing else of it can change any more.

    Raises `NotAllowedError`, `DomainError`, `ConflictError`.
    """
    locked = managed(actor, cycle, CycleState.OPEN)
    if closes_on <= locked.closes_on:
        raise DomainError(
            _("A cycle can only be made longer; close it to end it earlier."), field="closes_on"
        )
    cycle.closes_on, cycle.version = closes_on, locked.version
    save_versioned(cycle, ["closes_on"])


@transaction.atomic
def add_people(*, actor: User | None, cycle: AssessmentCycle, people: Iterable[Employee]) -> int:
    """Let these people be rated; those who are in already stay. Returns how many are new.

    Only people who work here; HR partners add people of their units. Raises `NotAllowedError`,
    `ConflictError`.
    """
    managed(actor, cycle, CycleState.DRAFT)
    wanted = Employee.objects.working().filter(pk__in=[person.pk for person in people])
    if actor is not None:
        wanted = rules.people_for_cycles(actor, wanted)
    there = set(cycle.participants.values_list("employee", flat=True))
    new = [CycleParticipant(cycle=cycle, employee=p) for p in wanted if p.pk not in there]
    CycleParticipant.objects.bulk_create(new, batch_size=1_000)
    return len(new)


@transaction.atomic
def remove_people(*, actor: User, cycle: AssessmentCycle, people: Iterable[Employee]) -> int:
    """Take people out of a draft, with what was proposed for them. Returns how many were in.

    Raises `NotAllowedError`, `ConflictError`.
    """
    managed(actor, cycle, CycleState.DRAFT)
    gone = [person.pk for person in people]
    RatingRequest.objects.filter(cycle=cycle, ratee__in=gone).delete()
    ExternalRater.objects.filter(cycle=cycle, ratee__in=gone).delete()
    _total, by_model = cycle.participants.filter(employee__in=gone).delete()
    return by_model.get(CycleParticipant._meta.label, 0)


def managed(actor: User | None, cycle: AssessmentCycle, *states: CycleState) -> AssessmentCycle:
    """The cycle, locked, if this actor runs it and it is in one of these states.

    Raises `NotAllowedError` or `ConflictError`.
    """
    if actor is not None and not rules.can_manage_cycle(actor, cycle):
        raise NotAllowedError(_("Only HR runs this assessment cycle."))
    locked = AssessmentCycle.objects.select_for_update().get(pk=cycle.pk)
    if states and locked.state not in states:
        raise ConflictError(
            _("This cycle is %(state)s, so that is not possible.")
            % {"state": locked.get_state_display()},
            code="wrong_state",
        )
    return locked


def accept_answer(cycle: AssessmentCycle, today: dt.date) -> None:
    """Hold the cycle open while an answer, named or anonymous, is written; freezes its terms.

    Call it first in the transaction that writes the answer: closing waits for it. The day is
    written by whoever answers first, without a version or a trace. Raises `ConflictError`.
    """
    if cycle.first_answer_on is None:
        open_ones = AssessmentCycle.objects.filter(state=CycleState.OPEN, first_answer_on=None)
        open_ones.filter(pk=cycle.pk).update(first_answer_on=today)
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [cycle.pk])
        (state,) = cursor.fetchone() or (None,)
    if state != CycleState.OPEN:
        raise ConflictError(
            _("“%(cycle)s” takes no answers any more. What you had kept is still there.")
            % {"cycle": cycle},
            code="cycle_closed",
        )


def _write_kinds(cycle: AssessmentCycle, terms: Terms) -> None:
    """Replace the kinds; proposals of kinds that are gone go with them."""
    cycle.kinds.all().delete()
    CycleRaterKind.objects.bulk_create(
        CycleRaterKind(
            cycle=cycle,
            rater_kind=kind.rater_kind,
            anonymous=kind.anonymous,
            wanted=kind.wanted,
            by_rule=kind.by_rule,
        )
        for kind in terms.kinds
    )
    left = [kind.rater_kind for kind in terms.kinds]
    RatingRequest.objects.filter(cycle=cycle).exclude(rater_kind__in=left).delete()
    if RaterKind.EXTERNAL not in left:
        ExternalRater.objects.filter(cycle=cycle).delete()
    for kind in terms.kinds:
        RatingRequest.objects.filter(cycle=cycle, rater_kind=kind.rater_kind).exclude(
            anonymous=kind.anonymous
        ).update(anonymous=kind.anonymous)


def _check_terms(terms: Terms) -> None:
    if not terms.name.strip():
        raise DomainError(_("Give the cycle a name."), field="name")
    if terms.closes_on < terms.opens_on:
        raise DomainError(_("The last day lies before the first."), field="closes_on")
    if not 1 <= terms.skills_per_person <= MOST_SKILLS:
        raise DomainError(
            _("Ask about 1 to %(most)d skills.") % {"most": MOST_SKILLS}, field="skills_per_person"
        )
    if 2 * terms.skills_of_each_kind > terms.skills_per_person:
        raise DomainError(
            _("Both kinds must fit into the number of skills."), field="skills_of_each_kind"
        )
    if terms.score_floor < SCORE_FLOOR_MINIMUM:
        raise DomainError(
            _("Fewer than %(least)d anonymous answers are never shown.")
            % {"least": SCORE_FLOOR_MINIMUM},
            field="score_floor",
        )
    if terms.text_floor < terms.score_floor:
        raise DomainError(
            _("Comments need at least as many answers as scores."), field="text_floor"
        )
    _check_kinds(terms)


def _check_kinds(terms: Terms) -> None:
    kinds = [kind.rater_kind for kind in terms.kinds]
    if not kinds or len(set(kinds)) != len(kinds):
        raise DomainError(_("Choose who rates, each kind once."), field="kinds")
    for kind in terms.kinds:
        if kind.wanted < 1:
            raise DomainError(_("Ask at least one person of each kind."), field="kinds")
        if kind.by_rule and kind.rater_kind == RaterKind.EXTERNAL:
            raise DomainError(_("No rule finds people from outside."), field="kinds")
        if kind.anonymous and kind.rater_kind in ONE_PERSON:
            raise DomainError(
                _("Self-ratings and ratings by the manager cannot be anonymous."), field="kinds"
            )
        if kind.anonymous and kind.rater_kind in NEVER_ANONYMOUS:
            raise DomainError(
                _(
                    "People from outside answer by name: whoever invents addresses could work out"
                    " what the others said."
                ),
                field="kinds",
            )
        if kind.anonymous and kind.wanted < terms.score_floor:
            raise DomainError(
                _("Of %(kind)s at least %(floor)d are needed, or nothing could ever be shown.")
                % {"kind": kind.rater_kind.label, "floor": terms.score_floor},
                field="kinds",
            )
