"""The calendar of one's own plan: its private address, and the file programs read there."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from skillmap.core.http import UserRequest
from skillmap.core.tokens import digest
from skillmap.pages.log_in import with_own_log_in
from training.api.calendar import CONTENT_TYPE, calendar_file
from training.models import CalendarFeed
from training.queries.calendar import calendar_entries
from training.services.feeds import person_of_feed, renew_feed, revoke_feed


@with_own_log_in
@require_http_methods(["GET", "POST"])
def calendar_edit(request: UserRequest) -> HttpResponse:
    """Make, replace or end the address; a new one is shown in full this once."""
    address = ""
    if request.POST.get("revoke"):
        if revoke_feed(request.user):
            messages.success(request, _("The address no longer works."))
        return redirect("pages:calendar_edit")
    if request.method == "POST":
        path = reverse("pages:calendar_feed", args=[renew_feed(request.user)])
        address = f"{settings.BASE_URL}{path}"
    feed = CalendarFeed.objects.filter(user=request.user).first()
    context = {"feed": feed, "address": address, "subscribe": _subscribe(address)}
    return render(request, "pages/calendar_edit.html", context)


@login_not_required
@require_GET
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself, for whoever knows the address; nothing of it is kept on the way."""
    person = person_of_feed(token)
    if person is None or person.user is None:
        raise Http404
    with translation.override(person.user.language):
        link = f"{settings.BASE_URL}{reverse('pages:person_plan', args=[person.public_id])}"
        content = calendar_file(calendar_entries(person), link)
    etag = f'"{digest(content)}"'
    headers = {
        "Content-Disposition": 'inline; filename="plan.ics"',
        "Cache-Control": "private, no-cache",
        "ETag": etag,
    }
    file = HttpResponse(content, CONTENT_TYPE, headers=headers)
    answer = get_conditional_response(request, etag=etag, response=file)
    return answer if isinstance(answer, HttpResponse) else file


def _subscribe(address: str) -> str:
    """The same address as calendar programs open it."""
    return f"webcal://{address.partition('://')[2]}" if address else ""
