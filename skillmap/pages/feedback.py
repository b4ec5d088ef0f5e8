"""Anonymous feedback: what waits for me, and the form.

The form's address names the person and the round, never the rater; its answers and codes are kept
out of sessions, messages, logs and error reports.
"""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.enums import CycleState, FeedbackReaders
from assessments.models import CycleParticipant, FeedbackAnswer, FeedbackInvitation
from assessments.queries.feedback import own_answer, participant_of, requests_of
from assessments.queries.feedback_report import reports_visible_to
from assessments.services.feedback import Said, answer, change_answer
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.feedback_answers import FeedbackPage, codes_of, keep_code
from skillmap.pages.untraced import untraced

PAGE_SIZE = 25


@require_GET
def feedback_list(request: UserRequest) -> HttpResponse:
    """Anonymous feedback one is asked for, and reports one may read."""
    reports = reports_visible_to(request.user).select_related("cycle", "employee")
    reports = reports.order_by("-cycle__released_at", "employee__last_name", "pk")
    page = Paginator(reports, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"requests": requests_of(request.user), "page": page}
    return render(request, "pages/feedback_list.html", context)


@untraced
@require_http_methods(["GET", "POST"])
def feedback_form(request: UserRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Answer without a name, once; with the code of one's answer, read and change it."""
    invitations = FeedbackInvitation.objects.visible_to(request.user).exclude(
        cycle__state=CycleState.DRAFT
    )
    invitation = get_object_or_404(
        invitations, cycle__public_id=public_id, ratee__public_id=person_id
    )
    person = participant_of(invitation)
    if "code" in request.POST:
        return _take_code(request, person)
    own = own_answer(request.user, codes_of(request), person)
    is_open = person.cycle.state == CycleState.OPEN and not person.is_gone
    if not is_open or (invitation.answered_on and own is None):
        status = 409 if request.method == "POST" else 200
        return _closed_page(request, person, is_open=is_open, status=status)
    page = _Form(request, person, own)
    return page.received() if request.method == "POST" else page.shown()


class _Form(FeedbackPage):
    """Empty, or with the answer that the author's code opens."""

    template = "pages/feedback_form.html"

    def __init__(
        self, request: UserRequest, person: CycleParticipant, own: FeedbackAnswer | None
    ) -> None:
        super().__init__(request, person, own)
        self.author, self.told = request.user, {"changes": own is not None}

    def keep(self, said: list[Said], readers: FeedbackReaders) -> HttpResponse:
        values: dict[str, Any] = {
            "author": self.author,
            "participant": self.person,
            "said": said,
            "comment": self.comment,
            "readers": readers,
            "now": timezone.now(),
        }
        if self.told["changes"]:
            change_answer(tokens=codes_of(self.request), **values)
            return _sent_page(self.request, self.person, code="")
        return _sent_page(self.request, self.person, code=answer(**values))


def _sent_page(request: HttpRequest, person: CycleParticipant, *, code: str) -> HttpResponse:
    """Shown once: the code is in no address, so going back or reloading does not show it again."""
    context = {"person": person, "ratee": person.employee, "code": code}
    context["link"] = request.build_absolute_uri(_address(person)) + f"#code={code}"
    response = render(request, "pages/feedback_sent.html", context)
    if code:
        days = (person.cycle.closes_on - timezone.localdate()).days + 1
        keep_code(request, response, code, days)
    return response


def _take_code(request: UserRequest, person: CycleParticipant) -> HttpResponse:
    """Keep a code that opens one's own answer about this person."""
    code = request.POST["code"].strip()
    if own_answer(request.user, [code], person) is None:
        is_open = person.cycle.state == CycleState.OPEN
        fault = _("This code opens no answer of yours in this round.")
        return _closed_page(request, person, is_open=is_open, status=INVALID, fault=fault)
    response = redirect(_address(person))
    keep_code(request, response, code, (person.cycle.closes_on - timezone.localdate()).days + 1)
    return response


def _closed_page(
    request: UserRequest, person: CycleParticipant, *, is_open: bool, status: int, fault: str = ""
) -> HttpResponse:
    context = {"person": person, "ratee": person.employee, "is_open": is_open, "fault": fault}
    return render(request, "pages/feedback_answered.html", context, status=status)


def _address(person: CycleParticipant) -> str:
    return reverse("pages:feedback_form", args=[person.cycle.public_id, person.employee.public_id])
