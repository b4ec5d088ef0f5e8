"""Closing a cycle, and turning its named answers into evidence at release. For workers."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import CyclePurpose, CycleState, RaterKind, Source
from assessments.models import AssessmentCycle, CycleParticipant, ExternalAnswer, Rating
from assessments.services import feedback
from assessments.services.cycles import managed
from assessments.services.cycles_notes import Note, result_link, settle_asked, tell, waiting_link
from assessments.services.evidence import NewEvidence, record_evidence
from assessments.services.external import forget_addresses
from assessments.services.feedback_closing import record_group_feedback
from assessments.services.gaps import Watch
from employees.models import Assignment
from skillmap.core.models import User
from skillmap.core.versions import save_versioned

Answer = Rating | ExternalAnswer
BATCH = 1_000  # answers between two looks at the progress
_LAST_WINS = ["ratee_id", "rater_id", "skill_id", "-submitted_at", "-pk"]


@transaction.atomic
def close_cycle(*, actor: User | None, cycle: AssessmentCycle, now: dt.datetime) -> None:
    """Take no more answers. Drafts that were never sent stay with their writers, unused.

    Raises `NotAllowedError` or `ConflictError`.
    """
    locked = managed(actor, cycle, CycleState.OPEN)
    locked.state, locked.closed_at = CycleState.CLOSED, now
    save_versioned(locked, ["state", "closed_at"])
    forget_addresses(locked)
    feedback.close(locked, actor=actor)
    settle_asked(locked)


@transaction.atomic
def release_cycle(
    *,
    actor: User | None,
    cycle: AssessmentCycle,
    now: dt.datetime,
    watch: Watch | None = None,
) -> int:
    """Show the results to those they are about, and let them count where the terms say so.

    Answers of an evaluative cycle become evidence, anonymous ones in groups; those of a
    developmental one only about people who chose to share before the first answer. Returns how
    many rows. Raises `NotAllowedError` or `ConflictError`.
    """
    locked = managed(actor, cycle, CycleState.CLOSED)
    people = _who_counts(locked)
    answers: list[Answer] = [*final_answers(locked, people), *_from_outside(locked, people)]
    for start in range(0, len(answers), BATCH):
        _record(answers[start : start + BATCH], actor, now)
        (watch or Watch()).progress(min(start + BATCH, len(answers)), len(answers))
    groups = record_group_feedback(cycle=locked, actor=actor, now=now)
    locked.state, locked.released_at = CycleState.RELEASED, now
    save_versioned(locked, ["state", "released_at"])
    tell([*_result_notes(locked), *_team_notes(locked)])
    return len(answers) + groups


def _record(answers: list[Answer], actor: User | None, now: dt.datetime) -> None:
    rows = [_as_evidence(answer) for answer in answers]
    for answer, result in zip(
        answers, record_evidence(rows=rows, actor=actor, now=now), strict=True
    ):
        answer.evidence = result.evidence
    Rating.objects.bulk_update([a for a in answers if isinstance(a, Rating)], ["evidence"])
    outside = [answer for answer in answers if isinstance(answer, ExternalAnswer)]
    ExternalAnswer.objects.bulk_update(outside, ["evidence"])


def final_answers(
    cycle: AssessmentCycle, participants: Iterable[CycleParticipant]
) -> Iterator[Rating]:
    """The last submitted level of each rater about each skill of these people."""
    people = [participant.employee_id for participant in participants]
    ratings = Rating.objects.filter(cycle=cycle, submitted_at__isnull=False, ratee__in=people)
    ratings = ratings.select_related("rater", "ratee", "skill__scale")
    last = ratings.order_by(*_LAST_WINS).distinct("ratee_id", "rater_id", "skill_id")
    return (rating for rating in last if rating.level is not None)


def _from_outside(
    cycle: AssessmentCycle, participants: Iterable[CycleParticipant]
) -> Iterator[ExternalAnswer]:
    """The levels that people from outside gave by name about these people."""
    people = [participant.employee_id for participant in participants]
    rows = ExternalAnswer.objects.filter(rater__cycle=cycle, rater__ratee__in=people)
    rows = rows.select_related("rater__ratee", "skill__scale").order_by("pk")
    return (answer for answer in rows if answer.level is not None)


def _who_counts(cycle: AssessmentCycle) -> list[CycleParticipant]:
    people = cycle.participants.filter(withdrawn_at=None)
    if cycle.purpose == CyclePurpose.DEVELOPMENTAL:
        people = people.filter(shares_evidence=True)
    return list(people)


def _as_evidence(rating: Answer) -> NewEvidence:
    if isinstance(rating, ExternalAnswer):
        return NewEvidence(
            employee=rating.rater.ratee,
            skill=rating.skill,
            source=Source.PEER,  # they answer as a colleague does
            level=rating.level,
            observed_on=rating.answered_at.date(),
            rater_kind=RaterKind.EXTERNAL,
            reference=f"external {rating.rater.public_id}",
        )
    assert rating.submitted_at is not None  # noqa: S101 - narrows for mypy
    return NewEvidence(
        employee=rating.ratee,
        skill=rating.skill,
        source=Source(rating.rater_kind),
        level=rating.level,
        observed_on=rating.submitted_at.date(),
        rater=rating.rater,
        reference=f"rating {rating.public_id}",
    )


def _result_notes(cycle: AssessmentCycle) -> Iterator[Note]:
    people = cycle.participants.filter(withdrawn_at=None).select_related("employee__user", "cycle")
    for person in people:
        yield Note(
            person.employee.user,
            "cycle_released",
            lambda: _result_words(cycle),
            result_link(person),
        )


def _team_notes(cycle: AssessmentCycle) -> Iterator[Note]:
    """One note to each line manager whose people's results they may read now."""
    if cycle.purpose != CyclePurpose.EVALUATIVE:
        return
    people = cycle.participants.filter(withdrawn_at=None).values("employee")
    places = Assignment.objects.current().primary().filter(employee__in=people)
    leads = [place.manager for place in places.select_related("manager__user") if place.manager]
    managers = {manager.pk: manager for manager in leads}
    for pk, count in Counter(manager.pk for manager in leads).items():
        words = partial(_team_words, cycle, count)
        yield Note(managers[pk].user, "team_results", words, waiting_link())


def _team_words(cycle: AssessmentCycle, count: int) -> str:
    text = ngettext(
        "%(cycle)s: the result of one of your people is here",
        "%(cycle)s: the results of %(n)d of your people are here",
        count,
    )
    return text % {"cycle": cycle, "n": count}


def _result_words(cycle: AssessmentCycle) -> str:
    return _("%(cycle)s: your results are here") % {"cycle": cycle}
