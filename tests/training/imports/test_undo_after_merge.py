"""Taking an evidence file back around a merge of one of its skills."""

import pytest
from django.utils import timezone

from assessments.models import Evidence
from assessments.services.taxonomy import merge_skills, undo_change
from skillmap.core.errors import ConflictError
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Turn
from skillmap.core.imports.run import bring_in, ignore_progress
from skillmap.core.imports.undo import undo_batch
from skillmap.pages.skill_links import LINKS
from skills.models import TaxonomyChange
from tests.factories import make_skill
from training.imports.evidence_importer import EvidenceImporter

pytestmark = pytest.mark.django_db
HEAD = (
    "employee_number,skill_code,source,rater_number,level,scale,observed_on,expires_on,reference\n"
)


@pytest.fixture
def batch(cast, tmp_path):
    """A file with one test of Carol in Excel, which was merged into Spreadsheets."""
    excel = make_skill("Excel", code="xl")
    path = tmp_path / "evidence.csv"
    path.write_text(HEAD + f"{cast.carol.number},xl,test,,3,,2026-02-01,,quiz 7\n")
    batch = bring_in(EvidenceImporter(), Incoming(path)).batch
    merge_skills(
        actor=cast.alice.user, skill=excel, into=cast.hard, links=LINKS, now=timezone.now()
    )
    return batch


def undo(batch):
    undo_batch(EvidenceImporter(), Turn(batch, None, timezone.now(), ignore_progress))


def test_file_is_not_taken_back_while_its_skill_is_merged(batch):
    with pytest.raises(ConflictError, match="changed since then"):
        undo(batch)
    assert Evidence.objects.standing().get().value == 3.0


def test_file_is_taken_back_once_the_merge_was(cast, batch):
    change = TaxonomyChange.objects.get()
    undo_change(actor=cast.alice.user, change=change, now=timezone.now())
    undo(batch)
    assert not Evidence.objects.standing().exists()
