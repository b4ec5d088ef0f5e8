"""Writing path templates: what they hold, in editions, and whether they are still used."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from employees import rules as employee_rules
from employees.models import RoleProfile
from skillmap.core.errors import DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from skills.enums import SkillKind
from skills.models import Skill
from training.enums import Cadence
from training.models import Activity, PathTemplate, PathTemplateStep

MOST_STEPS = 30


@dataclass(frozen=True, kw_only=True)
class StepContent:
    """One step to be: a fixed activity, or a slot for a module on a skill or on a kind of skill,
    in some modes (none: any), up to so many hours and so much money.

    `times` repetitions of the cadence, one every `every_weeks` weeks where it is "weeks".
    """

    activity: Activity | None = None
    slot_skill: Skill | None = None
    slot_kind: str = ""
    slot_modes: tuple[str, ...] = ()
    slot_max_hours: Decimal | None = None
    slot_max_cost_cents: int | None = None
    cadence: str = Cadence.ONCE
    every_weeks: int = 1
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
    """Create the template of this code, or change the one there is. `actor` None is the operator.

    Raises as `edit_template`.
    """
    template = PathTemplate.objects.filter(code=code).first() or PathTemplate(code=code)
    return edit_template(
        actor=actor,
        template=template,
        name=name,
        steps=steps,
        description=description,
        role=role,
    )


@transaction.atomic
def edit_template(
    *,
    actor: User | None,
    template: PathTemplate,
    name: str,
    steps: Sequence[StepContent],
    description: str = "",
    role: RoleProfile | None = None,
    version: int | None = None,
) -> PathTemplate:
    """Write a new template (without a key) or change one; it is in use again if it was retired.

    Other steps make a new edition; plans keep theirs. Raises `NotAllowedError`, `ConflictError`
    for a stale version, `DomainError` naming the field, such as a code that is taken.
    """
    if actor is not None and not employee_rules.can_edit_catalogue(actor):
        raise NotAllowedError(_("Only HR and learning managers change path templates."))
    _check(name, steps)
    template.name, template.description, template.role = name.strip(), description.strip(), role
    template.retired_on = None
    if not PathTemplate.objects.filter(pk=template.pk).exists():
        _refuse_taken(template)
        template.save()
        _write_steps(template, steps)
        return template
    fields = ["name", "description", "role", "retired_on"]
    if [_content(step) for step in template.steps_of(template.edition)] != list(steps):
        template.edition += 1
        fields.append("edition")
    save_versioned(template, fields, expected=version)
    if "edition" in fields:
        _write_steps(template, steps)
    return template


@transaction.atomic
def retire_template(
    *, actor: User, template: PathTemplate, today: dt.date, version: int | None = None
) -> PathTemplate:
    """Offer a template no more; plans that came from it go on. Raises as `edit_template`."""
    if not employee_rules.can_edit_catalogue(actor):
        raise NotAllowedError(_("Only HR and learning managers change path templates."))
    template.retired_on = template.retired_on or today
    save_versioned(template, ["retired_on"], expected=version)
    return template


def _check(name: str, steps: Sequence[StepContent]) -> None:
    if not name.strip():
        raise DomainError(_("Give the template a name."), field="name")
    if not steps:
        raise DomainError(_("A path template needs a step."), field="steps")
    if len(steps) > MOST_STEPS:
        text = _("A path template has at most %(most)d steps.") % {"most": MOST_STEPS}
        raise DomainError(text, field="steps")
    for step in steps:
        what = (step.activity, step.slot_skill, step.slot_kind or None)
        if sum(part is not None for part in what) != 1:
            text = _("A step is either an activity or a skill to fill.")
            raise DomainError(text, field="steps")
        if step.slot_kind and step.slot_kind not in (SkillKind.HARD, SkillKind.SOFT):
            raise DomainError(_("A slot is for hard or for soft skills."), field="steps")
        if step.times < 1 or step.every_weeks < 1:
            raise DomainError(_("A rhythm has one time or more."), field="steps")
    fixed = [step.activity.pk for step in steps if step.activity is not None]
    if len(set(fixed)) < len(fixed):
        raise DomainError(_("An activity stands in a template once."), field="steps")


def _refuse_taken(template: PathTemplate) -> None:
    if PathTemplate.objects.filter(code=template.code).exists():
        text = _("There is a template of this code already.")
        raise DomainError(text, code="taken", field="code")


def _write_steps(template: PathTemplate, steps: Sequence[StepContent]) -> None:
    PathTemplateStep.objects.bulk_create(
        PathTemplateStep(
            template=template,
            edition=template.edition,
            position=position,
            **{**vars(step), "slot_modes": list(step.slot_modes)},
        )
        for position, step in enumerate(steps, start=1)
    )


def _content(step: PathTemplateStep) -> StepContent:
    """What a stored step holds."""
    values = {name: getattr(step, name) for name in StepContent.__dataclass_fields__}
    return StepContent(**{**values, "slot_modes": tuple(step.slot_modes)})
