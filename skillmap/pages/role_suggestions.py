"""Suggestions about roles: what is asked for one on the role's page, and HR's list of them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from employees import rules
from employees.enums import EmployeeStatus, SuggestionKind
from employees.models import RoleSuggestion
from employees.services.suggestions import decide
from skillmap.core.errors import DomainError
from skillmap.core.http import UserRequest, as_id
from skillmap.pages.skill_care_forms import find_skill
from skills.models import Skill

PAGE_SIZE = 50


class SuggestionForm(forms.Form):
    """One line about one skill of a role."""

    skill = forms.CharField(label=gettext_lazy("Skill"), max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("What is wrong"), choices=SuggestionKind.choices)
    words = forms.CharField(label=gettext_lazy("In one line"), max_length=200, required=False)

    def clean_skill(self) -> Skill:
        found = find_skill(self.cleaned_data["skill"])
        if found is None:
            raise ValidationError(_("The library has no skill of this name."))
        return found


class DecisionForm(forms.Form):
    """What HR says to a suggestion."""

    decision = forms.ChoiceField(choices=[("accept", ""), ("decline", "")])
    note = forms.CharField(max_length=300, required=False)
    version = forms.IntegerField(min_value=1)


@require_http_methods(["GET", "POST"])
def suggestion_list(request: UserRequest) -> HttpResponse:
    """What waits for HR, oldest first; posting decides one."""
    if not rules.can_edit_taxonomy(request.user):
        return render(request, "403.html", status=403)
    waiting = RoleSuggestion.objects.visible_to(request.user, sees_all=True).open()
    waiting = waiting.select_related("role", "skill", "made_by__user")
    if request.method == "POST":
        wanted = as_id(request.POST.get("suggestion", ""))
        _decide(request, waiting.filter(public_id=wanted).first() if wanted else None)
        return redirect("pages:suggestion_list")
    page = Paginator(waiting, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "left": EmployeeStatus.LEFT}
    return render(request, "pages/suggestion_list.html", context)


def _decide(request: UserRequest, suggestion: RoleSuggestion | None) -> None:
    form = DecisionForm(request.POST)
    if suggestion is None or not form.is_valid():
        messages.error(request, _("This was decided already, or the form was not complete."))
        return
    suggestion.version = form.cleaned_data["version"]
    accepts = form.cleaned_data["decision"] == "accept"
    try:
        decide(
            actor=request.user,
            suggestion=suggestion,
            accepts=accepts,
            note=form.cleaned_data["note"],
            now=timezone.now(),
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Decided; the person is told."))
