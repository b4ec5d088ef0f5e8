"""The starter library's tests and scenarios; item parameters are assumed, and say so."""

from datetime import datetime
from pathlib import Path

from assessments.enums import Assembly, ContentState
from assessments.imports.items_csv import bring_in_items
from assessments.imports.scenarios_csv import bring_in_scenarios
from assessments.models import Item, Quiz, Scenario
from assessments.services.quizzes import QuizSettings, create_quiz, set_quiz_state
from skillmap.core.errors import DomainError
from skillmap.core.models import User
from skillmap.core.tabular.faults import Fault
from skillmap.core.tabular.reading import read_sheet
from skills.models import Skill

FOLDER = Path(__file__).parent
SCENARIOS = ("ANGRY_CLIENT", "TEAM_QUARREL")
QUIZZES = {
    "SQL": QuizSettings(
        title="SQL, from first queries to large tables",
        description="Joins, missing values, grouping, window functions, indexes and changes to"
        " tables that are in use. No particular product is needed.",
        minutes=25,
    ),
    "DATA_PROTECTION": QuizSettings(
        title="Data protection at work",
        description="What personal data is, when it may be used, and what to do when something"
        " goes wrong. Twelve questions are drawn from the bank.",
        assembly=Assembly.RANDOM,
        draws=12,
    ),
}


def load_items(*, actor: User | None, now: datetime) -> int:
    """Bring the questions in and publish a test of each skill. Raises `DomainError`."""
    report = bring_in_items(sheet=read_sheet(FOLDER / "items.csv"), actor=actor, now=now)
    _check(report.faults)
    for code, settings in QUIZZES.items():
        if not Quiz.objects.filter(title=settings.title).exists():
            skill = Skill.objects.select_related("scale").get(code=code, items__code__endswith="01")
            items = list(Item.objects.published().filter(skill=skill).order_by("code"))
            quiz = create_quiz(actor=actor, skill=skill, settings=settings, now=now, items=items)
            set_quiz_state(actor=actor, quiz=quiz, state=ContentState.PUBLISHED)
    return report.created + report.updated + report.unchanged


def load_scenarios(*, actor: User | None) -> int:
    """Bring the scenarios in as drafts: one's own experts key them. Raises `DomainError`.

    Scenarios that are there already stay as they are.
    """
    there = Scenario.objects.filter(code__in=SCENARIOS).count()
    if there:
        return there
    report = bring_in_scenarios(sheet=read_sheet(FOLDER / "scenarios.csv"), actor=actor)
    _check(report.faults)
    return len(report.versions)


def _check(faults: list[Fault]) -> None:
    for fault in faults:
        raise DomainError(f"{fault.file}: {fault.row}: {fault.sentence}")
