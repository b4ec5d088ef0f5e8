"""Background work of custody; each task calls one service."""

from django.urls import reverse
from django.utils import timezone

from skillmap.core import jobs
from skillmap.core.models import Job
from skillmap.custody.erasure import carry_out
from skillmap.custody.exports import export_for


@jobs.task("custody.erase_person")
def erase_person(_run: jobs.Run, *, erasure_id: int) -> None:
    """Take a person's names, texts and files out."""
    carry_out(erasure_id=erasure_id, now=timezone.now())


@jobs.task("custody.export_everything")
def export_everything(run: jobs.Run) -> None:
    """Write everything into a file for who asked."""
    job = Job.objects.select_related("actor").get(pk=run.job_id)
    export_for(job, run.progress)
    run.finish(link=reverse("pages:export_everything"))
