"""Taking care of the taxonomy: one skill, two that are one, and what people did."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments.services import taxonomy
from employees import rules
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest, as_id
from skillmap.core.models import Job
from skillmap.pages.skill_care_forms import (
    MergeForm,
    MoveForm,
    RenameForm,
    VersionForm,
    find_skill,
)
from skillmap.pages.skill_links import LINKS, touched_by
from skills.models import Skill, TaxonomyChange
from skills.queries import open_pairs
from skills.services import care, lookalikes

PAGE_SIZE = 50


@require_http_methods(["GET", "POST"])
def skill_care(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Rename, move or retire a skill, beside everything that this touches."""
    skill = _skill(request, public_id)
    if not rules.can_edit_taxonomy(request.user):
        return render(request, "403.html", status=403)
    wanted = request.POST.get("do", "")
    data = {name: request.POST if wanted == name else None for name in ("rename", "move", "retire")}
    rename = RenameForm(data["rename"], initial={"name": skill.name, "version": skill.version})
    move = MoveForm(data["move"], skill=skill)
    retire = VersionForm(data["retire"], initial={"version": skill.version})
    now, actor = timezone.now(), request.user
    acts: dict[str, tuple[VersionForm | MoveForm, Callable[[], None]]] = {
        "rename": (rename, lambda: care.rename_skill(
            actor=actor, skill=skill, name=rename.cleaned_data["name"], now=now)),
        "move": (move, lambda: taxonomy.move_skill(
            actor=actor, skill=skill, place=move.place(), now=now)),
        "retire": (retire, lambda: care.retire_skill(actor=actor, skill=skill, now=now)),
    }  # fmt: skip
    if wanted in acts and _done(request, skill, *acts[wanted]):
        return redirect("pages:skill_detail", public_id)
    context = {
        "skill": skill,
        "rename": rename,
        "move": move,
        "retire": retire,
        "touched": touched_by(request.user, skill),
        "may_merge": rules.can_merge_skills(request.user),
    }
    status = INVALID if request.method == "POST" else 200
    return render(request, "pages/skill_care.html", context, status=status)


def _done(request: UserRequest, skill: Skill, form: VersionForm, act: Callable[[], None]) -> bool:
    """Carry out what a valid form says; else the form tells what was wrong."""
    if not form.is_valid():
        return False
    skill.version = form.cleaned_data["version"]
    try:
        act()
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    messages.success(request, _("Changed. You can take it back under “Changes of the taxonomy”."))
    return True


@require_http_methods(["GET", "POST"])
def skill_merge(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Choose what a skill is merged into, see what moves, and merge."""
    skill = _skill(request, public_id)
    if not rules.can_merge_skills(request.user):
        return render(request, "403.html", status=403)
    text = request.POST.get("into", "") or request.GET.get("into", "")
    into = _named(request, text)
    fault = _("The library has no skill of this name.") if text and into is None else ""
    if request.method == "POST" and into is not None:
        fault = _merge(request, skill, into)
        if not fault:
            return redirect("pages:skill_detail", into.public_id)
    context = {
        "skill": skill,
        "into": into,
        "text": text,
        "fault": fault,
        "form": into
        and MergeForm(initial={"version": skill.version, "into_version": into.version}),
        "touched": zip(touched_by(request.user, skill), touched_by(request.user, into), strict=True)
        if into
        else [],
    }
    status = INVALID if request.method == "POST" else 200
    return render(request, "pages/skill_merge.html", context, status=status)


def _merge(request: UserRequest, skill: Skill, into: Skill) -> str:
    """Merge two skills as they were shown; what stands against it otherwise."""
    form = MergeForm(request.POST)
    if not form.is_valid():
        return _("Look at both skills again.")
    before = (skill.version, into.version)
    skill.version, into.version = form.cleaned_data["version"], form.cleaned_data["into_version"]
    try:
        taxonomy.merge_skills(
            actor=request.user, skill=skill, into=into, links=LINKS, now=timezone.now()
        )
    except DomainError as error:
        skill.version, into.version = before
        return error.message
    messages.success(request, _("Merged. The levels of everybody concerned are computed anew."))
    return ""


@require_http_methods(["GET", "POST"])
def change_list(request: UserRequest) -> HttpResponse:
    """What people did to the taxonomy, newest first; posting takes one of them back."""
    if not rules.can_edit_taxonomy(request.user):
        return render(request, "403.html", status=403)
    changes = TaxonomyChange.objects.select_related("skill", "into", "made_by", "undone_by")
    if request.method == "POST":
        wanted = as_id(request.POST.get("change", ""))
        _take_back(request, changes.filter(public_id=wanted).first() if wanted else None)
        return redirect("pages:change_list")
    page = Paginator(changes, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "may_merge": rules.can_merge_skills(request.user)}
    return render(request, "pages/change_list.html", context)


def _take_back(request: UserRequest, change: TaxonomyChange | None) -> None:
    if change is None:
        messages.error(request, _("There is no such change."))
        return
    try:
        taxonomy.undo_change(actor=request.user, change=change, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Taken back; everything is as it was."))


@require_http_methods(["GET", "POST"])
def lookalike_list(request: UserRequest) -> HttpResponse:
    """Pairs of skills that may be one; posting says which are not, or has a worker look again."""
    if not rules.can_edit_taxonomy(request.user):
        return render(request, "403.html", status=403)
    here = reverse("pages:lookalike_list")
    if request.method == "POST":
        if "look" in request.POST:
            lookalikes.find_later(actor=request.user, link=here)
        else:
            _keep_apart(request)
        return redirect(here)
    page = Paginator(open_pairs(), PAGE_SIZE).get_page(request.GET.get("page"))
    searches = Job.objects.filter(name=lookalikes.FIND_JOB)
    mine = searches.visible_to(request.user, sees_all=rules.can_see_all_jobs(request.user))
    job = mine.order_by("-pk").first()
    context = {
        "page": page,
        "job": job if job and not job.is_finished else None,
        "result_url": here,
        "looked": job is not None or searches.exists(),
        "may_merge": rules.can_merge_skills(request.user),
    }
    return render(request, "pages/lookalike_list.html", context)


def _keep_apart(request: UserRequest) -> None:
    named = [text.partition("/") for text in request.POST.getlist("pair")[:PAGE_SIZE]]
    ids = [(as_id(first), as_id(second)) for first, _slash, second in named]
    pairs = [(first, second) for first, second in ids if first and second]
    n = lookalikes.keep_apart(actor=request.user, pairs=pairs, now=timezone.now())
    text = ngettext("%(n)d pair is not the same.", "%(n)d pairs are not the same.", n)
    messages.success(request, text % {"n": n})


def _skill(request: UserRequest, public_id: UUID) -> Skill:
    skills = Skill.objects.visible_to(request.user).select_related("framework", "scale")
    return get_object_or_404(skills, public_id=public_id)


def _named(request: UserRequest, text: str) -> Skill | None:
    """The skill of a public id in an address, or by its name or code."""
    if wanted := as_id(text):
        return Skill.objects.visible_to(request.user).filter(public_id=wanted).first()
    return find_skill(text) if text else None
