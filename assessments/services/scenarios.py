"""Writing scenarios: texts, the experts' key, publication. A published version never changes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean, stdev

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assessments import rules
from assessments.analysis.scenes import Graph, GraphFault, graph_faults
from assessments.enums import SCENARIO_EXPERTS, ContentState
from assessments.models import (
    Reaction,
    ReactionKey,
    Scenario,
    ScenarioExpert,
    ScenarioVersion,
    Scene,
)
from assessments.services.items import check_author
from assessments.services.ratings import check_answer
from employees.models import Employee
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import notify
from skillmap.core.versions import save_versioned
from skills.enums import SkillKind
from skills.models import Skill

LONGEST_CODE = 20
LONGEST_SCENE, LONGEST_REACTION = 4000, 2000
ACCEPTABLE_WITHIN = 1.0  # levels (common metric) below the best reaction of a scene
ACCEPTABLE_REACTIONS = 2  # that many a scene needs: there is rarely one right thing to do


@dataclass(frozen=True, slots=True)
class ReactionContent:
    """One thing to do; `next_scene` is a scene's code, empty for the end."""

    code: str
    text: str
    next_scene: str = ""


@dataclass(frozen=True, slots=True)
class SceneContent:
    """What is read, and what can be done."""

    code: str
    text: str
    reactions: Sequence[ReactionContent]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioContent:
    """A scenario as its writers give it; the first scene comes first."""

    code: str
    title: str
    description: str
    scenes: Sequence[SceneContent]

    @property
    def graph(self) -> Graph:
        return {scene.code: [one.next_scene for one in scene.reactions] for scene in self.scenes}


def put_scenario(*, actor: User | None, skill: Skill, content: ScenarioContent) -> ScenarioVersion:
    """Write a scenario's texts as its draft version; a draft that was there gives way.

    Keys of a draft that gives way are gone, and its experts are asked anew. Raises
    `NotAllowedError`, or `DomainError` naming the field.
    """
    check_author(actor)
    if skill.kind == SkillKind.HARD:
        raise DomainError(_("Scenarios are for soft skills; write a test instead."), field="skill")
    _check_content(content)
    with transaction.atomic():
        scenario, _created = Scenario.objects.select_for_update().get_or_create(
            code=content.code.strip(), defaults={"skill": skill, "title": content.title}
        )
        if scenario.skill_id != skill.pk:
            sentence = _("A scenario with this code belongs to another skill.")
            raise DomainError(sentence, field="code")
        scenario.title, scenario.description = content.title.strip(), content.description.strip()
        save_versioned(scenario, ["title", "description"])
        version = _draft_of(scenario, actor)
        _write_scenes(version, content)
    return version


def copy_version(*, actor: User, scenario: Scenario) -> ScenarioVersion:
    """A draft with the published texts, to be keyed anew. Raises `ConflictError` beside a draft."""
    check_author(actor)
    if scenario.current is None:
        raise DomainError(_("Nothing is published yet."), code="not_published")
    if scenario.versions.filter(state=ContentState.DRAFT).exists():
        raise ConflictError(_("There is a draft already."), code="has_draft")
    return put_scenario(actor=actor, skill=scenario.skill, content=content_of(scenario.current))


def content_of(version: ScenarioVersion) -> ScenarioContent:
    """The texts of a version, without its key."""
    scenes = version.scenes.prefetch_related("reactions__next_scene")
    return ScenarioContent(
        code=version.scenario.code,
        title=version.scenario.title,
        description=version.scenario.description,
        scenes=[
            SceneContent(
                scene.code,
                scene.text,
                [
                    ReactionContent(
                        one.code, one.text, one.next_scene.code if one.next_scene else ""
                    )
                    for one in scene.reactions.all()
                ],
            )
            for scene in scenes
        ],
    )


def ask_expert(
    *, actor: User | None, version: ScenarioVersion, expert: Employee, link: str = ""
) -> ScenarioExpert:
    """Ask somebody to key a draft; asking again changes nothing.

    Raises `NotAllowedError`, or `ConflictError` once the version is published.
    """
    check_author(actor)
    _check_draft(version)
    asked, created = ScenarioExpert.objects.get_or_create(
        scenario_version=version, expert=expert, defaults={"asked_by": actor}
    )
    if created:
        name = {"title": version.scenario.title}
        notify(
            expert.user,
            kind="scenario_key",
            title=lambda: _("Please judge the reactions of “%(title)s”") % name,
            link=link,
        )
    return asked


