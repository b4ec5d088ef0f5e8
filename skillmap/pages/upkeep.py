"""Lists to work off: kinds of skills to confirm, job titles to map to roles."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments.services.kinds import confirm_kinds
from assessments.services.marks import refresh_later
from employees import rules
from employees.models import RoleProfile
from employees.queries import open_titles
from employees.services.titles import map_titles
from skillmap.core.http import UserRequest
from skills.enums import SkillKind
from skills.models import Skill

PAGE_SIZE = 50
SURE = 0.6  # likeness from which a suggestion is chosen beforehand


@require_http_methods(["GET", "POST"])
def kind_list(request: UserRequest) -> HttpResponse:
    """Skills that are neither hard nor soft yet; those without a proposal first."""
    if not rules.can_edit_taxonomy(request.user):
        return render(request, "403.html", status=403)
    if request.method == "POST":
        n = confirm_kinds(actor=request.user, kinds=_chosen_kinds(request))
        text = ngettext("%(n)d skill confirmed.", "%(n)d skills confirmed.", n) % {"n": n}
        messages.success(request, text)
        return redirect("pages:kind_list")
    waiting = Skill.objects.active().filter(kind=SkillKind.UNCLASSIFIED).select_related("framework")
    page = Paginator(waiting.order_by("proposed_kind", "name", "pk"), PAGE_SIZE)
    context = {"page": page.get_page(request.GET.get("page"))}
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
        return redirect("pages:title_list")
    roles = RoleProfile.objects.active().order_by("name").values_list("name", flat=True)
    context = {"titles": open_titles(), "roles": roles[:500], "sure": SURE}
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
    by_id = {str(role.public_id): role for role in RoleProfile.objects.active()}
    by_name = {role.name.lower(): role for role in by_id.values()}
    by_name |= {role.code.lower(): role for role in by_id.values()}
    chosen: dict[str, RoleProfile] = {}
    unknown = []
    for title, role_id, other in zip(titles, picked, typed, strict=False):
        title, other = title.strip(), other.strip()
        role = by_name.get(other.lower()) if other else by_id.get(role_id)
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
