"""Marking the people of whom a file of people, roles or skills changed something."""

from django.db import transaction
from django.db.models import Q

from assessments.models import SkillProfile
from assessments.services.marks import mark_stale
from employees.models import Assignment, Employee, RoleProfile
from skillmap.core.enums import ImportKind, RowAction
from skillmap.core.models import ImportBatch
from skills.models import Skill


def mark_imported(batch: ImportBatch) -> None:
    """Mark the profiles that an import, or taking it back, left behind.

    Times cannot tell: a file takes minutes, and an analysis may have begun and ended meanwhile.
    Whoever has no profile yet is found without a mark.
    """
    with transaction.atomic():
        concerned = SkillProfile.objects.filter(_concerned(batch))
        mark_stale(concerned.values_list("employee_id", flat=True))


def _concerned(batch: ImportBatch) -> Q:
    rows = batch.rows.filter(action__in=[RowAction.CREATE, RowAction.UPDATE])
    if batch.kind == ImportKind.PEOPLE:
        return Q(employee__in=Employee.objects.filter(number__in=rows.values("key")))
    if batch.kind == ImportKind.ROLES:  # a key names a role and, behind a slash, a skill
        codes = {key.partition(" / ")[0] for key in rows.values_list("key", flat=True)}
        roles = RoleProfile.objects.filter(code__in=codes)
        return Q(employee__in=Assignment.objects.filter(role__in=roles).values("employee"))
    kinds = rows.filter(action=RowAction.UPDATE, changes__has_key="kind")
    codes_of = Skill.objects.filter(code__in=kinds.values("key"))
    return Q(slots__overlap=list(codes_of.values_list("slot", flat=True)))
