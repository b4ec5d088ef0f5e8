"""From draft to open, closed and released. The work of big cycles is done by workers."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.enums import CycleState, RequestState
from assessments.models import (
    AssessmentCycle,
    CycleParticipant,
    CycleRaterKind,
    CycleSkill,
    ExternalRater,
    FeedbackAnswer,
    RatingRequest,
)
from assessments.services import feedback
from assessments.services.cycles import managed
from assessments.services.cycles_notes import Note, board_link, raters_link, tell
from assessments.services.external import uninvite_external
from skillmap.core import jobs
from skillmap.core.enums import JobState
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Job, User
from skillmap.core.versions import save_versioned


@transaction.atomic
def start_opening(*, actor: User, cycle: AssessmentCycle) -> Job:
    """Let a worker open the cycle. Raises what `open_cycle` raises about the cycle's state."""
    managed(actor, cycle, CycleState.DRAFT)
    if not cycle.participants.exists():
        raise DomainError(_("Nobody is in this cycle yet: add people first."), field="people")
    if cycle.closes_on < timezone.localdate():
        raise DomainError(_("The last day of this cycle is over."), field="closes_on")
    return jobs.enqueue(
        "assessments.open_cycle",
        actor=actor,
        key=f"open_cycle {cycle.pk}",
        title=_("Opening of an assessment cycle"),
        link=board_link(cycle),
        cycle_id=cycle.pk,
    )


@transaction.atomic
def start_opening_on_date(*, cycle: AssessmentCycle) -> Job:
    """Let a worker open a draft whose day has come. Raises `ConflictError`."""
    managed(None, cycle, CycleState.DRAFT)
    return jobs.enqueue(
        "assessments.open_cycle_on_date",
        key=f"open_cycle_on_date {cycle.pk}",
        title=_("Opening of an assessment cycle"),
        link=board_link(cycle),
        cycle_id=cycle.pk,
    )


@transaction.atomic
def start_closing(*, actor: User | None, cycle: AssessmentCycle) -> Job:
    """Let a worker close the cycle. Raises `NotAllowedError` or `ConflictError`."""
    managed(actor, cycle, CycleState.OPEN)
    return jobs.enqueue(
        "assessments.close_cycle",
        actor=actor,
        key=f"close_cycle {cycle.pk}",
        title=_("Closing of an assessment cycle"),
        link=board_link(cycle),
        cycle_id=cycle.pk,
    )


@transaction.atomic
def start_release(*, actor: User, cycle: AssessmentCycle) -> Job:
    """Let a worker release the results. Raises `NotAllowedError` or `ConflictError`."""
    managed(actor, cycle, CycleState.CLOSED)
    _check_mixed(cycle)
    return jobs.enqueue(
        "assessments.release_cycle",
        actor=actor,
        key=f"release_cycle {cycle.pk}",
        title=_("Release of assessment results"),
        link=board_link(cycle),
        cycle_id=cycle.pk,
    )


def _check_mixed(cycle: AssessmentCycle) -> None:
    """Raise `ConflictError` while anonymous answers are still as they were given."""
    if FeedbackAnswer.objects.open().filter(cycle=cycle).exists():
        if feedback.mixing_of(cycle).filter(state__in=[JobState.FAILED, JobState.PARKED]).exists():
            text = _("The mixing of the anonymous answers has stopped. Start it again under Jobs.")
            raise ConflictError(text, code="mixing_stopped")
        raise ConflictError(
            _("The anonymous answers are still being mixed. Try again in a moment."),
            code="still_mixing",
        )


@transaction.atomic
def ask_for_proposals(*, actor: User, cycle: AssessmentCycle, now: dt.datetime) -> int:
    """Show the draft to its people and ask them who should rate them. Returns how many were asked.

    Again asks those who have proposed nobody. Raises `NotAllowedError`, `ConflictError`, or
    `DomainError` when the cycle assigns all raters by rule.
    """
    locked = managed(actor, cycle, CycleState.DRAFT)
    if not locked.kinds.filter(by_rule=False).exists():
        raise DomainError(_("In this cycle all raters are assigned by rule."), field="kinds")
    locked.proposals_asked_at = now
    save_versioned(locked, ["proposals_asked_at"])
    inside = RatingRequest.objects.filter(cycle=locked, proposed_by__isnull=False)
    outside = ExternalRater.objects.filter(cycle=locked)
    proposed = Q(employee__in=inside.values("ratee")) | Q(employee__in=outside.values("ratee"))
    waiting = locked.participants.exclude(proposed)
    people = waiting.select_related("employee__user", "cycle")
    return tell(
        Note(
            person.employee.user,
            "raters_wanted",
            lambda: _propose_words(locked),
            raters_link(person),
        )
        for person in people
    )


def _propose_words(cycle: AssessmentCycle) -> str:
    return _("%(cycle)s: propose who should rate you, until %(day)s") % {
        "cycle": cycle,
        "day": date_format(cycle.opens_on, "j M Y"),
    }


