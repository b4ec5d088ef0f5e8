"""What a released cycle says about one person."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from assessments.models import CycleParticipant
from assessments.queries.cycles_results import result_rows, results_visible_to
from employees.rules import is_manager_of
from skillmap.core.enums import ReadKind
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.models import ReadLog
from skillmap.core.reasons import fault_of_reason


@require_http_methods(["GET", "POST"])
def cycle_result(request: UserRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Levels and what was said by name, largest disagreement first; HR posts a reason first."""
    participant = get_object_or_404(
        results_visible_to(request.user).select_related("cycle", "employee"),
        cycle__public_id=public_id,
        employee__public_id=person_id,
    )
    if request.method == "POST":
        return _log_reason(request, participant)
    if _needs_reason(request, participant):
        return _reason_page(request, participant, "")
    context = {
        "cycle": participant.cycle,
        "participant": participant,
        "person": participant.employee,
        "is_self": participant.employee.user_id == request.user.pk,
        "rows": result_rows(participant),
        "kinds": participant.cycle.kinds.filter(anonymous=False),
        "has_anonymous": participant.cycle.kinds.filter(anonymous=True).exists(),
    }
    return render(request, "pages/cycle_result.html", context)


def _needs_reason(request: UserRequest, participant: CycleParticipant) -> bool:
    """HR reads with a reason; the person and the direct manager without."""
    person = participant.employee
    if person.user_id == request.user.pk or is_manager_of(request.user, person):
        return False
    return not ReadLog.objects.given_today(request.user, person.pk, ReadKind.MANAGER_RATING)


def _log_reason(request: UserRequest, participant: CycleParticipant) -> HttpResponse:
    if fault := fault_of_reason(request, participant.employee_id, ReadKind.MANAGER_RATING):
        return _reason_page(request, participant, fault)
    ids = (participant.cycle.public_id, participant.employee.public_id)
    return redirect("pages:cycle_result", *ids)


def _reason_page(request: UserRequest, participant: CycleParticipant, fault: str) -> HttpResponse:
    context = {"cycle": participant.cycle, "person": participant.employee, "fault": fault}
    status = INVALID if fault else 200
    return render(request, "pages/cycle_reason.html", context, status=status)
