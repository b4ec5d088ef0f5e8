"""Asking colleagues by name for a few words."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from assessments.models import RemarkRequest
from assessments.queries.remarks import colleagues_near
from assessments.services.remarks import ask_for_remarks, decline_remark_request
from employees.models import Employee
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.skill_choice import SkillChoice, skills_of


class AskForm(SkillChoice):
    """Whom to ask about what."""

    not_optional = (*SkillChoice.not_optional, "near", "others")
    near = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Whom to ask"),
        queryset=Employee.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label=gettext_lazy("Somebody else"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Employee numbers or e-mail addresses, one a line."),
    )
    question = forms.CharField(
        label=gettext_lazy("What you want to know"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Such as: how did I handle the questions in yesterday's workshop?"),
    )
    field_order = ("skill", "other_skill", "question", "near", "others")

    def __init__(self, data: Any, *, person: Employee, wanted: str = "") -> None:
        super().__init__(data, skills=skills_of(person, wanted), wanted=wanted)
        near = self.fields["near"]
        assert isinstance(near, forms.ModelMultipleChoiceField)  # noqa: S101 - narrows for mypy
        near.queryset = colleagues_near(person)

    def clean_others(self) -> list[Employee]:
        """The people named; unknown ones are an error."""
        names = {line.strip().lower() for line in self.cleaned_data["others"].splitlines()}
        names.discard("")
        people = Employee.objects.working().annotate(n=Lower("number"), e=Lower("email"))
        found: dict[str, Employee] = {}
        for person in people.filter(Q(n__in=names) | Q(e__in=names)).select_related("user"):
            found |= {person.number.lower(): person, person.email.lower(): person}
        if missing := sorted(names - set(found)):
            text = _("Nobody who works here is called %(names)s.")
            raise forms.ValidationError(text % {"names": ", ".join(missing[:3])[:200]})
        return [found[name] for name in sorted(names)]


@require_http_methods(["GET", "POST"])
def remark_ask(request: UserRequest) -> HttpResponse:
    """Ask colleagues for a note on one of one's own skills."""
    person = get_object_or_404(Employee.objects.working(), user=request.user)
    posted = request.POST if request.method == "POST" else None
    form = AskForm(posted, person=person, wanted=request.GET.get("skill", ""))
    if posted is not None and form.is_valid():
        values = form.cleaned_data
        try:
            count = ask_for_remarks(
                actor=request.user,
                colleagues=[*values["near"], *values["others"]],
                skill=values["skill"],
                question=values["question"],
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            sentence = ngettext("%(n)d colleague was asked.", "%(n)d colleagues were asked.", count)
            messages.success(request, sentence % {"n": count})
            return redirect("pages:remark_list")
    status = INVALID if form.errors else 200
    return render(request, "pages/remark_ask.html", {"form": form}, status=status)


@require_POST
def remark_close(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Do not answer, or take one's own question back."""
    visible = RemarkRequest.objects.visible_to(request.user).open()
    asked = get_object_or_404(
        visible.select_related("asker__user", "colleague__user"), public_id=public_id
    )
    decline_remark_request(actor=request.user, request=asked, now=timezone.now())
    messages.success(request, _("The question is closed."))
    return redirect("pages:remark_list")
