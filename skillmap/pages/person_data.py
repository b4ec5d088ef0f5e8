"""A copy of what we know of a person, for themselves or handed on by HR, and their erasure."""

from tempfile import TemporaryFile
from typing import BinaryIO, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from employees import rules
from employees.models import Employee
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.custody.erasure import (
    ask_erasure,
    can_erase_person,
    things_called_like,
    what_goes,
)
from skillmap.custody.exports import copy_for
from skillmap.custody.whole_files import room_needed
from skillmap.pages.log_in import with_own_log_in
from skillmap.pages.profile import Card, open_card_of


class ReasonForm(forms.Form):
    """Why data of others are taken out; the persons read it."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("Whom it is about can read this."),
    )


class EraseForm(forms.Form):
    """The number once more, against slips, and why."""

    number = forms.CharField(
        label=gettext_lazy("Employee number of the person, once more"), max_length=60
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("This is kept. Do not name the person."),
    )

    def __init__(self, data: QueryDict | None, *, person: Employee) -> None:
        super().__init__(data)
        self.person = person

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if number != self.person.number:
            raise forms.ValidationError(_("This is not the number of this person."))
        return number


@require_GET
def my_data(request: UserRequest) -> HttpResponse:
    """What is in one's own copy, and the way to it."""
    person = Employee.objects.filter(user=request.user).first()
    return render(request, "pages/my_data.html", {"person": person})


@with_own_log_in
@require_GET
def my_data_file(request: UserRequest) -> HttpResponseBase:
    """One's own copy."""
    try:
        return _copy(request, get_object_or_404(Employee, user=request.user), "")
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("pages:my_data")


@require_http_methods(["GET", "POST"])
def person_data(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """The copy of somebody who asked HR for it, with a reason the person reads."""
    card = open_card_of(request.user, public_id)
    if not rules.is_hr_admin(request.user) or card.is_self:
        return render(request, "403.html", status=403)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _copy(request, card.person, form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error("reason", error.message)
    status = INVALID if form.errors else 200
    return render(request, "pages/person_data.html", {"card": card, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
def person_erase(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What an erasure takes away, and the erasure once number and reason are given."""
    card = open_card_of(request.user, public_id)
    if not can_erase_person(request.user, card.person):
        return render(request, "403.html", status=403)
    form = EraseForm(request.POST if request.method == "POST" else None, person=card.person)
    if form.is_valid():
        try:
            job = ask_erasure(
                person=card.person, reason=form.cleaned_data["reason"], actor=request.user
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The erasure is under way."))
            return redirect("pages:job_detail", job.public_id)
    return _erase_page(request, card, form)


def _erase_page(request: UserRequest, card: Card, form: EraseForm) -> HttpResponse:
    context = {
        "card": card,
        "form": form,
        "rows": what_goes(card.person),
        "things": things_called_like(card.person),
    }
    status = INVALID if form.errors else 200
    return render(request, "pages/person_erase.html", context, status=status)


def _copy(request: UserRequest, person: Employee, reason: str) -> FileResponse:
    with room_needed():
        file = cast(BinaryIO, TemporaryFile())  # noqa: SIM115 - the response closes it
        copy_for(viewer=request.user, person=person, reason=reason, target=file)
        file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{person.number}.zip")
