"""Taking a test: what there is, one question after the other, the result."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import rules
from assessments.enums import AttemptState, ContentState, ItemKind
from assessments.models import Attempt, Quiz, Scenario
from assessments.queries.quizzes import Question, questions_of, quizzes_for, result_levels
from assessments.queries.scenarios import ScenarioRow, scenario_levels, scenarios_for
from assessments.services.attempts import (
    Standing,
    is_over,
    save_answers,
    standing,
    start_attempt,
    submit_attempt,
)
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.levels import Level

REVIEW = "end"  # the page before handing in


@dataclass(frozen=True)
class InstrumentCard:
    """A test or a scenario in the list, how one stands with it, and one's last result."""

    what: str
    url: str
    entry: Quiz | Scenario
    standing: Standing
    level: Level | None
    taken_at: dt.datetime | None
    is_asked: bool


@require_GET
def quiz_list(request: UserRequest) -> HttpResponse:
    """What one's role asks for, then other tests and other scenarios."""
    quizzes, scenarios = quizzes_for(request.user), scenarios_for(request.user)
    taken = [one for quiz, own, _asked in quizzes for one in _of(quiz, own)]
    levels = result_levels(taken)
    newest = scenario_levels(scenarios)
    tests = [_quiz_card(quiz, own, levels, asked) for quiz, own, asked in quizzes]
    scenes = [_scenario_card(row, newest) for row in scenarios]
    context = {
        "sections": [
            (_("Your role asks for these"), [one for one in [*tests, *scenes] if one.is_asked]),
            (_("Tests"), [one for one in tests if not one.is_asked]),
            (_("Scenarios"), [one for one in scenes if not one.is_asked]),
        ],
        "has_tests": bool(tests),
        "has_scenarios": bool(scenes),
        "may_take": rules.can_take_tests(request.user),
        "may_write": rules.can_write_tests(request.user),
    }
    return render(request, "pages/quiz_list.html", context)


