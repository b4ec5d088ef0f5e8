"""Loading the starter library: its files through the imports, then paths, questions, tests."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils import timezone

from employees.imports.roles_importer import RoleImporter
from employees.models import RoleProfile
from reviews.enums import QuestionKind, QuestionPhase
from reviews.services import QuestionContent, put_question
from skillmap.core.errors import DomainError
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.run import Outcome, bring_in
from skillmap.core.models import User
from skillmap.starter.instruments import load_items, load_scenarios
from skillmap.starter.library import FOLDER, SKILL_FILES, rows
from skills.imports.importer import SkillImporter
from skills.models import Skill
from skills.services.content import FrameworkInfo
from training.imports.activities_importer import ActivityImporter
from training.models import Activity
from training.services.library import StepContent, put_template

STARTER = FrameworkInfo(code="starter", name="Skillmap starter library", release="1")


def load_library(*, actor: User | None, valid_from: date | None = None) -> Iterator[str]:
    """Load skills, roles, activities, path templates, review questions, tests and scenarios.

    Roles ask for their levels from `valid_from` on (default today). Yields one line per part, as
    it is loaded. Raises `DomainError` when a file is not taken whole; what it holds is editable
    afterwards like anything else.
    """
    for name in SKILL_FILES:
        yield load_file(SkillImporter(), FOLDER / name, actor, framework=STARTER)
    yield load_file(RoleImporter(), FOLDER / "roles.csv", actor, valid_from=valid_from)
    yield load_file(ActivityImporter(), FOLDER / "activities.csv", actor)
    yield f"templates.csv: {_load_templates(actor)} path templates"
    yield f"questions.csv: {_load_questions(actor)} review questions"
    yield f"items.csv: {load_items(actor=actor, now=timezone.now())} test questions"
    yield f"scenarios.csv: {load_scenarios(actor=actor)} scenarios to be keyed"


def load_file(
    importer: Any, path: Path, actor: User | None, *, source: str = "", **extra: Any
) -> str:
    """Bring one of our own files in; `extra` is for its importer.

    Raises `DomainError` unless every row is taken.
    """
    incoming = Incoming(path=path, source=source, extra=extra, confirmed=True)
    outcome: Outcome = bring_in(importer, incoming, actor=actor)
    if outcome.exit_code:
        fault = next(iter(outcome.faults), None)
        raise DomainError(f"{path.name}: {fault.sentence if fault else outcome.last_line}")
    return f"{path.name}: {outcome.last_line}"


def _load_templates(actor: User | None) -> int:
    content = list(rows(FOLDER / "templates.csv"))
    for code, steps in groupby(content, key=lambda row: row["template_code"]):
        of_template = sorted(steps, key=lambda row: int(row["step"]))
        first = of_template[0]
        put_template(
            actor=actor,
            code=code,
            name=first["name"],
            description=first["description"],
            role=RoleProfile.objects.filter(code=first["audience_role"]).first(),
            steps=[_step(row) for row in of_template],
        )
    return len({row["template_code"] for row in content})


def _step(row: dict[str, str]) -> StepContent:
    activity, skill, hours = row["activity_code"], row["slot_skill"], row["slot_max_hours"]
    return StepContent(
        activity=Activity.objects.get(code=activity) if activity else None,
        slot_skill=Skill.objects.get(code=skill, framework__code=STARTER.code) if skill else None,
        slot_modes=tuple(filter(None, row["slot_modes"].split("|"))),
        slot_max_hours=Decimal(hours) if hours else None,
        cadence=row["cadence"],
        times=int(row["times"]),
    )


def _load_questions(actor: User | None) -> int:
    read = list(rows(FOLDER / "questions.csv"))
    skills = {one.code: one for one in Skill.objects.filter(framework__code=STARTER.code)}
    for row in read:
        content = QuestionContent(
            kind=QuestionKind(row["kind"]),
            phase=QuestionPhase(row["phase"]),
            text=row["text"],
            skills=[skills[code] for code in filter(None, row["skills"].split("|"))],
        )
        put_question(actor=actor, code=row["question_code"], content=content)
    return len(read)
