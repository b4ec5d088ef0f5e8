"""What HR prepares: templates of reviews, and cycles with their people and progress."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from employees.models import Employee
from reviews import rules
from reviews.enums import Gate, LevelSteps, Overall, QuestionPhase, ReviewCycleState
from reviews.models import Question, Review, ReviewCycle, ReviewTemplate
from reviews.queries.asked import words_in_bank
from reviews.queries.owed import reminded_of
from reviews.queries.progress import progress_of
from reviews.services.cycles import (
    CycleTerms,
    add_people,
    change_review_cycle,
    close_cycle,
    create_review_cycle,
    remove_person,
    start_cycle,
)
from reviews.services.reminders import remind_now
from reviews.services.templates import TemplateTerms, change_template, create_template
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest, as_id
from skillmap.core.tabular.writing import Cell
from skillmap.pages.cycles_forms import PopulationForm
from skillmap.pages.cycles_people import chosen_people
from skillmap.pages.days_field import DaysField
from skillmap.pages.downloads import FORMATS, download

PAGE_SIZE = 50
EXPORT_HEAD = ("employee_number", "name", "state")
_DAY = forms.DateInput(attrs={"type": "date"})
_FILLED_BY = [("", gettext_lazy("not in this review")), *QuestionPhase.choices]


class QuestionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Questions in full."""

    def label_from_instance(self, obj: Any) -> str:
        text = words_in_bank(obj)
        return text if obj.retired_on is None else f"{text} ({_('retired')})"


