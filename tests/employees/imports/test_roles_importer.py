"""Loading role profiles: new ones, changed ones, versions, and back."""

import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from employees.imports.roles_importer import RoleImporter
from employees.models import CertificateRequirement, Requirement, RoleProfile, Situation
from skillmap.core.errors import ConflictError
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Turn
from skillmap.core.imports.run import bring_in, ignore_progress
from skillmap.core.imports.undo import undo_batch
from skills.imports.importer import SkillImporter
from tests.data_folder import real_data
from tests.factories import day, make_certificate_type, make_employee, make_scale, make_skill
from tests.skills.imports import twins

pytestmark = pytest.mark.django_db
HEAD = "role_code,role,family,skill_code,required_level,importance,essential,situations\n"
PILOT = "R1,Pilot,Harbour,KNOTS,3,5,1,at night|in fog\nR1,Pilot,Harbour,CALM,2.5,3,0,at night\n"


@pytest.fixture(autouse=True)
def skills(db):
    make_skill("Knots", code="KNOTS")
    make_skill("Calm", code="CALM")
    make_skill("Tides", code="TIDES", scale=make_scale("rope", top_rank=2))


@pytest.fixture
def load(tmp_path):
    def load(text, **options):
        path = tmp_path / "roles.csv"
        path.write_text(text)
        return bring_in(RoleImporter(), Incoming(path, **options))

    return load


def yesterday(**options):
    return {"extra": {"valid_from": day(-1)}, **options}


def asked(version):
    return {
        line.skill.code: (line.required_level, line.importance, line.essential)
        for line in version.requirements.select_related("skill")
    }


def last(code="R1"):
    return RoleProfile.objects.get(code=code).versions.order_by("-number").first()


def undo(outcome):
    undo_batch(RoleImporter(), Turn(outcome.batch, None, timezone.now(), ignore_progress))


def test_new_role_gets_its_first_version_and_situations(load):
    outcome = load(HEAD + PILOT)

    assert outcome.last_line == "created 2, updated 0, unchanged 0, rejected 0"
    role = RoleProfile.objects.get(code="R1")
    assert (role.name, role.family) == ("Pilot", "Harbour")
    assert {s.name for s in role.situations.all()} == {"at night", "in fog"}
    assert asked(last()) == {"KNOTS": (3, 5, True), "CALM": (Decimal("2.5"), 3, False)}
    assert last().number == 1
    assert last().valid.lower == day(0)
    assert Requirement.objects.get(skill__code="CALM").required_common == 2500


def test_same_file_again_changes_nothing(load):
    load(HEAD + PILOT)

    outcome = load(HEAD + PILOT)

    assert outcome.last_line == "created 0, updated 0, unchanged 2, rejected 0"
    assert RoleProfile.objects.get(code="R1").versions.count() == 1


def test_changed_requirement_makes_a_new_version_and_keeps_certificates(load):
    load(HEAD + PILOT, **yesterday())
    certificate = make_certificate_type()
    CertificateRequirement.objects.create(role_version=last(), certificate_type=certificate)

    outcome = load(HEAD + PILOT.replace("KNOTS,3", "KNOTS,4"))

    assert outcome.last_line == "created 0, updated 1, unchanged 1, rejected 0"
    assert outcome.batch.rows.get().changes == {"required_level": ["3", "4"]}
    first, second = RoleProfile.objects.get(code="R1").versions.order_by("number")
    assert (first.valid.lower, first.valid.upper) == (day(-1), day(0))
    assert (second.valid.lower, second.valid.upper) == (day(0), None)
    assert asked(first)["KNOTS"][0] == 3
    assert asked(second)["KNOTS"][0] == 4
    assert second.certificate_requirements.get().certificate_type == certificate


def test_change_on_the_same_day_replaces_the_requirements(load):
    load(HEAD + PILOT)

    load(HEAD + PILOT.replace("KNOTS,3", "KNOTS,4"))

    version = RoleProfile.objects.get(code="R1").versions.get()
    assert asked(version)["KNOTS"][0] == 4
    assert version.version == 2


def test_requirement_no_longer_in_the_file_is_dropped_and_shown(load):
    load(HEAD + PILOT, **yesterday())

    outcome = load(HEAD + PILOT.splitlines(keepends=True)[0].replace("|in fog", ""))

    assert set(asked(last())) == {"KNOTS"}
    assert {row.key: row.changes for row in outcome.batch.rows.all()} == {
        "R1 / KNOTS": {"situations": [["at night", "in fog"], ["at night"]]},
        "R1 / CALM": {"required_level": ["2.5", None]},
    }


def test_file_with_a_rejected_row_drops_nothing(load):
    load(HEAD + PILOT, **yesterday())

    outcome = load(
        HEAD + "R1,Pilot,Harbour,KNOTS,3,5,1,at night|in fog\nR1,Pilot,Harbour,CLAM,1,,,\n"
    )

    assert outcome.last_line == "created 0, updated 0, unchanged 1, rejected 1"
    assert set(asked(last())) == {"KNOTS", "CALM"}


