"""One observation about a person, and what is said against it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from assessments import rules
from assessments.models import Contest, Evidence
from assessments.queries.feedback_report import closed_evidence
from assessments.services.contests import (
    ask_second_rater,
    contest_evidence,
    reply_to_contest,
    resolve_contest,
)
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.person_choice import PersonField, find_person
from skillmap.pages.profile import open_card_of


class SecondForm(forms.Form):
    """Whom to ask for a second opinion."""

    rater = PersonField(label=gettext_lazy("Ask a second person"))


@require_http_methods(["GET", "POST"])
def evidence_contest(request: UserRequest, public_id: UUID, evidence_id: UUID) -> HttpResponse:
    """The observation with objections to it; posting objects, replies, asks or decides."""
    card = open_card_of(request.user, public_id)
    rows = Evidence.objects.filter(employee=card.person).select_related(
        "employee__user", "rater", "skill", "scale", "rating"
    )
    evidence = get_object_or_404(rows, public_id=evidence_id)
    contests = list(evidence.contests.select_related("resolved_by").order_by("-pk"))
    current = next((one for one in contests if one.outcome == "open"), None)
    fault = ""
    if request.method == "POST":
        try:
            _act(request, evidence, current)
        except DomainError as error:
            fault = error.message
        else:
            return redirect("pages:evidence_contest", public_id, evidence_id)
    if current:
        current.evidence = evidence  # so that the rules read nothing again
    context = {
        "card": card,
        "evidence": evidence,
        "link": getattr(getattr(evidence, "rating", None), "link", ""),
        "is_closed": evidence.pk in closed_evidence(request.user, card.person),
        "stands": not hasattr(evidence, "retraction"),
        "contests": contests,
        "current": current,
        "may_reply": current is not None and rules.can_reply_to_contest(request.user, current),
        "may_resolve": current is not None and rules.can_resolve_contest(request.user, current),
        "second": SecondForm(request.POST if fault else None)["rater"],
        "fault": fault,
        "typed": request.POST,
    }
    status = INVALID if fault else 200
    return render(request, "pages/evidence_contest.html", context, status=status)


def _act(request: UserRequest, evidence: Evidence, current: Contest | None) -> None:
    """What was posted. Raises `DomainError`."""
    act, now = request.POST.get("act", ""), timezone.now()
    text = request.POST.get("text", "")
    if act == "contest":
        contest_evidence(actor=request.user, evidence=evidence, reason=text, now=now)
        messages.success(request, _("Kept. Your manager or HR decides within two weeks."))
    elif current is None:
        raise DomainError(_("Nobody contests this."))
    elif act == "reply":
        reply_to_contest(actor=request.user, contest=current, reply=text, now=now)
    elif act == "second":
        form = SecondForm(request.POST)
        named = form.cleaned_data["rater"] if form.is_valid() else ""
        rater = find_person(request.user, named, field="rater")
        ask_second_rater(actor=request.user, contest=current, rater=rater, now=now)
        messages.success(request, _("%(name)s was asked.") % {"name": rater})
    elif act in {"stands", "withdrawn"}:
        resolve_contest(
            actor=request.user,
            contest=current,
            stands=act == "stands",
            resolution=text,
            now=now,
        )
    else:
        raise DomainError(_("There is no such step."))
