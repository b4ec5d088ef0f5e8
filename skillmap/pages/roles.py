"""Role profiles: the list, one role with people and comparison, and the editable grid."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.models import SkillProfile
from assessments.queries.fits import FitTriple, fit_of
from assessments.services.roles import Edited, publish_roles
from employees import rules
from employees.forms import AddRequirementForm, RequirementFormSet, asked_from, rows_of
from employees.models import Assignment, Employee, Requirement, RoleProfile, RoleVersion
from employees.models.assignments import AssignmentQuerySet
from employees.models.roles import RoleProfileQuerySet
from employees.models.units import Today
from employees.services.roles import Asked
from employees.services.suggestions import suggest
from skillmap.core.errors import DomainError, ManyErrors
from skillmap.core.http import INVALID, UserRequest, as_id
from skillmap.core.models import User
from skillmap.pages.navigation import standing_of
from skillmap.pages.role_differences import (
    asked_today,
    differences,
    version_differences,
)
from skillmap.pages.role_suggestions import SuggestionForm
from skills.enums import SkillKind

PAGE_SIZE = 50


@require_GET
def role_list(request: UserRequest) -> HttpResponse:
    """Search by name or code, filter by family."""
    roles = RoleProfile.objects.visible_to(request.user).active()
    families = roles.exclude(family="").order_by("family").values_list("family", flat=True)
    found = find_roles(request.user, request.GET)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _with_counts(list(page.object_list)),
        "q": request.GET.get("q", ""),
        "family": request.GET.get("family", ""),
        "families": families.distinct(),
    }
    return render(request, "pages/role_list.html", context)


def find_roles(user: User, wanted: QueryDict) -> RoleProfileQuerySet:
    """Active roles by words of name or code (`q`) and by family."""
    roles = RoleProfile.objects.visible_to(user).active()
    for word in wanted.get("q", "").split():
        roles = roles.filter(Q(name__icontains=word) | Q(code__icontains=word))
    if family := wanted.get("family", ""):
        roles = roles.filter(family=family)
    return roles


@require_GET
def role_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Requirements by importance, people in the role, versions, and a comparison when asked."""
    return _role_page(request, public_id, SuggestionForm())


