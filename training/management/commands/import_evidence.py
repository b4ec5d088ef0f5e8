"""`import_evidence`: load ratings, test results, certificates, completions and agreed levels."""

from skillmap.core.imports.command import ImportCommand
from training.imports.evidence_importer import EvidenceImporter


class Command(ImportCommand):
    help = "Load evidence from CSV or XLSX; the same row twice is one observation."
    importer = EvidenceImporter()
