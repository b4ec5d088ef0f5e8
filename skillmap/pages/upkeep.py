"""Lists to work off: kinds of skills to confirm, job titles to map to roles."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from assessments.services.kinds import confirm_kinds
from assessments.services.marks import refresh_later
from employees import rules
from employees.models import RoleProfile
from employees.queries import titles_without_role, with_roles_alike
from employees.services.titles import map_titles
from skillmap.core.http import UserRequest
from skillmap.core.widgets import PlainSelect
from skillmap.pages.filters import Filters
from skillmap.pages.forms import SearchForm
from skills.enums import SkillKind
from skills.models import Skill

PAGE_SIZE = 50
TITLES_PER_PAGE = 25
MOST_OFFERED = 500  # names of roles to type ahead
SURE = 60  # likeness in percent from which a suggestion is chosen beforehand
UNSURE = "none"


class KindForm(SearchForm):
    """Filters of the skills without a kind."""

    proposed = forms.ChoiceField(
        label=gettext_lazy("Our guess"),
        required=False,
        widget=PlainSelect,
        choices=[
            ("", gettext_lazy("Any guess")),
            (SkillKind.HARD, SkillKind.HARD.label),
            (SkillKind.SOFT, SkillKind.SOFT.label),
            (UNSURE, gettext_lazy("No guess")),
        ],
    )


@require_http_methods(["GET", "POST"])
def kind_list(request: UserRequest) -> HttpResponse:
    """Skills that are neither hard nor soft yet; those without a proposal first."""
    if not rules.can_edit_taxonomy(request.user):
        return render(request, "403.html", status=403)
    if request.method == "POST":
        n = confirm_kinds(actor=request.user, kinds=_chosen_kinds(request))
        text = ngettext("%(n)d skill confirmed.", "%(n)d skills confirmed.", n) % {"n": n}
        messages.success(request, text)
        return redirect(request.get_full_path())
    filters = Filters(KindForm(request.GET), request.GET)
    waiting = Skill.objects.active().filter(kind=SkillKind.UNCLASSIFIED).select_related("framework")
    waiting = waiting.filter(name__icontains=filters.values["q"])
    if proposed := filters.values["proposed"]:
        waiting = waiting.filter(proposed_kind="" if proposed == UNSURE else proposed)
    page = Paginator(waiting.order_by("proposed_kind", "name", "pk"), PAGE_SIZE)
    context = {"filters": filters, "page": page.get_page(request.GET.get("page"))}
    return render(request, "pages/kind_list.html", context)


@require_http_methods(["GET", "POST"])
def title_list(request: UserRequest) -> HttpResponse:
    """Job titles without a role, those of most people first, with the roles that sound alike."""
    if not rules.can_map_titles(request.user):
        return render(request, "403.html", status=403)
    if request.method == "POST":
        chosen, unknown = _chosen_roles(request)
        with transaction.atomic():
            n = map_titles(actor=request.user, roles=chosen)
            if n:
                refresh_later(actor=request.user)
        _say_mapped(request, n, unknown)
        return redirect(request.get_full_path())
    filters = Filters(SearchForm(request.GET), request.GET)
    pages = Paginator(titles_without_role(filters.values["q"]), TITLES_PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    roles = RoleProfile.objects.active().order_by("name").values_list("name", flat=True)
    context = {
        "filters": filters,
        "page": page,
        "titles": with_roles_alike(page),
        "roles": roles[:MOST_OFFERED],
        "sure": SURE,
    }
    return render(request, "pages/title_list.html", context)


def _chosen_kinds(request: UserRequest) -> dict[UUID, SkillKind]:
    """`kind-<skill>=hard|soft`; anything else was left open."""
    chosen = {}
    for name, value in request.POST.items():
        skill = name.removeprefix("kind-")
        if name.startswith("kind-") and value in {SkillKind.HARD, SkillKind.SOFT} and _is_id(skill):
            chosen[UUID(skill)] = SkillKind(str(value))
    return chosen


def _chosen_roles(request: UserRequest) -> tuple[dict[str, RoleProfile], list[str]]:
    """Role by title from `title`, `role` and `other` in step; and role names nobody knows."""
    titles, picked, typed = (request.POST.getlist(name) for name in ("title", "role", "other"))
    by_code = {role.code: role for role in RoleProfile.objects.active()}
    by_name = {role.name.lower(): role for role in by_code.values()}
    by_name |= {code.lower(): role for code, role in by_code.items()}
    chosen: dict[str, RoleProfile] = {}
    unknown = []
    for title, code, other in zip(titles, picked, typed, strict=False):
        title, other = title.strip(), other.strip()
        role = by_name.get(other.lower()) if other else by_code.get(code)
        if role is not None and title and title.isprintable():
            chosen[title] = role
        elif other:
            unknown.append(other)
    return chosen, unknown


def _say_mapped(request: UserRequest, n: int, unknown: list[str]) -> None:
    text = ngettext("%(n)d person got a role.", "%(n)d people got a role.", n) % {"n": n}
    messages.success(request, text)
    if unknown:
        text = _("No role is called %(names)s. These titles wait as before.")
        messages.warning(request, text % {"names": ", ".join(unknown)})


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
