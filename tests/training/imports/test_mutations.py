"""Mangled files: a reader answers with rows and faults, or refuses the file. Nothing else.

The number of mutations is 500; SKILLMAP_MUTATIONS=10000 makes the long run.
"""

import io
import json
import os
import random
import zipfile
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
from django.db import connection, transaction

from assessments.models import Evidence
from employees.imports import people_csv, roles_csv
from employees.imports.people_importer import PeopleImporter
from employees.imports.roles_importer import RoleImporter
from employees.models import Assignment, Employee, OrgUnit, Requirement, RoleProfile
from skillmap.core.enums import ImportState
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.run import bring_in
from skillmap.core.models import User
from skillmap.core.tabular.faults import FileRefused
from skillmap.core.tabular.mapping import read_mapping
from skillmap.core.tabular.reading import read_sheet
from skills.imports import skills_csv
from skills.imports.importer import SkillImporter
from skills.models import LevelText, Skill
from training.imports import activities_csv, evidence_csv
from training.imports.activities_importer import ActivityImporter
from training.imports.evidence_importer import EvidenceImporter
from training.models import Activity, ActivityOutcome

MUTATIONS = int(os.environ.get("SKILLMAP_MUTATIONS", "500"))
MAP = Path(__file__).with_name("catalogue_map.json").read_bytes()
NASTY = [
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"\r", b"\n\n", b",,,,", b";", b"=cmd|'/c'!A1",
    "\u202e".encode(), b"\xed\xa0\x80", b"9" * 400, b"-0.0000000001", b"1e999", b"NaN", b"|" * 50,
    b"<!ENTITY", b"&#0;", b"{", b"]", b"\\u0000", b"\x7f\x01", b"2026-13-45", b":::",
]  # fmt: skip

PEOPLE = (
    "employee_number,first_name,last_name,email,unit,role_code,manager_number,valid_from,"
    "learning_hours_per_week,languages\n"
    "001,Ana,Ruiz,ana@example.org,Acme/Sales,CSM,002,2026-01-31,2.5,de|en\n"
    '002,Bob,"O""Neil",,Acme,,,,,\n'
)
SKILLS = (
    "skill_code,name,kind,scale,alt_labels,level_1,level_2\n"
    'KNOTS,Knots,hard,Rope:4,bends|hitches,"Ties\none",Ties all\nCALM,Calm,soft,,,,\n'
)
ROLES = (
    "role_code,role,skill_code,required_level,importance\nR1,Pilot,KNOTS,2,5\nR1,Pilot,CALM,1,\n"
)
ACTIVITIES = (
    "activity_code,title,mode,hours_per_session,cost,starts_on,outcomes\n"
    "A1,Knots,workshop,2.5,10,2027-03-12|2027-04-01T09:00+02:00,KNOTS:0:2:0.4|CALM:1:3\n"
)
CATALOGUE = (
    "Title,Institution,Learning Product,Level,Duration,Gained Skills\n"
    'Tides,Sea School,Course,Beginner,1 - 4 Weeks,"Tides, Quality (QA, QC)"\n'
)
EVIDENCE = (
    "employee_number,skill_code,source,rater_number,level,observed_on,reference\n"
    "001,KNOTS,peer,002,3.5,2026-02-01,\n001,CALM,completion,,,2026-02-01,A1\n"
)


def read_catalogue(sheet):
    return activities_csv.read_activities(
        sheet, read_mapping(MAP, "map.json", activities_csv.COLUMNS, activities_csv.SPECIAL)
    )


IMPORTERS = {
    "skills": SkillImporter(),
    "roles": RoleImporter(),
    "people": PeopleImporter(),
    "activities": ActivityImporter(),
    "evidence": EvidenceImporter(),
}
READERS = {
    "people": (PEOPLE, people_csv.read_people),
    "skills": (SKILLS, lambda sheet: skills_csv.read_skills(sheet).parts[0]),
    "roles": (ROLES, lambda sheet: roles_csv.read_roles(sheet).parsed),
    "activities": (ACTIVITIES, activities_csv.read_activities),
    "catalogue": (CATALOGUE, read_catalogue),
    "evidence": (EVIDENCE, evidence_csv.read_evidence),
}


