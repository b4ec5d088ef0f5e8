"""Who is assessed in a cycle, and who rates them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from assessments import rules
from assessments.enums import CycleState, RaterKind
from assessments.models import AssessmentCycle, CycleParticipant, RatingRequest
from assessments.queries.cycles import (
    Lack,
    asked_about,
    colleagues_to_propose,
    lacks_of,
    raters_by_kind,
)
from assessments.queries.cycles_board import people_on_board
from assessments.queries.external import external_raters_of
from assessments.services.cycles import add_people, remove_people
from assessments.services.cycles_life import share_results, withdraw_person
from assessments.services.cycles_raters import (
    ask_after_all,
    decide_rater,
    kinds_to_propose,
    propose_rater,
    take_back_proposal,
)
from employees.models import Employee
from employees.models.people import EmployeeQuerySet
from employees.queries import find_people
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest, as_id
from skillmap.core.tabular.writing import Cell
from skillmap.pages.cycles_forms import OutsideForm, PopulationForm, RaterForm
from skillmap.pages.cycles_outside import change_outside, posts_outside
from skillmap.pages.downloads import FORMATS, download
from skillmap.pages.person_choice import find_person

PAGE_SIZE = 50
EXPORT_HEAD = ("employee_number", "name", "raters_approved", "still_needed", "withdrawn_at")


@require_http_methods(["GET", "POST"])
def cycle_people(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """Who is in, or as a file; posting adds or takes out people of a draft."""
    cycle = _cycle(request, public_id)
    runs = rules.can_manage_cycle(request.user, cycle)
    if not rules.can_read_board(request.user, cycle) or (request.method == "POST" and not runs):
        return render(request, "403.html", status=403)
    form = PopulationForm(request.POST if "add" in request.POST else None)
    if request.method == "POST" and _posted(request, cycle, form):
        return redirect("pages:cycle_people", public_id)
    lacks = lacks_of(cycle)
    counts = raters_by_kind(cycle)
    people = people_on_board(cycle, request.user).select_related("employee", "manager")
    if request.GET.get("few"):
        people = people.filter(employee__in=lacks)
    if request.GET.get("format") in FORMATS:
        lines = map(_cells, _board(people, lacks, counts))
        return download("cycle-people", EXPORT_HEAD, lines, request.GET["format"])
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = list(_board(page, lacks, counts))
    context = {"cycle": cycle, "page": page, "rows": rows, "form": form, "runs": runs}
    status = INVALID if form.errors else 200
    return render(request, "pages/cycle_people.html", context, status=status)


def _board(
    people: Iterable[CycleParticipant],
    lacks: Mapping[int, list[Lack]],
    counts: Mapping[int, Counter[str]],
) -> Iterator[dict[str, Any]]:
    for row in people:
        person = row.employee_id
        yield {"row": row, "lacks": lacks.get(person, []), "raters": counts[person].total()}


def _cells(line: dict[str, Any]) -> list[Cell]:
    row: CycleParticipant = line["row"]
    lacks = [f"{one.kind.rater_kind} {one.has}/{one.needs}" for one in line["lacks"]]
    name = [row.employee.number, str(row.employee)]
    return [*name, line["raters"], "; ".join(lacks), row.withdrawn_at]


def _posted(request: UserRequest, cycle: AssessmentCycle, form: PopulationForm) -> bool:
    """Add or take out; False when the form has to be shown again."""
    try:
        if "add" not in request.POST:
            _take_out(request, cycle)
            return True
        if not form.is_valid():
            return False
        people, unknown = chosen_people(request, form)
        n = add_people(actor=request.user, cycle=cycle, people=people)
    except DomainError as error:
        messages.error(request, error.message)
        return True
    text = ngettext("%(n)d person was added.", "%(n)d people were added.", n)
    messages.success(request, text % {"n": n})
    if unknown:
        text = _("Nobody with these numbers or addresses works here: %(list)s")
        messages.warning(request, text % {"list": ", ".join(unknown[:20])})
    return True


def _take_out(request: UserRequest, cycle: AssessmentCycle) -> None:
    """Of a draft for good, of an open cycle by withdrawing."""
    people = people_on_board(cycle, request.user).select_related("employee", "cycle")
    found = get_object_or_404(people, employee__public_id=as_id(request.POST.get("remove", "")))
    if cycle.state == CycleState.DRAFT:
        remove_people(actor=request.user, cycle=cycle, people=[found.employee])
    else:
        withdraw_person(actor=request.user, participant=found, now=timezone.now())


def chosen_people(request: UserRequest, form: PopulationForm) -> tuple[EmployeeQuerySet, list[str]]:
    """People of the form, and what of the list names nobody."""
    values = form.cleaned_data
    listed: list[str] = values["numbers"]
    if not listed:
        role = values["role"] or None
        found = find_people(request.user, unit_path=form.unit_path, role=role)
        return found, []
    emails = {text.lower() for text in listed}
    named = Q(number__in=listed) | Q(email__in=emails) | Q(user__email__in=emails)
    people = Employee.objects.working().visible_to(request.user).filter(named)
    known = {value for row in people.values_list("number", "email", "user__email") for value in row}
    known |= {str(value).lower() for value in known if value}
    return people, [text for text in listed if text not in known and text.lower() not in known]


@require_http_methods(["GET", "POST"])
def cycle_raters(request: UserRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Who rates one person: proposals, decisions, and colleagues to propose."""
    participant = participant_or_404(request, public_id, person_id)
    if not rules.can_propose_raters(request.user, participant.employee):
        return render(request, "403.html", status=403)
    fault = ""
    outside = OutsideForm(request.POST if "outside" in request.POST else None)
    if request.method == "POST":
        try:
            if posts_outside(request):
                change_outside(request, participant, outside)
            else:
                _change_raters(request, participant)
        except DomainError as error:
            fault = error.message
        if not fault and not outside.errors:
            return redirect("pages:cycle_raters", public_id, person_id)
    return _raters_page(request, participant, outside, fault)


