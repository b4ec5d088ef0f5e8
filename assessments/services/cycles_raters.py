"""Who rates whom in a cycle: proposed by the person, approved by the manager or HR."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from assessments import rules
from assessments.enums import CycleState, RaterKind, RequestState
from assessments.models import (
    AssessmentCycle,
    CycleParticipant,
    CycleRaterKind,
    ExternalRater,
    RatingRequest,
)
from assessments.services import feedback
from assessments.services.cycles_notes import (
    Note,
    owners_of,
    raters_link,
    tell,
    waiting_link,
)
from employees.enums import EmployeeStatus
from employees.models import Assignment, Employee
from employees.rules import takes_part
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Notification, User
from skillmap.core.versions import save_versioned

Proposal = TypeVar("Proposal", RatingRequest, ExternalRater)
PROPOSED = (RaterKind.PEER, RaterKind.REPORT)
TAKES_RATERS = (CycleState.DRAFT, CycleState.OPEN)
_APPROVED = RequestState.APPROVED
_DECISION = ("state", "decided_by", "decided_at")


def propose_rater(
    *,
    actor: User,
    participant: CycleParticipant,
    rater: Employee,
    kind: RaterKind,
    now: dt.datetime,
) -> RatingRequest:
    """Propose one person as `propose_raters` does several."""
    (request,) = propose_raters(
        actor=actor, participant=participant, raters=[rater], kind=kind, now=now
    )
    return request


@transaction.atomic
def propose_raters(
    *,
    actor: User,
    participant: CycleParticipant,
    raters: Sequence[Employee],
    kind: RaterKind,
    now: dt.datetime,
) -> list[RatingRequest]:
    """Propose who rates this person; proposals by manager or HR are approved at once.

    Whom others asked already is told to those who approve. To the person it stays a proposal like
    any other, or proposing everybody would tell who was asked. Raises `NotAllowedError`,
    `ConflictError`, or `DomainError` naming the field when one of them cannot rate this person.
    """
    cycle, approves = proposing(actor, participant)
    terms = cycle.kinds.filter(rater_kind=kind).first()
    if terms is None or kind not in PROPOSED:
        raise DomainError(_("Nobody is proposed as that in this cycle."), field="kind")
    _check_raters(participant, raters, kind)
    ratee = participant.employee
    rows = RatingRequest.objects.filter(cycle=cycle, ratee=ratee, rater__in=raters)
    known = {request.rater_id: request for request in rows.select_for_update()}
    for rater in raters:
        if rater.pk in known:
            _adopt(known[rater.pk], rater, actor, approves=approves)
    decision = {"state": _APPROVED, "decided_by": actor, "decided_at": now} if approves else {}
    new = [
        RatingRequest(
            cycle=cycle,
            ratee=ratee,
            rater=rater,
            rater_kind=kind,
            anonymous=terms.anonymous,
            proposed_by=actor,
            **decision,
        )
        for rater in raters
        if rater.pk not in known
    ]
    RatingRequest.objects.bulk_create(new)
    if approves:
        _ask(cycle, new)
    else:
        tell_approver(participant)
    return [*known.values(), *new]


def _adopt(request: RatingRequest, rater: Employee, actor: User, *, approves: bool) -> None:
    """Make what others asked for a proposal of this person as well."""
    if approves or request.proposed_by_id == actor.pk:
        raise known_already(request, str(rater), approves=approves)
    request.proposed_by = actor
    save_versioned(request, ["proposed_by"])


@transaction.atomic
def decide_rater(
    *,
    actor: User,
    participant: CycleParticipant,
    request: RatingRequest,
    approve: bool,
    now: dt.datetime,
) -> None:
    """Approve or decline a proposal. Raises `NotAllowedError` or `ConflictError`."""
    cycle = deciding(actor, participant)
    request = locked_in(RequestState.PROPOSED, request, participant)
    if approve:
        _approve(request, cycle, actor, now)
    else:
        decided(request, RequestState.DECLINED, actor, now)


@transaction.atomic
def ask_after_all(
    *, actor: User, participant: CycleParticipant, request: RatingRequest, now: dt.datetime
) -> None:
    """Approve what was declined. Raises `NotAllowedError` or `ConflictError`."""
    cycle = deciding(actor, participant)
    _approve(locked_in(RequestState.DECLINED, request, participant), cycle, actor, now)


@transaction.atomic
def take_back_proposal(*, actor: User, request: RatingRequest) -> None:
    """Remove a proposal of one's own; whoever is asked already stays asked, which is not told.

    Raises `NotAllowedError`.
    """
    own = RatingRequest.objects.select_for_update().filter(pk=request.pk, proposed_by=actor)
    found = own.first()
    if found is None:
        raise NotAllowedError(_("Only who proposed somebody can take that back."))
    if found.state == RequestState.PROPOSED:
        found.delete()
    else:
        found.proposed_by = None
        save_versioned(found, ["proposed_by"])


def kinds_to_propose(cycle: AssessmentCycle) -> list[CycleRaterKind]:
    """The kinds of which people with a log-in can be proposed."""
    return [kind for kind in cycle.kinds.all() if kind.rater_kind in PROPOSED]


# --- what proposals of colleagues and of people from outside share ------------------------------


def proposing(actor: User, participant: CycleParticipant) -> tuple[AssessmentCycle, bool]:
    """The cycle, locked, for who proposes, and whether they approve at once.

    Raises `ConflictError` or `NotAllowedError`.
    """
    cycle = _taking_raters(participant)
    approves = rules.can_approve_raters(actor, participant.employee)
    if not approves and participant.employee.user_id != actor.pk:
        raise NotAllowedError(_("Raters are proposed by the person, the manager or HR."))
    return cycle, approves


def deciding(actor: User, participant: CycleParticipant) -> AssessmentCycle:
    """The cycle, locked, for who approves. Raises `ConflictError` or `NotAllowedError`."""
    cycle = _taking_raters(participant)
    if not rules.can_approve_raters(actor, participant.employee):
        raise NotAllowedError(_("The manager or HR decides who rates."))
    return cycle


def known_already(
    known: RatingRequest | ExternalRater, name: str, *, approves: bool
) -> ConflictError:
    """Why somebody is not proposed a second time."""
    sentence = _("%(name)s was proposed already.")
    if approves and known.state == RequestState.DECLINED:
        sentence = _("%(name)s was declined. The list has a button to ask them after all.")
    return ConflictError(sentence % {"name": name}, code="proposed_already")


def locked_in(state: RequestState, proposal: Proposal, participant: CycleParticipant) -> Proposal:
    """The proposal, locked. Raises `ConflictError` in another state or about somebody else."""
    about = {"cycle": participant.cycle_id, "ratee": participant.employee_id}
    rows = type(proposal)._default_manager.select_for_update()
    found: Proposal | None = rows.filter(**about, pk=proposal.pk, state=state).first()
    if found is None:
        raise ConflictError(_("This was decided already."), code="decided_already")
    return found


def decided(
    proposal: RatingRequest | ExternalRater, state: RequestState, actor: User, now: dt.datetime
) -> None:
    """Keep who approved or declined it."""
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor, now
    save_versioned(proposal, [*_DECISION])


def _taking_raters(participant: CycleParticipant) -> AssessmentCycle:
    """The cycle, locked. Raises `ConflictError` when it is closed."""
    cycle = AssessmentCycle.objects.select_for_update().get(pk=participant.cycle_id)
    if cycle.state not in TAKES_RATERS:
        raise ConflictError(
            _("“%(cycle)s” is closed, so nobody can be added.") % {"cycle": cycle},
            code="cycle_closed",
        )
    return cycle


def _check_raters(
    participant: CycleParticipant, raters: Sequence[Employee], kind: RaterKind
) -> None:
    ratee = participant.employee
    near = Q(employee__in=raters, manager=ratee) | Q(employee=ratee, manager__in=raters)
    places = Assignment.objects.current().primary().filter(near)
    lines = set(places.values_list("employee", "manager"))
    for rater in raters:
        check_can_rate(rater, ratee)
        if ((rater.pk, ratee.pk) in lines) != (kind == RaterKind.REPORT):
            raise DomainError(
                _("Direct reports rate as direct reports, others as colleagues."), field="kind"
            )
        if (ratee.pk, rater.pk) in lines:
            raise DomainError(_("The manager rates as manager, not as colleague."), field="rater")


def check_can_rate(rater: Employee, ratee: Employee) -> None:
    """Raise `DomainError` where this person cannot answer about the other."""
    if rater.pk == ratee.pk:
        raise DomainError(_("Somebody else has to rate."), code="own_rater", field="rater")
    if rater.status == EmployeeStatus.LEFT:
        raise DomainError(
            _("%(name)s does not work here any more.") % {"name": rater},
            code="rater_left",
            field="rater",
        )
    if rater.user is None or not rater.user.is_active:
        raise DomainError(
            _("%(name)s has no log-in yet, so cannot answer. HR can invite them.")
            % {"name": rater},
            code="rater_without_log_in",
            field="rater",
        )
    if not takes_part(rater.user):
        raise DomainError(
            _("Skillmap is not switched on for %(name)s yet.") % {"name": rater},
            code="rater_not_in_pilot",
            field="rater",
        )


def _approve(request: RatingRequest, cycle: AssessmentCycle, actor: User, now: dt.datetime) -> None:
    decided(request, RequestState.APPROVED, actor, now)
    _ask(cycle, [request])


def _ask(cycle: AssessmentCycle, requests: Sequence[RatingRequest]) -> None:
    """Tell raters of one kind who were approved after the opening; `cycle` is the locked one: it
    may have opened since the person was read."""
    if cycle.state != CycleState.OPEN:
        return
    if any(request.anonymous for request in requests):
        feedback.invite(cycle)
        return
    tell(
        Note(request.rater.user, "cycle_opened", partial(_asked_words, request), waiting_link())
        for request in requests
    )


def _asked_words(request: RatingRequest) -> str:
    values = {"cycle": request.cycle, "name": request.ratee}
    return _("%(cycle)s: please rate %(name)s") % values


def tell_approver(participant: CycleParticipant) -> None:
    """The manager, or who runs the cycle, is told once about any number of proposals."""
    link = raters_link(participant)
    told = Notification.objects.filter(kind="raters_proposed", link=link, read_at=None)
    known = set(told.values_list("user", flat=True))
    name = participant.employee
    tell(
        Note(user, "raters_proposed", lambda: _proposed_words(name), link)
        for user in _approvers(participant)
        if user.pk not in known
    )


def _approvers(participant: CycleParticipant) -> list[User]:
    """The line manager; where there is none who can log in, those who run the cycle."""
    place = Assignment.objects.current().primary().filter(employee=participant.employee)
    found = place.select_related("manager__user").first()
    user = found.manager.user if found and found.manager else None
    return [user] if user is not None and user.is_active else owners_of(participant.cycle)


def _proposed_words(name: Employee) -> str:
    return _("%(name)s proposed who rates them; please decide") % {"name": name}