@require_GET
def quiz_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What a test asks and on which terms, before one starts it."""
    quiz = _quiz(request, public_id)
    own = _of(quiz, list(quiz.attempts.filter(employee__user=request.user)))
    levels = result_levels(own)
    context = {
        "quiz": quiz,
        "n_questions": quiz.draws or quiz.lines.count(),
        "standing": _standing(quiz, own),
        "attempts": [(one, levels.get(one.pk)) for one in own],
        "may_take": rules.can_take_tests(request.user),
        "is_open": quiz.state == ContentState.PUBLISHED,
    }
    return render(request, "pages/quiz_detail.html", context)


@require_POST
def quiz_start(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Start, or go on with what is open."""
    quiz = _quiz(request, public_id)
    if not rules.can_take_tests(request.user):
        return render(request, "403.html", status=403)
    try:
        attempt = start_attempt(actor=request.user, quiz=quiz, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("pages:quiz_detail", public_id)
    return redirect("pages:attempt_form", attempt.public_id)


@never_cache
@require_http_methods(["GET", "POST"])
def attempt_form(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The player: one question a page, or all; every way out of a page keeps its answers."""
    attempt = _own_attempt(request, public_id)
    if attempt is None:
        return render(request, "403.html", status=403)
    if attempt.state == AttemptState.SCORED or is_over(attempt, timezone.now()):
        submit_attempt(attempt=attempt, actor=request.user, now=timezone.now())
        return redirect("pages:result_detail", public_id)
    faults: dict[int, str] = {}
    typed: dict[int, str] = {}
    questions = questions_of(attempt)
    place = request.GET.get("q", "")
    if request.method == "POST":
        place = request.POST.get("at", "")
        try:
            faults = _keep(request, attempt, questions)
        except ConflictError as error:
            messages.warning(request, error.message)
            return redirect("pages:result_detail", public_id)
        if not faults:
            return _onward(request, attempt)
        typed = {n: request.POST.get(f"answer-{n}", "")[:40] for n in faults}
        questions = questions_of(attempt)
    context = _player(attempt, questions, place, faults)
    context["shown"] = [(one, faults.get(n, ""), typed.get(n, "")) for n, one in context["shown"]]
    return render(request, "pages/attempt_form.html", context, status=INVALID if faults else 200)


@require_POST
def attempt_answer(request: UserRequest, public_id: UUID, position: int) -> HttpResponse:
    """Keep one answer while the person goes on; the fragment says that it is kept."""
    attempt = _own_attempt(request, public_id)
    if attempt is None:
        return render(request, "403.html", status=403)
    fault, status = "", 200
    question = next((one for one in questions_of(attempt) if one.position == position), None)
    posted = {} if question is None else {position: _posted(request.POST, question)}
    try:
        faults = save_answers(
            attempt=attempt, actor=request.user, answers=posted, now=timezone.now()
        )
    except ConflictError as error:
        fault, status = error.message, error.status
    else:
        fault = faults.get(position, "")
        status = INVALID if fault else 200
    return render(request, "pages/_rating_kept.html", {"fault": fault}, status=status)


@require_GET
def result_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What came out, in words first, and how."""
    attempts = Attempt.objects.visible_to(request.user).select_related(
        "quiz__skill__scale", "employee", "cut_scores"
    )
    attempt = get_object_or_404(attempts, public_id=public_id)
    if attempt.state == AttemptState.OPEN:
        return redirect("pages:attempt_form", public_id)
    answered = sum(question.is_answered for question in questions_of(attempt))
    context = {
        "attempt": attempt,
        "level": result_levels([attempt]).get(attempt.pk),
        "answered": answered,
        "is_own": attempt.employee.user_id == request.user.pk,
        "is_late": attempt.submitted_at == attempt.deadline_at,
    }
    return render(request, "pages/result_detail.html", context)


def _quiz(request: UserRequest, public_id: UUID) -> Quiz:
    """A test this user may know of: published, one's own to write, or begun."""
    quizzes = Quiz.objects.visible_to(request.user) | Quiz.objects.filter(
        attempts__employee__user=request.user.pk
    )
    quizzes = quizzes.distinct().select_related("skill__scale")
    return get_object_or_404(quizzes, public_id=public_id)


def _own_attempt(request: UserRequest, public_id: UUID) -> Attempt | None:
    """The attempt, None when this user may read its result but did not take it."""
    attempts = Attempt.objects.visible_to(request.user).select_related("quiz__skill", "employee")
    attempt = get_object_or_404(attempts, public_id=public_id)
    return attempt if attempt.employee.user_id == request.user.pk else None


def scenario_standing(row: ScenarioRow) -> Standing:
    """Whether the person may start this scenario now."""
    return standing(
        row.attempts,
        attempts_at_most=row.scenario.attempts_at_most,
        retake_days=row.scenario.retake_days,
        today=timezone.now().date(),
    )


def _of(quiz: Quiz, own: list[Attempt]) -> list[Attempt]:
    """The attempts, each knowing the test that was read already."""
    for one in own:
        one.quiz = quiz
    return own


def _standing(quiz: Quiz, own: Sequence[Attempt]) -> Standing:
    return standing(
        own,
        attempts_at_most=quiz.attempts_at_most,
        retake_days=quiz.retake_days,
        today=timezone.now().date(),
    )


def _quiz_card(
    quiz: Quiz, own: Sequence[Attempt], levels: dict[int, Level], asked: bool
) -> InstrumentCard:
    last = next((one for one in own if one.pk in levels), None)
    return InstrumentCard(
        _("Test"),
        reverse("pages:quiz_detail", args=[quiz.public_id]),
        quiz,
        _standing(quiz, own),
        levels[last.pk] if last else None,
        last.submitted_at if last else None,
        asked,
    )


def _scenario_card(row: ScenarioRow, newest: dict[int, Level]) -> InstrumentCard:
    return InstrumentCard(
        _("Scenario"),
        reverse("pages:scenario_detail", args=[row.scenario.public_id]),
        row.scenario,
        scenario_standing(row),
        newest.get(row.scenario.pk),
        row.taken_at,
        row.asked,
    )


def _keep(request: UserRequest, attempt: Attempt, questions: Sequence[Question]) -> dict[int, str]:
    """Keep what this page changed. What another page or tab kept meanwhile stays as it is."""
    shown = [one for one in questions if f"seen-{one.position}" in request.POST]
    posted = {one.position: _posted(request.POST, one) for one in shown}
    changed = {
        position: answer
        for position, answer in posted.items()
        if (",".join(answer) if any(answer) else "") != request.POST[f"seen-{position}"]
    }
    return save_answers(attempt=attempt, actor=request.user, answers=changed, now=timezone.now())


def _posted(data: QueryDict, question: Question) -> list[str]:
    """What a page says about one question, as `analysis.answers.read_answer` takes it."""
    name = f"answer-{question.position}"
    if question.kind == ItemKind.ORDERING:
        return [data.get(f"{name}-{option.place}", "") for option in question.options]
    return data.getlist(name)


def _onward(request: UserRequest, attempt: Attempt) -> HttpResponse:
    """Hand in, or to the page that was asked for."""
    if "submit" in request.POST:
        submit_attempt(attempt=attempt, actor=request.user, now=timezone.now())
        return redirect("pages:result_detail", attempt.public_id)
    response = redirect("pages:attempt_form", attempt.public_id)
    response["Location"] += f"?q={_known_place(request.POST.get('go', ''), attempt.n_items)}"
    return response


def _known_place(place: str, n_items: int) -> str:
    is_position = place.isascii() and place.isdigit() and 1 <= int(place[:4]) <= n_items
    return place[:4] if is_position else REVIEW


def _player(
    attempt: Attempt, questions: Sequence[Question], place: str, faults: dict[int, str]
) -> dict[str, Any]:
    """What the player's page shows at a place: a position, or the last look before handing in."""
    known = _known_place(place or str(_first_open(questions)), len(questions))
    if faults:
        known = str(min(faults))
    everything = attempt.quiz.one_page
    current = next((one for one in questions if str(one.position) == known), None)
    shown = questions if everything else [current] if current else []
    now = timezone.now()
    left = (attempt.deadline_at - now).total_seconds() if attempt.deadline_at else None
    return {
        "attempt": attempt,
        "quiz": attempt.quiz,
        "questions": questions,
        "shown": [(one.position, one) for one in shown],
        "current": current,
        "is_review": current is None and not everything,
        "everything": everything,
        "answered": sum(one.is_answered for one in questions),
        "open": [one.position for one in questions if not one.is_answered],
        "seconds_left": None if left is None else max(0, round(left)),
        "title": _("Question %(n)d") % {"n": current.position} if current else "",
    }


def _first_open(questions: Sequence[Question]) -> int | str:
    return next((one.position for one in questions if not one.is_answered), REVIEW)