def save_key(
    *, actor: User | None, expert: ScenarioExpert, levels: Mapping[int, Decimal | None]
) -> None:
    """Keep an expert's levels by reaction id; None takes one back. Others do not see them.

    Raises `NotAllowedError`, `DomainError` for a level outside the scale, or `ConflictError`.
    """
    _check_expert(actor, expert)
    scale = expert.scenario_version.scenario.skill.scale
    for level in levels.values():
        check_answer(level, cannot_judge=False, scale=scale)
    with transaction.atomic():
        _check_draft(_locked(expert.scenario_version))
        known = Reaction.objects.filter(
            scene__version=expert.scenario_version, pk__in=list(levels)
        ).values_list("pk", flat=True)
        expert.keys.filter(reaction__in=list(known)).delete()
        ReactionKey.objects.bulk_create(
            ReactionKey(reaction_id=pk, expert=expert, level=level)
            for pk in known
            if (level := levels[pk]) is not None
        )


def submit_key(*, actor: User | None, expert: ScenarioExpert, now: dt.datetime) -> None:
    """Say that a key is complete. Raises `DomainError` while reactions are without a level."""
    _check_expert(actor, expert)
    _check_draft(expert.scenario_version)
    reactions = Reaction.objects.filter(scene__version=expert.scenario_version)
    left = reactions.exclude(keys__expert=expert).count()
    if left:
        sentence = _("%(n)d reactions have no level yet.") % {"n": left}
        raise DomainError(sentence, code="incomplete_key")
    expert.submitted_at = now
    save_versioned(expert, ["submitted_at"])


def publish_scenario(*, actor: User | None, version: ScenarioVersion, now: dt.datetime) -> None:
    """Freeze a draft with the mean of its experts' keys and give it out from now on.

    Attempts under way finish on their version. Raises `NotAllowedError`, `ConflictError`, or
    `DomainError` with too few experts or scenes with too few acceptable reactions.
    """
    check_author(actor)
    with transaction.atomic():
        version = _locked(version)
        _check_draft(version)
        experts = version.experts.exclude(submitted_at=None)
        if len(experts) < SCENARIO_EXPERTS:
            sentence = _("At least %(n)d experts must key a scenario.") % {"n": SCENARIO_EXPERTS}
            raise DomainError(sentence, code="few_experts")
        reactions = list(
            Reaction.objects.filter(scene__version=version)
            .select_related("scene")
            .prefetch_related("keys__expert")
        )
        for reaction in reactions:
            _freeze_key(reaction)
        _check_acceptable(version, reactions)
        Reaction.objects.bulk_update(reactions, ["key_level", "key_spread"])
        _give_out(version, now)


def retire_scenario(*, actor: User, scenario: Scenario, on: dt.date) -> None:
    """Give a scenario out no more; what was scored stays. Raises `NotAllowedError`."""
    check_author(actor)
    scenario.retired_on = on
    save_versioned(scenario, ["retired_on"])


def _give_out(version: ScenarioVersion, now: dt.datetime) -> None:
    scenario = version.scenario
    before = scenario.current
    if before is not None:
        before.state = ContentState.RETIRED
        save_versioned(before, ["state"])
    version.state, version.published_at = ContentState.PUBLISHED, now
    save_versioned(version, ["state", "published_at"])
    scenario.current, scenario.retired_on = version, None
    save_versioned(scenario, ["current", "retired_on"])


def _freeze_key(reaction: Reaction) -> None:
    levels = [float(key.level) for key in reaction.keys.all() if key.expert.submitted_at]
    reaction.key_level = fmean(levels)
    reaction.key_spread = stdev(levels) if len(levels) > 1 else 0.0


def _check_acceptable(version: ScenarioVersion, reactions: Sequence[Reaction]) -> None:
    scale = version.scenario.skill.scale
    by_scene: dict[str, list[float]] = {}
    for one in reactions:
        by_scene.setdefault(one.scene.code, []).append(scale.to_common(one.key_level or 0.0))
    for scene, levels in by_scene.items():
        good = sum(level >= max(levels) - ACCEPTABLE_WITHIN for level in levels)
        if good < ACCEPTABLE_REACTIONS:
            sentence = _("Scene %(scene)s has fewer than %(n)d reactions that experts accept.")
            values = {"scene": scene, "n": ACCEPTABLE_REACTIONS}
            raise DomainError(sentence % values, code="one_right_answer")


