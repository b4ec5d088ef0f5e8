"""The skill map: where the gaps are, by unit or by person, within what the viewer may see."""

from dataclasses import replace

from django.core.paginator import Page, Paginator
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from assessments.models import SkillProfile
from assessments.queries.map_cells import Column, Row, SkillMap
from assessments.queries.map_people import people_map
from assessments.queries.map_reach import aggregate_floor, map_of_units, profiles_within, reach_of
from skillmap.core.http import UserRequest
from skillmap.pages.downloads import FORMATS
from skillmap.pages.filters import Filters
from skillmap.pages.saved_views import SavedViews
from skillmap.pages.skill_map_file import map_file
from skillmap.pages.skill_map_forms import MapForm
from skillmap.pages.skill_map_table import Drawing

PAGE = "pages:skill_map"
ROWS_PER_PAGE = 50
COLUMNS_PER_PAGE = 50
HALF = 50  # percent


@require_GET
def skill_map(request: UserRequest) -> HttpResponseBase:
    """The map as a page, or exactly what it shows as CSV or XLSX."""
    saved = SavedViews(request, PAGE)
    if not request.GET and (default := saved.default_url):
        return redirect(default)
    return show_map(request, request.GET, saved)


def show_map(
    request: UserRequest, query: QueryDict, saved: SavedViews, status: int = 200
) -> HttpResponseBase:
    """The map that `query` asks for."""
    reach = reach_of(request.user)
    form = MapForm(query, reach=reach)
    filters = Filters(form, query, saved)
    chosen = form.narrowing
    by_people = reach.named and (filters.values["by"] == "people" or not reach.by_units)
    page: Page[SkillProfile] | Page[Row]
    if by_people:
        people = profiles_within(request.user, form.of_people)
        page = Paginator(people, ROWS_PER_PAGE).get_page(query.get("page"))
        found = people_map(page.object_list, chosen, form.opened)
    else:
        found = map_of_units(reach, chosen, form.opened)
        page = Paginator(found.rows, ROWS_PER_PAGE).get_page(query.get("page"))
        found = replace(found, rows=list(page.object_list))
    found, columns = _page_of_columns(found, query)
    show = filters.values["show"] or "gap"
    table = Drawing(query, show, reach.named).table(found)
    if (form_of_file := query.get("format", "")) in FORMATS:
        return map_file(table, form_of_file)
    context = {
        "filters": filters,
        "reach": reach,
        "map": found,
        "table": table,
        "by_people": by_people,
        "show": show,
        "page": page,
        "columns": columns,
        "unit": chosen.unit,
        "verified": chosen.verified,
        "floor": None if reach.named else aggregate_floor(),
        "mostly_unmeasured": found.foot.total.n > 0 and found.foot.total.coverage < HALF,
    }
    return render(request, "pages/skill_map.html", context, status=status)


def _page_of_columns(found: SkillMap, query: QueryDict) -> tuple[SkillMap, Page[Column]]:
    columns = Paginator(found.columns, COLUMNS_PER_PAGE).get_page(query.get("columns"))
    return replace(found, columns=list(columns.object_list)), columns
