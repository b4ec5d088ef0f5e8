"""Addresses that learning platforms use: say once which activity each stands for."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from employees import rules
from skillmap.core.http import UserRequest
from skillmap.pages.activity_choice import activity_titles
from training.models import Activity, ForeignActivity
from training.queries.foreign import unknown_addresses
from training.services.foreign import forget_address, map_addresses

SURE = 60  # likeness in percent from which a suggestion is chosen beforehand
MOST_KNOWN = 200  # addresses shown that have a meaning
LONGEST = 500  # characters of an address


@require_http_methods(["GET", "POST"])
def foreign_list(request: UserRequest) -> HttpResponse:
    """Unknown addresses, those most statements wait for first; posting says what they mean."""
    if not rules.can_edit_catalogue(request.user):
        return render(request, "403.html", status=403)
    if request.method == "POST":
        chosen, unknown = _chosen(request)
        n = map_addresses(actor=request.user, activities=chosen)
        text = ngettext("%(n)d address is known now.", "%(n)d addresses are known now.", n)
        messages.success(request, text % {"n": n} + " " + _("What waits for them is applied."))
        if unknown:
            text = _("No single activity is called %(names)s.")
            messages.warning(request, text % {"names": ", ".join(unknown)})
        return redirect("pages:foreign_list")
    lines, total = unknown_addresses()
    context = {
        "lines": lines,
        "total": total,
        "activities": activity_titles(),
        "known": ForeignActivity.objects.select_related("activity")[:MOST_KNOWN],
        "sure": SURE,
    }
    return render(request, "pages/foreign_list.html", context)


@require_POST
def foreign_forget(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Take back what an address means."""
    if not rules.can_edit_catalogue(request.user):
        return render(request, "403.html", status=403)
    row = get_object_or_404(ForeignActivity, public_id=public_id)
    forget_address(actor=request.user, row=row)
    messages.success(request, _("Forgotten. What came of it stays."))
    return redirect("pages:foreign_list")


def _chosen(request: UserRequest) -> tuple[dict[str, Activity], list[str]]:
    """Activity by address from `address`, `code` and `title` in step; and what is no activity."""
    addresses, codes, titles = (request.POST.getlist(key) for key in ("address", "code", "title"))
    wanted = {
        address: (title.strip(), code.strip())
        for address, code, title in zip(addresses, codes, titles, strict=False)
        if address and len(address) <= LONGEST and all(map(str.isprintable, (address, code, title)))
    }
    texts = {text for pair in wanted.values() for text in pair if text}
    by_code = {one.code: one for one in Activity.objects.active().filter(code__in=texts)}
    by_title: dict[str, list[Activity]] = {}
    for one in Activity.objects.active().filter(title__in=texts):
        by_title.setdefault(one.title, []).append(one)
    chosen, unknown = {}, []
    for address, (title, code) in wanted.items():
        named = by_title.get(title, [])
        found = (named[0] if len(named) == 1 else None) if title else by_code.get(code)
        if found is not None:
            chosen[address] = found
        elif title:
            unknown.append(title)
    return chosen, unknown
