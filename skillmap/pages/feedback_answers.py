"""The form of feedback: its cards, what was posted, and the author's codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from assessments.enums import FeedbackReaders
from assessments.models import CycleParticipant, FeedbackAnswer
from assessments.queries.feedback import readers_of, skills_asked
from assessments.queries.rating_cards import Choice, choices_of
from assessments.services.feedback import Said
from skillmap.core.errors import DomainError, ManyErrors
from skillmap.core.http import INVALID
from skillmap.pages.rating_answers import AnswerForm
from skills.models import Skill

COOKIE = "feedback_codes"
COOKIE_PATH = "/feedback/"
MOST_CODES = 60  # a cookie holds 4 KB
SECONDS_PER_DAY = 24 * 60 * 60


@dataclass(slots=True)
class FeedbackCard:
    """One skill on the form with what is chosen so far."""

    skill: Skill
    choices: Sequence[Choice]
    level: Decimal | None = None
    cannot_judge: bool = False
    comment: str = ""
    fault: str = ""

    @property
    def is_answered(self) -> bool:
        return self.cannot_judge or self.level is not None


def cards_of(skills: Sequence[Skill], own: FeedbackAnswer | None) -> list[FeedbackCard]:
    """The cards, filled with one's own answer where there is one."""
    choices = choices_of(skills)
    given = {one["skill"]: one for one in own.payload["skills"]} if own else {}
    cards = [FeedbackCard(skill, choices[skill.pk]) for skill in skills]
    for card in cards:
        if one := given.get(card.skill.pk):
            card.level = None if one["level"] is None else Decimal(str(one["level"]))
            card.cannot_judge = one["level"] is None
            card.comment = one["comment"]
    return cards


def read_cards(cards: Sequence[FeedbackCard], posted: QueryDict) -> list[Said]:
    """Put what was posted on its card, with a fault where it cannot be kept; return the answers."""
    said = []
    for card in cards:
        form = AnswerForm(posted, prefix=str(card.skill.public_id))
        card.comment = posted.get(f"{card.skill.public_id}-comment", "")
        if not form.is_valid():
            card.fault = " ".join(str(text) for texts in form.errors.values() for text in texts)
            continue
        card.level, card.cannot_judge = form.cleaned_data["answer"]
        card.comment = form.cleaned_data["comment"]
        if card.is_answered:
            said.append(Said(card.skill, card.level, card.comment))
        elif card.comment:
            card.fault = _("Choose a level or “cannot judge” beside your comment.")
    return said


def put_faults(cards: Sequence[FeedbackCard], error: ManyErrors) -> None:
    """Say at each card what is wrong with its answer."""
    for card in cards:
        card.fault = error.fields.get(str(card.skill.public_id), card.fault)


def foreign_answers(cards: Sequence[FeedbackCard], posted: QueryDict) -> bool:
    """Does the form bring answers about skills that it does not ask about?"""
    asked = {f"{card.skill.public_id}-answer" for card in cards}
    return any(name.endswith("-answer") and name not in asked for name in posted)


class FeedbackPage:
    """The form as one author sees it. A subclass says where the answer goes."""

    template: str

    def __init__(
        self, request: HttpRequest, person: CycleParticipant, own: FeedbackAnswer | None = None
    ) -> None:
        self.request, self.person = request, person
        given = [one["skill"] for one in own.payload["skills"]] if own else []
        every = skills_asked(person, everything=True)
        skills = every if "all" in request.GET else skills_asked(person, also=given)
        self.more = len(every) - len(skills)
        self.cards = cards_of(skills, own)
        self.comment = own.payload["comment"] if own else ""
        self.told: dict[str, Any] = {}  # what the page of a subclass shows besides

    def keep(self, said: list[Said], readers: FeedbackReaders) -> HttpResponse:
        """Keep the answer and say so. Raises `DomainError`."""
        raise NotImplementedError

    def shown(self, fault: str = "", status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {
            "person": self.person,
            "ratee": self.person.employee,
            "cards": self.cards,
            "answered": sum(card.is_answered for card in self.cards),
            "comment": self.comment,
            "readers": readers_of(self.person),
            "more": self.more,
            "fault": fault,
            **self.told,
        }
        return render(self.request, self.template, context, status=status)

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
            return self.keep(said, FeedbackReaders(told) if known else FeedbackReaders.PERSON)
        except ManyErrors as error:
            put_faults(self.cards, error)
            return self.shown(error.message, INVALID)
        except DomainError as error:  # the readers may have changed
            rows = CycleParticipant.objects.select_related("cycle", "employee")
            self.person = rows.get(pk=self.person.pk)
            return self.shown(error.message, error.status)


def codes_of(request: HttpRequest) -> list[str]:
    """The codes that this browser keeps."""
    return [code for code in request.COOKIES.get(COOKIE, "").split(".") if code][-MOST_CODES:]


def keep_code(request: HttpRequest, response: HttpResponse, code: str, days: int) -> None:
    """Let the browser, and no script, keep one more code until the round is over."""
    codes = [kept for kept in codes_of(request) if kept != code][1 - MOST_CODES :]
    options: dict[str, Any] = {"secure": settings.SESSION_COOKIE_SECURE, "path": COOKIE_PATH}
    response.set_cookie(
        COOKIE,
        ".".join([*codes, code]),
        max_age=max(1, days) * SECONDS_PER_DAY,
        httponly=True,
        samesite="Strict",
        **options,
    )
