"""Secrets in what path templates made of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessments.models import AnalysisRun
from tests.access.rows import LEVELS, OWN_OR_HR
from training.models import PathTemplate, TemplateResult, TemplateUse

if TYPE_CHECKING:
    from tests.access.world import World


def hide_template_use(world: World, owner: str, run: AnalysisRun, people: tuple[str, ...]) -> None:
    """A use of the template by `owner`, with a result for each of `people`."""
    use = TemplateUse.objects.create(
        template=PathTemplate.objects.get(),
        edition=1,
        run=run,
        scope=world.hide(f"use-of-{owner}", owner, OWN_OR_HR),
    )
    world.add("use", owner, use.public_id)
    for person in people:
        why = world.hide(f"why-not-{person}", person, LEVELS)
        TemplateResult.objects.create(use=use, employee=world.employees[person], why_not=why)
