"""Certificates of a person: the list, sending and mending, deciding, and the document itself."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import ModelChoiceField
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import rules
from assessments.enums import CertificateDecision, CertificateState, Compliance
from assessments.models import Certificate
from assessments.queries.certificates import (
    aligned_skills,
    certificates_of,
    compliance_rows,
    shown_levels,
    validity,
)
from assessments.services.certificates import (
    add_certificate,
    change_certificate,
    read_document,
    reject_certificate,
    revoke_certificate,
    verify_certificate,
    withdraw_certificate,
)
from employees import rules as employee_rules
from employees.models import Employee
from employees.services.exemptions import end_exemption, exempt
from skillmap.core.errors import DomainError, ManyErrors
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.certificate_forms import (
    CertificateForm,
    DecisionForm,
    ExemptionForm,
    known_kinds,
)
from skillmap.pages.profile import Card, open_card_of

_OPEN = (CertificateState.SUBMITTED, CertificateState.REJECTED)


@require_GET
def person_certificates(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What the role asks for, then what the person holds, those that need attention first."""
    card = _card(request, public_id)
    today = timezone.localdate()
    found = certificates_of(request.user, card.person, today)
    levels = shown_levels(found)
    person = Employee.objects.filter(pk=card.person.pk)
    needed = list(compliance_rows(person, today).order_by("type_name"))
    may_exempt = employee_rules.can_exempt(request.user, card.person)
    exemptions = card.person.exemptions.filter(valid__contains=today, skill=None)
    context = {
        "card": card,
        "rows": [(one, validity(one, today), levels.get(one.pk, [])) for one in found],
        "needed": needed,
        "exemptions": list(exemptions.select_related("certificate_type")),
        "may_exempt": may_exempt,
        "form": _exemption_form(needed) if may_exempt else None,
    }
    return render(request, "pages/person_certificates.html", context)


