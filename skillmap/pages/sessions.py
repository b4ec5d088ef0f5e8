"""Dates of an activity: the list, arranging and cancelling one, and the sheet of who was there."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from employees.enums import EmployeeStatus
from employees.rules import can_edit_catalogue
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.tabular.writing import Cell
from skillmap.pages.downloads import FORMATS, download
from skillmap.pages.session_forms import SessionForm
from training.enums import Attendance
from training.models import Activity, ActivitySession
from training.rules import can_keep_attendance
from training.services import sessions as services
from training.services.plan_records import OPEN
from training.services.seats import steps_of_session

PAGE_SIZE = 30
EXPORT_HEAD = (
    "starts_on", "starts_at", "place", "seats", "seats_taken", "waiting", "trainer", "cancelled_at",
    "cancel_reason",
)  # fmt: skip


@require_GET
def session_list(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """All dates of an activity, the latest first, with seats taken and people waiting."""
    activity = get_object_or_404(Activity.objects.visible_to(request.user), public_id=public_id)
    if not can_edit_catalogue(request.user):
        return render(request, "403.html", status=403)
    here = Q(plan_steps__plan__state__in=OPEN) & ~Q(
        plan_steps__plan__employee__status=EmployeeStatus.LEFT
    )
    dates = activity.dates.select_related("trainer", "activity").annotate(
        taken=Count("plan_steps", filter=here & Q(plan_steps__waits_since=None)),
        waiting=Count("plan_steps", filter=here & Q(plan_steps__waits_since__isnull=False)),
    )
    dates = dates.order_by("-starts_on", "-pk")
    if request.GET.get("format") in FORMATS:
        return download("dates", EXPORT_HEAD, _lines(dates), request.GET["format"])
    page = Paginator(dates, PAGE_SIZE)
    context = {
        "activity": activity,
        "page": page.get_page(request.GET.get("page")),
        "today": timezone.localdate(),
    }
    return render(request, "pages/session_list.html", context)


@require_http_methods(["GET", "POST"])
def session_new(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Arrange a date."""
    activity = get_object_or_404(Activity.objects.visible_to(request.user), public_id=public_id)

    def write(form: SessionForm) -> ActivitySession:
        return services.create_session(
            actor=request.user, activity=activity, content=form.content, now=timezone.now()
        )

    return _edit(request, ActivitySession(activity=activity), write)


@require_http_methods(["GET", "POST"])
def session_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Change a date."""
    session = _session(public_id)

    def write(form: SessionForm) -> ActivitySession:
        return services.edit_session(
            actor=request.user,
            session=session,
            content=form.content,
            now=timezone.now(),
            version=form.cleaned_data["version"],
        )

    return _edit(request, session, write)


@require_http_methods(["GET", "POST"])
def session_cancel(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Whom a cancellation touches, and cancelling."""
    session = _session(public_id)
    if not can_edit_catalogue(request.user):
        return render(request, "403.html", status=403)
    error, status = "", 200
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        try:
            services.cancel_session(
                actor=request.user, session=session, reason=reason, now=timezone.now()
            )
        except DomainError as fault:
            error, status = fault.message, fault.status
        else:
            messages.success(request, _("Cancelled. Plans are being changed, and people told."))
            return redirect("pages:session_list", session.activity.public_id)
    context = {
        "session": session,
        "touched": steps_of_session(session).select_related("plan__employee"),
        "error": error,
        "reason": reason,
    }
    return render(request, "pages/session_cancel.html", context, status=status)


@require_http_methods(["GET", "POST"])
def session_attendance(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The sheet: who was there has finished the activity."""
    session = _session(public_id)
    if not can_keep_attendance(request.user, session):
        return render(request, "403.html", status=403)
    steps = session.plan_steps.filter(waits_since=None).exclude(plan__state="dismissed")
    steps = steps.exclude(plan__state="draft").select_related("plan__employee").order_by("pk")
    error, status = "", 200
    if request.method == "POST":
        marks = {step.public_id: request.POST.get(f"mark-{step.public_id}", "") for step in steps}
        try:
            services.record_attendance(
                actor=request.user, session=session, marks=marks, now=timezone.now()
            )
        except DomainError as fault:
            error, status = fault.message, fault.status
        else:
            messages.success(request, _("Saved. Who was there has finished the activity."))
            return redirect("pages:session_attendance", public_id)
    context = {
        "session": session,
        "steps": steps,
        "marks": Attendance.choices,
        "is_open": session.last_day <= timezone.localdate(),
        "error": error,
        "may_edit": can_edit_catalogue(request.user),
    }
    return render(request, "pages/session_attendance.html", context, status=status)


def _lines(dates: QuerySet[ActivitySession]) -> Iterator[list[Cell]]:
    """Nobody is counted on a date that is cancelled, as on the page."""
    for one in dates:
        counts = [one.taken, one.waiting]  # type: ignore[attr-defined]  # annotated
        booked: list[Cell] = [None, None] if one.cancelled_at else counts
        trainer, end = str(one.trainer or ""), [one.cancelled_at, one.cancel_reason]
        yield [one.starts_on, one.starts_at, one.place, one.most, *booked, trainer, *end]


def _session(public_id: UUID) -> ActivitySession:
    """Dates stand in the catalogue, which is open to everybody."""
    rows = ActivitySession.objects.select_related("activity", "trainer")
    return get_object_or_404(rows, public_id=public_id)


def _edit(
    request: UserRequest,
    session: ActivitySession,
    write: Callable[[SessionForm], ActivitySession],
) -> HttpResponse:
    if not can_edit_catalogue(request.user):
        return render(request, "403.html", status=403)
    form = SessionForm(request.POST or None, session=session, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            write(form)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Saved. Everybody booked is told of what changed."))
            return redirect("pages:session_list", session.activity.public_id)
    context: dict[str, Any] = {"form": form, "session": session, "activity": session.activity}
    status = INVALID if request.method == "POST" else 200
    return render(request, "pages/session_edit.html", context, status=status)
