"""The report of anonymous answers about a person: page and CSV, from the same groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from assessments.enums import RaterKind
from assessments.models import CycleParticipant
from assessments.queries.feedback_report import (
    Group,
    Line,
    Report,
    reads_freely,
    report_of,
    reports_visible_to,
)
from skillmap.core.enums import ReadKind
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.levels import Level
from skillmap.core.reasons import fault_of_reason
from skillmap.core.tabular.writing import csv_line
from skills.models import ScaleLevel

HEAD = ("skill_code", "skill", "raters", "answers", "reads_as", "value", "low", "high", "comment")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group on the page: whose answers, and its mean as a level, or the group's bound."""

    group: Group
    level: Level | None

    @property
    def kinds(self) -> str:
        return ", ".join(str(kind.label) for kind in self.group.kinds)


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One skill on the page."""

    line: Line
    groups: list[GroupRow]

    @property
    def held_back(self) -> str:
        return ", ".join(str(kind.label) for kind in self.line.held_back)


@require_GET
def feedback_report(request: UserRequest, public_id: UUID, person_id: UUID) -> HttpResponseBase:
    """Means and comments that the floors let through; HR gives a reason first."""
    person = _person(request, public_id, person_id)
    if not reads_freely(request.user, person.employee):
        return render(request, "pages/feedback_reason.html", {"person": person})
    report = report_of(person)
    if request.GET.get("format") == "csv":
        response = StreamingHttpResponse(_csv(report), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="feedback.csv"'
        return response
    context = {"person": person, "report": report, "rows": rows_of(report)}
    return render(request, "pages/feedback_report.html", context)


@require_POST
def feedback_reason(request: UserRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Say why one reads this report; the person sees it under "who looked at my data"."""
    person = _person(request, public_id, person_id)
    if fault := fault_of_reason(request, person.employee_id, ReadKind.FEEDBACK):
        context = {"person": person, "fault": fault}
        return render(request, "pages/feedback_reason.html", context, status=INVALID)
    return redirect("pages:feedback_report", public_id, person_id)


def _person(request: UserRequest, public_id: UUID, person_id: UUID) -> CycleParticipant:
    found = reports_visible_to(request.user).select_related("cycle", "employee")
    return get_object_or_404(found, cycle__public_id=public_id, employee__public_id=person_id)


def rows_of(report: Report) -> list[SkillRow]:
    """The report skill by skill; one query."""
    scales = {line.skill.scale_id for line in report.lines}
    names: dict[int, list[str]] = {}
    for rank in ScaleLevel.objects.filter(scale__in=scales).order_by("scale", "rank"):
        names.setdefault(rank.scale_id, []).append(rank.name)
    return [
        SkillRow(line, [_group_row(line, group, names) for group in line.groups])
        for line in report.lines
    ]


def _group_row(line: Line, group: Group, names: dict[int, list[str]]) -> GroupRow:
    if not group.is_mean:
        return GroupRow(group, None)
    scale = line.skill.scale
    level = Level(
        top=scale.top_rank,
        bottom=scale.zero_rank,
        names=names.get(scale.pk, ()),
        value=group.value,
        low=group.low,
        high=group.high,
        n_ratings=group.n,
        trust="tentative",
    )
    return GroupRow(group, level)


def _csv(report: Report) -> Iterator[str]:
    yield csv_line(HEAD)
    for line in report.lines:
        skill = (line.skill.code, line.skill.name)
        for group in line.groups:
            kinds = " + ".join(RaterKind(kind).value for kind in group.kinds)
            interval = (
                (round(group.low, 1), round(group.high, 1)) if group.is_mean else (None, None)
            )
            yield csv_line(
                [*skill, kinds, group.n, group.form.value, round(group.value, 1), *interval, ""]
            )
        for text in line.texts:
            yield csv_line([*skill, "", None, "", None, None, None, text])
    for text in report.texts:
        yield csv_line(["", "", "", None, "", None, None, None, text])
