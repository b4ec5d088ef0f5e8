"""Background work of the taxonomy; each task calls one service."""

from skillmap.core import jobs
from skills.services.lookalikes import find_lookalikes


@jobs.task("skills.find_lookalikes")
def find_lookalike_skills(run: jobs.Run) -> None:
    """Look for skills that may be one."""
    find_lookalikes(run.progress)
