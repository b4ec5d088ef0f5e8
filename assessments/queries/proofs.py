"""What there is to show a level of a skill by: tests, scenarios and kinds of certificate."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from assessments.models import Attempt, Quiz, Scenario, ScenarioAttempt
from assessments.models.quizzes import QuizQuerySet, is_author
from assessments.models.scenarios import ScenarioQuerySet
from employees.models import Employee
from skillmap.core.models import Viewer
from skills.enums import SkillKind
from skills.models import CertificateType, Skill


@dataclass(frozen=True, slots=True)
class Proofs:
    """Each test and scenario with the person's attempts that this viewer may see, newest first.

    `reads_keys`: the viewer may read the right answers, so cannot take any of them.
    """

    quizzes: Sequence[tuple[Quiz, Sequence[Attempt]]]
    scenarios: Sequence[tuple[Scenario, Sequence[ScenarioAttempt]]]
    certificates: Sequence[CertificateType]
    reads_keys: bool


def proofs_of(user: Viewer, skill: Skill, person: Employee | None) -> Proofs:
    """What exists for this skill, with how far the person is; at most five queries."""
    known = {"reads_keys": is_author(user)} if user.is_authenticated else {}
    quizzes, scenarios = [], []
    if skill.kind != SkillKind.SOFT:  # tests are of hard skills, scenarios of soft ones
        quizzes = list(_quizzes(user, person).filter(skill=skill).annotate(**known))
    if skill.kind != SkillKind.HARD:
        scenarios = list(_scenarios(user).filter(skill=skill).annotate(**known))
    played = _played(user, scenarios, person)
    kinds = CertificateType.objects.filter(skill=skill, retired_on=None).order_by("name")
    return Proofs(
        quizzes=[(quiz, getattr(quiz, "seen", ())) for quiz in quizzes],
        scenarios=[(scenario, played.get(scenario.pk, ())) for scenario in scenarios],
        certificates=list(kinds),
        reads_keys=any(getattr(one, "reads_keys", True) for one in (*quizzes, *scenarios)),
    )


def _quizzes(user: Viewer, person: Employee | None) -> QuizQuerySet:
    """Published tests, each with `seen`: the person's attempts."""
    seen = Attempt.objects.visible_to(user).filter(employee=person)
    quizzes = Quiz.objects.visible_to(user).published().order_by("title")
    return quizzes.prefetch_related(Prefetch("attempts", seen, to_attr="seen"))


def _scenarios(user: Viewer) -> ScenarioQuerySet:
    return Scenario.objects.visible_to(user).published().order_by("title")


def _played(
    user: Viewer, scenarios: Sequence[Scenario], person: Employee | None
) -> dict[int, list[ScenarioAttempt]]:
    """By scenario id, the person's attempts at any version of it."""
    found: dict[int, list[ScenarioAttempt]] = {}
    if scenarios and person is not None:
        seen = ScenarioAttempt.objects.visible_to(user).filter(
            employee=person, scenario_version__scenario__in=scenarios
        )
        for one in seen.select_related("scenario_version"):
            found.setdefault(one.scenario_version.scenario_id, []).append(one)
    return found
