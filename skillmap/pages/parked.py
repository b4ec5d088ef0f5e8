"""Completions told of people or activities that are not here yet."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from employees import rules
from skillmap.core.http import UserRequest
from training.enums import PARKED_DAYS
from training.models import ParkedCompletion
from training.services.parking import retry_later

PAGE_SIZE = 50


@require_http_methods(["GET", "POST"])
def parked_list(request: UserRequest) -> HttpResponse:
    """What waits, oldest first; posting has a worker look again."""
    may_import = rules.can_import(request.user)
    if not may_import:
        return render(request, "403.html", status=403)
    if request.method == "POST":
        if retry_later(actor=request.user):
            messages.success(request, _("We are looking; what has found its person leaves here."))
        return redirect("pages:parked_list")
    waiting = ParkedCompletion.objects.visible_to(request.user, sees_all=may_import)
    page = Paginator(waiting.select_related("skill", "batch"), PAGE_SIZE)
    context = {"page": page.get_page(request.GET.get("page")), "days": PARKED_DAYS}
    return render(request, "pages/parked_list.html", context)
