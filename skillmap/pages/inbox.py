"""The inbox: what waits for the person who is logged in, the worst first, and what is new."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from skillmap.core.http import UserRequest
from skillmap.core.services import mark_read
from skillmap.pages.navigation import standing_of
from skillmap.pages.waiting.items import waiting_for_user
from skillmap.pages.waiting.news import news_of

PAGE_SIZE = 30
SHOWN = 7
MOST_SHOWN = 200


@require_GET
def inbox_list(request: UserRequest) -> HttpResponse:
    """At most seven things that wait, `?all=1` for all; news the newest first."""
    waiting = waiting_for_user(request.user, standing_of(request), timezone.localdate())
    shown = MOST_SHOWN if request.GET.get("all") else SHOWN
    context = {
        "waiting": waiting[:shown],
        "waiting_count": len(waiting),
        "page": Paginator(news_of(request.user), PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "pages/inbox_list.html", context)


@require_POST
def inbox_read(request: UserRequest) -> HttpResponse:
    """Mark all news as read; what waits goes on waiting."""
    mark_read(request.user)
    return redirect("pages:inbox_list")
