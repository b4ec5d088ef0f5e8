"""Filters of a list under a name: kept, opened by default, forgotten. Each has only one's own."""

from functools import cached_property
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from skillmap.core.errors import DomainError
from skillmap.core.http import UserRequest
from skillmap.core.models import SavedView
from skillmap.core.services import LONGEST_QUERY, keep_view, make_default_view

LISTS = ("pages:person_list", "pages:skill_map", "pages:alert_list", "pages:goal_board")
NOT_KEPT = ("page", "columns", "format", "all")


class ViewForm(forms.Form):
    """What is kept."""

    page = forms.ChoiceField(choices=[(name, name) for name in LISTS])
    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=60)
    query = forms.CharField(max_length=LONGEST_QUERY)
    is_default = forms.BooleanField(required=False)


class SavedViews:
    """The views of one list as its reader has them, beside what is shown now."""

    def __init__(self, request: UserRequest, page: str) -> None:
        self.user, self.page = request.user, page
        self.query = kept_part(request.GET)

    @cached_property
    def rows(self) -> list[SavedView]:
        return list(SavedView.objects.visible_to(self.user).filter(page=self.page))

    @property
    def default_url(self) -> str:
        """Where a visit without any filter leads; empty where there is no default."""
        found = next((row for row in self.rows if row.is_default), None)
        return f"{reverse(self.page)}?{found.query}" if found else ""


def kept_part(query: QueryDict) -> str:
    """The filters of an address without what belongs to one visit."""
    kept = query.copy()
    for name in NOT_KEPT:
        kept.pop(name, None)
    for name in [name for name, values in kept.lists() if not any(values)]:
        del kept[name]
    return kept.urlencode()


@require_POST
def view_save(request: UserRequest) -> HttpResponse:
    """Keep the filters that are shown; the same name again replaces them."""
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a filter and a short name. Nothing was kept."))
        page = request.POST.get("page")
        return redirect(page if page in LISTS else "pages:home")
    values = form.cleaned_data
    query = kept_part(QueryDict(values.pop("query")))
    try:
        keep_view(user=request.user, query=query, **values)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(f"{reverse(values['page'])}?{query}")


@require_POST
def view_act(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Make one the default of its list or no longer so, or forget it."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user), public_id=public_id)
    act = request.POST.get("act")
    if act == "forget":
        view.delete()
        messages.success(request, _("The view is forgotten."))
    elif act == "default":
        make_default_view(view, wanted=not view.is_default)
    return redirect(f"{reverse(view.page)}?{view.query}")
