"""Calibration for HR: how managers' levels spread, what stands out, adjusting, locking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from employees.models import Employee
from reviews import rules
from reviews.analysis.calibration import Finding, Pattern
from reviews.enums import Gate, ReviewCycleState
from reviews.models import (
    CalibrationChange,
    Review,
    ReviewCycle,
    ReviewEntry,
    ReviewTemplate,
)
from reviews.models.reviews import ReviewQuerySet
from reviews.queries import calibration as queries
from reviews.queries.calibration import Manager, Stage
from reviews.services.calibration import LONGEST_REASON, calibrate, lock_calibration
from skillmap.core.enums import ReadKind
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest, as_id
from skillmap.core.models import Organisation, ReadLog
from skillmap.core.services import log_reads
from skillmap.core.templatetags.levels import number, percent
from skillmap.pages.filters import Filters
from skills.models import Skill

PAGE_SIZE = 50
OVERALL = "overall"


class SpreadForm(forms.Form):
    """What is counted, and at which stage."""

    measure = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    stage = forms.ChoiceField(
        label=gettext_lazy("When"),
        required=False,
        choices=[
            ("", gettext_lazy("today")),
            (Stage.SENT.value, gettext_lazy("as sent")),
            (Stage.AGREED.value, gettext_lazy("as agreed")),
        ],
    )

    def __init__(self, *args: Any, has_overall: bool) -> None:
        super().__init__(*args)
        measure = self.fields["measure"]
        levels = ("", _("levels of skills"))
        if isinstance(measure, forms.ChoiceField):
            measure.choices = [levels, (OVERALL, _("overall ratings"))] if has_overall else [levels]


@require_GET
def calibration_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """How levels spread over units and managers, and what stands out. No person is named."""
    cycle = _cycle(request, public_id)
    if not rules.can_run_review_cycle(request.user, cycle):
        return render(request, "403.html", status=403)
    filters = Filters(SpreadForm(request.GET, has_overall=cycle.template.has_overall), request.GET)
    is_overall = filters.values["measure"] == OVERALL
    stage = Stage(filters.values["stage"] or Stage.NOW)
    reviews = Review.objects.visible_to(request.user)
    given = queries.given_by_manager(cycle, _of_others(request, reviews), stage)
    managers = queries.managers_of(given)
    floor = Organisation.objects.get().aggregate_floor
    classes = queries.classes_of(cycle.template, is_overall=is_overall)
    lines = queries.spread(given, managers, floor, is_overall=is_overall, classes=classes)
    context = {
        "cycle": cycle,
        "filters": filters,
        "classes": classes,
        "lines": lines,
        "floor": floor,
        "findings": [_words(one, managers) for one in queries.findings(given, managers, floor)],
        "is_open": _is_open(cycle),
        "waiting": _waiting(cycle, reviews) if _is_open(cycle) else 0,
    }
    return render(request, "reviews/calibration_detail.html", context)


def _of_others(request: UserRequest, reviews: ReviewQuerySet) -> ReviewQuerySet:
    """Without one's own review: what is told with it and without it would give it away."""
    return reviews.exclude(employee__user=request.user)


def _is_open(cycle: ReviewCycle) -> bool:
    """Can levels of this cycle be adjusted?"""
    return (
        cycle.gate == Gate.CALIBRATED
        and cycle.state == ReviewCycleState.RUNNING
        and cycle.calibrated_at is None
    )


def _waiting(cycle: ReviewCycle, reviews: ReviewQuerySet) -> int:
    """How many reviews would be opened by locking only once their missing part is sent."""
    newest = reviews.newest().filter(cycle=cycle)
    return newest.filter(manager_submitted_at=None).count()


def _words(found: Pattern, managers: dict[int, Manager]) -> str:
    """A finding with its statistics, as something to talk about."""
    words = {"name": managers[found.manager].name, "n": found.n}
    if found.finding == Finding.SAME:
        words["times"] = round(1 / found.value) if found.value else _("very many")
        return (
            _(
                "%(name)s: all %(n)d overall ratings are the same. Drawn by chance from the "
                "ratings of all others that would happen once in %(times)s times."
            )
            % words
        )
    if found.finding == Finding.FLAT:
        words |= {"share": percent(found.value), "others": percent(found.error)}
        return (
            _(
                "%(name)s: in %(share)s of %(n)d reviews every skill has the same level; among "
                "all others in %(others)s. One general impression may colour all skills."
            )
            % words
        )
    words |= {"distance": number(abs(found.value)), "error": number(found.error, 2)}
    return _far_words(found) % words