@require_http_methods(["GET", "POST"])
def certificate_new(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Send a certificate of one's own."""
    card = _card(request, public_id)
    if not rules.can_add_certificate(request.user, card.person):
        return render(request, "403.html", status=403)
    kinds = {str(kind.public_id): kind.pk for kind in known_kinds()}
    asked = {"type": kinds.get(request.GET.get("type", ""))}
    form = CertificateForm(request.POST or None, request.FILES or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        try:
            certificate = add_certificate(
                actor=request.user,
                employee=card.person,
                content=form.content,
                document=read_document(form.cleaned_data["file"]),
                now=timezone.now(),
            )
        except DomainError as error:
            _show(form, error)
        else:
            messages.success(request, _("Sent. Your manager or HR verifies it."))
            return redirect("pages:certificate_detail", certificate.public_id)
    status = INVALID if request.method == "POST" else 200
    context = {"card": card, "form": form}
    return render(request, "pages/certificate_form.html", context, status=status)


@require_GET
def certificate_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Everything about one certificate, and what this viewer may do with it."""
    return _detail(request, _certificate(request, public_id))


@require_http_methods(["GET", "POST"])
def certificate_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Mend a certificate that nobody has verified."""
    certificate = _certificate(request, public_id)
    if not rules.can_change_certificate(request.user, certificate):
        return render(request, "403.html", status=403)
    if certificate.state not in _OPEN:
        return redirect("pages:certificate_detail", public_id)
    form = CertificateForm(request.POST or None, request.FILES or None, certificate=certificate)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            change_certificate(
                actor=request.user,
                certificate=certificate,
                content=form.content,
                document=read_document(upload) if upload else None,
                now=timezone.now(),
                expected=form.cleaned_data["version"],
            )
        except DomainError as error:
            _show(form, error)
        else:
            return redirect("pages:certificate_detail", public_id)
    status = INVALID if request.method == "POST" else 200
    card = open_card_of(request.user, certificate.employee.public_id)
    context = {"card": card, "form": form, "certificate": certificate}
    return render(request, "pages/certificate_form.html", context, status=status)


@require_POST
def certificate_withdraw(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Take back what nobody has verified."""
    certificate = _certificate(request, public_id)
    if not rules.can_change_certificate(request.user, certificate):
        return render(request, "403.html", status=403)
    try:
        withdraw_certificate(actor=request.user, certificate=certificate)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("pages:certificate_detail", public_id)
    messages.success(request, _("Certificate withdrawn."))
    return redirect("pages:person_certificates", certificate.employee.public_id)


@require_POST
def certificate_decide(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Verify, reject or revoke."""
    certificate = _certificate(request, public_id)
    if not rules.can_decide_certificate(request.user, certificate):
        return render(request, "403.html", status=403)
    form = DecisionForm(request.POST, certificate=certificate)
    if form.is_valid():
        try:
            _decide(request, certificate, form)
        except DomainError as error:
            fresh = _certificate(request, public_id)
            return _detail(request, fresh, fault=error.message)
        return redirect("pages:certificate_detail", public_id)
    fault = " ".join(str(text) for texts in form.errors.values() for text in texts)
    return _detail(request, certificate, form=form, fault=fault)


@require_GET
def certificate_file(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """The document, always as a download: nothing that people send is ever shown in place."""
    certificate = _certificate(request, public_id)
    if not certificate.file:
        raise Http404
    try:
        content = certificate.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content,
        as_attachment=True,
        filename=certificate.file_name,
        content_type=certificate.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
def certificate_exempt(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Exempt somebody from what the role asks for, or end that."""
    card = _card(request, public_id)
    if not employee_rules.can_exempt(request.user, card.person):
        return render(request, "403.html", status=403)
    form = ExemptionForm(request.POST)
    if form.is_valid():
        values, on = form.cleaned_data, timezone.localdate()
        common = {"actor": request.user, "employee": card.person, "thing": values["type"], "on": on}
        try:
            if values["ends"]:
                end_exemption(**common)
            else:
                exempt(**common, reason=values["reason"], until=values["until"])
        except DomainError as error:
            messages.error(request, error.message)
    else:
        messages.error(request, _("Choose the certificate, and give a date as year-month-day."))
    return redirect("pages:person_certificates", public_id)


def _card(request: UserRequest, public_id: UUID) -> Card:
    """The card of somebody whose certificates this user may read, or 404."""
    card = open_card_of(request.user, public_id)
    if not card.shows_certificates:
        raise Http404
    return card


def _exemption_form(needed: Sequence[Any]) -> ExemptionForm | None:
    """As long as there is something to exempt from."""
    lacking = [row.type_id for row in needed if row.standing != Compliance.EXEMPT]
    if not lacking:
        return None
    form = ExemptionForm()
    kind = form.fields["type"]
    assert isinstance(kind, ModelChoiceField)  # noqa: S101 - narrows for mypy
    kind.queryset = known_kinds().filter(pk__in=lacking)
    return form


def _certificate(request: UserRequest, public_id: UUID) -> Certificate:
    found = Certificate.objects.visible_to(request.user).select_related(
        "employee__user", "type__skill__scale", "decided_by"
    )
    return get_object_or_404(found, public_id=public_id)


def _detail(
    request: UserRequest,
    certificate: Certificate,
    *,
    form: DecisionForm | None = None,
    fault: str = "",
) -> HttpResponse:
    is_own = rules.can_change_certificate(request.user, certificate)
    decides = rules.can_decide_certificate(request.user, certificate)
    context = {
        "certificate": certificate,
        "person": certificate.employee,
        "validity": validity(certificate, timezone.localdate()),
        "levels": shown_levels([certificate]).get(certificate.pk, []),
        "alignment": aligned_skills(certificate.alignment),
        "may_change": is_own and certificate.state in _OPEN,
        "may_verify": decides and certificate.state == CertificateState.SUBMITTED,
        "may_revoke": decides and certificate.state == CertificateState.VERIFIED,
        "form": form or DecisionForm(certificate=certificate),
        "fault": fault,
    }
    status = INVALID if fault else 200
    return render(request, "pages/certificate_detail.html", context, status=status)


def _decide(request: UserRequest, certificate: Certificate, form: DecisionForm) -> None:
    values = form.cleaned_data
    common = {
        "actor": request.user,
        "certificate": certificate,
        "now": timezone.now(),
        "expected": values["version"],
    }
    if values["decision"] == CertificateDecision.VERIFY:
        verify_certificate(**common, as_type=values["type"], levels=form.levels)
        messages.success(request, _("Verified. The levels follow in a few seconds."))
    elif values["decision"] == CertificateDecision.REJECT:
        reject_certificate(**common, reason=values["reason"])
    else:
        revoke_certificate(**common, reason=values["reason"])


def _show(form: CertificateForm, error: DomainError) -> None:
    """Put the faults of a service at their fields."""
    faults = error.fields if isinstance(error, ManyErrors) else {error.field: error.message}
    for field, text in faults.items():
        form.add_error(field if field in form.fields else None, text)