def as_workbook(text: str) -> bytes:
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append(line.split(","))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def mangled(data: bytes, rng: random.Random) -> bytes:
    """The bytes after one to four small accidents."""
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(data) + 1)
        end = min(len(data), place + rng.randint(1, 12))
        match rng.randrange(5):
            case 0:
                data = data[:place] + rng.choice(NASTY) + data[place:]
            case 1:
                data = data[:place] + data[end:]
            case 2:
                data = data[:place] + data[place:end] * rng.randint(2, 30) + data[end:]
            case 3:
                data = data[:place] + rng.randbytes(end - place) + data[end:]
            case 4:
                data = data[:place]
    return data


def mangled_inside(workbook: bytes, rng: random.Random) -> bytes:
    """The workbook with one of its parts mangled, so that the archive itself stays sound."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(target, "w") as new:
        victim = rng.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, mangled(content, rng) if name == victim else content)
    return target.getvalue()


def check_faults(faults, file):
    for fault in faults:
        assert fault.file == file
        assert fault.row >= 1
        assert fault.code
        assert fault.sentence
        assert len(fault.value) <= 200


@pytest.mark.parametrize("kind", READERS)
def test_mangled_tables_give_rows_faults_or_a_refusal(kind, tmp_path):
    text, read = READERS[kind]
    sheets = {"csv": text.encode(), "xlsx": as_workbook(text.replace('"', ""))}
    rng = random.Random(f"tables of {kind}")  # noqa: S311 no secret
    path = tmp_path / "upload.bin"
    outcomes = set()
    for index in range(MUTATIONS // len(READERS)):
        suffix = ("csv", "xlsx", "csv")[index % 3]
        inside = suffix == "xlsx" and rng.random() < 0.7
        data = (mangled_inside if inside else mangled)(sheets[suffix], rng)
        path.write_bytes(data)
        try:
            parsed = read(read_sheet(path, name=f"file.{suffix}"))
        except FileRefused as refusal:
            check_faults(refusal.faults, f"file.{suffix}")
            outcomes.add("refused")
        else:
            check_faults(parsed.faults, f"file.{suffix}")
            outcomes.add("rejected" if parsed.rejected else "accepted")
            assert all("\0" not in repr(row) for row in parsed.rows)
    assert outcomes == {"refused", "rejected", "accepted"}


def test_mangled_mapping_gives_a_mapping_or_a_refusal():
    rng = random.Random("mappings")  # noqa: S311 no secret
    refused = 0
    for _ in range(MUTATIONS // 5):
        data = mangled(MAP, rng)
        try:
            read_mapping(data, "map.json", activities_csv.COLUMNS, activities_csv.SPECIAL)
        except FileRefused as refusal:
            refused += 1
            check_faults(refusal.faults, "map.json")
    assert refused > 0


def test_mapping_of_every_json_type_gives_a_mapping_or_a_refusal():
    for value in (None, True, 1.5, "x", [], {}, {"const": {}}, {"column": [], "values": []}):
        data = json.dumps({"unit": value}).encode()
        try:
            read_mapping(data, "map.json", people_csv.COLUMNS)
        except FileRefused as refusal:
            check_faults(refusal.faults, "map.json")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", IMPORTERS)
def test_mangled_files_never_break_an_import_and_a_refused_one_writes_nothing(kind, tmp_path):
    load_examples(tmp_path)
    text = READERS[kind][0].encode()
    rng = random.Random(f"imports of {kind}")  # noqa: S311 no secret
    path = tmp_path / f"{kind}.csv"
    states = set()
    for _ in range(MUTATIONS // len(IMPORTERS)):
        path.write_bytes(mangled(text, rng))
        before = stored()
        with undone():
            outcome = bring_in(IMPORTERS[kind], Incoming(path))
            states.add(outcome.state)
            check_faults(outcome.faults, path.name)
            if outcome.state != ImportState.APPLIED:
                assert stored() == before
            connection.check_constraints()
    assert {ImportState.APPLIED, ImportState.REFUSED} <= states


def load_examples(folder):
    """Everything the files speak of, so that most rows of a mangled file still find their own."""
    for kind, importer in IMPORTERS.items():
        path = folder / f"{kind}.csv"
        path.write_text(READERS[kind][0].replace("CSM", ""))
        assert bring_in(importer, Incoming(path)).state == ImportState.APPLIED


@contextmanager
def undone():
    """What is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def stored():
    """How many rows there are of everything that files write."""
    models = (Skill, LevelText, RoleProfile, Requirement, Employee, Assignment, User, OrgUnit,
              Activity, ActivityOutcome, Evidence)  # fmt: skip
    return {model.__name__: model._default_manager.count() for model in models}
