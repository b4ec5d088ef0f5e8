"""The grid of roles and skills: a few roles beside each other, every cell editable."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from assessments.services.roles import Edited, publish_roles
from employees import rules
from employees.models import RoleProfile
from employees.queries import role_named
from employees.services.roles import Asked, create_role
from skillmap.core.errors import DomainError, ManyErrors
from skillmap.core.http import INVALID, UserRequest, as_id
from skillmap.pages.role_differences import Difference, asked_today, differences
from skillmap.pages.roles import find_roles
from skillmap.pages.skill_care_forms import find_skill
from skills.enums import SkillKind
from skills.models import Skill

ROLES, SKILLS = 5, 50  # beside and below each other: three fields a cell, a form takes a thousand
_LEVEL = forms.DecimalField(max_digits=4, decimal_places=2, min_value=Decimal(0), required=False)
IMPORTANCES = tuple(range(1, 6))
DEFAULT_IMPORTANCE = 3
MOST_OFFERED = 500  # names of roles to type ahead
_NOT_CODE = re.compile(r"\W+")


class NewRoleForm(forms.Form):
    """A role to add; it may start from another one, of the organisation or of a framework."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "What files and programs call the role, such as TEAM_LEAD; it stays. Empty: made from"
            " the name."
        ),
    )
    family = forms.CharField(label=gettext_lazy("Family"), max_length=200, required=False)
    like = forms.CharField(
        label=gettext_lazy("Start from"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Name or code of a role here, of the starter library, ESCO, O*NET or GDAD once they are"
            " imported. What it asks for is copied."
        ),
        widget=forms.TextInput(attrs={"list": "role-names"}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.get("code"):
            values["code"] = _NOT_CODE.sub("_", values.get("name", "").upper()).strip("_")[:200]
        if not values["code"]:
            self.add_error("code", _("Give it a code."))
        return values

    def clean_like(self) -> RoleProfile | None:
        text = self.cleaned_data["like"]
        found = role_named(text) if text else None
        if text and found is None:
            raise ValidationError(_("There is no role of this name."))
        return found


@dataclass
class Column:
    """One role of the grid: what it asks for now, and what somebody would have it ask for."""

    role: RoleProfile
    version: int
    stored: dict[int, Asked]
    wanted: dict[int, Asked]
    typed: dict[int, str] = field(default_factory=dict)

    @property
    def changes(self) -> list[Difference]:
        return differences(list(self.stored.values()), list(self.wanted.values()))

    def cell(self, skill: Skill) -> dict[str, object]:
        """What stands in the fields of a skill."""
        line = self.wanted.get(skill.pk)
        level = format(line.required_level.normalize(), "f") if line else ""
        return {
            "name": f"{self.role.public_id}-{skill.public_id}",
            "role": self.role,
            "level": self.typed.get(skill.pk, level),
            "importance": line.importance if line else DEFAULT_IMPORTANCE,
            "essential": bool(line and line.essential),
        }


@require_http_methods(["GET", "POST"])
def role_new(request: UserRequest) -> HttpResponse:
    """Add a role, from nothing or from another one; its requirements are edited next."""
    if not rules.can_edit_taxonomy(request.user):
        return render(request, "403.html", status=403)
    form = NewRoleForm(request.POST or None, initial={"like": request.GET.get("like")})
    if request.method == "POST" and form.is_valid():
        try:
            today = timezone.localdate()
            role = create_role(actor=request.user, on=today, **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            return redirect("pages:role_edit", role.public_id)
    names = RoleProfile.objects.active().values_list("name", flat=True)[:MOST_OFFERED]
    status = INVALID if request.method == "POST" else 200
    context = {"form": form, "role_names": names}
    return render(request, "pages/role_new.html", context, status=status)


@require_http_methods(["GET", "POST"])
def role_grid(request: UserRequest) -> HttpResponse:
    """Roles of a search beside each other; posting shows the difference, or publishes it."""
    if not rules.can_edit_taxonomy(request.user):
        return render(request, "403.html", status=403)
    posted = request.POST if request.method == "POST" else None
    page = Paginator(find_roles(request.user, request.GET), ROLES).get_page(request.GET.get("page"))
    roles = list(page.object_list) if posted is None else _roles_of(request, posted)
    columns = _columns(roles)
    skills = _skills_shown(request, columns) if posted is None else _skills_of(posted)
    faults = _read(columns, skills, posted) if posted is not None else []
    if posted is not None and "publish" in posted and not faults:
        faults = _publish(request, columns)
        if not faults:
            return redirect(request.get_full_path())
    context = {
        "page": page,
        "q": request.GET.get("q", ""),
        "kind": request.GET.get("kind", ""),
        "kinds": SkillKind.choices,
        "columns": columns,
        "lines": [(skill, [column.cell(skill) for column in columns]) for skill in skills[:SKILLS]],
        "beyond": max(len(skills) - SKILLS, 0),
        "importances": IMPORTANCES,
        "faults": faults,
        "looked": posted is not None,
    }
    status = INVALID if faults else 200
    return render(request, "pages/role_grid.html", context, status=status)


def _columns(roles: list[RoleProfile]) -> list[Column]:
    stored: dict[int, dict[int, Asked]] = {role.pk: {} for role in roles}
    for row in asked_today(roles):
        stored[row.role_version.role_id][row.skill_id] = Asked.of(row)
    return [Column(role, role.version, stored[role.pk], dict(stored[role.pk])) for role in roles]


def _skills_shown(request: UserRequest, columns: list[Column]) -> list[Skill]:
    """Every skill that one of the roles asks for, and those that somebody adds by name."""
    found = {line.skill.pk: line.skill for column in columns for line in column.stored.values()}
    kind = request.GET.get("kind", "")
    if kind in SkillKind.values:
        found = {pk: skill for pk, skill in found.items() if skill.kind == kind}
    more = find_skill(request.GET.get("skill", ""))
    ordered = sorted(found.values(), key=lambda skill: (skill.kind, skill.name.lower()))
    return ordered if more is None or more.pk in found else [more, *ordered]


def _roles_of(request: UserRequest, posted: QueryDict) -> list[RoleProfile]:
    ids = [wanted for text in posted.getlist("role")[:ROLES] if (wanted := as_id(text))]
    roles = RoleProfile.objects.visible_to(request.user).active().filter(public_id__in=ids)
    return sorted(roles, key=lambda role: ids.index(role.public_id))


def _skills_of(posted: QueryDict) -> list[Skill]:
    ids = [wanted for text in posted.getlist("skill")[:SKILLS] if (wanted := as_id(text))]
    skills = Skill.objects.filter(public_id__in=ids).select_related("scale")
    return sorted(skills, key=lambda skill: ids.index(skill.public_id))


def _read(columns: list[Column], skills: list[Skill], posted: QueryDict) -> list[str]:
    """Take over what was typed; returns what is wrong with it."""
    return [fault for column in columns for fault in _read_column(column, skills, posted)]


def _read_column(column: Column, skills: list[Skill], posted: QueryDict) -> Iterator[str]:
    name = column.role.public_id
    version = posted.get(f"version-{name}", "")
    if not version.isascii() or not version.isdecimal() or len(version) > 9:
        yield _("%s: reload the page.") % column.role
        return
    if int(version) != column.version:
        yield (
            _(
                "%s was changed by somebody else meanwhile. The difference below is to what it asks"
                " for now; publish again if it is right."
            )
            % column.role
        )
    for skill in skills:
        cell = f"{name}-{skill.public_id}"
        if f"level-{cell}" not in posted:
            continue
        column.typed[skill.pk] = posted.get(f"level-{cell}", "")
        try:
            level = _LEVEL.clean(column.typed[skill.pk])
        except ValidationError as error:
            yield f"{column.role}, {skill}: {' '.join(error.messages)}"
            continue
        importance = posted.get(f"importance-{cell}", "")
        if importance not in map(str, IMPORTANCES):
            yield f"{column.role}, {skill}: {_('Importance runs from 1 to 5.')}"
            continue
        _want(column, skill, level, int(importance), essential=f"essential-{cell}" in posted)


def _want(
    column: Column, skill: Skill, level: Decimal | None, importance: int, *, essential: bool
) -> None:
    if not level:
        column.wanted.pop(skill.pk, None)
        return
    line = Asked(skill, level, importance, essential)
    stored = column.stored.get(skill.pk)
    same = stored is not None and replace(stored, assumed=False) == line
    column.wanted[skill.pk] = stored if same and stored else line


def _publish(request: UserRequest, columns: list[Column]) -> list[str]:
    """Publish every role that changed, or none; returns what stands against it."""
    changed = [column for column in columns if column.changes]
    try:
        publish_roles(
            actor=request.user,
            edited=[Edited(one.role, list(one.wanted.values()), one.version) for one in changed],
            on=timezone.localdate(),
        )
    except ManyErrors as error:
        return [f"{code}: {text}" for code, text in error.fields.items()]
    except DomainError as error:
        return [error.message]
    text = ngettext("%(n)d role published.", "%(n)d roles published.", len(changed))
    messages.success(request, text % {"n": len(changed)})
    return []
