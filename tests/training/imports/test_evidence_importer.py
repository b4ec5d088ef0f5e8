"""Loading evidence: once, again, corrected, and taken back."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import Certificate, Evidence, Retraction
from employees.enums import Grant
from employees.imports.people_importer import PeopleImporter
from skillmap.core.enums import RowAction
from skillmap.core.errors import ConflictError
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Turn
from skillmap.core.imports.run import bring_in, ignore_progress
from skillmap.core.imports.undo import undo_batch
from skillmap.core.models import Job
from skills.models import Skill
from tests.factories import (
    day,
    grant,
    make_activity,
    make_certificate_type,
    make_employee,
    make_scale,
    make_skill,
    make_user,
)
from training.imports.activities_importer import ActivityImporter
from training.imports.evidence_importer import EvidenceImporter
from training.models import Completion, ParkedCompletion
from training.services.parking import drop_expired, match_parked
from training.tasks import retry_completions

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

    last = out.getvalue().splitlines()[-1]
    assert last == f"{path}: created 1, updated 0, unchanged 0, rejected 0"


LATE = "009,KNOTS,completion,,3,,2026-02-01,,A1/2026\n"


def match(days=0):
    now = timezone.now() + timedelta(days=days)
    return match_parked(now=now), drop_expired(now=now)


def test_completion_of_somebody_unknown_is_parked_and_says_so(load):
    outcome = load(HEAD + LATE + PEER)

    assert faults(outcome) == [(2, "employee_number", "parked")]
    assert outcome.last_line == "created 2, updated 0, unchanged 0, rejected 0"
    assert (outcome.exit_code, len(standing())) == (0, 1)
    waiting = ParkedCompletion.objects.get()
    assert (waiting.employee_number, waiting.reference, waiting.level) == ("009", "A1/2026", 3)


def test_same_completion_again_waits_once_and_no_longer(load):
    load(HEAD + LATE)
    since = ParkedCompletion.objects.get().created_at

    again = load(HEAD + LATE + LATE)
    corrected = load(HEAD + LATE.replace(",3,", ",2,"))

    assert again.last_line == "created 0, updated 0, unchanged 2, rejected 0"
    assert corrected.last_line == "created 0, updated 1, unchanged 0, rejected 0"
    waiting = ParkedCompletion.objects.get()
    assert (waiting.level, waiting.created_at) == (2, since)


def test_what_is_wrong_with_a_completion_of_somebody_unknown_rejects_it(load):
    outcome = load(
        HEAD
        + "009,GHOST,completion,,3,,2026-02-01,,x\n"
        + "009,KNOTS,completion,,7,,2026-02-01,,x\n"
        + "009,KNOTS,completion,008,3,,2026-02-01,,x\n"
        + f"009,KNOTS,completion,,3,,{day(9)},,x\n"
        + "009,KNOTS,test,,3,,2026-02-01,,x\n"
    )

    assert [code for _row, _column, code in faults(outcome)] == [
        "unknown_skill",
        "off_scale",
        "unknown_person",
        "future",
        "unknown_person",
    ]
    assert not ParkedCompletion.objects.exists()


def test_dry_run_parks_nothing(tmp_path):
    path = tmp_path / "evidence.csv"
    path.write_text(HEAD + LATE)
    outcome = bring_in(EvidenceImporter(), Incoming(path), dry_run=True)
    assert faults(outcome) == [(2, "employee_number", "parked")]
    assert not ParkedCompletion.objects.exists()


def test_parked_completion_finds_its_person_once(load):
    course = make_activity("Knots", code="A1")
    outcome = load(HEAD + LATE)
    assert match() == (0, 0)
    person = make_employee("Late Comer", number="009")

    assert match() == (1, 0)
    assert match() == (0, 0)

    completion = Completion.objects.get()
    assert (completion.employee, completion.activity) == (person, course)
    assert completion.evidence.get().value == 3.0
    assert load(HEAD + LATE).last_line == "created 0, updated 0, unchanged 1, rejected 0"
    assert Evidence.objects.get().batch == outcome.batch


def test_undo_of_the_second_file_brings_back_what_the_first_parked(load):
    first = load(HEAD + LATE)
    same = load(HEAD + LATE)
    other = load(HEAD + LATE.replace(",3,", ",2,"))

    with pytest.raises(ConflictError):
        undo(first)
    undo(other)
    waiting = ParkedCompletion.objects.get()
    assert (waiting.level, waiting.batch, waiting.file_row) == (3, first.batch, 2)
    undo(same)
    assert ParkedCompletion.objects.get() == waiting


def test_undo_forgets_what_was_parked_and_refuses_once_it_found_its_person(load):
    first = load(HEAD + LATE)
    undo(first)
    assert not ParkedCompletion.objects.exists()

    second = load(HEAD + LATE)
    make_employee("Late Comer", number="009")
    match()
    with pytest.raises(ConflictError, match="matched"):
        undo(second)
    assert len(standing()) == 1


def test_what_waited_thirty_days_is_dropped_with_a_line_in_its_report(load):
    admin = make_user("Alice Admin")
    grant(admin, Grant.HR_ADMIN)
    outcome = load(HEAD + PEER + LATE)

    assert match(days=29) == (0, 0)
    assert match(days=30) == (0, 1)
    assert match(days=30) == (0, 0)

    line = outcome.batch.rows.get(action=RowAction.REJECT)
    (fault,) = line.faults
    assert (fault["row"], fault["value"], fault["code"]) == (3, "009", "dropped")
    assert "1 completion found nobody in 30 days" in admin.notifications.get().title


def test_new_people_and_activities_have_waiting_completions_tried_again(load, tmp_path):
    load(HEAD + LATE)
    for importer, text in (
        (PeopleImporter(), "employee_number,first_name,last_name,unit\n009,Lea,Late,Acme\n"),
        (ActivityImporter(), "activity_code,title,mode,hours_per_session\nA1,Knots,course,1\n"),
    ):
        Job.objects.all().delete()
        path = tmp_path / "file.csv"
        path.write_text(text)
        assert bring_in(importer, Incoming(path)).exit_code == 0
        assert Job.objects.filter(name="training.match_completions").exists()


def test_every_night_looks_again_only_while_something_waits(load):
    retry_completions()
    assert not Job.objects.exists()
    load(HEAD + LATE)
    for _night in range(2):
        retry_completions()
    assert Job.objects.get().name == "training.match_completions"


CARD = "001,KNOTS,certificate,,3,,2026-02-01,{until},{reference}\n"


def held():
    rows = Certificate.objects.order_by("reference")
    return [(str(row), row.identifier, row.state, row.expires_on) for row in rows]


def test_imported_certificate_stands_among_the_others(load):
    kind = make_certificate_type(
        name="Knot card", skill=Skill.objects.get(code="KNOTS"), attained_level=Decimal(3)
    )
    load(HEAD + CARD.format(until="2028-02-01", reference="card 4711") + TEST)

    assert held() == [("Knot card", "card 4711", "verified", date(2028, 2, 1))]
    assert Certificate.objects.get().type == kind


def test_certificate_below_the_level_of_the_kind_is_none_of_it(load):
    make_certificate_type(skill=Skill.objects.get(code="KNOTS"), attained_level=Decimal(4))
    load(HEAD + CARD.format(until="", reference="card 4711"))

    assert held() == [("card 4711", "", "verified", None)]


def test_certificate_for_two_skills_is_one_and_follows_later_dates(load):
    both = CARD.format(until="", reference="card") + TEST.replace("test", "certificate").replace(
        "quiz 7", "card"
    )
    load(HEAD + both)
    load(HEAD + CARD.format(until="2029-01-01", reference="card"))

    assert held() == [("card", "", "verified", date(2029, 1, 1))]


def test_undone_import_takes_its_certificates_back(load):
    load(HEAD + CARD.format(until="2027-01-01", reference="old"))
    outcome = load(
        HEAD
        + CARD.format(until="2028-01-01", reference="old")
        + CARD.format(until="", reference="new")
    )
    undo(outcome)

    assert held() == [("old", "", "verified", date(2027, 1, 1))]


def test_revoked_certificate_does_not_come_back_by_a_file(load):
    load(HEAD + CARD.format(until="", reference="card"))
    Certificate.objects.update(state="revoked", reason="Forged")
    outcome = load(HEAD + CARD.format(until="2029-01-01", reference="card"))

    assert faults(outcome) == [(2, "reference", "revoked")]
    assert held() == [("card", "", "revoked", None)]
