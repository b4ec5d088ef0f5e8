"""The inbox: notes to the person who is logged in."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from assessments.queries.contests import contests_to_decide
from skillmap.core.http import UserRequest
from skillmap.core.models import Notification

PAGE_SIZE = 30
CONTESTS_SHOWN = 7


@require_GET
def inbox_list(request: UserRequest) -> HttpResponse:
    """Contested ratings to decide, then notes, newest first; unread ones are marked."""
    notes = Notification.objects.visible_to(request.user)
    page = Paginator(notes, PAGE_SIZE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": page,
        "contests": contests_to_decide(request.user, today, CONTESTS_SHOWN),
        "today": today,
    }
    return render(request, "pages/inbox_list.html", context)


@require_POST
def inbox_read(request: UserRequest) -> HttpResponse:
    """Mark everything as read."""
    unread = Notification.objects.visible_to(request.user).filter(read_at=None)
    unread.update(read_at=timezone.now())
    return redirect("pages:inbox_list")
