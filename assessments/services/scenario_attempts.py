"""Going through a scenario: one reaction after the other, none taken back, a level at the end."""

import datetime as dt
from decimal import Decimal

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.analysis.testscore import LevelScore, level_from_key
from assessments.enums import SCENARIO, AttemptState, Source
from assessments.models import Reaction, Scenario, ScenarioAttempt, ScenarioChoice, Scene
from assessments.queries.scenarios import current_scene, reactions_shown
from assessments.services.attempts import check_standing, lock_taker, standing
from assessments.services.evidence import NewEvidence, record_evidence
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned

_THREE_DECIMALS = Decimal("0.001")


def start_scenario(*, actor: User, scenario: Scenario, now: dt.datetime) -> ScenarioAttempt:
    """Start a scenario, or go on with the attempt that is open.

    Raises `NotAllowedError` for people who know the key, or `DomainError` by the retake rule.
    """
    with transaction.atomic():
        employee = lock_taker(actor)
        if employee.keys_asked.filter(scenario_version__scenario=scenario).exists():
            raise NotAllowedError(_("You were asked for the key of this scenario."))
        own = ScenarioAttempt.objects.filter(
            employee=employee, scenario_version__scenario=scenario
        ).select_related("scenario_version")
        attempts = list(own)
        opened = next((one for one in attempts if one.state == AttemptState.OPEN), None)
        if opened is not None:
            return opened
        if scenario.current is None or scenario.retired_on is not None:
            raise DomainError(_("This scenario is not open."), code="not_published")
        check_standing(
            standing(
                attempts,
                attempts_at_most=scenario.attempts_at_most,
                retake_days=scenario.retake_days,
                today=now.date(),
            )
        )
        return ScenarioAttempt.objects.create(
            scenario_version=scenario.current, employee=employee, started_at=now
        )


def choose_reaction(
    *, attempt: ScenarioAttempt, actor: User, scene: str, place: str, now: dt.datetime
) -> ScenarioAttempt:
    """Take one of the reactions shown; the last one ends the scenario and scores it.

    `scene` is the code of the scene that the page showed and `place` (1, 2, ...) the reaction's
    place on it. Choosing the same again changes nothing. Raises `NotAllowedError`, `DomainError`
    for a reaction that was not shown, or `ConflictError` when another page was faster.
    """
    if attempt.employee.user_id != actor.pk:
        raise NotAllowedError(_("This is somebody else's scenario."))
    with transaction.atomic():
        locked = (
            ScenarioAttempt.objects.select_for_update(of=("self",))
            .select_related("scenario_version__scenario__skill__scale", "employee")
            .get(pk=attempt.pk)
        )
        now_at = current_scene(locked)
        if now_at is None or now_at.code != scene:
            sentence = _("You have already decided here. Go on where you are.")
            raise ConflictError(sentence, code="decided")
        reaction = _take(locked, now_at, place, now)
        if reaction.next_scene_id is None:
            _score(locked, actor, now)
    return locked


def _take(attempt: ScenarioAttempt, scene: Scene, place: str, now: dt.datetime) -> Reaction:
    shown = reactions_shown(attempt, scene)
    if not (place.isascii() and place.isdigit() and 1 <= int(place[:4]) <= len(shown)):
        raise DomainError(_("Choose one of the reactions."), field="reaction")
    reaction = shown[int(place[:4]) - 1]
    ScenarioChoice.objects.create(
        attempt=attempt,
        position=attempt.choices.count(),
        scene=scene,
        reaction=reaction,
        chosen_at=now,
    )
    return reaction


def _score(attempt: ScenarioAttempt, actor: User, now: dt.datetime) -> None:
    scale = attempt.scenario_version.scenario.skill.scale
    score = _level(attempt)
    attempt.level = Decimal(str(scale.from_common(score.level))).quantize(_THREE_DECIMALS)
    attempt.variance = score.variance
    attempt.state, attempt.submitted_at = AttemptState.SCORED, now
    row = NewEvidence(
        employee=attempt.employee,
        skill=attempt.scenario_version.scenario.skill,
        source=Source.TEST,
        level=attempt.level,
        variance=attempt.variance,
        observed_on=now.date(),
        reference=f"{SCENARIO}{attempt.public_id}",
    )
    (recorded,) = record_evidence(rows=[row], actor=actor, now=now)
    attempt.evidence = recorded.evidence
    save_versioned(attempt, ["level", "variance", "state", "submitted_at", "evidence"])


def _level(attempt: ScenarioAttempt) -> LevelScore:
    """Mean key of what was chosen, on the common metric."""
    scale = attempt.scenario_version.scenario.skill.scale
    chosen = [choice.reaction for choice in attempt.choices.select_related("reaction")]
    width = scale.to_common(scale.zero_rank + 1)  # one rank in levels of the common metric
    return level_from_key(
        np.array([scale.to_common(one.key_level or 0.0) for one in chosen]),
        np.array([(one.key_spread or 0.0) * width for one in chosen]),
        attempt.scenario_version.experts.exclude(submitted_at=None).count(),
    )
