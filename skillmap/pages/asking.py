"""Asking for what is missing on the skill map: who would be asked for what, and taking it back."""

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from assessments.queries.map_people import skills_within
from assessments.queries.map_reach import profiles_within, reach_of
from assessments.queries.missing import asking_of, rounds_of
from assessments.services.requests import ask_for_missing, withdraw_asking
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.filters import Filters
from skillmap.pages.saved_views import SavedViews
from skillmap.pages.skill_map import PAGE, show_map
from skillmap.pages.skill_map_forms import MapForm

PAGE_SIZE = 50


@require_http_methods(["GET", "POST"])
def skill_map_ask(request: UserRequest) -> HttpResponseBase:
    """Who with unmeasured skills in the shown part would be asked for what; posting asks them."""
    reach = reach_of(request.user)
    if not reach.named:
        return render(request, "403.html", status=403)
    query = request.POST if request.method == "POST" else request.GET
    form = MapForm(query, reach=reach)
    if not form.is_valid():
        messages.error(request, _("Nobody was asked: one of the filters is not known any more."))
        return show_map(request, QueryDict(), SavedViews(request, PAGE), status=INVALID)
    slots = list(skills_within(form.narrowing).values_list("slot", flat=True))
    profiles = profiles_within(request.user, form.of_people)
    if request.method == "POST":
        now = timezone.now()
        asked = ask_for_missing(actor=request.user, profiles=profiles, slots=slots, now=now)
        _say(request, len(asked.people))
        return redirect("pages:skill_map_ask")
    asking = asking_of(profiles, slots)
    context = {
        "filters": Filters(form, query),
        "asking": asking,
        "page": Paginator(asking.people, PAGE_SIZE).get_page(query.get("page")),
        "rounds": rounds_of(request.user),
    }
    return render(request, "pages/skill_map_ask.html", context)


@require_POST
def skill_map_withdraw(request: UserRequest) -> HttpResponse:
    """Take back what one asked for and nobody has answered yet."""
    if not reach_of(request.user).named:
        return render(request, "403.html", status=403)
    try:
        asked_at = _moment(request.POST.get("asked_at", ""))
        n = withdraw_asking(actor=request.user, asked_at=asked_at, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        text = ngettext(
            "%(n)d person is not asked any more.", "%(n)d people are not asked any more.", n
        )
        messages.success(request, text % {"n": n})
    return redirect("pages:skill_map_ask")


def _moment(text: str) -> dt.datetime:
    """Raises `DomainError` for what is no moment in a zone."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or timezone.is_naive(found):
        raise DomainError(_("Choose what to withdraw."))
    return found


def _say(request: UserRequest, n: int) -> None:
    text = ngettext("%(n)s person asked.", "%(n)s people asked.", n) % {"n": n}
    messages.success(request, text if n else _("Everybody concerned was asked already."))
