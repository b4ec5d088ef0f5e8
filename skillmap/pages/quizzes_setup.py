"""Putting tests together: settings, questions, cut scores with their history, publication."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import rules
from assessments.enums import AttemptState, ContentState, ScoreMethod
from assessments.models import CutScores, Item, Quiz, Scenario
from assessments.queries.quizzes import scale_words
from assessments.services.quizzes import (
    create_quiz,
    save_quiz,
    set_cut_scores,
    set_quiz_state,
)
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.quizzes_forms import CutScoresForm, QuizForm, StateForm


@require_GET
def quiz_overview(request: UserRequest) -> HttpResponse:
    """All tests and scenarios with their states, for those who write them."""
    if not rules.can_write_tests(request.user):
        return render(request, "403.html", status=403)
    scored = Q(attempts__state=AttemptState.SCORED)
    quizzes = Quiz.objects.visible_to(request.user).select_related("skill")
    scenarios = Scenario.objects.visible_to(request.user).select_related("skill", "current")
    context = {
        "quizzes": quizzes.annotate(
            n_items=Count("lines", distinct=True), n_taken=Count("attempts", scored, distinct=True)
        ),
        "scenarios": scenarios.annotate(newest=Max("versions__number")).prefetch_related(
            "versions"
        ),
    }
    return render(request, "pages/quiz_overview.html", context)


@require_http_methods(["GET", "POST"])
def quiz_new(request: UserRequest) -> HttpResponse:
    """A new test as a draft."""
    if not rules.can_write_tests(request.user):
        return render(request, "403.html", status=403)
    form = QuizForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        items = form.chosen_items(form.cleaned_data["skill"])
        quiz = None if form.errors else _created(request, form, items)
        if quiz is not None:
            return redirect("pages:quiz_edit", quiz.public_id)
    status = INVALID if form.errors else 200
    return render(request, "pages/quiz_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def quiz_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Settings and questions; the page also shows cut scores and their history."""
    quiz = _quiz(request, public_id)
    if not rules.can_write_tests(request.user):
        return render(request, "403.html", status=403)
    codes = list(quiz.lines.values_list("item__code", flat=True))
    form = QuizForm(request.POST or None, initial=QuizForm.initial_of(quiz, codes))
    form.fields["skill"].disabled = True
    if request.method == "POST" and form.is_valid() and _saved(request, quiz, form):
        messages.success(request, _("Test kept."))
        return redirect("pages:quiz_edit", public_id)
    return _editor(request, quiz, form, INVALID if form.errors else 200)


@require_POST
def quiz_state(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Publish, retire, or take back to draft."""
    quiz = _quiz(request, public_id)
    if not rules.can_write_tests(request.user):
        return render(request, "403.html", status=403)
    form = StateForm(request.POST)
    if form.is_valid():
        try:
            state = ContentState(form.cleaned_data["state"])
            set_quiz_state(actor=request.user, quiz=quiz, state=state)
        except DomainError as error:
            messages.error(request, error.message)
    else:
        messages.error(request, _("Choose what happens with the test."))
    return redirect("pages:quiz_edit", public_id)


@require_POST
def quiz_cuts(request: UserRequest, public_id: UUID) -> HttpResponse:
    """New cut scores of one method; results scored before keep theirs."""
    quiz = _quiz(request, public_id)
    if not rules.can_write_tests(request.user):
        return render(request, "403.html", status=403)
    form = CutScoresForm(request.POST, names=_levels(quiz))
    if form.is_valid():
        try:
            set_cut_scores(
                actor=request.user,
                quiz=quiz,
                method=ScoreMethod(form.cleaned_data["method"]),
                cuts=form.cuts,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except DomainError as error:
            messages.error(request, error.message)
    else:
        messages.error(request, _("Give a number for each level, and say why they change."))
    return redirect("pages:quiz_edit", public_id)


def _quiz(request: UserRequest, public_id: UUID) -> Quiz:
    quizzes = Quiz.objects.visible_to(request.user).select_related("skill__scale")
    return get_object_or_404(quizzes, public_id=public_id)


def _created(request: UserRequest, form: QuizForm, items: Sequence[Item]) -> Quiz | None:
    try:
        quiz = create_quiz(
            actor=request.user,
            skill=form.cleaned_data["skill"],
            settings=form.settings,
            now=timezone.now(),
            items=items,
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None
    return quiz


def _saved(request: UserRequest, quiz: Quiz, form: QuizForm) -> bool:
    """Write the test; faults of the service go to their fields."""
    items = form.chosen_items(quiz.skill)
    if form.errors:
        return False
    try:
        save_quiz(
            actor=request.user,
            quiz=quiz,
            settings=form.settings,
            items=items,
            expected=form.cleaned_data["version"],
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def _editor(request: UserRequest, quiz: Quiz, form: QuizForm, status: int) -> HttpResponse:
    history = list(quiz.cut_scores.select_related("created_by"))
    names = _levels(quiz)
    context = {
        "quiz": quiz,
        "form": form,
        "bank": Item.objects.filter(skill=quiz.skill).select_related("current").order_by("code"),
        "cuts": [_cut_block(ScoreMethod(method), history, names) for method in ScoreMethod],
        "names": names,
        "n_taken": quiz.attempts.filter(state=AttemptState.SCORED).count(),
    }
    return render(request, "pages/quiz_edit.html", context, status=status)


def _cut_block(
    method: ScoreMethod, history: Sequence[CutScores], names: Sequence[str]
) -> tuple[str, CutScoresForm, list[CutScores]]:
    """(word, form with today's cut scores, all cut scores of the method)."""
    own = [one for one in history if one.method == method]
    form = CutScoresForm(
        names=names,
        now=own[0] if own else None,
        initial={"method": method},
        prefix=None,
        auto_id=f"{method}_%s",
    )
    return str(method.label), form, own


def _levels(quiz: Quiz) -> list[str]:
    """Words of the levels above the lowest."""
    scale = quiz.skill.scale
    words = scale_words([quiz.skill])[scale.pk]
    ranks = range(scale.zero_rank + 1, scale.top_rank + 1)
    return [
        words[place] if place < len(words) else str(rank) for place, rank in enumerate(ranks, 1)
    ]
