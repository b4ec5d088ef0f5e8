"""Everything in one file, for moving away: asked for by an HR admin, made by a worker; and the
library, open to all, in the layouts that importers read."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from employees import rules
from skillmap.core.enums import JobState
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.models import Job
from skillmap.core.models.jobs import JobQuerySet
from skillmap.custody.exports import EXPORT_JOB, file_of, is_kept, start_export
from skillmap.custody.tables import all_tables, read_codes
from skillmap.pages.downloads import FORMATS, download
from skillmap.pages.person_data import ReasonForm

LIBRARY = ("skills", "roles", "activities")


@require_http_methods(["GET", "POST"])
def export_everything(request: UserRequest) -> HttpResponse:
    """One's own exports that can still be fetched; posting a reason starts another."""
    if not rules.is_hr_admin(request.user):
        return render(request, "403.html", status=403)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        job = start_export(actor=request.user, reason=form.cleaned_data["reason"])
        return redirect("pages:job_detail", job.public_id)
    kept = [job for job in _own(request) if is_kept(job)]
    status = INVALID if form.errors else 200
    context = {"form": form, "jobs": kept}
    return render(request, "pages/export_everything.html", context, status=status)


@require_GET
def export_file(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """The file, for who asked for it, as long as it is kept."""
    if not rules.is_hr_admin(request.user):
        raise Http404
    job = get_object_or_404(_own(request), public_id=public_id)
    if not is_kept(job):
        raise Http404
    file = default_storage.open(file_of(job))
    name = f"skillmap-{job.created_at:%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name)


@require_GET
def library_file(request: UserRequest, kind: str) -> HttpResponseBase:
    """Skills, roles or the catalogue as CSV or XLSX."""
    if kind not in LIBRARY:
        raise Http404
    header, rows = next((header, rows) for name, header, rows in all_tables() if name == kind)
    return download(kind, header, rows(read_codes()), request.GET.get("format", FORMATS[0]))


def _own(request: UserRequest) -> JobQuerySet:
    own = Job.objects.visible_to(request.user, sees_all=False)
    return own.filter(name=EXPORT_JOB, state=JobState.DONE)
