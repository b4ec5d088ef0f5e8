"""Review cycles: terms, people, start, gate and end."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.rules import people_for_cycles
from employees.models import Employee
from reviews import rules
from reviews.enums import Gate, ReviewCycleState, ReviewState
from reviews.models import Review, ReviewCycle, ReviewSkill, ReviewTemplate
from reviews.queries.asked import required_skills
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned

_CHUNK = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleTerms:
    """What HR decides about a cycle; see `ReviewCycle`."""

    name: str
    template: ReviewTemplate
    period_start: dt.date
    period_end: dt.date
    prepare_by: dt.date
    sign_by: dt.date
    gate: Gate = Gate.BOTH
    remind_days: Sequence[int] = (7, 2)
    escalate_days: int | None = 1

    @property
    def columns(self) -> dict[str, object]:
        """The values of `ReviewCycle`."""
        names = ("template", "period_start", "period_end", "prepare_by", "sign_by", "gate")
        return {
            "name": self.name.strip(),
            **{name: getattr(self, name) for name in (*names, "escalate_days")},
            "remind_days": sorted(set(self.remind_days), reverse=True),
        }


@transaction.atomic
def create_review_cycle(*, actor: User | None, terms: CycleTerms) -> ReviewCycle:
    """Write a draft. `actor` None is the operator. Raises `NotAllowedError`, `DomainError`."""
    if actor is not None and not rules.can_run_reviews(actor):
        raise NotAllowedError(_("Only HR prepares cycles of reviews."))
    _check(terms)
    return ReviewCycle.objects.create(created_by=actor, **terms.columns)


@transaction.atomic
def change_review_cycle(
    *, actor: User, cycle: ReviewCycle, terms: CycleTerms, expected: int
) -> None:
    """Replace the terms of a draft. Raises `NotAllowedError`, `DomainError`, `ConflictError`."""
    held(actor, cycle, ReviewCycleState.DRAFT)
    _check(terms)
    for name, value in terms.columns.items():
        setattr(cycle, name, value)
    save_versioned(cycle, list(terms.columns), expected=expected)


@transaction.atomic
def add_people(*, actor: User | None, cycle: ReviewCycle, people: Iterable[Employee]) -> int:
    """Let these people take part in a draft; returns how many are new.

    Only people who work here; HR partners add people of their units. Raises `NotAllowedError`,
    `ConflictError`.
    """
    held(actor, cycle, ReviewCycleState.DRAFT)
    wanted = Employee.objects.working().filter(pk__in=[person.pk for person in people])
    if actor is not None:
        wanted = people_for_cycles(actor, wanted)
    there = set(cycle.people.values_list("pk", flat=True))
    new = [person.pk for person in wanted if person.pk not in there]
    cycle.people.add(*new)
    return len(new)


@transaction.atomic
def remove_person(*, actor: User, cycle: ReviewCycle, person: Employee) -> None:
    """Take somebody out of a draft. Raises `NotAllowedError`, `ConflictError`."""
    held(actor, cycle, ReviewCycleState.DRAFT)
    cycle.people.remove(person)


@transaction.atomic
def start_cycle(*, actor: User | None, cycle: ReviewCycle, now: dt.datetime) -> int:
    """Make a review for everybody who takes part and still works here; returns how many.

    Raises `NotAllowedError`, `ConflictError`, `DomainError` where nobody is left.
    """
    # The template first, as who changes it does: it stays as it is from now on.
    ReviewTemplate.objects.select_for_update(of=("self",)).filter(cycles=cycle).first()
    locked = held(actor, cycle, ReviewCycleState.DRAFT)
    people = list(Employee.objects.working().filter(pk__in=cycle.people.values("pk")))
    if not people:
        raise DomainError(_("Nobody takes part yet. Add people before you start."))
    reviews = Review.objects.bulk_create(
        [Review(cycle=locked, employee=person) for person in people], batch_size=_CHUNK
    )
    _write_skills(reviews)
    cycle.state, cycle.started_at, cycle.version = ReviewCycleState.RUNNING, now, locked.version
    save_versioned(cycle, ["state", "started_at"])
    return len(people)


@transaction.atomic
def close_cycle(*, actor: User | None, cycle: ReviewCycle, now: dt.datetime) -> None:
    """End a cycle all reviews of which are acknowledged or archived.

    Raises `NotAllowedError`, `ConflictError`, `DomainError` where some are not.
    """
    locked = held(actor, cycle, ReviewCycleState.RUNNING)
    done = (ReviewState.ACKNOWLEDGED, ReviewState.ARCHIVED)
    left = Review.objects.newest().filter(cycle=cycle).exclude(state__in=done).count()
    if left:
        text = ngettext(
            "%(n)d review is not finished. Finish or archive it first.",
            "%(n)d reviews are not finished. Finish or archive them first.",
            left,
        )
        raise DomainError(text % {"n": left})
    cycle.state, cycle.closed_at, cycle.version = ReviewCycleState.CLOSED, now, locked.version
    save_versioned(cycle, ["state", "closed_at"])


def _write_skills(reviews: Sequence[Review]) -> None:
    """What the person's roles ask for today, the most important first."""
    asked = required_skills([review.employee_id for review in reviews])
    ReviewSkill.objects.bulk_create(
        [
            ReviewSkill(
                review=review,
                skill_id=line.skill_id,
                required_level=line.required_level,
                position=position,
            )
            for review in reviews
            for position, line in enumerate(asked.get(review.employee_id, []))
        ],
        batch_size=_CHUNK,
    )


def _check(terms: CycleTerms) -> None:
    if not terms.name.strip():
        raise DomainError(_("Give the cycle a name."), field="name")
    if terms.period_end < terms.period_start:
        raise DomainError(_("The period ends before it begins."), field="period_end")
    if terms.sign_by < terms.prepare_by:
        text = _("Reviews cannot be signed before they were prepared.")
        raise DomainError(text, field="sign_by")


def held(actor: User | None, cycle: ReviewCycle, *states: ReviewCycleState) -> ReviewCycle:
    """The cycle, locked, if this actor (None: the operator) runs it in one of these states.

    Raises `NotAllowedError`, `ConflictError`.
    """
    if actor is not None and not rules.can_run_review_cycle(actor, cycle):
        raise NotAllowedError(_("Only HR runs this cycle of reviews."))
    locked = ReviewCycle.objects.select_for_update().get(pk=cycle.pk)
    if locked.state not in states:
        text = _("This cycle is %(state)s, so that is not possible.")
        raise ConflictError(text % {"state": locked.get_state_display()}, code="wrong_state")
    return locked
