"""Notes between colleagues: those about somebody, one's own, and writing one."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import rules
from assessments.enums import REMARK_LENGTH, RemarkReaders, RemarkTone
from assessments.models import Remark
from assessments.queries.remarks import remarks_about, remarks_given, requests_by, requests_to
from assessments.services.remarks import give_remark, keep_remark, remove_remark, report_remark
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.profile import Card, card_of
from skillmap.pages.skill_choice import SkillChoice, skills_of

PAGE_SIZE = 25


class RemarkForm(SkillChoice):
    """A few words on one skill of a colleague."""

    tone = forms.ChoiceField(
        label=gettext_lazy("Begins with"), choices=RemarkTone.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("What you want to say"),
        max_length=REMARK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("A few words, no level: it never counts towards one."),
    )
    readers = forms.ChoiceField(
        label=gettext_lazy("Who reads it"),
        choices=RemarkReaders.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("The person sees what you choose here, and your name."),
    )
    field_order = ("skill", "other_skill", "tone", "text", "readers")


@require_http_methods(["GET", "POST"])
def person_remarks(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What this viewer may read of the notes about somebody, and a form to write one."""
    card = card_of(request.user, public_id)
    posted = request.POST if request.method == "POST" else None
    wanted = request.GET.get("skill", "")
    form = RemarkForm(posted, skills=skills_of(card.person, wanted), wanted=wanted)
    if posted is not None and form.is_valid():
        try:
            _give(request, card, form)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Sent. It is on the profile now."))
            return redirect("pages:person_remarks", public_id)
    return _remarks_page(request, card, form)


def _remarks_page(request: UserRequest, card: Card, form: RemarkForm) -> HttpResponse:
    page = Paginator(remarks_about(request.user, card.person), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "card": card,
        "page": page,
        "decides": rules.can_decide_remarks_about(request.user, card.person),
        "form": form if rules.can_give_remark(request.user, card.person) else None,
        "faults": form.non_field_errors() if form.is_bound else (),
    }
    status = INVALID if form.errors else 200
    return render(request, "pages/person_remarks.html", context, status=status)


def _give(request: UserRequest, card: Card, form: RemarkForm) -> Remark:
    values: dict[str, Any] = form.cleaned_data
    return give_remark(
        actor=request.user,
        receiver=card.person,
        skill=values["skill"],
        tone=RemarkTone(values["tone"]),
        text=values["text"],
        readers=RemarkReaders(values["readers"]),
        now=timezone.now(),
    )


@require_GET
def remark_list(request: UserRequest) -> HttpResponse:
    """What colleagues ask of me, what I ask of them, and what I wrote."""
    page = Paginator(remarks_given(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "asked_of_me": requests_to(request.user),
        "asked_by_me": requests_by(request.user),
        "page": page,
    }
    return render(request, "pages/remark_list.html", context)


@require_POST
def remark_act(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Remove, report, or let stand what was reported; `act` names which."""
    visible: QuerySet[Remark] = Remark.objects.visible_to(request.user)
    remark = get_object_or_404(
        visible.select_related("giver__user", "receiver__user", "skill"), public_id=public_id
    )
    back = remark.receiver.public_id
    try:
        said = _act(request, remark)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    if remark.giver.user_id == request.user.pk:
        return redirect("pages:remark_list")
    return redirect("pages:person_remarks", back)


def _act(request: UserRequest, remark: Remark) -> str:
    """Do it and say so. Raises `DomainError`."""
    act = request.POST.get("act")
    if act == "remove":
        remove_remark(actor=request.user, remark=remark)
        return _("The note is gone.")
    if act == "report":
        reason = request.POST.get("reason", "")
        report_remark(actor=request.user, remark=remark, reason=reason, now=timezone.now())
        return _("HR was asked to look at it.")
    if act == "keep":
        keep_remark(actor=request.user, remark=remark, now=timezone.now())
        return _("The note stays.")
    raise DomainError(_("There is no such step."))
