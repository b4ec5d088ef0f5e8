"""`import_evidence`: load ratings, results, certificates and completions."""

from skillmap.core.imports.command import ImportCommand
from training.imports.evidence_importer import EvidenceImporter


class Command(ImportCommand):
    help = "Load ratings, test results, certificates, completions and agreed levels."
    importer = EvidenceImporter()
    takes_mapping = True
