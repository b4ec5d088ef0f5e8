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

    A declined proposal can be made again by those who approve. Raises `NotAllowedError`,
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
    requests = []
    for rater in raters:
        request = known.get(rater.pk)
        check_proposed_anew(request, str(rater), approves=approves)
        request = request or RatingRequest(cycle=cycle, ratee=ratee, proposed_by=actor)
        request.rater, request.rater_kind, request.anonymous = rater, kind, terms.anonymous
        request.state = RequestState.PROPOSED
        if approves:
            request.state, request.decided_by, request.decided_at = _APPROVED, actor, now
        requests.append(request)
    RatingRequest.objects.bulk_create([one for one in requests if one.pk is None])
    for request in known.values():
        save_versioned(request, ["rater_kind", "anonymous", *_DECISION])
    if approves:
        _ask(cycle, requests)
    else:
        tell_approver(participant)
    return requests


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
    request = undecided(request, participant)
    if approve:
        _approve(request, cycle, actor, now)
    else:
        decided(request, RequestState.DECLINED, actor, now)


@transaction.atomic
def take_back_proposal(*, actor: User, request: RatingRequest | ExternalRater) -> None:
    """Remove a proposal of one's own that nobody has decided on. Raises `ConflictError`."""
    own = type(request)._default_manager.filter(pk=request.pk, proposed_by=actor)
    gone, _by_model = own.filter(state=RequestState.PROPOSED).delete()
    if not gone:
        raise ConflictError(_("This was decided already."), code="decided_already")


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


def check_proposed_anew(
    known: RatingRequest | ExternalRater | None, name: str, *, approves: bool
) -> None:
    """What was declined is proposed again by those who approve. Raises `ConflictError`."""
    if known is not None and not (approves and known.state == RequestState.DECLINED):
        raise ConflictError(
            _("%(name)s was proposed already.") % {"name": name}, code="proposed_already"
        )


def undecided(proposal: Proposal, participant: CycleParticipant) -> Proposal:
    """The proposal, locked. Raises `ConflictError` when it is decided or about somebody else."""
    about = {"cycle": participant.cycle_id, "ratee": participant.employee_id}
    rows = type(proposal)._default_manager.select_for_update()
    found: Proposal | None = rows.filter(
        **about, pk=proposal.pk, state=RequestState.PROPOSED
    ).first()
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
        _check_can_rate(rater, ratee)
        if ((rater.pk, ratee.pk) in lines) != (kind == RaterKind.REPORT):
            raise DomainError(
                _("Direct reports rate as direct reports, others as colleagues."), field="kind"
            )
        if (ratee.pk, rater.pk) in lines:
            raise DomainError(_("The manager rates as manager, not as colleague."), field="rater")


def _check_can_rate(rater: Employee, ratee: Employee) -> None:
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
