"""What follows a file that changes what is asked of people, however it came in."""

from django.utils.translation import gettext as _

from skillmap.core import jobs
from skillmap.core.imports.plan import Turn


def update_levels(turn: Turn) -> None:
    """Let a worker compute the people of this import anew, once its transaction is over."""
    jobs.enqueue(
        "assessments.refresh_profiles",
        actor=turn.actor,
        key=f"refresh import {turn.batch.pk}",
        title=_("Update of levels"),
        batch_id=turn.batch.pk,
    )
