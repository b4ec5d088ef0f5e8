"""Kinds of certificate: what they show, how long they hold, and which roles ask for them."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from assessments.enums import CertificateState
from employees import rules
from employees.models import RoleProfile
from employees.services.certificates import (
    require_certificate,
    roles_asking_for,
    save_certificate_type,
)
from skillmap.core.errors import DomainError, ManyErrors
from skillmap.core.http import INVALID, UserRequest
from skills.models import CertificateType, Skill
from skills.queries import skills_by_code

PAGE_SIZE = 50
MOST_OFFERED = 500  # names of roles that the browser completes


class KindForm(forms.Form):
    """One kind; the level and the skill it shows go together."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=60, help_text=gettext_lazy("For files and programs")
    )
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=200, required=False)
    valid_months = forms.IntegerField(
        label=gettext_lazy("Valid for how many months"),
        required=False,
        min_value=1,
        max_value=600,
        help_text=gettext_lazy("Empty: it does not end."),
    )
    skill = forms.CharField(
        label=gettext_lazy("Code of the skill it shows"), max_length=120, required=False
    )
    attained_level = forms.DecimalField(
        label=gettext_lazy("Level it shows"),
        required=False,
        max_digits=4,
        decimal_places=2,
        help_text=gettext_lazy("On the scale of that skill"),
    )
    roles = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Roles that ask for it"),
        queryset=RoleProfile.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    another_role = forms.CharField(
        label=gettext_lazy("Another role"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"list": "role-names"}),
        help_text=gettext_lazy("By name or code"),
    )
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: CertificateType, **kwargs: Any) -> None:
        names = ("name", "code", "issuer", "valid_months", "attained_level", "version")
        kwargs["initial"] = {name: getattr(kind, name) for name in names}
        kwargs["initial"]["skill"] = kind.skill.code if kind.skill else ""
        super().__init__(*args, **kwargs)
        asking = self.fields["roles"]
        assert isinstance(asking, forms.ModelMultipleChoiceField)  # noqa: S101 - narrows for mypy
        if not kind.pk:
            del self.fields["roles"], self.fields["version"]
            return
        self.fields["code"].disabled = True
        asking.queryset = roles_asking_for(kind, timezone.localdate())
        asking.initial = list(asking.queryset.values_list("public_id", flat=True))
        if not asking.initial:
            del self.fields["roles"]

    def clean_skill(self) -> Skill | None:
        code = self.cleaned_data["skill"].strip()
        if not code:
            return None
        if found := skills_by_code({code}).get(code):
            return found
        raise forms.ValidationError(_("There is no skill of this code."))

    def clean_another_role(self) -> RoleProfile | None:
        word = self.cleaned_data["another_role"].strip()
        if not word:
            return None
        roles = RoleProfile.objects.active().filter(Q(name__iexact=word) | Q(code=word))
        if found := roles.order_by("pk").first():
            return found
        raise forms.ValidationError(_("There is no role of this name or code."))

    @property
    def asking(self) -> list[RoleProfile]:
        """The roles that are to ask for it."""
        added = self.cleaned_data["another_role"]
        return [*self.cleaned_data.get("roles", ()), *([added] if added else [])]


@require_GET
def certificate_kind_list(request: UserRequest) -> HttpResponse:
    """Kinds in use, how many hold one, and what they show."""
    if not rules.can_edit_taxonomy(request.user):
        return render(request, "403.html", status=403)
    held = Q(certificates__state=CertificateState.VERIFIED)
    kinds = CertificateType.objects.filter(retired_on=None).select_related("skill__scale")
    kinds = kinds.annotate(held=Count("certificates", filter=held)).order_by("name", "pk")
    page = Paginator(kinds, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "pages/certificate_kind_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def certificate_kind_new(request: UserRequest) -> HttpResponse:
    """A new kind."""
    return _edit(request, CertificateType())


@require_http_methods(["GET", "POST"])
def certificate_kind_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A known kind, and the roles that ask for it."""
    kinds = CertificateType.objects.filter(retired_on=None).select_related("skill")
    return _edit(request, get_object_or_404(kinds, public_id=public_id))


def _edit(request: UserRequest, kind: CertificateType) -> HttpResponse:
    if not rules.can_edit_taxonomy(request.user):
        return render(request, "403.html", status=403)
    form = KindForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid() and _saved(request, kind, form):
        messages.success(request, _("Saved. What roles ask for counts from today."))
        return redirect("pages:certificate_kind_list")
    roles = RoleProfile.objects.active().order_by("name").values_list("name", flat=True)
    context = {"form": form, "kind": kind, "role_names": roles[:MOST_OFFERED]}
    status = INVALID if request.method == "POST" else 200
    return render(request, "pages/certificate_kind_edit.html", context, status=status)


def _saved(request: UserRequest, kind: CertificateType, form: KindForm) -> bool:
    """Write kind and roles together; faults go to their fields."""
    names = ("name", "code", "issuer", "valid_months", "skill", "attained_level", "version")
    values: dict[str, Any] = {name: form.cleaned_data.get(name) for name in names}
    try:
        with transaction.atomic():
            saved = save_certificate_type(actor=request.user, kind=kind, **values)
            on = timezone.localdate()
            require_certificate(actor=request.user, kind=saved, roles=form.asking, on=on)
    except ManyErrors as error:
        for field, text in error.fields.items():
            form.add_error(field if field in form.fields else None, text)
        return False
    except DomainError as error:
        form.add_error(None, error.message)
        return False
    return True
