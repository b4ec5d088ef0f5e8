"""Background work: the list, one job with live progress, and starting a stopped one again."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from employees import rules
from skillmap.core import jobs
from skillmap.core.enums import JobState
from skillmap.core.errors import ConflictError
from skillmap.core.http import UserRequest
from skillmap.core.models import Job
from skillmap.core.models.webhooks import CALL_JOB
from skillmap.core.tabular.writing import Cell
from skillmap.pages.downloads import FORMATS, download
from training.services.budgets import PART_OF_BUDGET

PAGE_SIZE = 50
EXPORT_HEAD = ("job", "state", "done", "total", "started_by", "created_at")
STOP_POLLING = 286  # htmx ends a poll on this status


@require_GET
def job_list(request: UserRequest) -> HttpResponseBase:
    """Newest first; one's own, or everybody's for HR. Parts of a budget's computation and calls
    to other systems, of which there are many, only where one has stopped. `format` gives a file."""
    inner = Q(name__in=[PART_OF_BUDGET, CALL_JOB])
    inner &= ~Q(state__in=[JobState.FAILED, JobState.PARKED])
    rows = _visible(request).exclude(inner).select_related("actor")
    if request.GET.get("format") in FORMATS:
        return download("jobs", EXPORT_HEAD, _lines(rows), request.GET["format"])
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "pages/job_list.html", {"page": page})


@require_GET
def job_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    job = get_object_or_404(_visible(request).select_related("actor"), public_id=public_id)
    may_replay = job.state in {"failed", "parked"} and rules.can_see_all_jobs(request.user)
    return render(request, "pages/job_detail.html", {"job": job, "may_replay": may_replay})


@require_GET
def job_progress(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The progress fragment, polled each second; a page that has the result is shown anew."""
    job = get_object_or_404(_visible(request), public_id=public_id)
    context = {"job": job, "result_url": job.link}
    status = STOP_POLLING if job.is_finished else 200
    response = render(request, "pages/_job_progress.html", context, status=status)
    if job.is_finished and job.link and _path_of_page(request) == job.link:
        response["HX-Refresh"] = "true"
    return response


def _lines(rows: QuerySet[Job]) -> Iterator[list[Cell]]:
    for job in rows.iterator(chunk_size=1000):
        who = str(job.actor or "")
        yield [str(job), job.state, job.done, job.total, who, job.created_at]


def _path_of_page(request: UserRequest) -> str:
    """Where the browser is that asks; nothing without htmx."""
    return urlsplit(request.headers.get("HX-Current-URL", "")).path


@require_POST
def job_replay(request: UserRequest, public_id: UUID) -> HttpResponse:
    job = get_object_or_404(_visible(request), public_id=public_id)
    if not rules.can_see_all_jobs(request.user):
        return render(request, "403.html", status=403)
    try:
        jobs.replay(job)
    except ConflictError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The job starts again."))
    return redirect("pages:job_detail", public_id)


def _visible(request: UserRequest) -> QuerySet[Job]:
    return Job.objects.visible_to(request.user, sees_all=rules.can_see_all_jobs(request.user))