@transaction.atomic
def back_to_draft(*, actor: User, cycle: AssessmentCycle) -> None:
    """Take an opening back while nobody has answered; raters assigned by rule are forgotten.

    From then on the cycle is opened by hand. Raises `NotAllowedError`, and `ConflictError` once
    the terms are frozen by an answer.
    """
    locked = managed(actor, cycle, CycleState.OPEN)
    if locked.first_answer_on is not None:
        raise ConflictError(
            _("Somebody has answered, so the terms of this cycle are frozen."), code="terms_frozen"
        )
    CycleSkill.objects.filter(participant__cycle=locked).delete()
    _forget_assigned(locked)
    feedback.uninvite(locked)
    uninvite_external(locked)
    locked.state, locked.opened_at, locked.opens_by_itself = CycleState.DRAFT, None, False
    save_versioned(locked, ["state", "opened_at", "opens_by_itself"])


def _forget_assigned(cycle: AssessmentCycle) -> None:
    """Remove who was assigned by rule; whom the person proposed as well waits for a decision."""
    by_rule = cycle.requests.filter(state=RequestState.APPROVED, decided_by=None)
    by_rule.filter(proposed_by=None).delete()
    by_rule.update(state=RequestState.PROPOSED, decided_at=None)


@transaction.atomic
def next_round(*, actor: User, cycle: AssessmentCycle, today: dt.date) -> AssessmentCycle:
    """Reopen a closed or released cycle as a new round: a draft with the same terms and people.

    Raises `NotAllowedError`, and `ConflictError` when there is a next round already.
    """
    locked = managed(actor, cycle, CycleState.CLOSED, CycleState.RELEASED)
    if AssessmentCycle.objects.filter(previous=locked).exists():
        raise ConflictError(_("The next round exists already."), code="round_exists")
    length = locked.closes_on - locked.opens_on
    fresh = AssessmentCycle.objects.create(
        name=locked.name,
        purpose=locked.purpose,
        opens_on=today,
        closes_on=today + length,
        round=locked.round + 1,
        previous=locked,
        skills_per_person=locked.skills_per_person,
        skills_of_each_kind=locked.skills_of_each_kind,
        score_floor=locked.score_floor,
        text_floor=locked.text_floor,
        remind_days=locked.remind_days,
        escalate_days=locked.escalate_days,
        created_by=actor,
    )
    _copy_kinds_and_people(locked, fresh)
    return fresh


def _copy_kinds_and_people(old: AssessmentCycle, fresh: AssessmentCycle) -> None:
    CycleRaterKind.objects.bulk_create(
        CycleRaterKind(
            cycle=fresh,
            rater_kind=kind.rater_kind,
            anonymous=kind.anonymous,
            wanted=kind.wanted,
            by_rule=kind.by_rule,
        )
        for kind in old.kinds.all()
    )
    staying = old.participants.filter(withdrawn_at=None).exclude(employee__status="left")
    CycleParticipant.objects.bulk_create(
        [CycleParticipant(cycle=fresh, employee_id=row.employee_id) for row in staying],
        batch_size=1_000,
    )


@transaction.atomic
def withdraw_person(*, actor: User, participant: CycleParticipant, now: dt.datetime) -> None:
    """Take somebody out of an open cycle; answers about them are kept and never used.

    Raises `NotAllowedError` or `ConflictError`.
    """
    managed(actor, participant.cycle, CycleState.OPEN)
    if participant.withdrawn_at is None:
        participant.withdrawn_at = now
        save_versioned(participant, ["withdrawn_at"])


@transaction.atomic
def share_results(
    *, actor: User, participant: CycleParticipant, shares: bool, now: dt.datetime
) -> None:
    """Let the results of a developmental cycle count as evidence, or not.

    Only the person decides, and only before anybody answers about them. Raises
    `NotAllowedError` or `ConflictError`.
    """
    if participant.employee.user_id != actor.pk:
        raise NotAllowedError(_("Only the person decides whether results are shared."))
    cycle = AssessmentCycle.objects.select_for_update().get(pk=participant.cycle_id)
    if cycle.first_answer_on is not None or cycle.state not in {CycleState.DRAFT, CycleState.OPEN}:
        raise ConflictError(
            _("Somebody has answered in this cycle, so this cannot be changed any more."),
            code="terms_frozen",
        )
    participant.shares_evidence, participant.shares_decided_at = shares, now
    save_versioned(participant, ["shares_evidence", "shares_decided_at"])


@transaction.atomic
def decline_request(*, actor: User, request: RatingRequest, now: dt.datetime) -> None:
    """Say that one cannot rate this person. Raises `NotAllowedError` or `ConflictError`."""
    if request.rater.user_id != actor.pk or request.rater_id == request.ratee_id:
        raise NotAllowedError(_("Only the person who is asked can decline."))
    if request.anonymous or request.state != RequestState.APPROVED:
        raise ConflictError(_("This request is not open any more."), code="not_open")
    request.state, request.decided_by, request.decided_at = RequestState.DECLINED, actor, now
    save_versioned(request, ["state", "decided_by", "decided_at"])