def test_rows_that_cannot_be_are_rejected_with_their_reason(load):
    outcome = load(
        HEAD
        + "R1,Pilot,Harbour,GONE,3,,,\n"
        + "R1,Pilot,Harbour,TIDES,3,,,\n"
        + "R1,Pilot,Harbour,KNOTS,0,,,\n"
        + "R1,Captain,Harbour,CALM,3,,,\n"
        + "R2,Cook,Galley,CALM,3,,,\n"
    )

    assert [(f.row, f.column, f.code) for f in outcome.faults] == [
        (2, "skill_code", "unknown_skill"),
        (3, "required_level", "off_scale"),
        (4, "required_level", "off_scale"),
        (5, "role", "conflicting_value"),
    ]
    assert [role.code for role in RoleProfile.objects.all()] == ["R2"]


def test_level_on_another_scale_is_stored_on_both(load):
    load(HEAD + "R1,Pilot,,TIDES,1,,,\n")

    line = Requirement.objects.get()
    assert (line.required_level, line.required_common, line.assumed) == (1, 2500, True)


def test_absent_columns_leave_importance_and_situations_alone(load):
    load(HEAD + PILOT)

    outcome = load(
        "role_code,role,skill_code,required_level\nR1,Pilot,KNOTS,3\nR1,Pilot,CALM,2.5\n"
    )

    assert outcome.last_line == "created 0, updated 0, unchanged 2, rejected 0"
    assert asked(last())["KNOTS"] == (3, 5, True)


def test_role_with_a_later_version_is_left_alone(load):
    load(HEAD + PILOT, extra={"valid_from": day(5)})

    outcome = load(HEAD + PILOT.replace("KNOTS,3", "KNOTS,4"))

    assert {f.code for f in outcome.faults} == {"later_version"}
    assert outcome.exit_code == 1


def test_undo_restores_versions_requirements_and_situations(load):
    load(HEAD + PILOT, **yesterday())
    outcome = load(HEAD + "R1,Captain,Sea,KNOTS,4,5,1,in port\nR2,Cook,Galley,CALM,1,,,\n")

    undo(outcome)

    role = RoleProfile.objects.get()
    assert (role.name, role.family) == ("Pilot", "Harbour")
    assert {s.name for s in role.situations.all()} == {"at night", "in fog"}
    assert Situation.objects.count() == 2
    assert role.versions.count() == 1
    assert asked(last()) == {"KNOTS": (3, 5, True), "CALM": (Decimal("2.5"), 3, False)}
    assert last().valid.upper is None


def test_undo_of_a_change_on_the_same_day_brings_the_deleted_lines_back(load):
    load(HEAD + PILOT)
    before = asked(last())
    outcome = load(HEAD + PILOT.replace("KNOTS,3", "KNOTS,4"))

    undo(outcome)

    assert asked(last()) == before


def test_undo_of_a_role_that_somebody_holds_is_refused(load):
    outcome = load(HEAD + PILOT)
    employee = make_employee()
    employee.target_roles.create(role=RoleProfile.objects.get())

    with pytest.raises(ConflictError):
        undo(outcome)

    assert RoleProfile.objects.count() == 1


def test_queries_do_not_grow_with_the_file(tmp_path):
    def queries(count, prefix):
        path = tmp_path / "roles.csv"
        path.write_text(HEAD + "".join(f"{prefix}{n},R,F,KNOTS,3,,,\n" for n in range(count)))
        with CaptureQueriesContext(connection) as found:
            bring_in(RoleImporter(), Incoming(path))
        return len(found)

    queries(1, "warm")
    assert queries(2, "few") == queries(50, "many")


def test_gdad_twin_loads_after_its_skills(tmp_path):
    folder = twins.gdad(tmp_path / "gdad")
    assert bring_in(SkillImporter(), Incoming(folder, format="gdad")).batch.created == 2

    out = io.StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("import_roles", folder, format="gdad", stdout=out)

    assert left.value.code == 2
    assert (
        out.getvalue().splitlines()[-1]
        == f"{folder}: created 3, updated 0, unchanged 0, rejected 3"
    )
    assert asked(last("HARBOUR_PILOT_SENIOR_PILOT")) == {"TIDE_TABLES": (4, 3, False)}
    assert Requirement.objects.get(required_level=4).required_common == 5000


def test_roles_of_a_framework_mean_its_own_skills(tmp_path):
    folder = twins.gdad(tmp_path / "gdad")
    make_skill("Our tides", code="TIDE_TABLES")

    outcome = bring_in(RoleImporter(), Incoming(folder, format="gdad"))

    assert "unknown_skill" in {f.code for f in outcome.faults}
    assert RoleProfile.objects.count() == 0


def test_real_gdad_roles_load_and_again_change_nothing():
    folder = real_data("uk_gdad")
    bring_in(SkillImporter(), Incoming(folder, format="gdad"))

    first = bring_in(RoleImporter(), Incoming(folder, format="gdad"))
    second = bring_in(RoleImporter(), Incoming(folder, format="gdad"))

    assert first.last_line == "created 668, updated 0, unchanged 0, rejected 34"
    assert second.last_line == "created 0, updated 0, unchanged 668, rejected 34"
    assert RoleProfile.objects.count() == 82


def test_starter_roles_load_after_the_starter_skills():
    folder = Path(__file__).parents[3] / "skillmap" / "starter"
    for name in ("skills_hard.csv", "skills_soft.csv"):
        bring_in(SkillImporter(), Incoming(folder / name))

    outcome = bring_in(RoleImporter(), Incoming(folder / "roles.csv"))

    assert outcome.exit_code == 0
    assert outcome.batch.created == 318
    assert last("CSM").valid.lower == day(0)
