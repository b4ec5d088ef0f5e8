"""The item bank: questions with their figures, one question, questions from a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments import rules
from assessments.enums import ContentState
from assessments.imports.items_csv import COLUMNS, ItemsReport, bring_in_items
from assessments.models import Item
from assessments.queries.item_figures import ItemFigures, item_figures
from assessments.services.items import put_item
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.tabular.faults import FileRefused
from skillmap.core.tabular.limits import MEGABYTE, Limits
from skillmap.pages.quizzes_forms import ITEM_FIELD_OF, ItemForm
from skillmap.pages.uploads import FileForm, sheet_of
from skills.models import Skill

PAGE_SIZE = 50
BANK_FILE = Limits(size=2 * MEGABYTE, rows=2_000)
"""A file of questions or scenes; small enough to be read while its sender waits."""


@require_GET
def item_list(request: UserRequest) -> HttpResponse:
    """Questions by skill with difficulty and discrimination, over groups of people only."""
    if not rules.can_write_tests(request.user):
        return render(request, "403.html", status=403)
    items = Item.objects.visible_to(request.user).select_related("current", "skill")
    skill, state = request.GET.get("skill", ""), request.GET.get("state", "")
    if skill:
        items = items.filter(skill__code=skill)
    if state in ContentState.values:
        items = items.filter(state=state)
    page = Paginator(items.order_by("skill__name", "code"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    figures = item_figures(page.object_list)
    context = {
        "page": page,
        "rows": [(item, figures.get(item.pk, ItemFigures())) for item in page.object_list],
        "skills": Skill.objects.filter(items__isnull=False).distinct().order_by("name"),
        "skill": skill,
        "state": state,
        "states": ContentState.choices,
    }
    return render(request, "pages/item_list.html", context)


@require_http_methods(["GET", "POST"])
def item_new(request: UserRequest) -> HttpResponse:
    """Write a question."""
    if not rules.can_write_tests(request.user):
        return render(request, "403.html", status=403)
    return _item_form(request, None)


@require_http_methods(["GET", "POST"])
def item_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Change a question: other words or another key are a new version."""
    items = Item.objects.visible_to(request.user).select_related("current", "skill__scale")
    return _item_form(request, get_object_or_404(items, public_id=public_id))


@require_http_methods(["GET", "POST"])
def item_import(request: UserRequest) -> HttpResponse:
    """Look at a file of questions, or bring in what is correct in it."""
    if not rules.can_write_tests(request.user):
        return render(request, "403.html", status=403)
    form = FileForm(request.POST or None, request.FILES or None)
    report: ItemsReport | None = None
    is_trial = "apply" not in request.POST
    if request.method == "POST" and form.is_valid():
        try:
            report = bring_in_items(
                sheet=sheet_of(form.cleaned_data["file"], BANK_FILE),
                actor=request.user,
                now=timezone.now(),
                dry_run=is_trial,
            )
        except FileRefused as refusal:
            form.add_error("file", refusal.message)
    context = {"form": form, "report": report, "is_trial": is_trial, "columns": COLUMNS}
    status = INVALID if form.errors else 200
    return render(request, "pages/item_import.html", context, status=status)


def _item_form(request: UserRequest, item: Item | None) -> HttpResponse:
    initial: dict[str, Any] = ItemForm.initial_of(item) if item else {"state": "draft"}
    form = ItemForm(request.POST or None, initial=initial)
    if item is not None:
        form.fields["skill"].disabled = form.fields["code"].disabled = True
    if request.method == "POST" and form.is_valid() and _saved(request, form, item):
        messages.success(request, _("Question kept."))
        return redirect("pages:item_list")
    context = {
        "form": form,
        "item": item,
        "versions": item.versions.order_by("-number")[:20] if item else [],
        "figures": item_figures([item]).get(item.pk, ItemFigures()) if item else ItemFigures(),
    }
    status = INVALID if form.errors else 200
    return render(request, "pages/item_edit.html", context, status=status)


def _saved(request: UserRequest, form: ItemForm, item: Item | None) -> bool:
    """Write the question; faults of the service go to their fields."""
    values = form.cleaned_data
    exists = Item.objects.filter(skill=values["skill"], code=values["code"].strip()).exists()
    if item is None and exists:
        form.add_error("code", _("The bank of this skill has this code already."))
        return False
    try:
        put_item(
            actor=request.user,
            skill=values["skill"],
            code=values["code"],
            content=form.content,
            now=timezone.now(),
            state=ContentState(values["state"]),
            expected=values["version"],
        )
    except DomainError as error:
        field = ITEM_FIELD_OF.get(error.field, error.field)
        form.add_error(field if field in form.fields else None, error.message)
        return False
    return True
