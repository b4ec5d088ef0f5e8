"""`import_activities`: load a training catalogue."""

from skillmap.core.imports.command import ImportCommand
from training.imports.activities_importer import ActivityImporter


class Command(ImportCommand):
    help = "Load activities from CSV or XLSX; --map fits the catalogue of somebody else."
    importer = ActivityImporter()
