"""Who looked at my data: reads of sensitive rows, with the reason that was given."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from employees.models import Employee
from reviews.queries.groups import groups_of
from skillmap.core.http import UserRequest
from skillmap.core.models import ReadLog

PAGE_SIZE = 50


@require_GET
def look_list(request: UserRequest) -> HttpResponse:
    """One's own, and the groups one was put in for the fairness report."""
    person = Employee.objects.filter(user=request.user).first()
    looks = ReadLog.objects.about(person.pk) if person else ReadLog.objects.none()
    page = Paginator(looks, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "groups": groups_of(person) if person else []}
    return render(request, "pages/look_list.html", context)