class TemplateForm(forms.Form):
    """Sections with who fills them, and questions of the bank."""

    not_optional = ("hard_by", "soft_by", "level_steps")  # the service says why
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    hard_by = forms.ChoiceField(
        label=gettext_lazy("Hard skills of the role"), choices=_FILLED_BY, required=False
    )
    soft_by = forms.ChoiceField(
        label=gettext_lazy("Soft skills of the role"), choices=_FILLED_BY, required=False
    )
    summary_by = forms.ChoiceField(
        label=gettext_lazy("Summary"), choices=_FILLED_BY, required=False
    )
    has_goals = forms.BooleanField(label=gettext_lazy("Goals"), required=False)
    level_steps = forms.ChoiceField(
        label=gettext_lazy("Scale of skills"), choices=LevelSteps, required=False
    )
    has_overall = forms.BooleanField(
        label=gettext_lazy("Overall rating"),
        required=False,
        help_text=gettext_lazy("Most reviews are better without one."),
    )
    overall_words = forms.CharField(
        label=gettext_lazy("Its scale in your words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": len(Overall)}),
        help_text=gettext_lazy(
            "Four lines, from below to above what the role asks for; the third is what it asks "
            "for. Empty: in our own words."
        ),
    )
    questions = QuestionsField(
        label=gettext_lazy("Questions"),
        queryset=Question.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = self.fields["questions"]
        assert isinstance(questions, forms.ModelMultipleChoiceField)  # noqa: S101 - for mypy
        # What is retired goes on where it is asked, until HR takes it out here.
        there = Q(retired_on=None) | Q(public_id__in=self.initial.get("questions", ()))
        questions.queryset = Question.objects.filter(there).order_by("phase", "code")

    @property
    def question_groups(self) -> list[tuple[str, list[Any]]]:
        """By who answers: the boxes of the bank's questions."""
        boxes = self["questions"].subwidgets
        return [
            (str(phase.label), [box for box in boxes if _question_of(box).phase == phase])
            for phase in QuestionPhase
        ]

    @property
    def terms(self) -> TemplateTerms:
        values = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        values["level_steps"] = values["level_steps"] or LevelSteps.HALVES
        values["overall_words"] = values["overall_words"].splitlines()
        return TemplateTerms(**values | {"questions": list(values["questions"])})


def _question_of(box: Any) -> Question:
    question: Question = box.data["value"].instance
    return question


class ReviewCycleForm(forms.Form):
    """Terms of a cycle."""

    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    template = forms.ModelChoiceField(
        label=gettext_lazy("Template"),
        queryset=ReviewTemplate.objects.none(),
        to_field_name="public_id",
    )
    period_start = forms.DateField(label=gettext_lazy("Period from"), widget=_DAY)
    period_end = forms.DateField(label=gettext_lazy("Period to"), widget=_DAY)
    prepare_by = forms.DateField(label=gettext_lazy("Prepare until"), widget=_DAY)
    sign_by = forms.DateField(label=gettext_lazy("Sign until"), widget=_DAY)
    gate = forms.ChoiceField(
        label=gettext_lazy("The two parts open to each other"), choices=Gate.choices
    )
    remind_days = DaysField(label=gettext_lazy("Remind so many days before each last day"))
    escalate_days = forms.IntegerField(
        label=gettext_lazy("Tell those above who is late, days before each last day"),
        required=False,
        min_value=0,
        max_value=60,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        template = self.fields["template"]
        assert isinstance(template, forms.ModelChoiceField)  # noqa: S101 - narrows for mypy
        template.queryset = ReviewTemplate.objects.newest()

    @property
    def terms(self) -> CycleTerms:
        values = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        return CycleTerms(**values | {"gate": Gate(values["gate"])})


@require_GET
def review_template_list(request: UserRequest) -> HttpResponse:
    """The latest edition of every template."""
    if not rules.can_run_reviews(request.user):
        return render(request, "403.html", status=403)
    templates = ReviewTemplate.objects.newest().prefetch_related("questions")
    page = Paginator(templates, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "reviews/template_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def review_template_new(request: UserRequest) -> HttpResponse:
    """Design a template."""
    return _template_page(request, None)


@require_http_methods(["GET", "POST"])
def review_template_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Change a template; one that was used gets a new edition."""
    if not rules.can_run_reviews(request.user):
        return render(request, "403.html", status=403)
    template = get_object_or_404(ReviewTemplate.objects.newest(), public_id=public_id)
    return _template_page(request, template)


def _template_page(request: UserRequest, template: ReviewTemplate | None) -> HttpResponse:
    if not rules.can_run_reviews(request.user):
        return render(request, "403.html", status=403)
    posted = request.POST if request.method == "POST" else None
    form = TemplateForm(posted, initial=_initial(template))
    if posted is not None and form.is_valid():
        try:
            _keep_template(request, template, form)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("The template is kept."))
            return redirect("pages:review_template_list")
    context = {"form": form, "template": template}
    status = INVALID if form.errors else 200
    return render(request, "reviews/template_edit.html", context, status=status)


def _initial(template: ReviewTemplate | None) -> dict[str, Any]:
    both = QuestionPhase.BOTH
    if template is None:
        return {"hard_by": both, "soft_by": both, "summary_by": both, "has_goals": True}
    names = ("name", "version", "hard_by", "soft_by", "summary_by", "has_goals", "level_steps")
    asked = template.questions.values_list("question__public_id", flat=True)
    return {
        **{name: getattr(template, name) for name in (*names, "has_overall")},
        "overall_words": "\n".join(template.overall_words),
        "questions": list(asked),
    }


def _keep_template(
    request: UserRequest, template: ReviewTemplate | None, form: TemplateForm
) -> None:
    if template is None:
        create_template(actor=request.user, terms=form.terms)
        return
    version = form.cleaned_data["version"] or template.version
    change_template(actor=request.user, template=template, terms=form.terms, expected=version)


@require_http_methods(["GET", "POST"])
def review_cycle_new(request: UserRequest) -> HttpResponse:
    """Terms of a new cycle; people come next."""
    if not rules.can_run_reviews(request.user):
        return render(request, "403.html", status=403)
    return _terms_page(request, None)


@require_http_methods(["GET", "POST"])
def review_cycle_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Terms of a draft."""
    cycle = _cycle(request, public_id)
    if not rules.can_run_review_cycle(request.user, cycle):
        return render(request, "403.html", status=403)
    if cycle.state != ReviewCycleState.DRAFT:
        messages.error(request, _("The terms are fixed since the cycle was started."))
        return redirect("pages:review_cycle_detail", public_id)
    return _terms_page(request, cycle)


def _terms_page(request: UserRequest, cycle: ReviewCycle | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    initial = {n: getattr(cycle or ReviewCycle(), n, None) for n in ReviewCycleForm.base_fields}
    initial["template"] = cycle.template.public_id if cycle else None
    form = ReviewCycleForm(posted, initial=initial)
    if posted is not None and form.is_valid():
        try:
            kept = _keep_cycle(request, cycle, form)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("The draft is kept. Now say who takes part."))
            return redirect("pages:review_cycle_detail", kept.public_id)
    context = {"form": form, "cycle": cycle}
    status = INVALID if form.errors else 200
    return render(request, "reviews/cycle_edit.html", context, status=status)


def _keep_cycle(
    request: UserRequest, cycle: ReviewCycle | None, form: ReviewCycleForm
) -> ReviewCycle:
    if cycle is None:
        return create_review_cycle(actor=request.user, terms=form.terms)
    version = form.cleaned_data["version"] or cycle.version
    change_review_cycle(actor=request.user, cycle=cycle, terms=form.terms, expected=version)
    return cycle


@require_http_methods(["GET", "POST"])
def review_cycle_detail(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """People of a draft; progress and balance of a cycle that runs. Posting changes the people,
    `format` gives them as a file."""
    cycle = _cycle(request, public_id)
    runs = rules.can_run_review_cycle(request.user, cycle)
    if request.method == "POST" and not runs:
        return render(request, "403.html", status=403)
    is_draft = cycle.state == ReviewCycleState.DRAFT
    form = None
    if is_draft or request.method == "POST":
        form = PopulationForm(request.POST if "add" in request.POST else None)
    if request.method == "POST" and form and _posted(request, cycle, form):
        return redirect("pages:review_cycle_detail", public_id)
    reviews = Review.objects.visible_to(request.user).newest().filter(cycle=cycle)
    state = request.GET.get("state", "")
    listed = reviews.filter(state=state) if state else reviews
    people = Employee.objects.listed_for(request.user).filter(pk__in=cycle.people.values("pk"))
    rows: Any = people if is_draft else listed.select_related("employee")
    order = ["last_name", "first_name", "pk"]
    rows = rows.order_by(*(order if is_draft else [f"employee__{name}" for name in order]))
    if request.GET.get("format") in FORMATS:
        return download("review-people", EXPORT_HEAD, _lines(rows), request.GET["format"])
    context: dict[str, Any] = {
        "cycle": cycle,
        "runs": runs,
        "is_draft": is_draft,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "form": form,
    }
    if not is_draft:
        context["progress"] = progress_of(cycle, request.user)
        context["reminded"] = reminded_of(cycle, context["page"])
    status = INVALID if form and form.errors else 200
    return render(request, "reviews/cycle_detail.html", context, status=status)


def _lines(rows: Iterable[Employee | Review]) -> Iterator[list[Cell]]:
    """People of a draft, or reviews."""
    for row in rows:
        person, state = (row, "") if isinstance(row, Employee) else (row.employee, row.state)
        yield [person.number, str(person), state]


def _posted(request: UserRequest, cycle: ReviewCycle, form: PopulationForm) -> bool:
    """Add or take out; False when the form has to be shown again."""
    try:
        if "add" not in request.POST:
            person = get_object_or_404(cycle.people, public_id=as_id(request.POST.get("remove")))
            remove_person(actor=request.user, cycle=cycle, person=person)
            return True
        if not form.is_valid():
            return False
        people, unknown = chosen_people(request, form)
        n = add_people(actor=request.user, cycle=cycle, people=people)
    except DomainError as error:
        messages.error(request, error.message)
        return True
    text = ngettext("%(n)d person was added.", "%(n)d people were added.", n)
    messages.success(request, text % {"n": n})
    if unknown:
        text = _("Nobody with these numbers or addresses works here: %(list)s")
        messages.warning(request, text % {"list": ", ".join(unknown[:20])})
    return True


@require_POST
def review_cycle_act(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Start the cycle, remind whom it waits for, or end it."""
    cycle = _cycle(request, public_id)
    if not rules.can_run_review_cycle(request.user, cycle):
        return render(request, "403.html", status=403)
    try:
        if request.POST.get("act") == "start":
            n = start_cycle(actor=request.user, cycle=cycle, now=timezone.now())
            text = ngettext("%(n)d review has begun.", "%(n)d reviews have begun.", n)
            messages.success(request, text % {"n": n})
        elif request.POST.get("act") == "remind":
            n = remind_now(actor=request.user, cycle=cycle, today=timezone.localdate())
            text = ngettext("%(n)d person was reminded.", "%(n)d people were reminded.", n)
            messages.success(request, text % {"n": n})
        elif request.POST.get("act") == "close":
            close_cycle(actor=request.user, cycle=cycle, now=timezone.now())
            messages.success(request, _("The cycle is closed."))
        else:
            messages.error(request, _("There is no such step."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("pages:review_cycle_detail", public_id)


def _cycle(request: UserRequest, public_id: UUID) -> ReviewCycle:
    rows = ReviewCycle.objects.visible_to(request.user).select_related("template")
    return get_object_or_404(rows, public_id=public_id)
