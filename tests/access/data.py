"""Data that leave: one's own copy, one that HR hands on, everything, and the erasure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from skillmap.core.enums import JobState
from skillmap.core.models import Job
from skillmap.custody.exports import EXPORT_JOB, file_of
from tests.access.rows import ALL, HR_ADMIN, LEVELS, OWNER, page, post

if TYPE_CHECKING:
    from tests.access.world import World

DATA = [
    page("pages:my_data", ALL),
    page("pages:my_data_file", ALL),
    page("pages:person_data", LEVELS, "person", may=HR_ADMIN),
    post("pages:person_data", LEVELS, "person", may=HR_ADMIN),
    page("pages:person_erase", LEVELS, "person", may=HR_ADMIN),
    post("pages:person_erase", LEVELS, "person", may=HR_ADMIN),
    page("pages:export_everything", ALL, may=HR_ADMIN),
    post("pages:export_everything", ALL, may=HR_ADMIN),
    page("pages:export_file", OWNER, "export"),
    page("pages:library_file", ALL, "library", queries=("", "?format=xlsx")),
]


def keep_export(world: World) -> None:
    """Everything, in a file that its maker alone can fetch."""
    made = {"name": EXPORT_JOB, "state": JobState.DONE, "due_at": timezone.now()}
    job = Job.objects.create(actor=world.user("alice"), finished_at=timezone.now(), **made)
    default_storage.save(file_of(job), ContentFile(b"everything"))
    world.add("export", "alice", job.public_id)
    world.add("library", "", {"kind": "skills"})
