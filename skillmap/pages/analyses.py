"""Gap analyses and recommended paths: start one, follow it, and see what earlier ones found."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from assessments.enums import RunKind
from assessments.models import AnalysisRun
from assessments.models.derived import AnalysisRunQuerySet
from assessments.services import start_analysis
from employees import rules
from employees.models import OrgUnit
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.models import User
from skillmap.core.tabular.writing import Cell
from skillmap.pages.downloads import FORMATS, download
from training.services import start_recommendation

PAGE_SIZE = 30
EXPORT_HEAD = ("computed", "unit", "as_of", "state", "started_by", "created_at")


class AnalysisForm(forms.Form):
    """What to compute, and for whom."""

    kind = forms.ChoiceField(label=_("Compute"), choices=RunKind.choices)
    unit = forms.ModelChoiceField(
        label=_("For the unit"),
        queryset=OrgUnit.objects.filter(retired_on=None),
        required=False,
        to_field_name="public_id",
        empty_label=_("The whole organisation"),
    )

    def __init__(self, data: QueryDict | None, *, user: User) -> None:
        super().__init__(data)
        if rules.is_hr_admin(user):
            return
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows for mypy
        known = OrgUnit.objects.filter(retired_on=None)
        field.queryset = reduce(
            or_, (known.subtree(top) for top in rules.granted_units(user)), known.none()
        )
        field.required, field.empty_label = True, None


@require_http_methods(["GET", "POST"])
def analysis_list(request: UserRequest) -> HttpResponseBase:
    """Runs, newest first, or as a file; posting starts one and leads to its progress."""
    if not rules.can_see_analyses(request.user):
        return render(request, "403.html", status=403)
    form = AnalysisForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            run = _start(request, form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect(_progress_of(run))
    runs = AnalysisRun.objects.visible_to(
        request.user, sees_all=rules.can_see_analyses(request.user)
    )
    runs = runs.with_no_page().with_outcome().select_related("unit", "actor", "job")
    if request.GET.get("format") in FORMATS:
        return download("analyses", EXPORT_HEAD, _lines(runs), request.GET["format"])
    page = Paginator(runs, PAGE_SIZE).get_page(request.GET.get("page"))
    status = INVALID if form.errors else 200
    context = {"form": form, "page": page, "all_jobs": rules.can_see_all_jobs(request.user)}
    return render(request, "pages/analysis_list.html", context, status=status)


def _lines(runs: AnalysisRunQuerySet) -> Iterator[list[Cell]]:
    for run in runs.iterator(chunk_size=1000):
        unit, who = (str(one or "") for one in (run.unit, run.actor))
        state: str = run.outcome  # type: ignore[attr-defined]  # annotated
        yield [run.kind, unit, run.as_of, state, who, run.created_at]


def _progress_of(run: AnalysisRun) -> str:
    name, args = ("job_detail", [run.job.public_id]) if run.job else ("analysis_list", [])
    return reverse(f"pages:{name}", args=args)


def _start(request: UserRequest, values: dict[str, Any]) -> AnalysisRun:
    start = start_analysis if values["kind"] == RunKind.GAPS else start_recommendation
    return start(actor=request.user, unit=values["unit"])
