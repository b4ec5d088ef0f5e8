"""Reads about scenarios: what somebody may take, the scene they are in, results."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from assessments.models import Reaction, Scenario, ScenarioAttempt, Scene
from assessments.models.scenarios import ScenarioAttemptQuerySet
from assessments.queries.quizzes import result_level, scale_words, skills_asked_of
from skillmap.core.levels import Level
from skillmap.core.models import User


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """A scenario with the user's attempts, newest first; `asked`: a role asks for its skill."""

    scenario: Scenario
    attempts: Sequence[ScenarioAttempt]
    asked: bool

    @property
    def taken_at(self) -> dt.datetime | None:
        """When the newest scored attempt ended."""
        newest = _newest(self.attempts)
        return newest.submitted_at if newest else None


def scenarios_for(user: User) -> list[ScenarioRow]:
    """Published scenarios, those that a role asks for first. Three queries."""
    scenarios = Scenario.objects.visible_to(user).published().select_related("skill__scale")
    asked = skills_asked_of(user)
    own = list(own_attempts(user))
    rows = [
        ScenarioRow(
            scenario,
            [one for one in own if one.scenario_version.scenario_id == scenario.pk],
            scenario.skill_id in asked,
        )
        for scenario in scenarios
    ]
    return sorted(rows, key=lambda row: (not row.asked, row.scenario.title))


def own_attempts(user: User) -> ScenarioAttemptQuerySet:
    """Somebody's own attempts at any scenario, newest first."""
    return ScenarioAttempt.objects.filter(employee__user=user).select_related(
        "scenario_version__scenario__skill__scale"
    )


def current_scene(attempt: ScenarioAttempt) -> Scene | None:
    """Where the person is; None when the last reaction ended the scenario."""
    last = attempt.choices.select_related("reaction__next_scene").order_by("-position").first()
    if last is not None:
        return last.reaction.next_scene
    return attempt.scenario_version.scenes.order_by("position").first()


def reactions_shown(attempt: ScenarioAttempt, scene: Scene) -> list[Reaction]:
    """The reactions of a scene in this attempt's order; the key is not even read."""
    reactions = list(scene.reactions.defer("key_level", "key_spread").order_by("position"))
    Random(f"{attempt.public_id}/{scene.code}").shuffle(reactions)  # noqa: S311 - an order
    return reactions


def scenario_levels(rows: Sequence[ScenarioRow]) -> dict[int, Level]:
    """By scenario id, the level of the newest scored attempt; one query for any number."""
    newest = {row.scenario.pk: _newest(row.attempts) for row in rows}
    return {scenario: level for scenario, level in _levels(newest).items() if level is not None}


def scenario_level(attempt: ScenarioAttempt) -> Level | None:
    """The level of one scored attempt with its interval."""
    return _levels({0: attempt})[0]


def _levels(attempts: dict[int, ScenarioAttempt | None]) -> dict[int, Level | None]:
    skills = [one.scenario_version.scenario.skill for one in attempts.values() if one]
    words = scale_words(skills)
    return {
        key: _level(one, words[one.scenario_version.scenario.skill.scale_id]) if one else None
        for key, one in attempts.items()
    }


def _level(attempt: ScenarioAttempt, names: Sequence[str]) -> Level | None:
    if attempt.level is None:
        return None
    return result_level(
        attempt.scenario_version.scenario.skill.scale,
        names,
        float(attempt.level),
        attempt.variance or 0.0,
        attempt.submitted_at.date() if attempt.submitted_at else None,
    )


def _newest(attempts: Sequence[ScenarioAttempt]) -> ScenarioAttempt | None:
    return next((one for one in attempts if one.level is not None), None)
