"""Loading a catalogue: ours, somebody else's, again, and back."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Turn
from skillmap.core.imports.run import bring_in, ignore_progress
from skillmap.core.imports.undo import undo_batch
from skills.enums import LabelKind
from skills.models import SkillLabel
from tests.data_folder import real_data
from tests.factories import make_employee, make_plan, make_scale, make_skill
from training.imports.activities_importer import ActivityImporter
from training.models import Activity

pytestmark = pytest.mark.django_db
HEAD = (
    "activity_code,title,provider,mode,sessions,hours_per_session,cost,currency,site,"
    "prerequisites,seats,starts_on,situations,outcomes\n"
)
KNOTS = (
    "A1,Knots,Sea School,workshop,2,1.5,120.50,EUR,Porto,,8,"
    "2027-03-12|2027-04-01T09:00+02:00,at night,KNOTS:0:2:0.4|CALM:1:3\n"
)
SOUP = "A2,Soup,,course,,1,,,,A1,,,,CALM:0:1\n"
MAP = Path(__file__).with_name("catalogue_map.json").read_bytes()
THEIRS = "Title,Institution,Learning Product,Level,Duration,Gained Skills\n"


@pytest.fixture(autouse=True)
def skills(db):
    make_skill("Knots", code="KNOTS")
    make_skill("Calm", code="CALM")
    make_skill("Tides", code="TIDES", scale=make_scale("rope", top_rank=2))


@pytest.fixture
def load(tmp_path):
    def load(text, **options):
        path = tmp_path / "activities.csv"
        path.write_text(text)
        return bring_in(ActivityImporter(), Incoming(path, **options))

    return load


def undo(outcome):
    undo_batch(ActivityImporter(), Turn(outcome.batch, None, timezone.now(), ignore_progress))


def taught(code):
    rows = Activity.objects.get(code=code).outcomes.select_related("skill")
    return [(row.skill.code, row.entry_level, row.exit_level) for row in rows]


def faults(outcome):
    return [(f.row, f.column, f.value, f.code) for f in outcome.faults]


def everything():
    return {
        activity.code: (
            activity.title,
            activity.cost_cents,
            taught(activity.code),
            sorted(activity.prerequisites.values_list("requires__code", flat=True)),
            sorted(activity.situations.values_list("name", flat=True)),
            sorted(activity.dates.values_list("starts_on", flat=True)),
        )
        for activity in Activity.objects.all()
    }


def test_new_activities_come_with_all_their_parts(load):
    outcome = load(HEAD + SOUP + KNOTS)

    assert outcome.last_line == "created 2, updated 0, unchanged 0, rejected 0"
    knots = Activity.objects.get(code="A1")
    assert (knots.cost_cents, knots.currency, knots.seats) == (12050, "EUR", 8)
    assert knots.site.name == "Porto"
    assert taught("A1") == [("KNOTS", 0, 2), ("CALM", 1, 3)]
    dates = list(knots.dates.values_list("starts_on", "starts_at__hour", "seats"))
    assert dates == [(date(2027, 3, 12), None, 8), (date(2027, 4, 1), 7, 8)]
    soup = Activity.objects.get(code="A2")
    assert (soup.cost_cents, soup.sessions, soup.period_weeks) == (None, 1, 1)
    assert soup.prerequisites.get().requires == knots


def test_same_file_again_changes_nothing(load):
    load(HEAD + KNOTS + SOUP)

    outcome = load(HEAD + KNOTS + SOUP)

    assert outcome.last_line == "created 0, updated 0, unchanged 2, rejected 0"
    assert set(Activity.objects.values_list("version", flat=True)) == {1}


def test_changed_activity_is_updated_field_by_field(load):
    load(HEAD + KNOTS + SOUP)

    outcome = load(
        HEAD + KNOTS.replace("120.50", "").replace("|CALM:1:3", "").replace("Knots", "Bends")
    )

    assert outcome.last_line == "created 0, updated 1, unchanged 0, rejected 0"
    assert outcome.batch.rows.get().changes == {
        "title": ["Knots", "Bends"],
        "cost": ["120.5", None],
        "outcomes": [["KNOTS:0:2:0.4", "CALM:1:3"], ["KNOTS:0:2:0.4"]],
    }
    assert taught("A1") == [("KNOTS", 0, 2)]
    assert Activity.objects.get(code="A1").cost_cents is None


def test_date_in_somebodys_plan_stays_and_is_not_missed(load):
    load(HEAD + KNOTS)
    activity = Activity.objects.get(code="A1")
    step = make_plan(make_employee(), [activity]).steps.get()
    step.session = activity.dates.first()
    step.save()
    later = KNOTS.replace("2027-03-12|", "2027-05-05|")

    load(HEAD + later)
    again = load(HEAD + later)

    assert again.batch.unchanged == 1
    step.refresh_from_db()
    assert sorted(activity.dates.values_list("starts_on", flat=True)) == [
        date(2027, 3, 12),
        date(2027, 4, 1),
        date(2027, 5, 5),
    ]


def test_rows_that_cannot_be_are_rejected_with_their_reason(load):
    outcome = load(
        HEAD
        + "A1,K,,course,,1,,USD,,,,,,\n"
        + "A2,K,,course,,1,,,,,,,,GHOST:0:1\n"
        + "A3,K,,course,,1,,,,,,,,TIDES:0:3\n"
        + "A4,K,,course,,1,,,,A4,,,,\n"
        + "A5,K,,course,,1,,,,A6,,,,\n"
        + "A6,K,,course,,1,,,,A1,,,,\n"
        + "A7,K,,course,,1,,,,,,,,\n"
    )

    assert faults(outcome) == [
        (2, "currency", "USD", "other_currency"),
        (3, "outcomes", "GHOST", "unknown_skill"),
        (4, "outcomes", "TIDES", "off_scale"),
        (5, "prerequisites", "A4", "own_prerequisite"),
        (6, "prerequisites", "A6", "unknown_prerequisite"),
        (7, "prerequisites", "A1", "unknown_prerequisite"),
    ]
    assert [activity.code for activity in Activity.objects.all()] == ["A7"]


def test_catalogue_by_mapping_loads_what_we_know_and_lists_what_we_do_not(load):
    text = THEIRS + 'Tides,Sea School,Course,Beginner,1 - 4 Weeks,"calm, Quality (QA, QC)"\n'

    outcome = load(text, mapping=MAP)

    assert outcome.last_line == "created 1, updated 0, unchanged 0, rejected 0"
    assert faults(outcome) == [(2, "outcomes", "Quality (QA, QC)", "unmatched_skill")]
    assert taught("TIDES_SEA_SCHOOL") == [("CALM", 0, 2)]


def test_name_matched_once_is_known_to_the_next_import(load):
    text = THEIRS + "Tides,Sea School,Course,Beginner,1 - 4 Weeks,Rope work\n"
    load(text, mapping=MAP)
    skill = SkillLabel.objects.create(
        skill=make_skill("Splicing", code="SPLICE"), label="rope Work", kind=LabelKind.MAPPED
    ).skill

    outcome = load(text, mapping=MAP)

    assert (outcome.batch.updated, faults(outcome)) == (1, [])
    assert taught("TIDES_SEA_SCHOOL") == [(skill.code, 0, 2)]


def test_undo_restores_the_catalogue(load):
    load(HEAD + KNOTS)
    before = everything()
    changed = KNOTS.replace("Knots", "Bends").replace("at night", "in fog").replace("|CALM:1:3", "")
    outcome = load(HEAD + changed.replace("2027-03-12|", "") + SOUP)
    assert everything() != before

    undo(outcome)

    assert everything() == before


def test_queries_do_not_grow_with_the_file(load):
    def queries(prefix, count):
        rows = "".join(KNOTS.replace("A1", f"{prefix}{n}") for n in range(count))
        with CaptureQueriesContext(connection) as found:
            load(HEAD + rows)
        return len(found)

    queries("x", 1)
    assert queries("y", 2) == queries("z", 40)


def test_real_catalogue_loads_by_command(tmp_path):
    path = real_data("training_catalogue") / "courses.csv"
    make_skill("Negotiation", code="NEGO")
    mapping = tmp_path / "map.json"
    mapping.write_bytes(MAP)
    out = io.StringIO()

    with pytest.raises(SystemExit) as left:
        call_command("import_activities", path, map=mapping, stdout=out)

    assert left.value.code == 2
    last = out.getvalue().splitlines()[-1]
    assert last == f"{path}: created 972, updated 0, unchanged 0, rejected 1"
    assert Activity.objects.filter(outcomes__skill__code="NEGO").exists()
    assert not Activity.objects.exclude(cost_cents=None).exists()


CIRCLE = "A1,Knots,,course,,1,,,,A2,,,,CALM:0:1\nA2,Soup,,course,,1,,,,A1,,,,CALM:0:1\n"


def test_circle_inside_a_file_is_loaded_and_reported_on_each_of_its_rows(load):
    outcome = load(HEAD + CIRCLE + "A3,Bread,,course,,1,,,,A2,,,,CALM:0:1\n")

    assert outcome.last_line == "created 3, updated 0, unchanged 0, rejected 0"
    assert faults(outcome) == [
        (2, "prerequisites", "A2", "prerequisite_circle"),
        (3, "prerequisites", "A1", "prerequisite_circle"),
    ]
    assert outcome.faults[0].warning
    assert outcome.faults[0].sentence.endswith("no plan offers them: A1, A2.")
    assert outcome.exit_code == 0


def test_circle_that_a_row_closes_with_the_stored_catalogue_is_reported(load):
    load(HEAD + KNOTS + SOUP)

    closing = load(HEAD + CIRCLE.splitlines()[0] + "\n", strict=True)
    opened = load(HEAD + KNOTS)

    assert faults(closing) == [(2, "prerequisites", "A2", "prerequisite_circle")]
    assert faults(opened) == []


def test_circle_through_a_retired_activity_is_none(load):
    load(HEAD + KNOTS + SOUP)
    Activity.objects.filter(code="A2").update(retired_on=date(2026, 1, 1))

    assert faults(load(HEAD + CIRCLE.splitlines()[0] + "\n")) == []
