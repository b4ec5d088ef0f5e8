"""How far raters agree, for HR; and how somebody rates, for the rater and, with a reason, HR."""

from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments import rules
from assessments.analysis.group_reliability import LEAST_GROUPS
from assessments.enums import (
    FEWEST_PEOPLE,
    RATER_REPORT_PEOPLE,
    RATER_REPORT_RATINGS,
    CycleState,
)
from assessments.models import AssessmentCycle
from assessments.queries import rater_report as given
from assessments.queries.group_reliability import group_reliability
from assessments.queries.reliability import (
    SkillReliability,
    reliability_by_skill,
    shared_raters,
    worth_asking,
)
from employees.models import Employee
from skillmap.core.enums import ReadKind
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.models import User
from skillmap.core.reasons import fault_of_reason
from skillmap.core.tabular.writing import Cell
from skillmap.pages.downloads import FORMATS, download
from skillmap.pages.filters import Filters
from skillmap.pages.navigation import standing_of
from skills.enums import SkillKind

PAGE_SIZE = 50
MOST_WORTH_ASKING = 5
EXPORT_HEAD = (
    "skill", "kind", "people", "rated_twice", "raters", "reliability", "reliability_low",
    "reliability_high", "with_one_more", "model_error", "classical_error", "alpha", "within_group",
    "self_only",
)  # fmt: skip


class ReliabilityForm(forms.Form):
    """Which ratings count: all, or those of one released cycle; and of which skills."""

    cycle = forms.ChoiceField(label=_("Cycle"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("hard and soft")), *SkillKind.choices]
    )

    def __init__(self, user: User, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        released = AssessmentCycle.objects.visible_to(user).filter(state=CycleState.RELEASED)
        self.cycles = {str(cycle.public_id): cycle for cycle in released}
        choice = self.fields["cycle"]
        if isinstance(choice, forms.ChoiceField):
            named = [(key, str(cycle)) for key, cycle in self.cycles.items()]
            choice.choices = [("", _("all ratings")), *named]

    @property
    def chosen(self) -> AssessmentCycle | None:
        return self.cycles.get(self.cleaned_data.get("cycle", ""))


@require_GET
def reliability_list(request: UserRequest) -> HttpResponseBase:
    """One row per skill with ratings, or as a file; after it, which ratings would settle most."""
    if not rules.can_see_reliability(request.user):
        return render(request, "403.html", status=403)
    form = ReliabilityForm(request.user, request.GET)
    filters = Filters(form, request.GET)
    rows = reliability_by_skill(request.user, form.chosen)
    if kind := filters.values["kind"]:
        rows = [row for row in rows if row.skill.kind == kind]
    if request.GET.get("format") in FORMATS:
        return download("reliability", EXPORT_HEAD, map(_cells, rows), request.GET["format"])
    people = Employee.objects.working().levels_visible_to(request.user)
    context = {
        "filters": filters,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "groups": shared_raters(request.user, form.chosen),
        "self_only": sum(row.self_only for row in rows),
        "asking": worth_asking(people.exclude(user=request.user.pk), MOST_WORTH_ASKING),
        "fewest": FEWEST_PEOPLE,
        "fewest_groups": LEAST_GROUPS,
        "shows_groups": False,
    }
    if form.chosen and rules.can_manage_cycle(request.user, form.chosen):
        groups = group_reliability(form.chosen)
        context |= {"shows_groups": True}
        context["group_rows"] = [row for row in groups if kind in {"", row.skill.kind}]
    return render(request, "pages/reliability_list.html", context)


def _cells(row: SkillReliability) -> list[Cell]:
    figure = row.figure
    return [
        str(row.skill),
        row.skill.kind,
        *(row.people, row.compared, row.raters),
        *((figure.value, figure.low, figure.high) if figure else (None, None, None)),
        *(row.with_one_more, row.model_error, row.classical_error),
        *(row.alpha, row.within_group, row.self_only),
    ]


@require_GET
def rater_report(request: UserRequest) -> HttpResponse:
    """One's own severity as a rater."""
    return _report_page(request, standing_of(request).employee)


@require_http_methods(["GET", "POST"])
def person_rater_report(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Somebody else's, for HR: asks for a reason first, which the rater can read."""
    person = get_object_or_404(given.raters_visible_to(request.user), public_id=public_id)
    if person.user_id == request.user.pk:
        return redirect("pages:rater_report")
    if request.method == "POST":
        return _with_reason(request, person)
    if not given.reads_freely(request.user, person):
        return render(request, "pages/rater_reason.html", {"person": person})
    return _report_page(request, person)


def _with_reason(request: UserRequest, person: Employee) -> HttpResponse:
    """Log the reason and show the report."""
    if fault := fault_of_reason(request, person.pk, ReadKind.RATER_REPORT):
        context = {"person": person, "fault": fault}
        return render(request, "pages/rater_reason.html", context, status=INVALID)
    return redirect("pages:person_rater_report", person.public_id)


def _report_page(request: UserRequest, person: Employee | None) -> HttpResponse:
    context = {
        "person": person,
        "is_own": person is None or person.user_id == request.user.pk,
        "report": given.rater_report(person) if person else None,
        "fewest_ratings": RATER_REPORT_RATINGS,
        "fewest_people": RATER_REPORT_PEOPLE,
    }
    return render(request, "pages/rater_report.html", context)
