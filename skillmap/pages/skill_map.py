"""The skill map: where the gaps are, by unit or by person, within what the viewer may see."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from assessments.enums import GapStatus
from assessments.queries import skill_map as maps
from assessments.queries.levels import SkillLevel, levels_of
from assessments.queries.map_reach import Reach, map_of_units, profiles_within, reach_of
from assessments.services.requests import ask_to_rate_themselves
from employees.models import OrgUnit
from skillmap.core.http import UserRequest
from skillmap.core.tabular.writing import csv_line, write_xlsx
from skillmap.core.widgets import PlainSelect
from skillmap.pages.filters import Filters
from skillmap.pages.forms import PlaceForm
from skillmap.pages.skill_map_table import Drawing
from skills.enums import SkillKind

PEOPLE_PER_PAGE = 50
MOST_COLUMNS = 50
INVALID = 422


class MapForm(PlaceForm):
    """Filters of the map, and how it is laid out."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        widget=PlainSelect,
        choices=[("", gettext_lazy("Both kinds")), *SkillKind.choices],
    )
    by = forms.ChoiceField(
        required=False, widget=forms.HiddenInput, choices=[("people", ""), ("units", "")]
    )
    show = forms.ChoiceField(
        required=False, widget=forms.HiddenInput, choices=[("gap", ""), ("level", "")]
    )
    open = forms.CharField(required=False, widget=forms.HiddenInput, max_length=150)

    field_order = ("unit", "role", "site", "work_mode", "kind")


@require_GET
def skill_map(request: UserRequest) -> HttpResponse:
    """The map as a page, or exactly what it shows as CSV or XLSX."""
    return _shown(request, request.GET)


@require_GET
def skill_map_cell(request: UserRequest) -> HttpResponse:
    """The people behind a cell, worst first; a fragment in the drawer, else a page."""
    reach = reach_of(request.user)
    if not reach.named:
        return render(request, "403.html", status=403)
    form = MapForm(request.GET)
    form.is_valid()
    kind, category = _opened(form) or ("", "")
    skill = request.GET.get("skill", "")
    profiles = list(profiles_within(request.user, _of_people(reach, form)))
    levels = levels_of(profiles)
    found = ((p.employee, _matching(levels[p.pk], kind, category, skill)) for p in profiles)
    people = sorted((pair for pair in found if pair[1]), key=lambda pair: pair[1][0].weight)
    page = Paginator(people, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    title = request.GET.get("title", category)
    context = {"people": page.object_list, "title": title, "page": page}
    in_drawer = request.headers.get("X-Drawer") == "1"
    template = "pages/_skill_map_people.html" if in_drawer else "pages/skill_map_people.html"
    return render(request, template, context)


@require_POST
def skill_map_ask(request: UserRequest) -> HttpResponse:
    """Ask those with unmeasured skills in the shown part to rate themselves."""
    reach = reach_of(request.user)
    if not reach.named:
        return render(request, "403.html", status=403)
    form = MapForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nobody was asked: one of the filters is not known any more."))
        return _shown(request, QueryDict(), status=INVALID)
    missing = [
        profile.employee
        for profile in profiles_within(request.user, _of_people(reach, form))
        if GapStatus.NOT_MEASURED in profile.status
    ]
    n = ask_to_rate_themselves(actor=request.user, people=missing)
    text = ngettext("%(n)s person asked.", "%(n)s people asked.", n) % {"n": n}
    messages.success(request, text if n else _("Everybody concerned was asked already."))
    return redirect("pages:skill_map")


def _shown(request: UserRequest, query: QueryDict, status: int = 200) -> HttpResponse:
    reach = reach_of(request.user)
    form = MapForm(query)
    filters = Filters(form, query)
    chosen = _narrowing(reach, form)
    by_people = reach.named and (filters.values["by"] == "people" or not reach.by_units)
    page = None
    if by_people:
        people = profiles_within(request.user, _of_people(reach, form))
        page = Paginator(people, PEOPLE_PER_PAGE).get_page(query.get("page"))
        found = maps.people_map(page.object_list, chosen.kind, _opened(form))
    else:
        found = map_of_units(reach, chosen, _opened(form))
    found = replace(found, columns=found.columns[:MOST_COLUMNS])
    show = filters.values["show"] or "gap"
    if query.get("format") in {"csv", "xlsx"}:
        return _download(found, show, query.get("format", ""))
    context = {
        "filters": filters,
        "reach": reach,
        "map": found,
        "table": Drawing(query, show, reach.named).table(found),
        "by_people": by_people,
        "show": show,
        "page": page,
        "unit": chosen.unit,
        "opened": filters.values["open"],
        "mostly_unmeasured": found.foot.total.n > 0 and found.foot.total.coverage < 50,
    }
    return render(request, "pages/skill_map.html", context, status=status)


def _narrowing(reach: Reach, form: MapForm) -> maps.Narrowing:
    values = form.cleaned_data
    chosen = OrgUnit.objects.filter(path=form.unit_path).first() if form.unit_path else reach.top
    if chosen is None and reach.whole:
        chosen = _only_root()
    if chosen is not None and reach.by_units and not reach.covers(chosen):
        raise Http404
    kind = values.get("kind", "")
    if not reach.filters:
        unit = chosen if reach.by_units else reach.top
        return maps.Narrowing(unit=unit, kind=kind)
    return maps.Narrowing(
        unit=chosen,
        role=_id(values.get("role")),
        site=_id(values.get("site")),
        work_mode=values.get("work_mode", ""),
        kind=kind,
    )


def _of_people(reach: Reach, form: MapForm) -> maps.Narrowing:
    """People are narrowed by a unit that was asked for, not by the one a map starts at."""
    chosen = _narrowing(reach, form)
    return chosen if form.unit_path else replace(chosen, unit=None)


def _only_root() -> OrgUnit | None:
    """The unit above all others, whose own row would say nothing; None when there are several."""
    roots = list(OrgUnit.objects.exclude(path__contains="/").filter(retired_on=None)[:2])
    return roots[0] if len(roots) == 1 else None


def _matching(
    levels: Sequence[SkillLevel], kind: str, category: str, skill: str
) -> list[SkillLevel]:
    """The asked-for skills of the cell, largest weighted gap first."""
    rows = [
        row
        for row in levels
        if row.level.required is not None
        and (str(row.skill.public_id) == skill if skill else True)
        and (not kind or row.skill.kind == kind)
        and (not category or (row.skill.category or maps.OTHER) == category)
    ]
    return sorted(rows, key=lambda row: row.weight)


def _opened(form: MapForm) -> tuple[str, str] | None:
    """The opened category as (kind, category) from `hard:Data`."""
    kind, colon, category = form.cleaned_data.get("open", "").partition(":")
    return (kind, category) if colon else None


def _download(found: maps.SkillMap, show: str, form: str) -> HttpResponse:
    header = [_("Row"), *(column.label for column in found.columns)]
    rows = [
        [row.label, *(_figure(cell, show) for _c, cell in found.cells_of(row))]
        for row in found.rows
    ]
    if form == "xlsx":
        target = BytesIO()
        write_xlsx(target, _("Skill map"), header, rows)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(target.getvalue(), content_type=kind)
    else:
        lines = [csv_line(header), *(csv_line(row) for row in rows)]
        response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="skill-map.{form}"'
    return response


def _figure(cell: maps.Cell, show: str) -> float | None:
    value = cell.level if show == "level" else cell.gap
    return None if cell.hidden or value is None else round(value, 2)


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None
