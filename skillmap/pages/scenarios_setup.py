"""Writing scenarios: texts from a file, the experts' key, publication."""

from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import rules
from assessments.enums import SCENARIO_EXPERTS, ContentState
from assessments.imports.scenarios_csv import COLUMNS, ScenariosReport, bring_in_scenarios
from assessments.models import (
    Reaction,
    ReactionKey,
    Scenario,
    ScenarioExpert,
    ScenarioVersion,
    Scene,
)
from assessments.queries.quizzes import scale_words
from assessments.services.scenarios import (
    ask_expert,
    copy_version,
    publish_scenario,
    retire_scenario,
    save_key,
    submit_key,
)
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.tabular.faults import FileRefused
from skillmap.pages.person_choice import find_person
from skillmap.pages.quizzes_bank import BANK_FILE
from skillmap.pages.quizzes_forms import ExpertForm
from skillmap.pages.uploads import FileForm, sheet_of
from skills.models import LevelText, Skill


@require_http_methods(["GET", "POST"])
def scenario_import(request: UserRequest) -> HttpResponse:
    """Look at a file of scenarios, or bring in those that are correct, as drafts."""
    if not rules.can_write_tests(request.user):
        return render(request, "403.html", status=403)
    form = FileForm(request.POST or None, request.FILES or None)
    report: ScenariosReport | None = None
    is_trial = "apply" not in request.POST
    if request.method == "POST" and form.is_valid():
        try:
            sheet = sheet_of(form.cleaned_data["file"], BANK_FILE)
            report = bring_in_scenarios(sheet=sheet, actor=request.user, dry_run=is_trial)
        except FileRefused as refusal:
            form.add_error("file", refusal.message)
    context = {"form": form, "report": report, "is_trial": is_trial, "columns": COLUMNS}
    status = INVALID if form.errors else 200
    return render(request, "pages/scenario_import.html", context, status=status)


@require_GET
def version_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Texts of a version with its key so far, for those who write scenarios."""
    version = _version(request, public_id)
    if not rules.can_write_tests(request.user):
        return render(request, "403.html", status=403)
    experts = list(version.experts.select_related("expert"))
    given = sum(one.submitted_at is not None for one in experts)
    context = {
        "version": version,
        "scenario": version.scenario,
        "scenes": version.scenes.prefetch_related("reactions__next_scene"),
        "experts": experts,
        "is_draft": version.state == ContentState.DRAFT,
        "may_publish": version.state == ContentState.DRAFT and given >= SCENARIO_EXPERTS,
        "is_current": version.scenario.current_id == version.pk,
        "form": ExpertForm(),
        "fewest": SCENARIO_EXPERTS,
    }
    return render(request, "pages/version_detail.html", context)


@require_POST
def version_ask(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Ask somebody for a key."""
    version = _version(request, public_id)
    if not rules.can_write_tests(request.user):
        return render(request, "403.html", status=403)
    form = ExpertForm(request.POST)
    named = form.cleaned_data["who"] if form.is_valid() else ""
    try:
        expert = find_person(request.user, named, field="who")
        link = reverse("pages:expert_key", args=[version.public_id])
        ask_expert(actor=request.user, version=version, expert=expert, link=link)
        messages.success(request, _("%(name)s finds a note in the inbox.") % {"name": expert})
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("pages:version_detail", public_id)


