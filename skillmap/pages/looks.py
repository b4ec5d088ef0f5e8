"""Who looked at my data: reads of sensitive rows, with the reason that was given."""

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from employees.models import Employee
from reviews.queries.groups import groups_of
from skillmap.core.http import UserRequest
from skillmap.core.models import ReadLog
from skillmap.pages.downloads import FORMATS, download

PAGE_SIZE = 50
EXPORT_HEAD = ("read_on", "viewer", "what", "reason")


@require_GET
def look_list(request: UserRequest) -> HttpResponseBase:
    """Of oneself, or as a file, and the groups one was put in for the fairness report."""
    person = Employee.objects.filter(user=request.user).first()
    looks = ReadLog.objects.about(person.pk) if person else ReadLog.objects.none()
    if request.GET.get("format") in FORMATS:
        lines = ((one.read_on, str(one.viewer), one.kind, one.reason) for one in looks)
        return download("looks", EXPORT_HEAD, lines, request.GET["format"])
    page = Paginator(looks, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "groups": groups_of(person) if person else []}
    return render(request, "pages/look_list.html", context)