def _far_words(found: Pattern) -> str:
    if found.is_overall:
        return (
            _(
                "%(name)s: %(n)d overall ratings lie %(distance)s above those of all others on "
                "average (standard error %(error)s). The team may be that good."
            )
            if found.value > 0
            else _(
                "%(name)s: %(n)d overall ratings lie %(distance)s below those of all others on "
                "average (standard error %(error)s). The yardstick may be stricter."
            )
        )
    if found.value > 0:
        return _(
            "%(name)s: levels in %(n)d reviews lie %(distance)s higher above what roles ask for "
            "than those of all others (standard error %(error)s). The team may be that good."
        )
    return _(
        "%(name)s: levels in %(n)d reviews lie %(distance)s lower against what roles ask for than "
        "those of all others (standard error %(error)s). The yardstick may be stricter."
    )


@require_POST
def calibration_lock(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Nothing is adjusted any more, and what both sides have sent opens."""
    cycle = _cycle(request, public_id)
    if not rules.can_run_review_cycle(request.user, cycle):
        return render(request, "403.html", status=403)
    try:
        n = lock_calibration(actor=request.user, cycle=cycle, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        text = ngettext(
            "Locked. %(n)d review is open to both sides now.",
            "Locked. %(n)d reviews are open to both sides now.",
            n,
        )
        messages.success(request, text % {"n": n})
    return redirect("pages:calibration_detail", public_id)


class PeopleForm(forms.Form):
    """What is laid side by side: the overall rating, or one skill."""

    about = forms.ChoiceField(label=gettext_lazy("What"), required=False)

    def __init__(self, *args: Any, skills: Iterable[Skill], has_overall: bool) -> None:
        super().__init__(*args)
        about = self.fields["about"]
        self.skills = {str(skill.public_id): skill for skill in skills}
        choices = [(key, skill.name) for key, skill in self.skills.items()]
        if has_overall:
            choices = [("", _("overall rating")), *choices]
        elif choices:
            choices[0] = ("", choices[0][1])
        if isinstance(about, forms.ChoiceField):
            about.choices = choices
        self.first = None if has_overall else next(iter(self.skills.values()), None)


class AdjustForm(forms.Form):
    """Another level for one person, and why."""

    review = forms.UUIDField()
    version = forms.IntegerField(min_value=1)
    level = forms.DecimalField(max_digits=4, decimal_places=1)
    why = forms.CharField(max_length=LONGEST_REASON)


@dataclass(frozen=True)
class Row:
    """One person: what stands, what was adjusted so far, and what was typed but refused."""

    entry: ReviewEntry
    changes: Sequence[CalibrationChange]
    choices: Sequence[tuple[str, str]]
    typed: str = ""
    fault: str = ""

    @property
    def told(self) -> str:
        """The level in words, where it is an overall rating."""
        level = self.entry.level
        return "" if level is None else dict(self.choices).get(_plain(level), number(level))


@require_http_methods(["GET", "POST"])
def calibration_people(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What managers gave on one thing, person by person; posting says why one reads, or adjusts."""
    cycle = _cycle(request, public_id)
    if not rules.can_run_review_cycle(request.user, cycle):
        return render(request, "403.html", status=403)
    reviews = _of_others(request, Review.objects.visible_to(request.user))
    skills = queries.compared_skills(cycle, reviews)
    form = PeopleForm(request.GET, skills=skills, has_overall=cycle.template.has_overall)
    filters = Filters(form, request.GET)
    skill = form.skills.get(filters.values["about"], form.first)
    entries = queries.compared_entries(cycle, reviews, skill)
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    unread = _unexplained(request, page)
    asked = _reason_page(request, cycle, unread) if unread else None
    if asked is not None:
        return asked
    context = {"cycle": cycle, "filters": filters, "page": page, "skill": skill}
    context["is_open"] = _is_open(cycle)
    refused: dict[str, str] = {}
    if request.method == "POST":
        refused = _adjust(request, page, skill) if "review" in request.POST else {}
        if not refused:
            return redirect(request.get_full_path())
    context["rows"] = _rows(request, cycle, page, skill, refused)
    status = INVALID if refused else 200
    return render(request, "reviews/calibration_people.html", context, status=status)


def _unexplained(request: UserRequest, page: Page[ReviewEntry]) -> list[int]:
    """People of this page about whom the viewer has still to say why they read it."""
    people = {entry.review.employee_id for entry in page}
    free = Employee.objects.related_to(request.user).filter(pk__in=people)
    told = ReadLog.objects.filter(
        viewer=request.user,
        kind=ReadKind.REVIEW,
        read_on=timezone.localdate(),
        subject_id__in=people,
    )
    known = set(free.values_list("pk", flat=True)) | set(told.values_list("subject_id", flat=True))
    return sorted(people - known)


def _reason_page(
    request: UserRequest, cycle: ReviewCycle, people: list[int]
) -> HttpResponse | None:
    """Ask once for everybody on the page; each of them can read it.

    What was typed into an adjustment meanwhile travels along, and is adjusted once it is said why.
    """
    fault = ""
    carried = {name: request.POST[name] for name in AdjustForm.base_fields if name in request.POST}
    if "reason" in request.POST:
        try:
            log_reads(
                viewer=request.user,
                subject_ids=people,
                kind=ReadKind.REVIEW,
                reason=request.POST.get("reason", ""),
            )
        except DomainError as error:
            fault = error.message
        else:
            return None
    context = {"cycle": cycle, "n": len(people), "fault": fault, "carried": carried}
    status = INVALID if fault else 200
    return render(request, "reviews/calibration_reason.html", context, status=status)


def _adjust(request: UserRequest, page: Page[ReviewEntry], skill: Skill | None) -> dict[str, str]:
    """Nothing when it was done; else the review, what was typed, and why not."""
    form = AdjustForm(request.POST)
    wanted = as_id(request.POST.get("review"))
    entry = next((one for one in page if one.review.public_id == wanted), None)
    refused = {"review": str(wanted), "typed": request.POST.get("why", "")}
    if not form.is_valid() or entry is None:
        messages.error(request, _("Choose a level and say why: nothing was changed."))
        return refused | {"fault": _("Choose a level and say why.")}
    try:
        calibrate(
            actor=request.user,
            review=entry.review,
            skill=skill,
            level=form.cleaned_data["level"],
            reason=form.cleaned_data["why"],
            expected=form.cleaned_data["version"],
            now=timezone.now(),
        )
    except DomainError as error:
        messages.error(request, error.message)
        return refused | {"fault": error.message}
    messages.success(request, _("Adjusted. What was there before is kept."))
    return {}


def _rows(
    request: UserRequest,
    cycle: ReviewCycle,
    page: Page[ReviewEntry],
    skill: Skill | None,
    refused: dict[str, str],
) -> list[Row]:
    changes: dict[int, list[CalibrationChange]] = {}
    for change in queries.changes_of(request.user, [entry.review for entry in page]):
        if change.skill_id == (skill.pk if skill else None):
            changes.setdefault(change.review_id, []).append(change)
    choices = _choices(cycle.template, skill)
    rows = []
    for entry in page:
        is_refused = refused.get("review") == str(entry.review.public_id)
        typed = (refused["typed"], refused["fault"]) if is_refused else ("", "")
        rows.append(Row(entry, changes.get(entry.review_id, []), choices, *typed))
    return rows


def _choices(template: ReviewTemplate, skill: Skill | None) -> list[tuple[str, str]]:
    """The levels one can choose: the template's steps of the skill's scale, or overall ratings."""
    if skill is None:
        return [(str(value), word) for value, word in template.overall_choices]
    low, high = int(skill.scale.zero_rank * 2), int(skill.scale.top_rank * 2)
    halves = [Decimal(step) / 2 for step in range(low, high + 1)]
    return [(_plain(level), number(level)) for level in halves if template.fits_steps(level)]


def _plain(level: Decimal) -> str:
    return f"{level.normalize():f}"


def _cycle(request: UserRequest, public_id: UUID) -> ReviewCycle:
    """A cycle that has begun, if this user sees it."""
    rows = ReviewCycle.objects.visible_to(request.user).exclude(state=ReviewCycleState.DRAFT)
    return get_object_or_404(rows.select_related("template"), public_id=public_id)
