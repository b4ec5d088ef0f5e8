"""The inbox: what waits for the person who is logged in, the worst first, and notes to them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from skillmap.core.http import UserRequest
from skillmap.core.models import Notification
from skillmap.core.services import mark_read
from skillmap.pages.navigation import standing_of
from skillmap.pages.waiting.items import waiting_for_user

PAGE_SIZE = 30
SHOWN = 7
MOST_SHOWN = 200


@require_GET
def inbox_list(request: UserRequest) -> HttpResponse:
    """At most seven things that wait, `?all=1` for all; notes the newest first."""
    waiting = waiting_for_user(request.user, standing_of(request), timezone.localdate())
    notes = Notification.objects.visible_to(request.user)
    shown = MOST_SHOWN if request.GET.get("all") else SHOWN
    context = {
        "waiting": waiting[:shown],
        "waiting_count": len(waiting),
        "page": Paginator(notes, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "pages/inbox_list.html", context)


@require_POST
def inbox_read(request: UserRequest) -> HttpResponse:
    """Mark all notes as read; what waits goes on waiting."""
    mark_read(request.user)
    return redirect("pages:inbox_list")
