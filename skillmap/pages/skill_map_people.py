"""The people behind a cell of the skill map."""

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.models import SkillProfile
from assessments.queries.levels import SkillLevel, last_seen_of, levels_of
from assessments.queries.map_people import (
    in_this_order,
    largest_gap_first,
    skills_within,
)
from assessments.queries.map_reach import profiles_within, reach_of
from employees.models import Employee
from skillmap.core.http import UserRequest
from skillmap.pages.skill_map_forms import CellForm

PEOPLE_PER_PAGE = 20


@require_GET
def skill_map_cell(request: UserRequest) -> HttpResponse:
    """The people behind a cell, worst first; a fragment in the drawer, else a page."""
    reach = reach_of(request.user)
    if not reach.named:
        return render(request, "403.html", status=403)
    form = CellForm(request.GET, reach=reach)
    if not form.is_valid() and {"skill", "person"} & form.errors.keys():
        raise Http404
    skill_id, person_id = form.cleaned_data["skill"], form.cleaned_data["person"]
    skills = dict(skills_within(form.skills, skill_id).values_list("slot", "name"))
    if skill_id and not skills:
        raise Http404
    profiles = profiles_within(request.user, form.of_people, own=form.cleaned_data["own"])
    if person_id:
        profiles = profiles.filter(employee__public_id=person_id)
    people = Paginator(largest_gap_first(profiles, [*skills]), PEOPLE_PER_PAGE)
    page = people.get_page(request.GET.get("page"))
    context = {
        "title": _title(form, skills),
        "unit": form.of_people.unit,
        "people": _with_levels(in_this_order(page.object_list), set(skills)),
        "page": page,
        "verified": form.narrowing.verified,
    }
    in_drawer = request.headers.get("X-Drawer") == "1"
    template = "pages/_skill_map_people.html" if in_drawer else "pages/skill_map_people.html"
    return render(request, template, context)


def _title(form: CellForm, skills: Mapping[int, str]) -> str:
    """The skill of the cell, or its category."""
    if form.cleaned_data["skill"]:
        return next(iter(skills.values()))
    return form.skills.category or _("All skills")


def _with_levels(
    profiles: list[SkillProfile], slots: set[int]
) -> list[tuple[Employee, list[SkillLevel]]]:
    """Each person with the asked-for skills of the cell, largest weighted gap first."""
    seen = last_seen_of(profile.employee for profile in profiles)
    levels = levels_of(profiles, seen)
    return [
        (
            profile.employee,
            sorted(
                (
                    row
                    for row in levels[profile.pk]
                    if row.skill.slot in slots and row.level.required is not None
                ),
                key=lambda row: row.weight,
            ),
        )
        for profile in profiles
    ]
