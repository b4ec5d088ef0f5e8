"""The form of anonymous feedback: its cards, what was posted, and the author's codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from assessments.models import FeedbackAnswer
from assessments.queries.rating_cards import Choice, choices_of
from assessments.services.feedback import Said
from skillmap.core.errors import ManyErrors
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
