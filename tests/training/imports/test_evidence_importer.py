"""Files of evidence: compared, recorded once, corrected by a later row, taken back."""

import pytest

from assessments.models import Evidence
from skillmap.core.enums import ImportState
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Turn
from skillmap.core.imports.run import Outcome, bring_in, ignore_progress
from skillmap.core.imports.undo import undo_batch
from tests.factories import day, make_activity, make_employee, make_skill
from training.imports.evidence_importer import EvidenceImporter
from training.models import Completion

pytestmark = pytest.mark.django_db
HEAD = "employee_number,skill_code,source,rater_number,level,scale,observed_on,expires_on,reference"


@pytest.fixture
def people():
    make_skill("SQL", code="SQL")
    return [
        make_employee(name, number=number) for name, number in (("Carol R", "007"), ("Bob M", "1"))
    ]


@pytest.fixture
def load(tmp_path, people):
    def run(*rows: str, **options) -> Outcome:
        path = tmp_path / "evidence.csv"
        path.write_text("\n".join([HEAD, *rows]))
        return bring_in(EvidenceImporter(), Incoming(path=path), **options)

    return run


def levels() -> list[tuple[str, str, float | None]]:
    rows = Evidence.objects.standing().order_by("pk").select_related("employee")
    return [
        (row.employee.number, row.source, None if row.level is None else float(row.level))
        for row in rows
    ]


def test_same_file_again_changes_nothing(load):
    rows = (f"007,SQL,manager,1,3.5,,{day(-3)},,talk", f"007,SQL,test,,4,,{day(-2)},,quiz")

    assert load(*rows).last_line == "created 2, updated 0, unchanged 0, rejected 0"
    assert load(*rows).last_line == "created 0, updated 0, unchanged 2, rejected 0"
    assert levels() == [("007", "manager", 3.5), ("007", "test", 4.0)]


def test_other_level_under_the_same_key_replaces_and_undo_restores(load):
    load(f"007,SQL,manager,1,3,,{day(-3)},,talk")
    outcome = load(f"007,SQL,manager,1,4,,{day(-3)},,talk")
    assert outcome.last_line == "created 0, updated 1, unchanged 0, rejected 0"
    assert levels() == [("007", "manager", 4.0)]

    turn = Turn(outcome.batch, None, outcome.batch.applied_at, ignore_progress)
    undo_batch(EvidenceImporter(), turn)

    assert levels() == [("007", "manager", 3.0)]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (f"999,SQL,manager,1,3,,{day(-3)},,", "employee_number", "unknown"),
        (f"007,NOPE,manager,1,3,,{day(-3)},,", "skill_code", "unknown"),
        (f"007,SQL,manager,999,3,,{day(-3)},,", "rater_number", "unknown"),
        (f"007,SQL,manager,1,3,martian,{day(-3)},,", "scale", "unknown"),
        (f"007,SQL,manager,1,9,,{day(-3)},,", "level", "off_scale"),
        (f"007,SQL,manager,1,,,{day(-3)},,", "level", "missing"),
        (f"007,SQL,manager,007,3,,{day(-3)},,", "rater_number", "own_rater"),
        (f"007,SQL,self,1,3,,{day(-3)},,", "rater_number", "foreign_self"),
        (f"007,SQL,test,,3,,{day(9)},,", "observed_on", "future"),
        (f"007,SQL,certificate,,3,,{day(-3)},{day(-9)},", "expires_on", "expires_early"),
        ("007,SQL,test,,3,,31/12/2025,,", "observed_on", "bad_date"),
        (f"007,SQL,gossip,,3,,{day(-3)},,", "source", "bad_choice"),
    ],
)
def test_bad_row_is_named_and_the_good_one_applied(load, row, column, code):
    outcome = load(row, f"007,SQL,test,,4,,{day(-2)},,quiz")

    assert [(f.row, f.column, f.code) for f in outcome.faults] == [(2, column, code)]
    assert outcome.exit_code == 2
    assert levels() == [("007", "test", 4.0)]


def test_completion_without_a_level_is_kept_beside_its_activity(load):
    activity = make_activity("SQL course", code="SQL-1")
    load(f"007,SQL,completion,,,,{day(-3)},,SQL-1/2026")

    assert Completion.objects.get().activity == activity
    assert levels() == [("007", "completion", None)]


def test_dry_run_says_the_same_and_writes_nothing(load):
    outcome = load(f"007,SQL,test,,4,,{day(-2)},,quiz", dry_run=True)
    assert outcome.last_line == "created 1, updated 0, unchanged 0, rejected 0"
    assert levels() == []


def test_file_with_only_bad_rows_is_refused(load):
    outcome = load(f"999,SQL,test,,4,,{day(-2)},,quiz")
    assert (outcome.state, outcome.exit_code) == (ImportState.REFUSED, 1)
