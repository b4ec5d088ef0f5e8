"""The example files work as their README says: three rows are rejected, all others come in."""

from pathlib import Path

import pytest

from assessments.models import Evidence
from employees.imports.people_importer import PeopleImporter
from employees.imports.roles_importer import RoleImporter
from employees.models import Employee, RoleProfile
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.run import Outcome, bring_in
from skills.imports.importer import SkillImporter
from skills.models import Skill
from training.imports.activities_importer import ActivityImporter
from training.imports.evidence_importer import EvidenceImporter
from training.models import Activity

pytestmark = pytest.mark.django_db

EXAMPLES = Path(__file__).parents[2] / "examples"
IN_ORDER = {
    "skills.csv": SkillImporter(),
    "roles.csv": RoleImporter(),
    "people.csv": PeopleImporter(),
    "evidence.csv": EvidenceImporter(),
    "activities.csv": ActivityImporter(),
}


@pytest.fixture
def outcomes() -> dict[str, Outcome]:
    return bring_all_in(EXAMPLES)


def bring_all_in(folder: Path) -> dict[str, Outcome]:
    return {
        name: bring_in(importer, Incoming(path=folder / name))
        for name, importer in IN_ORDER.items()
    }


def test_examples_have_exactly_the_three_mistakes_that_their_readme_names(outcomes):
    faults = [fault for outcome in outcomes.values() for fault in outcome.faults]

    assert [(fault.file, fault.row, fault.column, fault.value) for fault in faults] == [
        ("people.csv", 11, "manager_number", "070"),
        ("evidence.csv", 45, "level", "7"),
        ("activities.csv", 8, "mode", "webinar"),
    ]
    assert [outcome.exit_code for outcome in outcomes.values()] == [0, 0, 2, 2, 2]


def test_examples_come_in_but_for_their_mistakes(outcomes):
    assert Skill.objects.count() == 12
    assert RoleProfile.objects.count() == 5
    assert Employee.objects.count() == 11
    assert Evidence.objects.count() == 55
    assert Activity.objects.count() == 17
    assert Employee.objects.get(number="001").first_name == "Ruth"


def test_examples_again_change_nothing(outcomes):
    again = bring_all_in(EXAMPLES)

    assert {
        (counts["created"], counts["updated"])
        for counts in (outcome.plan.counts() for outcome in again.values())
    } == {(0, 0)}


def test_examples_with_the_mistakes_put_right_bring_in_three_more_rows(outcomes, tmp_path):
    mended = [(",070,", ",007,"), (",manager,007,7,", ",manager,007,1.5,"), ("webinar", "course")]
    for name in IN_ORDER:
        text = (EXAMPLES / name).read_text()
        for wrong, right in mended:
            text = text.replace(wrong, right)
        (tmp_path / name).write_text(text)

    counts = [outcome.plan.counts() for outcome in bring_all_in(tmp_path).values()]

    assert [count["created"] for count in counts] == [0, 0, 1, 1, 1]
    assert [count["rejected"] for count in counts] == [0, 0, 0, 0, 0]
