"""Answering from outside, without a log-in: one page, opened by the code of a mail.

The code comes posted, from behind the # of the link or copied from the mail, and stays in a cookie
that no script reads; it is in no address, session, log or error report.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.enums import FeedbackReaders
from assessments.queries.feedback import readers_of, skills_asked
from assessments.services.external_answers import Asked, answer_from_outside, asked_by
from skillmap.core.errors import DomainError, ManyErrors
from skillmap.core.http import INVALID
from skillmap.pages.feedback_answers import cards_of, foreign_answers, put_faults, read_cards
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


class _Form:
    """The form as somebody from outside sees it."""

    def __init__(self, request: HttpRequest, asked: Asked, code: str) -> None:
        self.request, self.asked, self.code = request, asked, code
        everything = "all" in request.GET
        every = skills_asked(asked.participant, everything=True)
        skills = every if everything else skills_asked(asked.participant)
        self.more = len(every) - len(skills)
        self.cards = cards_of(skills, None)
        self.comment = ""

    def shown(self, fault: str = "", status: int = 200) -> HttpResponse:
        person = self.asked.participant
        context: dict[str, Any] = {
            "asked": self.asked.rater,
            "person": person,
            "ratee": person.employee,
            "cards": self.cards,
            "answered": sum(card.is_answered for card in self.cards),
            "comment": self.comment,
            "readers": readers_of(person),
            "more": self.more,
            "fault": fault,
        }
        return render(self.request, "pages/external_form.html", context, status=status)

    def received(self) -> HttpResponse:
        """Keep what was posted, or show it again with what is wrong."""
        posted = self.request.POST
        said = read_cards(self.cards, posted)
        self.comment = posted.get("comment", "").strip()
        if foreign_answers(self.cards, posted):
            return self.shown(_("This form asks about other skills. Nothing was sent."), INVALID)
        if any(card.fault for card in self.cards):
            return self.shown(status=INVALID)
        told = posted.get("readers", "")
        known = told in FeedbackReaders.values
        try:
            answer_from_outside(
                code=self.code,
                said=said,
                comment=self.comment,
                readers=FeedbackReaders(told) if known else FeedbackReaders.PERSON,
                now=timezone.now(),
            )
        except ManyErrors as error:
            put_faults(self.cards, error)
            return self.shown(error.message, INVALID)
        except DomainError as error:
            return self.shown(error.message, error.status)
        return self._sent()

    def _sent(self) -> HttpResponse:
        context = {"person": self.asked.participant, "ratee": self.asked.participant.employee}
        response = render(self.request, "pages/external_sent.html", context)
        response.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Strict")
        return response
