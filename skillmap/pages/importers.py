"""Which importer reads which kind of file, or of rows over REST."""

from typing import Any

from employees.imports.people_importer import PeopleImporter
from employees.imports.roles_importer import RoleImporter
from skillmap.core.enums import ImportKind
from skillmap.core.imports.plan import Importer
from skills.imports.importer import SkillImporter
from training.imports.activities_importer import ActivityImporter
from training.imports.evidence_importer import EvidenceImporter

IMPORTERS: dict[str, Importer[Any]] = {
    ImportKind.SKILLS: SkillImporter(),
    ImportKind.ROLES: RoleImporter(),
    ImportKind.PEOPLE: PeopleImporter(),
    ImportKind.ACTIVITIES: ActivityImporter(),
    ImportKind.EVIDENCE: EvidenceImporter(),
}
