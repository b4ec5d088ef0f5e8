"""Programmes: the list, one with its cohorts, writing one, and a peer circle."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.programme_forms import CohortForm, ProgrammeForm
from training.enums import SMALL_GROUP
from training.models import Cohort, PeerCircle, Programme
from training.queries.meetings import meetings_of, people_of
from training.queries.programme_levels import level_changes
from training.queries.programmes import (
    MemberLine,
    member_lines,
    sizes_of,
    who_meets,
    with_sizes,
)
from training.queries.words import language_word
from training.rules import can_change_programme, can_move_meeting, can_run_programmes
from training.services import programmes as services

COHORTS_SHOWN = 12


@require_GET
def programme_list(request: UserRequest) -> HttpResponse:
    """Programmes that run, and those that ended."""
    programmes = Programme.objects.visible_to(request.user).select_related("template")
    context = {
        "running": with_sizes(programmes.filter(ended_on=None), request.user),
        "ended": programmes.exclude(ended_on=None),
        "may_edit": can_run_programmes(request.user),
    }
    return render(request, "pages/programme_list.html", context)


@require_http_methods(["GET", "POST"])
def programme_new(request: UserRequest) -> HttpResponse:
    """Write a programme."""
    return _edit(request, Programme())


@require_http_methods(["GET", "POST"])
def programme_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Change a programme; who is in it stays."""
    return _edit(request, _programme(request, public_id))


@require_http_methods(["GET", "POST"])
def programme_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Who gets it, how the cohorts are getting on, levels before and after; a new cohort."""
    programme = _programme(request, public_id)
    form = CohortForm(request.POST or None)
    if request.method == "POST":
        if not can_change_programme(request.user, programme):
            return render(request, "403.html", status=403)
        if form.is_valid() and _add_cohort(request, programme, form):
            return redirect("pages:programme_detail", public_id)
    status = INVALID if form.errors else 200
    return render(
        request, "pages/programme_detail.html", _about(request, programme, form), status=status
    )


@require_POST
def programme_take_in(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Do now what is done every night: who is new joins."""

    def write(programme: Programme) -> str:
        n = services.take_in(actor=request.user, programme=programme, now=timezone.now())
        return ngettext("%(n)d person joined.", "%(n)d people joined.", n) % {"n": n}

    return _write(request, public_id, write)


@require_POST
def programme_end(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Take nobody in any more."""

    def write(programme: Programme) -> str:
        services.end_programme(actor=request.user, programme=programme, today=timezone.localdate())
        return _("Ended. Plans and circles go on.")

    return _write(request, public_id, write)


@require_GET
def circle_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Who is in a peer circle, and its meetings with what they are about."""
    circles = PeerCircle.objects.visible_to(request.user).select_related(
        "cohort__programme__meeting"
    )
    circle = get_object_or_404(circles, public_id=public_id)
    people = people_of(circle)
    context = {
        "circle": circle,
        "programme": circle.cohort.programme,
        "people": people,
        "meetings": meetings_of(circle, request.user),
        "own": next((one for one in people if one.user_id == request.user.pk), None),
        "may_move": can_move_meeting(request.user, circle),
        "now": timezone.now(),
        "language_word": language_word(circle.language),
    }
    return render(request, "pages/circle_detail.html", context)


def _programme(request: UserRequest, public_id: UUID) -> Programme:
    programmes = Programme.objects.visible_to(request.user)
    return get_object_or_404(
        programmes.select_related("template", "role", "unit", "meeting", "owner"),
        public_id=public_id,
    )


def _about(request: UserRequest, programme: Programme, form: CohortForm) -> dict[str, Any]:
    today = timezone.localdate()
    may_edit = can_change_programme(request.user, programme)
    cohorts = list(programme.cohorts.all()[:COHORTS_SHOWN])
    lines = member_lines(cohorts, request.user, today)
    sizes = sizes_of(cohorts) if may_edit else {}
    waiting = []
    if may_edit and programme.ended_on is None:
        joined = Cohort.objects.filter(programme=programme).values("members__employee")
        people = who_meets(programme, today)
        waiting = list(people.exclude(pk__in=joined.filter(members__isnull=False)))
    return {
        "programme": programme,
        "cohorts": [
            (cohort, lines[cohort.pk], *_others(lines[cohort.pk], *sizes.get(cohort.pk, (0, 0))))
            for cohort in cohorts
        ],
        "quarters": level_changes(programme, request.user),
        "least": SMALL_GROUP,
        "waiting": waiting,
        "may_edit": may_edit,
        "form": form,
    }


def _others(lines: Sequence[MemberLine], members: int, planned: int) -> tuple[int, int | None]:
    """How many more members there are, and to how many of them a plan was proposed; that is told
    of a group only."""
    others = max(0, members - len(lines))
    theirs = planned - sum(line.plan is not None for line in lines)
    return others, theirs if others >= SMALL_GROUP else None


def _add_cohort(request: UserRequest, programme: Programme, form: CohortForm) -> bool:
    try:
        services.add_cohort(
            actor=request.user,
            programme=programme,
            starts_on=form.cleaned_data["starts_on"],
            today=timezone.localdate(),
        )
    except DomainError as error:
        form.add_error(error.field or None, error.message)
        return False
    messages.success(request, _("Saved. People join tonight, or at once with “Take in now”."))
    return True


def _write(
    request: UserRequest, public_id: UUID, write: Callable[[Programme], str]
) -> HttpResponse:
    programme = _programme(request, public_id)
    if not can_change_programme(request.user, programme):
        return render(request, "403.html", status=403)
    try:
        messages.success(request, write(programme))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("pages:programme_detail", public_id)


def _edit(request: UserRequest, programme: Programme) -> HttpResponse:
    user, is_new = request.user, programme.template_id is None
    if not (can_run_programmes(user) if is_new else can_change_programme(user, programme)):
        return render(request, "403.html", status=403)
    form = ProgrammeForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_programme(
                actor=request.user,
                programme=programme,
                content=form.content,
                version=form.cleaned_data["version"],
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Saved. Add the day on which a cohort starts."))
            return redirect("pages:programme_detail", saved.public_id)
    context = {"form": form, "programme": programme, "is_new": is_new}
    status = INVALID if request.method == "POST" else 200
    return render(request, "pages/programme_edit.html", context, status=status)
