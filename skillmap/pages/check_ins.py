"""Check-ins: whom one meets, and the talks of one person."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from reviews import rules
from reviews.enums import ONE_LINE
from reviews.queries.check_ins import (
    actions_of,
    agenda_of,
    notes_left,
    people_met_by,
    talks_of,
)
from reviews.services.check_ins import add_point, check_in_link, plan_check_in
from skillmap.core.enums import ReadKind
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.reasons import fault_of_reason
from skillmap.pages.profile import Card, open_card_of

PAGE_SIZE = 25
MOST_OPEN = 50  # points and actions shown


class DayForm(forms.Form):
    """The day of a talk."""

    planned_on = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PointForm(forms.Form):
    """A point for the agenda."""

    text = forms.CharField(label=gettext_lazy("What you want to talk about"), max_length=ONE_LINE)


@require_GET
def check_in_list(request: UserRequest) -> HttpResponse:
    """One's own talks and those with the people one leads, the next first; and one's private notes
    about people whom one does not lead any more."""
    people = people_met_by(request.user)
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "notes": notes_left(request.user)[:MOST_OPEN]}
    return render(request, "pages/check_in_list.html", context)


@require_http_methods(["GET", "POST"])
def person_check_ins(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The talks of a person; `act` of a post plans one, adds a point, or says why HR reads it."""
    card = open_card_of(request.user, public_id)
    if request.method == "POST" and "reason" in request.POST:
        return _give_reason(request, card)
    if request.method == "POST" and not rules.can_hold_check_ins(request.user, card.person):
        return render(request, "403.html", status=403)
    if not rules.reads_openly(request.user, card.person):
        return render(request, "pages/check_in_reason.html", {"person": card.person})
    posted: dict[str, forms.Form | None] = {"day": None, "point": None}
    if request.method == "POST":
        act = "point" if request.POST.get("act") == "point" else "day"
        form = _FORMS[act](request.POST)
        posted[act] = form
        if form.is_valid():
            try:
                return redirect(_ACTS[act](request, card, form.cleaned_data))
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
    return _page(request, card, **posted)


def _page(
    request: UserRequest, card: Card, *, day: forms.Form | None, point: forms.Form | None
) -> HttpResponse:
    page = Paginator(talks_of(card.person), PAGE_SIZE).get_page(request.GET.get("page"))
    newest = page[0] if page.number == 1 and page.object_list else talks_of(card.person).first()
    context = {
        "card": card,
        "holds": rules.can_hold_check_ins(request.user, card.person),
        "page": page,
        "next": newest if newest and newest.held_on is None else None,
        "points": agenda_of(card.person)[:MOST_OPEN],
        "actions": actions_of(card.person)[:MOST_OPEN],
        "day_form": day or DayForm(initial={"planned_on": timezone.localdate()}),
        "point_form": point or PointForm(),
    }
    status = INVALID if (day and day.errors) or (point and point.errors) else 200
    return render(request, "pages/person_check_ins.html", context, status=status)


def _give_reason(request: UserRequest, card: Card) -> HttpResponse:
    fault = fault_of_reason(request, card.person.pk, ReadKind.REVIEW)
    if fault:
        context = {"person": card.person, "fault": fault}
        return render(request, "pages/check_in_reason.html", context, status=INVALID)
    return redirect("pages:person_check_ins", card.person.public_id)


def _plan(request: UserRequest, card: Card, values: dict[str, Any]) -> str:
    """Plan it; leads to its page."""
    check_in = plan_check_in(
        actor=request.user,
        employee=card.person,
        planned_on=values["planned_on"],
        now=timezone.now(),
    )
    messages.success(request, _("Planned, and told to the other of you."))
    return check_in_link(check_in)


def _add_point(request: UserRequest, card: Card, values: dict[str, Any]) -> str:
    """Add it; leads back."""
    add_point(actor=request.user, employee=card.person, text=values["text"])
    return f"{request.path}#agenda"


_FORMS: dict[str, type[forms.Form]] = {"day": DayForm, "point": PointForm}
_ACTS: dict[str, Callable[[UserRequest, Card, dict[str, Any]], str]] = {
    "day": _plan,
    "point": _add_point,
}
