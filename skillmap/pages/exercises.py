"""Role-plays and simulations: setting them up, and scoring what one observed."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from assessments import rules
from assessments.enums import EXERCISE_OBSERVERS, ExerciseKind
from assessments.models import Exercise, Observer
from assessments.queries.rating_cards import choices_of
from assessments.services.exercises import (
    ExerciseContent,
    Score,
    score_exercise,
    set_up_exercise,
)
from employees.models import Employee
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.profile import open_card_of
from skillmap.pages.rating_answers import AnswerForm
from skills.models import Skill


class ExerciseForm(forms.Form):
    """What was played, and who observed what."""

    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=ExerciseKind.choices)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    situation = forms.CharField(
        label=gettext_lazy("Situation"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    held_on = forms.DateField(
        label=gettext_lazy("Held on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    skills = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Skills observed"),
        queryset=Skill.objects.none(),
        to_field_name="public_id",
        help_text=gettext_lazy("One to six."),
    )
    observers = forms.CharField(
        label=gettext_lazy("Observers"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("At least two: employee numbers or e-mails, one a line."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        skills = self.fields["skills"]
        assert isinstance(skills, forms.ModelMultipleChoiceField)  # noqa: S101 - narrows for mypy
        skills.queryset = Skill.objects.active().select_related("scale")

    def clean_observers(self) -> list[Employee]:
        """The people named; unknown ones are an error."""
        names = {line.strip().lower() for line in self.cleaned_data["observers"].splitlines()}
        names.discard("")
        found: dict[str, Employee] = {}
        people = Employee.objects.working().annotate(n=Lower("number"), e=Lower("email"))
        for person in people.filter(Q(n__in=names) | Q(e__in=names)):
            found |= {person.number.lower(): person, person.email.lower(): person}
        missing = sorted(names - set(found))
        if missing:
            text = _("Nobody who works here is called %(names)s.")
            raise forms.ValidationError(text % {"names": ", ".join(missing[:3])[:200]})
        return list({found[name].pk: found[name] for name in names}.values())


@require_http_methods(["GET", "POST"])
def exercise_list(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A person's exercises, and a form to set one up for those who may."""
    card = open_card_of(request.user, public_id)
    may_add = rules.can_set_up_exercise(request.user, card.person)
    if request.method == "POST" and not may_add:
        return render(request, "403.html", status=403)
    form = ExerciseForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _set_up(request, card.person, form):
        messages.success(request, _("The observers find a note in their inbox."))
        return redirect("pages:exercise_list", public_id)
    exercises = Exercise.objects.visible_to(request.user).filter(employee=card.person)
    context = {
        "card": card,
        "rows": [_row(one) for one in exercises.prefetch_related("skills", "observers")],
        "form": form,
        "may_add": may_add,
        "fewest": EXERCISE_OBSERVERS,
    }
    status = INVALID if form.errors else 200
    return render(request, "pages/exercise_list.html", context, status=status)


@require_http_methods(["GET", "POST"])
def exercise_score(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What an observer says, skill by skill, with the behaviour texts; nobody else's scores."""
    exercises = Exercise.objects.visible_to(request.user).select_related("employee")
    exercise = get_object_or_404(exercises, public_id=public_id)
    observer = Observer.objects.visible_to(request.user).filter(exercise=exercise).first()
    if observer is None:
        return render(request, "403.html", status=403)
    faults: dict[int, str] = {}
    fault = ""
    skills = list(exercise.skills.select_related("scale").order_by("name"))
    if request.method == "POST":
        scores, faults = _scores(request, skills)
        if not faults:
            try:
                score_exercise(
                    actor=request.user,
                    exercise=exercise,
                    scores=scores,
                    submit="submit" in request.POST,
                    now=timezone.now(),
                )
            except DomainError as error:
                fault = error.message
            else:
                messages.success(request, _("Kept. Thank you."))
                return redirect("pages:exercise_score", public_id)
    context = {
        "exercise": exercise,
        "observer": observer,
        "cards": _cards(observer, skills, faults),
        "fault": fault,
    }
    status = INVALID if fault or faults else 200
    return render(request, "pages/exercise_score.html", context, status=status)


def _set_up(request: UserRequest, person: Employee, form: ExerciseForm) -> bool:
    values = form.cleaned_data
    path = reverse("pages:exercise_score", args=[UUID(int=0)])
    try:
        set_up_exercise(
            actor=request.user,
            employee=person,
            content=ExerciseContent(
                kind=ExerciseKind(values["kind"]),
                title=values["title"],
                situation=values["situation"],
                held_on=values["held_on"],
                skills=list(values["skills"]),
                observers=values["observers"],
            ),
            now=timezone.now(),
            link=path.replace(str(UUID(int=0)), "{id}"),
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def _row(exercise: Exercise) -> dict[str, Any]:
    observers = list(exercise.observers.all())
    return {
        "exercise": exercise,
        "skills": exercise.skills.all(),
        "n_observers": len(observers),
        "n_done": sum(one.submitted_at is not None for one in observers),
    }


def _scores(request: UserRequest, skills: list[Skill]) -> tuple[dict[int, Score], dict[int, str]]:
    """What was posted by skill id, and sentences for what cannot be read."""
    scores: dict[int, Score] = {}
    faults: dict[int, str] = {}
    for skill in skills:
        form = AnswerForm(request.POST, prefix=str(skill.public_id))
        if form.is_valid():
            scores[skill.pk] = Score(**form.values)
        else:
            faults[skill.pk] = " ".join(str(t) for texts in form.errors.values() for t in texts)
    return scores, faults


def _cards(observer: Observer, skills: list[Skill], faults: dict[int, str]) -> list[dict[str, Any]]:
    choices, given = choices_of(skills), {one.skill_id: one for one in observer.scores.all()}
    return [
        {
            "skill": skill,
            "choices": choices[skill.pk],
            "draft": given.get(skill.pk),
            "fault": faults.get(skill.pk, ""),
        }
        for skill in skills
    ]
