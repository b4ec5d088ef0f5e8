"""Storing the ways to plan for somebody. Workers only: it imports the search."""

from collections.abc import Collection, Sequence
from typing import Any

from training.enums import Wish
from training.models import PlanOption, PlanStep
from training.queries.options import STEP_FIELDS
from training.services.drafts import Draft, Names, make_steps, write_facts


def store_options(drafts: Sequence[Draft], names: Names, people: Collection[int]) -> None:
    """Write the options of these people in place of the earlier ones.

    Runs in the caller's transaction, which holds the people.
    """
    earlier = PlanOption.objects.filter(employee__in=people, asked_by=None)
    earlier.exclude(wish__in=[draft.wish for draft in drafts]).delete()
    for draft in drafts:
        where = {"employee": draft.person.employee, "wish": draft.wish, "asked_by": None}
        store_option(
            PlanOption.objects.filter(**where).first() or PlanOption(**where), draft, names
        )


def store_option(option: PlanOption, draft: Draft, names: Names) -> None:
    """Write what was computed into an option, new or not."""
    write_facts(option, draft, names)
    option.run = draft.run
    option.steps = [step_row(step) for step in make_steps(draft, names)]
    option.report["wish"] = Wish(option.wish).value
    option.version += 0 if option.pk is None else 1
    option.save()


def step_row(step: PlanStep) -> dict[str, Any]:
    """A step as an option keeps it."""
    return {name: getattr(step, name) for name in STEP_FIELDS}