def _raters_page(
    request: UserRequest, participant: CycleParticipant, outside: OutsideForm, fault: str
) -> HttpResponse:
    cycle, person = participant.cycle, participant.employee
    requests = RatingRequest.objects.visible_to(request.user).filter(cycle=cycle, ratee=person)
    requests = requests.exclude(rater_kind=RaterKind.SELF)
    rows = list(requests.select_related("rater").order_by("rater_kind", "rater__last_name", "pk"))
    across, own = colleagues_to_propose(person)
    there = {row.rater_id for row in rows}
    is_self = person.user_id == request.user.pk
    context: dict[str, Any] = {
        "cycle": cycle,
        "participant": participant,
        "person": person,
        "is_self": is_self,
        "asked": asked_about(participant) if is_self else [],
        "approves": rules.can_approve_raters(request.user, person),
        "takes_raters": cycle.state in {CycleState.DRAFT, CycleState.OPEN},
        "kinds": kinds_to_propose(cycle),
        "rater": RaterForm()["rater"],
        "asks_outside": any(k.rater_kind == RaterKind.EXTERNAL for k in cycle.kinds.all()),
        "external_raters": external_raters_of(participant, request.user),
        "outside": outside,
        "requests": rows,
        "lacks": lacks_of(cycle).get(person.pk, []),
        "across": [one for one in across if one.pk not in there],
        "own": [one for one in own if one.pk not in there],
        "fault": fault,
    }
    status = INVALID if fault or outside.errors else 200
    return render(request, "pages/cycle_raters.html", context, status=status)


def _change_raters(request: UserRequest, participant: CycleParticipant) -> None:
    """`rater` and `kind` propose; one of the verbs names a proposal."""
    verb = next(
        (verb for verb in ("approve", "decline", "ask", "forget") if verb in request.POST), ""
    )
    if verb:
        _change_proposal(request, participant, verb)
        return
    form = RaterForm(request.POST)
    if not form.is_valid():
        raise DomainError(_("Say who should rate, and as what."), field="rater")
    propose_rater(
        actor=request.user,
        participant=participant,
        rater=find_person(request.user, form.cleaned_data["rater"], field="rater"),
        kind=RaterKind(form.cleaned_data["kind"]),
        now=timezone.now(),
    )


def _change_proposal(request: UserRequest, participant: CycleParticipant, verb: str) -> None:
    visible = RatingRequest.objects.visible_to(request.user).filter(
        cycle=participant.cycle, ratee=participant.employee
    )
    found = get_object_or_404(visible, public_id=as_id(request.POST[verb]))
    if verb == "forget":
        take_back_proposal(actor=request.user, request=found)
        messages.success(request, _("Taken back. Whoever is asked already stays asked."))
        return
    now = timezone.now()
    if verb == "ask":
        ask_after_all(actor=request.user, participant=participant, request=found, now=now)
    else:
        decide_rater(
            actor=request.user,
            participant=participant,
            request=found,
            approve=verb == "approve",
            now=now,
        )


@require_POST
def cycle_share(request: UserRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """The person lets the results of a developmental cycle count, or not."""
    participant = participant_or_404(request, public_id, person_id)
    if participant.employee.user_id != request.user.pk:
        return render(request, "403.html", status=403)
    shares = request.POST.get("shares") == "yes"
    try:
        share_results(
            actor=request.user, participant=participant, shares=shares, now=timezone.now()
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Kept. You can change it until somebody answers."))
    return redirect("pages:cycle_list")


def participant_or_404(request: UserRequest, public_id: UUID, person_id: UUID) -> CycleParticipant:
    """The person in the cycle, or 404 where the cycle or the person's levels are hidden."""
    rows = CycleParticipant.objects.visible_to(request.user).taking_part()
    return get_object_or_404(
        rows.select_related("cycle", "employee").prefetch_related("cycle__kinds"),
        cycle__public_id=public_id,
        employee__public_id=person_id,
    )


def _cycle(request: UserRequest, public_id: UUID) -> AssessmentCycle:
    return get_object_or_404(AssessmentCycle.objects.visible_to(request.user), public_id=public_id)