def _draft_of(scenario: Scenario, actor: User | None) -> ScenarioVersion:
    """The empty draft of a scenario; who had keyed an earlier one is asked anew."""
    draft = scenario.versions.filter(state=ContentState.DRAFT).first()
    if draft is None:
        last = scenario.versions.aggregate(last=Max("number"))["last"] or 0
        return ScenarioVersion.objects.create(scenario=scenario, number=last + 1, created_by=actor)
    draft.experts.update(submitted_at=None)
    draft.scenes.all().delete()
    return draft


def _write_scenes(version: ScenarioVersion, content: ScenarioContent) -> None:
    scenes = Scene.objects.bulk_create(
        Scene(version=version, code=scene.code, position=position, text=scene.text.strip())
        for position, scene in enumerate(content.scenes)
    )
    by_code = {scene.code: scene for scene in scenes}
    Reaction.objects.bulk_create(
        Reaction(
            scene=by_code[scene.code],
            code=one.code,
            position=position,
            text=one.text.strip(),
            next_scene=by_code[one.next_scene] if one.next_scene else None,
        )
        for scene in content.scenes
        for position, one in enumerate(scene.reactions)
    )


def _locked(version: ScenarioVersion) -> ScenarioVersion:
    versions = ScenarioVersion.objects.select_for_update(of=("self",))
    return versions.select_related("scenario__skill__scale", "scenario__current").get(pk=version.pk)


def _check_draft(version: ScenarioVersion) -> None:
    if version.state != ContentState.DRAFT:
        sentence = _("This version is published; make a new one to change it.")
        raise ConflictError(sentence, code="published")


def _check_expert(actor: User | None, expert: ScenarioExpert) -> None:
    if actor is not None and expert.expert.user_id != actor.pk:
        raise NotAllowedError(_("Only the expert gives this key."))


def can_key(user: User, version: ScenarioVersion) -> bool:
    """Whether somebody sees texts and reactions of a version beforehand."""
    if rules.can_write_tests(user):
        return True
    return version.experts.filter(expert__user=user.pk).exists()


def _check_content(content: ScenarioContent) -> None:
    if not content.title.strip() or not content.code.strip():
        raise DomainError(_("The scenario needs a code and a title."), field="title")
    codes = [scene.code for scene in content.scenes]
    if len(set(codes)) != len(codes):
        raise DomainError(_("Two scenes have the same code."), field="scenes")
    for scene in content.scenes:
        _check_scene(scene)
    for fault in graph_faults(content.graph):
        raise DomainError(fault_sentence(fault), code=fault.code, field="scenes")


def _check_scene(scene: SceneContent) -> None:
    codes = [one.code for one in scene.reactions]
    texts = [(scene.code, LONGEST_CODE), (scene.text, LONGEST_SCENE)]
    texts += [(one.code, LONGEST_CODE) for one in scene.reactions]
    texts += [(one.text, LONGEST_REACTION) for one in scene.reactions]
    if any(not text.strip() or len(text) > most for text, most in texts):
        sentence = _("A text or code of scene %(scene)s is empty or too long.")
        raise DomainError(sentence % {"scene": scene.code[:LONGEST_CODE]}, field="scenes")
    if len(set(codes)) != len(codes):
        sentence = _("Two reactions of scene %(scene)s have the same code.")
        raise DomainError(sentence % {"scene": scene.code}, field="scenes")


def fault_sentence(fault: GraphFault) -> str:
    """What is wrong with the graph, for people."""
    sentence = {
        "few_reactions": _("Scene %(scene)s needs at least two reactions."),
        "unknown_scene": _("Scene %(scene)s leads to %(value)s, which does not exist."),
        "loop": _("From scene %(scene)s a way leads back to an earlier scene."),
        "unreachable": _("No way leads to scene %(scene)s."),
        "short": _("Every way through must have at least two scenes."),
    }[fault.code]
    return sentence % {"scene": fault.scene, "value": fault.value}