@require_POST
def role_suggest(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Suggest something about a role; whoever works here may."""
    roles = RoleProfile.objects.visible_to(request.user).active()
    role = get_object_or_404(roles, public_id=public_id)
    person = standing_of(request).employee
    if person is None:
        return render(request, "403.html", status=403)
    form = SuggestionForm(request.POST)
    if form.is_valid():
        try:
            suggest(person=person, role=role, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("HR reads it, and you hear of the decision."))
            return redirect("pages:role_detail", public_id)
    return _role_page(request, public_id, form, status=INVALID)


def _role_page(
    request: UserRequest, public_id: UUID, suggestion: SuggestionForm, status: int = 200
) -> HttpResponse:
    roles = RoleProfile.objects.visible_to(request.user)
    role = get_object_or_404(roles.select_related("framework"), public_id=public_id)
    asked = list(asked_today([role]))
    wanted = as_id(request.GET.get("with", ""))
    other = roles.filter(public_id=wanted).first() if wanted else None
    person = standing_of(request).employee
    context = {
        "role": role,
        "groups": _by_kind(asked),
        "balance": _balance(asked),
        "situations": role.situations.all(),
        "people": _people(request, role),
        "is_single": _in_role(role).values("employee").distinct().count() == 1,
        "versions": role.versions.annotate(n=Count("requirements")).order_by("-number"),
        "others": roles.active().exclude(pk=role.pk).only("public_id", "name"),
        "other": other,
        "differences": _differences(asked, list(asked_today([other]))) if other else [],
        "changed": version_differences(role, request.GET.get("version", "")),
        "suggestions": role.suggestions.filter(made_by__user=request.user).select_related("skill"),
        "suggestion_form": suggestion if person else None,
        "me": person,
        "may_edit": rules.can_edit_taxonomy(request.user),
    }
    return render(request, "pages/role_detail.html", context, status=status)


@require_http_methods(["GET", "POST"])
def role_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The grid of requirements; saving publishes a new version from today."""
    role = get_object_or_404(RoleProfile.objects.visible_to(request.user), public_id=public_id)
    if not rules.can_edit_taxonomy(request.user):
        return render(request, "403.html", status=403)
    current = list(asked_today([role]))
    posted = request.POST if request.method == "POST" else None
    grid = RequirementFormSet(posted, initial=rows_of(current), prefix="asked")
    extra = AddRequirementForm(posted, initial={"version": role.version}, prefix="add")
    context: dict[str, object] = {"role": role, "grid": grid, "extra": extra}
    if posted is not None and grid.is_valid() and extra.is_valid():
        asked = asked_from(grid, extra)
        if "look" in posted:
            context["changes"] = differences([Asked.of(row) for row in current], asked)
            return render(request, "pages/role_edit.html", context)
        if _published(request, role, asked, extra.cleaned_data["version"]):
            return redirect("pages:role_detail", public_id)
    status = INVALID if posted is not None else 200
    return render(request, "pages/role_edit.html", context, status=status)


def _published(request: UserRequest, role: RoleProfile, asked: list[Asked], version: int) -> bool:
    """Publish what a role asks for; otherwise say what stands against it."""
    try:
        publish_roles(
            actor=request.user, edited=[Edited(role, asked, version)], on=timezone.localdate()
        )
    except ManyErrors as error:
        for code, text in error.fields.items():
            messages.error(request, f"{code}: {text}")
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Published. Gaps and fit follow in a few seconds."))
        return True
    return False


def _with_counts(roles: list[RoleProfile]) -> list[tuple[RoleProfile, dict[str, int]]]:
    """Each role with its requirements by kind and its people, in two queries."""
    kinds = (
        RoleVersion.objects.filter(role__in=roles, valid__contains=Today())
        .values(role_pk=F("role"))
        .annotate(
            hard=Count("requirements", filter=Q(requirements__skill__kind=SkillKind.HARD)),
            soft=Count("requirements", filter=Q(requirements__skill__kind=SkillKind.SOFT)),
            all=Count("requirements"),
        )
    )
    people = Assignment.objects.current().primary().filter(role__in=roles)
    heads = dict(people.values_list("role").annotate(n=Count("pk")))
    counts = {row["role_pk"]: row for row in kinds}
    return [
        (
            role,
            {
                name: counts[role.pk][name] if role.pk in counts else 0
                for name in ("hard", "soft", "all")
            }
            | {"people": heads.get(role.pk, 0)},
        )
        for role in roles
    ]


def _by_kind(asked: list[Requirement]) -> list[tuple[str, list[Requirement]]]:
    """Hard, soft and unclassified requirements, in this order, empty groups left out."""
    groups = [(kind, [line for line in asked if line.skill.kind == kind]) for kind in SkillKind]
    return [(str(kind.label), lines) for kind, lines in groups if lines]


def _balance(asked: list[Requirement]) -> dict[str, int] | None:
    """Shares of importance on hard and soft skills in percent; None without any."""
    mass = dict.fromkeys(SkillKind, 0)
    for line in asked:
        mass[SkillKind(line.skill.kind)] += line.importance
    whole = mass[SkillKind.HARD] + mass[SkillKind.SOFT]
    if not whole:
        return None
    hard = round(100 * mass[SkillKind.HARD] / whole)
    return {"hard": hard, "soft": 100 - hard}


def _in_role(role: RoleProfile) -> AssignmentQuerySet:
    return Assignment.objects.current().primary().filter(role=role)


def _people(request: UserRequest, role: RoleProfile) -> list[tuple[Employee, FitTriple]]:
    """People in the role whose levels the viewer may read, with their fit."""
    profiles = (
        SkillProfile.objects.visible_to(request.user)
        .filter(employee__in=_in_role(role).values("employee"))
        .select_related("employee")
        .order_by(F("balanced").desc(nulls_last=True), "employee__last_name")
    )
    return [(profile.employee, fit_of(profile)) for profile in profiles[:PAGE_SIZE]]


def _differences(
    mine: list[Requirement], theirs: list[Requirement]
) -> list[tuple[Requirement, Requirement | None, Requirement | None]]:
    """One row per skill of either role: any of both, ours, theirs; biggest difference first."""
    left = {line.skill_id: line for line in mine}
    right = {line.skill_id: line for line in theirs}
    keys = left.keys() | right.keys()
    rows = [(left.get(key) or right[key], left.get(key), right.get(key)) for key in keys]
    return sorted(rows, key=lambda row: (-_distance(row[1], row[2]), row[0].skill.name))


def _distance(one: Requirement | None, other: Requirement | None) -> int:
    return abs((one.required_common if one else 0) - (other.required_common if other else 0))
