"""`import_roles`: load role profiles."""

from employees.imports.roles_importer import FORMATS, RoleImporter
from skillmap.core.imports.command import ImportCommand


class Command(ImportCommand):
    help = "Load role profiles from our CSV layout, ESCO, O*NET or the GDAD framework."
    importer = RoleImporter()
    formats = FORMATS
