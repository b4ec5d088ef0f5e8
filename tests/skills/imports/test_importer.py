"""Loading taxonomies into the database, again, differently, and back."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from skillmap.core.enums import ImportState
from skillmap.core.errors import ConflictError
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Turn
from skillmap.core.imports.run import bring_in, ignore_progress
from skillmap.core.imports.undo import can_undo, undo_batch
from skills.enums import LabelKind, RelationKind, SkillKind
from skills.imports.importer import SkillImporter
from skills.models import Framework, LevelText, Scale, Skill, SkillLabel, SkillRelation
from tests.data_folder import real_data
from tests.factories import make_role, make_skill, make_user
from tests.skills.imports import twins

pytestmark = pytest.mark.django_db
HEAD = "skill_code,name,kind,category,scale,description,alt_labels,level_1,level_2\n"
ROWS = (
    "K1,Knots,hard,Boats,Rope:2,Ties,bends|hitches,Ties one,Ties all\n"
    'C1,Calm,soft,,,,,"Stays\ncool",\n'
)


@pytest.fixture
def load(tmp_path):
    def load(text, **options):
        path = tmp_path / "skills.csv"
        path.write_text(text)
        return bring_in(SkillImporter(), Incoming(path, **options))

    return load


def undo(outcome, actor=None):
    undo_batch(SkillImporter(), Turn(outcome.batch, actor, timezone.now(), ignore_progress))


def state():
    """All that the taxonomy says, without keys and times."""
    return {
        "skills": set(Skill.objects.values_list("code", "name", "kind", "category", "scale__code")),
        "labels": set(SkillLabel.objects.values_list("skill__code", "label", "kind")),
        "texts": set(LevelText.objects.values_list("skill__code", "rank", "text")),
    }


def test_new_skills_come_with_scale_labels_and_texts(load):
    outcome = load(HEAD + ROWS)

    assert outcome.last_line == "created 2, updated 0, unchanged 0, rejected 0"
    knots = Skill.objects.get(code="K1")
    assert (knots.name, knots.kind, knots.category) == ("Knots", "hard", "Boats")
    assert (knots.scale.name, knots.scale.top_rank) == ("Rope", 2)
    assert [level.rank for level in knots.scale.levels.all()] == [0, 1, 2]
    assert [label.label for label in knots.labels.all()] == ["bends", "hitches"]
    assert dict(knots.level_texts.values_list("rank", "text")) == {1: "Ties one", 2: "Ties all"}
    assert knots.slot != Skill.objects.get(code="C1").slot


def test_same_file_again_changes_nothing(load):
    load(HEAD + ROWS)
    before = list(Skill.objects.values_list("id", "version", "updated_at"))

    outcome = load(HEAD + ROWS)

    assert outcome.last_line == "created 0, updated 0, unchanged 2, rejected 0"
    assert list(Skill.objects.values_list("id", "version", "updated_at")) == before


def test_changed_row_is_updated_field_by_field(load):
    load(HEAD + ROWS)

    outcome = load(HEAD + "K1,Knot tying,hard,Boats,Rope:2,Ties,hitches,Ties one,\n")

    assert outcome.last_line == "created 0, updated 1, unchanged 0, rejected 0"
    row = outcome.batch.rows.get()
    assert row.changes == {
        "name": ["Knots", "Knot tying"],
        "alt_labels": [["bends", "hitches"], ["hitches"]],
        "level_2": ["Ties all", ""],
    }
    knots = Skill.objects.get(code="K1")
    assert (knots.name, knots.version) == ("Knot tying", 2)
    assert [label.label for label in knots.labels.all()] == ["hitches"]
    assert dict(knots.level_texts.values_list("rank", "text")) == {1: "Ties one"}


def test_absent_columns_leave_what_is_stored(load):
    load(HEAD + ROWS)
    before = state()

    outcome = load("skill_code,name\nK1,Knots\n")

    assert outcome.last_line == "created 0, updated 0, unchanged 1, rejected 0"
    assert state() == before


def test_skill_without_kind_stays_unclassified_with_a_guess_and_keeps_a_confirmed_kind(load):
    load("skill_code,name\nL1,Active listening\n")
    skill = Skill.objects.get(code="L1")
    assert (skill.kind, skill.proposed_kind) == (SkillKind.UNCLASSIFIED, SkillKind.SOFT)
    assert "listening" in skill.proposed_reason

    load("skill_code,name,kind\nL1,Active listening,soft\n")
    load("skill_code,name\nL1,Active listening now\n")

    skill.refresh_from_db()
    assert (skill.name, skill.kind, skill.proposed_kind) == ("Active listening now", "soft", "")


def test_skill_keeps_its_scale(load):
    load(HEAD + ROWS)

    outcome = load("skill_code,name,scale\nK1,Knots,Cord:3\nN1,New,Rope:4\n")

    assert [(f.row, f.column, f.code) for f in outcome.faults] == [
        (2, "scale", "scale_conflict"),
        (3, "scale", "scale_conflict"),
    ]
    assert outcome.exit_code == 1
    assert Scale.objects.get(code="rope").top_rank == 2


def test_code_of_any_framework_is_found_rather_than_doubled(load):
    skill = make_skill("Knots", code="K1")

    load("skill_code,name\nK1,Knots and bends\n")

    assert Skill.objects.get(code="K1").pk == skill.pk


def test_confirmed_match_is_not_an_other_name_twice(load):
    skill = make_skill("Knots", code="K1")
    SkillLabel.objects.create(skill=skill, label="Bends", kind=LabelKind.MAPPED)

    load("skill_code,name,alt_labels\nK1,Knots,bends|hitches\n")

    assert set(skill.labels.values_list("label", "kind")) == {
        ("Bends", LabelKind.MAPPED),
        ("hitches", LabelKind.ALTERNATIVE),
    }


def test_strict_file_with_a_bad_row_writes_nothing(load):
    outcome = load(HEAD + ROWS + "X1,,hard,,,,,,\n", strict=True)

    assert outcome.state == ImportState.REFUSED
    assert (outcome.exit_code, Skill.objects.count()) == (1, 0)


def test_bad_rows_do_not_block_good_ones(load):
    outcome = load(HEAD + ROWS + "X1,,hard,,,,,,\n")

    assert outcome.last_line == "created 2, updated 0, unchanged 0, rejected 1"
    assert outcome.exit_code == 2
    rejected = outcome.batch.rows.get(action="reject")
    assert rejected.faults[0]["column"] == "name"


def test_dry_run_says_the_same_and_writes_nothing(tmp_path):
    path = tmp_path / "skills.csv"
    path.write_text(HEAD + ROWS)

    outcome = bring_in(SkillImporter(), Incoming(path), dry_run=True)

    assert outcome.last_line == "created 2, updated 0, unchanged 0, rejected 0"
    assert (outcome.batch, Skill.objects.count()) == (None, 0)


def test_undo_of_new_skills_removes_them(load):
    make_skill("There before")
    before = state()
    outcome = load(HEAD + ROWS)

    undo(outcome)

    assert state() == before
    outcome.batch.refresh_from_db()
    assert outcome.batch.state == ImportState.UNDONE
    assert not can_undo(outcome.batch)


def test_undo_of_changes_restores_names_labels_and_texts(load):
    load(HEAD + ROWS)
    before = state()
    outcome = load(
        HEAD + "K1,Knot tying,soft,Sea,Rope:2,Unties,splices,,Ties everything\nN1,N,,,,,,,\n"
    )
    assert state() != before

    undo(outcome)

    assert state() == before
    assert Skill.objects.get(code="K1").version == 3


def test_undo_after_a_later_change_is_refused_and_changes_nothing(load):
    first = load(HEAD + ROWS)
    load("skill_code,name\nK1,Knots of today\n")

    with pytest.raises(ConflictError) as caught:
        undo(first)

    assert caught.value.code == "changed_since"
    assert Skill.objects.get(code="K1").name == "Knots of today"


def test_undo_of_a_skill_that_a_role_asks_for_is_refused(load):
    outcome = load(HEAD + ROWS)
    make_role("Sailor", {Skill.objects.get(code="C1"): 3})

    with pytest.raises(ConflictError) as caught:
        undo(outcome)

    assert caught.value.code == "built_upon"
    assert Skill.objects.filter(code="C1").exists()


def test_import_leaves_a_trace_of_who_did_it(tmp_path):
    path = tmp_path / "skills.csv"
    path.write_text(HEAD + ROWS)
    actor = make_user()

    bring_in(SkillImporter(), Incoming(path), actor=actor)

    event = Skill.objects.get(code="K1").events.get()
    assert event.pgh_context.metadata["actor"] == actor.pk


def test_queries_do_not_grow_with_the_file(tmp_path):
    def load_many(count):
        path = tmp_path / "skills.csv"
        path.write_text("skill_code,name\n" + "".join(f"{count}-{n},S {n}\n" for n in range(count)))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            bring_in(SkillImporter(), Incoming(path))
        return len(queries)

    load_many(1)
    assert load_many(2) == load_many(60)


def test_esco_twin_loads_with_relations_and_again_changes_nothing(tmp_path):
    folder = twins.esco_by_id(tmp_path / "esco")

    first = bring_in(SkillImporter(), Incoming(folder, format="esco"))
    second = bring_in(SkillImporter(), Incoming(folder, format="esco"))

    assert first.last_line == "created 3, updated 0, unchanged 0, rejected 0"
    assert second.last_line == "created 0, updated 0, unchanged 3, rejected 0"
    assert Framework.objects.get(code="esco").licence.startswith("This service uses")
    assert set(SkillRelation.objects.values_list("skill__code", "other__code", "kind")) == {
        ("k2", "aa-1", RelationKind.BROADER),
        ("aa-1", "aa-3", RelationKind.REQUIRES),
    }
    assert set(Skill.objects.values_list("kind", flat=True)) == {SkillKind.UNCLASSIFIED}


def test_a_later_release_of_a_framework_is_noted(tmp_path):
    readme = twins.onet(tmp_path) / "Read Me.txt"
    for release in ("31.5", "32.0"):
        readme.write_text(f"O*NET {release} Database\n")
        model = tmp_path / "Content Model Reference.txt"
        model.write_text(model.read_text().replace("Being pleasant", f"As of {release}"))
        bring_in(SkillImporter(), Incoming(tmp_path, format="onet"))

        assert str(Framework.objects.get(code="onet")) == f"O*NET {release}"


def test_command_confirms_kinds_from_a_file_and_reports_unknown_ones(tmp_path):
    folder = twins.gdad(tmp_path / "gdad")
    kinds = tmp_path / "kinds.csv"
    kinds.write_text("skill_code,kind\nTIDE_TABLES,hard\nGONE,soft\n")
    out = io.StringIO()

    with pytest.raises(SystemExit) as left:
        call_command("import_skills", folder, format="gdad", kinds=kinds, stdout=out)

    assert left.value.code == 2
    assert out.getvalue().splitlines()[-1] == (
        f"{folder}: created 2, updated 0, unchanged 0, rejected 2"
    )
    assert "kinds.csv,kinds,3,skill_code,GONE,unknown_skill" in out.getvalue()
    assert dict(Skill.objects.values_list("code", "kind")) == {
        "TIDE_TABLES": SkillKind.HARD,
        "CALMING_CREWS": SkillKind.UNCLASSIFIED,
    }


def test_command_with_a_wrong_file_says_so_and_ends_with_one(tmp_path):
    path = tmp_path / "skills.csv"
    path.write_bytes("skill_code;name\n".encode("utf-16")[:-1])
    out = io.StringIO()

    with pytest.raises(SystemExit) as left:
        call_command("import_skills", path, stdout=out)

    assert left.value.code == 1
    assert "encoding" in out.getvalue()


def test_real_esco_sample_loads_and_again_changes_nothing():
    folder = real_data("esco_sample")

    first = bring_in(SkillImporter(), Incoming(folder, format="esco"))
    second = bring_in(SkillImporter(), Incoming(folder, format="esco"))

    assert first.last_line == "created 1000, updated 0, unchanged 0, rejected 0"
    assert second.last_line == "created 0, updated 0, unchanged 1000, rejected 0"
    assert SkillRelation.objects.count() == 81


def test_starter_skills_load():
    folder = Path(__file__).parents[3] / "skillmap" / "starter"

    for name in ("skills_hard.csv", "skills_soft.csv"):
        assert bring_in(SkillImporter(), Incoming(folder / name)).exit_code == 0