@require_POST
def version_publish(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Freeze the key and give the version out."""
    version = _version(request, public_id)
    if not rules.can_write_tests(request.user):
        return render(request, "403.html", status=403)
    try:
        publish_scenario(actor=request.user, version=version, now=timezone.now())
        messages.success(request, _("The scenario is given out from now on."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("pages:version_detail", public_id)


@require_POST
def scenario_copy(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A new draft with the same texts, to be keyed anew."""
    scenario = _scenario(request, public_id)
    if not rules.can_write_tests(request.user):
        return render(request, "403.html", status=403)
    try:
        version = copy_version(actor=request.user, scenario=scenario)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("pages:quiz_overview")
    return redirect("pages:version_detail", version.public_id)


@require_POST
def scenario_retire(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Give a scenario out no more, until another version is published."""
    scenario = _scenario(request, public_id)
    if not rules.can_write_tests(request.user):
        return render(request, "403.html", status=403)
    retire_scenario(actor=request.user, scenario=scenario, on=timezone.localdate())
    messages.success(request, _("The scenario is given out no more. Results stay."))
    return redirect("pages:quiz_overview")


@require_http_methods(["GET", "POST"])
def expert_key(request: UserRequest, public_id: UUID) -> HttpResponse:
    """An expert says which level each reaction shows; nobody else's key is on the page."""
    version = _version(request, public_id)
    expert = version.experts.filter(expert__user=request.user).select_related("expert").first()
    if expert is None:
        return render(request, "403.html", status=403)
    expert.scenario_version = version
    fault = ""
    if request.method == "POST":
        fault = _kept(request, expert)
        if not fault:
            return redirect("pages:expert_key", public_id)
    context = {
        "version": version,
        "scenario": version.scenario,
        "expert": expert,
        "scenes": _scenes_with_own_key(version, expert),
        "levels": _half_levels(version.scenario.skill),
        "texts": _rubric(version.scenario.skill),
        "is_draft": version.state == ContentState.DRAFT,
        "fault": fault,
    }
    return render(request, "pages/expert_key.html", context, status=INVALID if fault else 200)


def _scenario(request: UserRequest, public_id: UUID) -> Scenario:
    scenarios = Scenario.objects.visible_to(request.user)
    found = scenarios.select_related("current__scenario", "skill__scale")
    return get_object_or_404(found, public_id=public_id)


def _version(request: UserRequest, public_id: UUID) -> ScenarioVersion:
    versions = ScenarioVersion.objects.visible_to(request.user)
    return get_object_or_404(versions.select_related("scenario__skill__scale"), public_id=public_id)


def _kept(request: UserRequest, expert: ScenarioExpert) -> str:
    """Keep the levels posted; the sentence when that is not possible."""
    reactions = Reaction.objects.filter(scene__version=expert.scenario_version)
    names = {one.pk: _field_name(one.scene, one) for one in reactions.select_related("scene")}
    posted = {pk: request.POST[name].strip() for pk, name in names.items() if name in request.POST}
    try:
        levels = {pk: Decimal(text) if text else None for pk, text in posted.items()}
        save_key(actor=request.user, expert=expert, levels=levels)
        if "submit" in request.POST:
            submit_key(actor=request.user, expert=expert, now=timezone.now())
            messages.success(request, _("Thank you. Your key is handed in."))
        else:
            messages.success(request, _("Kept."))
    except InvalidOperation:
        return _("Choose one of the levels.")
    except DomainError as error:
        return error.message
    return ""


def _field_name(scene: Scene, reaction: Reaction) -> str:
    return f"level:{scene.code}:{reaction.code}"


def _scenes_with_own_key(
    version: ScenarioVersion, expert: ScenarioExpert
) -> list[tuple[Scene, list[tuple[str, str, str, str]]]]:
    """Scenes with (field name, text, next scene, own level) of each reaction."""
    own = dict(ReactionKey.objects.filter(expert=expert).values_list("reaction", "level"))
    scenes = version.scenes.prefetch_related("reactions__next_scene")
    return [
        (
            scene,
            [
                (
                    _field_name(scene, one),
                    one.text,
                    one.next_scene.code if one.next_scene else "",
                    f"{own[one.pk]:.1f}" if one.pk in own else "",
                )
                for one in scene.reactions.all()
            ],
        )
        for scene in scenes
    ]


def _half_levels(skill: Skill) -> list[tuple[str, str]]:
    """(value, words) of every whole and half step of the scale."""
    scale = skill.scale
    words = scale_words([skill])[scale.pk]
    found = []
    for half in range(scale.zero_rank * 2, scale.top_rank * 2 + 1):
        place = half // 2 - scale.zero_rank
        word = words[place] if half % 2 == 0 and place < len(words) else ""
        found.append((f"{half / 2:.1f}", f"{half / 2:.1f} {word}".strip()))
    return found


def _rubric(skill: Skill) -> list[LevelText]:
    return list(LevelText.objects.filter(skill=skill).order_by("rank"))
