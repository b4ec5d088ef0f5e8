"""The bank of questions for reviews: HR words them and says which skills they are about."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from reviews import rules
from reviews.enums import QuestionKind, QuestionPhase
from reviews.models import Question
from reviews.queries.asked import words_in_bank
from reviews.services.questions import (
    LONGEST_QUESTION,
    QuestionContent,
    add_question,
    change_question,
    retire_question,
)
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.skill_care_forms import find_skill
from skills.models import Skill

PAGE_SIZE = 50
MOST_SKILLS = 10  # that one question is about


class QuestionForm(forms.Form):
    """What is asked, of whom, and which skills it is about."""

    not_optional = ("text",)  # the service says why
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Question"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_QUESTION}),
        help_text=gettext_lazy(
            "{period} stands for the period of the cycle, such as 1 Jan 2026 – 30 Jun 2026."
        ),
    )
    phase = forms.ChoiceField(label=gettext_lazy("Answered by"), choices=QuestionPhase)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of skill"), choices=QuestionKind)
    skills = forms.CharField(
        label=gettext_lazy("Skills it is about"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One a line, by name or code. Where two differ on one of them, the meeting suggests "
            "this question; an answer becomes a goal on it."
        ),
    )

    def clean_skills(self) -> list[Skill]:
        """The skills that are meant. Raises `ValidationError` naming what is none."""
        names = [line.strip() for line in self.cleaned_data["skills"].splitlines() if line.strip()]
        if len(names) > MOST_SKILLS:
            raise forms.ValidationError(_("At most %(n)d skills.") % {"n": MOST_SKILLS})
        found = {name: find_skill(name) for name in names}
        unknown = [name for name, skill in found.items() if skill is None]
        if unknown:
            text = _("The library has no skill of this name: %(names)s")
            raise forms.ValidationError(text % {"names": ", ".join(unknown)})
        return [skill for skill in found.values() if skill is not None]

    @property
    def content(self) -> QuestionContent:
        values = self.cleaned_data
        return QuestionContent(
            kind=QuestionKind(values["kind"]),
            phase=QuestionPhase(values["phase"]),
            text=values["text"],
            skills=list(dict.fromkeys(values["skills"])),
        )


@require_GET
def review_question_list(request: UserRequest) -> HttpResponse:
    """All questions, those that are asked no more at the end."""
    if not rules.can_run_reviews(request.user):
        return render(request, "403.html", status=403)
    order = F("retired_on").asc(nulls_first=True)
    questions = Question.objects.order_by(order, "phase", "kind", "pk").prefetch_related("skills")
    page = Paginator(questions, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(question, words_in_bank(question)) for question in page]
    return render(request, "reviews/question_list.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "POST"])
def review_question_new(request: UserRequest) -> HttpResponse:
    """Write a question."""
    return _question_page(request, None)


@require_http_methods(["GET", "POST"])
def review_question_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Change a question, or retire it."""
    if not rules.can_run_reviews(request.user):
        return render(request, "403.html", status=403)
    return _question_page(request, get_object_or_404(Question, public_id=public_id))


def _question_page(request: UserRequest, question: Question | None) -> HttpResponse:
    if not rules.can_run_reviews(request.user):
        return render(request, "403.html", status=403)
    form = QuestionForm(request.POST or None, initial=_initial(question))
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, question, form)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Question kept."))
            return redirect("pages:review_question_list")
    context = {"form": form, "question": question}
    status = INVALID if form.errors else 200
    return render(request, "reviews/question_edit.html", context, status=status)


def _initial(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {"phase": QuestionPhase.SELF, "kind": QuestionKind.BOTH}
    names = ("version", "text", "phase", "kind")
    skills = "\n".join(skill.name for skill in question.skills.filter(retired_on=None))
    return {name: getattr(question, name) for name in names} | {"skills": skills}


def _keep(request: UserRequest, question: Question | None, form: QuestionForm) -> None:
    if question is None:
        add_question(actor=request.user, content=form.content)
        return
    expected = form.cleaned_data["version"] or question.version
    if "retire" in request.POST:
        is_retired = request.POST["retire"] == "yes"
        retire_question(
            actor=request.user, question=question, is_retired=is_retired, expected=expected
        )
        return
    change_question(actor=request.user, question=question, content=form.content, expected=expected)
