"""What happened: audited changes of one kind of row, newest first, with who made them."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from employees import rules
from skillmap.core import audit
from skillmap.core.http import UserRequest
from skillmap.core.models import User

PAGE_SIZE = 50
FIRST_SHOWN = "employees.employee"


@require_GET
def audit_list(request: UserRequest) -> HttpResponse:
    """HR sees values before and after; the auditor sees that they changed, values masked."""
    if not rules.can_read_audit(request.user):
        return render(request, "403.html", status=403)
    model = request.GET.get("model", FIRST_SHOWN)
    try:
        events = audit.events_of(model)
    except LookupError as error:
        raise Http404 from error
    page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("page"))
    entries = audit.entries(list(page.object_list))
    actors = User.objects.in_bulk({entry.actor_id for entry in entries if entry.actor_id})
    models = audit.audited_models()
    context = {
        "page": page,
        "rows": [(entry, actors.get(entry.actor_id or 0)) for entry in entries],
        "model": model,
        "models": models,
        "model_words": dict(models)[model],
        "values_shown": rules.is_hr_admin(request.user),
    }
    return render(request, "pages/audit_list.html", context)
