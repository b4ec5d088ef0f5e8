"""Answering from outside, without a log-in: one page, opened by the code of a mail.

The code comes posted, from behind the # of the link or copied from the mail, and stays in a cookie
that no script reads; it is in no address, session, log or error report.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.enums import FeedbackReaders
from assessments.services.external_answers import Asked, answer_from_outside, asked_by
from assessments.services.feedback import Said
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID
from skillmap.pages.feedback_answers import FeedbackPage
from skillmap.pages.untraced import untraced

COOKIE = "external_code"
COOKIE_PATH = "/external/"
COOKIE_LIFE = timedelta(hours=12)
LONGEST_CODE = 100
GONE = 410


@never_cache
@login_not_required
@untraced
@require_http_methods(["GET", "POST"])
def external_form(request: HttpRequest) -> HttpResponse:
    """Ask for the code, then show the form; what is sent is kept once."""
    if "code" in request.POST:
        return _take_code(request)
    code = request.COOKIES.get(COOKIE, "")
    if not code:
        return render(request, "pages/external_code.html")
    try:
        asked = asked_by(code, timezone.now())
    except DomainError as error:
        return _refused(request, error)
    page = _Form(request, asked, code)
    return page.received() if request.method == "POST" else page.shown()


def _take_code(request: HttpRequest) -> HttpResponse:
    """Keep a code that leads to something to answer."""
    code = request.POST["code"].strip()[:LONGEST_CODE]
    try:
        asked_by(code, timezone.now())
    except DomainError as error:
        return _refused(request, error)
    response = redirect("pages:external_form")
    response.set_cookie(
        COOKIE,
        code,
        max_age=COOKIE_LIFE,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
        path=COOKIE_PATH,
    )
    return response


def _refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Say why the code leads nowhere, and forget it."""
    unknown = error.code == "unknown_code"
    context = {"fault": error.message, "is_gone": not unknown}
    status = INVALID if unknown else GONE
    response = render(request, "pages/external_code.html", context, status=status)
    response.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Strict")
    return response


class _Form(FeedbackPage):
    """As somebody from outside sees it."""

    template = "pages/external_form.html"

    def __init__(self, request: HttpRequest, asked: Asked, code: str) -> None:
        super().__init__(request, asked.participant)
        self.code, self.told = code, {"name": asked.rater.name}

    def keep(self, said: list[Said], readers: FeedbackReaders) -> HttpResponse:
        answer_from_outside(code=self.code, said=said, readers=readers, now=timezone.now())
        context = {"person": self.person, "ratee": self.person.employee}
        response = render(self.request, "pages/external_sent.html", context)
        response.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Strict")
        return response
