"""People from outside on the page of somebody's raters."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import CycleParticipant, ExternalRater
from assessments.services.external import (
    ask_external_after_all,
    decide_external,
    mail_again,
    propose_external,
    take_back_external,
)
from skillmap.core.errors import DomainError
from skillmap.core.http import UserRequest, as_id
from skillmap.pages.cycles_forms import OutsideForm

VERBS = tuple(f"{verb}_outside" for verb in ("approve", "decline", "ask", "forget", "mail"))


def posts_outside(request: UserRequest) -> bool:
    """Is what was posted about somebody from outside?"""
    return "outside" in request.POST or any(verb in request.POST for verb in VERBS)


def change_outside(request: UserRequest, participant: CycleParticipant, form: OutsideForm) -> None:
    """Propose somebody, or decide on a proposal; what is wrong with a name or address stands in
    the form. Raises `DomainError` for everything else."""
    verb = next((verb for verb in VERBS if verb in request.POST), "")
    if verb:
        _decide(request, participant, verb)
    elif form.is_valid():
        _propose(request, participant, form)


def _propose(request: UserRequest, participant: CycleParticipant, form: OutsideForm) -> None:
    try:
        propose_external(
            actor=request.user,
            participant=participant,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            now=timezone.now(),
        )
    except DomainError as error:
        if error.field not in form.fields:
            raise
        form.add_error(error.field, error.message)


def _decide(request: UserRequest, participant: CycleParticipant, verb: str) -> None:
    rater = get_object_or_404(
        ExternalRater.objects.visible_to(request.user),
        cycle=participant.cycle_id,
        ratee=participant.employee_id,
        public_id=as_id(request.POST[verb]),
    )
    if verb == "forget_outside":
        take_back_external(actor=request.user, rater=rater)
    elif verb == "mail_outside":
        today = timezone.localdate()
        mail_again(actor=request.user, participant=participant, rater=rater, today=today)
        messages.success(request, _("A new link was mailed."))
    elif verb == "ask_outside":
        now = timezone.now()
        ask_external_after_all(actor=request.user, participant=participant, rater=rater, now=now)
    else:
        decide_external(
            actor=request.user,
            participant=participant,
            rater=rater,
            approve=verb == "approve_outside",
            now=timezone.now(),
        )
