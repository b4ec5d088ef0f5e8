"""Writing path templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from employees import rules as employee_rules
from employees.models import RoleProfile
from skillmap.core.errors import DomainError, NotAllowedError
from skillmap.core.models import User
from skills.models import Skill
from training.enums import Cadence
from training.models import Activity, PathTemplate, PathTemplateStep


@dataclass(frozen=True, kw_only=True)
class StepContent:
    """One step to be: a fixed activity, or a slot for a module on a skill, in some modes (none:
    any) and up to so many hours. `times` repetitions of the cadence."""

    activity: Activity | None = None
    slot_skill: Skill | None = None
    slot_modes: tuple[str, ...] = ()
    slot_max_hours: Decimal | None = None
    cadence: str = Cadence.ONCE
    times: int = 1


@transaction.atomic
def put_template(
    *,
    actor: User | None,
    code: str,
    name: str,
    steps: Sequence[StepContent],
    description: str = "",
    role: RoleProfile | None = None,
) -> PathTemplate:
    """Create the template of this code, or give it these steps. `actor` None is the operator.

    Raises `NotAllowedError`, and `DomainError` for a template without steps or a step that is not
    either an activity or a slot.
    """
    if actor is not None and not employee_rules.can_edit_catalogue(actor):
        raise NotAllowedError(_("Only HR and learning managers change path templates."))
    if not steps:
        raise DomainError(_("A path template needs a step."), field="steps")
    if any((step.activity is None) == (step.slot_skill is None) for step in steps):
        raise DomainError(_("A step is either an activity or a skill to fill."), field="steps")
    content = {"name": name, "description": description, "role": role, "retired_on": None}
    template, _created = PathTemplate.objects.update_or_create(code=code, defaults=content)
    template.steps.all().delete()
    PathTemplateStep.objects.bulk_create(
        _row(template, position, step) for position, step in enumerate(steps, start=1)
    )
    return template


def _row(template: PathTemplate, position: int, step: StepContent) -> PathTemplateStep:
    return PathTemplateStep(
        template=template,
        position=position,
        activity=step.activity,
        slot_skill=step.slot_skill,
        slot_modes=list(step.slot_modes),
        slot_max_hours=step.slot_max_hours,
        cadence=step.cadence,
        times=step.times,
    )
