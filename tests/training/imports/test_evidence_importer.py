"""Loading evidence: once, again, corrected, and taken back."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import Evidence, Retraction
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Turn
from skillmap.core.imports.run import bring_in, ignore_progress
from skillmap.core.imports.undo import undo_batch
from tests.factories import day, make_activity, make_employee, make_scale, make_skill
from training.imports.evidence_importer import EvidenceImporter
from training.models import Completion

pytestmark = pytest.mark.django_db
HEAD = (
    "employee_number,skill_code,source,rater_number,level,scale,observed_on,expires_on,reference\n"
)
PEER = "001,KNOTS,peer,002,3.5,,2026-02-01,,\n"
TEST = "001,TIDES,test,,1,,2026-02-01,,quiz 7\n"


@pytest.fixture(autouse=True)
def people(db):
    make_employee("Ana Ruiz", number="001")
    make_employee("Bob Boss", number="002")
    make_skill("Knots", code="KNOTS")
    make_skill("Tides", code="TIDES", scale=make_scale("rope", top_rank=2))


@pytest.fixture
def load(tmp_path):
    def load(text, **options):
        path = tmp_path / "evidence.csv"
        path.write_text(text)
        return bring_in(EvidenceImporter(), Incoming(path, **options))

    return load


def undo(outcome):
    undo_batch(EvidenceImporter(), Turn(outcome.batch, None, timezone.now(), ignore_progress))


def standing():
    rows = Evidence.objects.standing().order_by("skill__code", "source", "reference")
    return [(row.skill.code, row.source, row.level, row.observed_on) for row in rows]


def faults(outcome):
    return [(f.row, f.column, f.code) for f in outcome.faults]


def test_new_rows_are_observations_on_the_common_metric(load):
    outcome = load(HEAD + PEER + TEST)

    assert outcome.last_line == "created 2, updated 0, unchanged 0, rejected 0"
    peer, test = Evidence.objects.order_by("skill__code")
    assert (peer.rater.number, peer.rater_kind, peer.value) == ("002", "peer", 3.5)
    assert (test.level, test.value, test.reference) == (Decimal(1), 2.5, "quiz 7")
    assert test.batch == outcome.batch


def test_same_row_twice_and_same_file_again_are_one_observation(load):
    load(HEAD + PEER + PEER)

    outcome = load(HEAD + PEER)

    assert outcome.last_line == "created 0, updated 0, unchanged 1, rejected 0"
    assert Evidence.objects.count() == 1


def test_another_level_under_the_same_key_replaces_the_row(load):
    load(HEAD + TEST)

    outcome = load(HEAD + TEST.replace(",1,", ",2,"))

    assert outcome.last_line == "created 0, updated 1, unchanged 0, rejected 0"
    assert standing() == [("TIDES", "test", Decimal(2), date(2026, 2, 1))]
    assert Retraction.objects.count() == 1


def test_level_on_another_scale_is_mapped(load):
    make_scale("gdad", top_rank=4)

    load(HEAD + "001,KNOTS,external,,4,GDAD:4,2026-02-01,,x\n")

    assert Evidence.objects.get().value == 5.0


def test_rows_that_cannot_be_are_rejected_with_their_reason(load):
    outcome = load(
        HEAD
        + "009,KNOTS,test,,3,,2026-02-01,,\n"
        + "001,GHOST,peer,008,3,,2026-02-01,,\n"
        + "001,TIDES,test,,3,,2026-02-01,,\n"
        + f"001,KNOTS,test,,3,,{day(9)},,\n"
        + "001,KNOTS,manager,001,3,,2026-02-01,,\n"
        + "001,KNOTS,test,,,,2026-02-01,,\n"
        + "001,KNOTS,test,,3,stars,2026-02-01,,\n"
        + "001,KNOTS,self,002,3,,2026-02-01,,\n"
        + "001,KNOTS,certificate,,3,,2026-02-01,2026-01-01,\n"
        + PEER
    )

    assert faults(outcome) == [
        (2, "employee_number", "unknown_person"),
        (3, "rater_number", "unknown_person"),
        (3, "skill_code", "unknown_skill"),
        (4, "level", "off_scale"),
        (5, "observed_on", "future"),
        (6, "rater_number", "own_rater"),
        (7, "level", "missing"),
        (8, "scale", "unknown_scale"),
        (9, "rater_number", "foreign_self"),
        (10, "expires_on", "expires_early"),
    ]
    assert outcome.last_line == "created 1, updated 0, unchanged 0, rejected 9"


def test_self_rating_with_and_without_the_rater_named_is_one_observation(load):
    load(HEAD + "001,KNOTS,self,,3,,2026-02-01,,\n")

    outcome = load(HEAD + "001,KNOTS,self,001,3,,2026-02-01,,\n")

    assert outcome.batch.unchanged == 1


def test_completion_with_an_activity_is_a_completion(load):
    activity = make_activity()

    load(HEAD + f"001,KNOTS,completion,,,,2026-02-01,,{activity.code}/2026\n")

    completion = Completion.objects.get()
    assert (completion.activity, completion.completed_on) == (activity, date(2026, 2, 1))
    assert completion.evidence.get().value is None


def test_undo_retracts_what_came_and_brings_back_what_it_replaced(load):
    load(HEAD + TEST)
    before = standing()
    activity = make_activity()
    outcome = load(
        HEAD
        + TEST.replace(",1,", ",2,")
        + PEER
        + f"001,KNOTS,completion,,2,,2026-02-01,,{activity.code}\n"
    )
    assert outcome.batch.created == 2

    undo(outcome)

    assert standing() == before
    assert Completion.objects.count() == 0
    assert Evidence.objects.count() == 5  # nothing is ever deleted


def test_queries_do_not_grow_with_the_file(load):
    def queries(prefix, count):
        rows = "".join(TEST.replace("quiz 7", f"{prefix}{n}") for n in range(count))
        with CaptureQueriesContext(connection) as found:
            load(HEAD + rows)
        return len(found)

    queries("x", 1)
    assert queries("y", 2) == queries("z", 50)


def test_command_ends_with_the_counts(tmp_path):
    path = tmp_path / "evidence.csv"
    path.write_text(HEAD + PEER)
    out = io.StringIO()

    call_command("import_evidence", path, stdout=out)

    assert out.getvalue().splitlines()[-1] == "created 1, updated 0, unchanged 0, rejected 0"
