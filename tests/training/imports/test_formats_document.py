"""The examples of docs/formats.md load exactly as they stand there."""

import re
from pathlib import Path

import pytest

from assessments.models import Evidence
from employees.imports.people_importer import PeopleImporter
from employees.imports.roles_importer import RoleImporter
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.run import bring_in
from skills.imports.importer import SkillImporter
from training.analysis.reasons import Reason
from training.imports.activities_importer import ActivityImporter
from training.imports.evidence_importer import EvidenceImporter
from training.models import Activity, Completion

ROOT = Path(__file__).parents[3]
DOCUMENT = ROOT / "docs" / "formats.md"
SAMPLES = ROOT / "static" / "samples"
BLOCK = re.compile(r"```(csv|json) (.+?)\n(.*?)```", re.DOTALL)
IMPORTERS = {
    "skills": SkillImporter(),
    "roles": RoleImporter(),
    "people": PeopleImporter(),
    "activities": ActivityImporter(),
    "evidence": EvidenceImporter(),
}


@pytest.mark.django_db
def test_examples_of_the_document_load_without_a_rejected_row(tmp_path):
    mappings = {}
    loaded = []
    for form, title, text in BLOCK.findall(DOCUMENT.read_text()):
        kind, _, mapped = title.partition(" ")
        if form == "json":
            mappings[kind] = text.encode()
            continue
        path = tmp_path / f"{kind}.csv"
        path.write_text(text)
        incoming = Incoming(path, mapping=mappings[kind] if mapped else None)
        outcome = bring_in(IMPORTERS[kind], incoming)
        rejected = [fault for fault in outcome.faults if not fault.warning]
        assert (title, rejected, outcome.exit_code) == (title, [], 0)
        loaded.append(title)

    assert sorted(loaded) == sorted([*IMPORTERS, "people mapped", "activities mapped"])
    assert Evidence.objects.count() == 4
    assert Completion.objects.get().activity.code == "LIFT-1"
    basics = Activity.objects.get(title="Warehouse basics")
    assert {row.skill.code for row in basics.outcomes.all()} == {"FORKLIFT", "CALM"}


def test_samples_to_download_are_the_examples_of_the_document():
    found = BLOCK.findall(DOCUMENT.read_text())
    blocks = {title: text for form, title, text in found if form == "csv"}
    samples = {path.stem: path.read_text() for path in SAMPLES.iterdir()}
    assert samples == {kind: blocks[kind] for kind in IMPORTERS}


def test_document_explains_every_reason_of_a_plan_and_no_other():
    rows = DOCUMENT.read_text().partition("| `reason` |")[2].partition("\n\n")[0].splitlines()[2:]
    codes = {code for row in rows for code in re.findall(r"`([^`]+)`", row.split("|")[1])}
    replaced = {code for code in codes if code.startswith("replaced")}
    assert replaced == {"replaced by CODE, better by X"}
    assert codes - replaced == {reason.value for reason in Reason} - {"replaced"}
