"""Moving a meeting of a peer circle, for all of its members."""

import datetime as dt
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from training.analysis.circles import starts_within
from training.models import CircleMeeting
from training.queries.meetings import common_hours, length_of, zones_of
from training.rules import can_move_meeting
from training.services.circle_meetings import move_meeting


class MeetingForm(forms.Form):
    """Day and time of day by the clock of the reader; the version that was shown."""

    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, meeting: CircleMeeting) -> None:
        local = timezone.localtime(meeting.starts_at)
        initial = {"day": local.date(), "time": local.time(), "version": meeting.version}
        super().__init__(data, initial=initial)
        self.fields["time"].help_text = _(
            "In %(zone)s. The whole circle can begin at %(times)s."
        ) % {
            "zone": timezone.get_current_timezone_name().replace("_", " "),
            "times": ", ".join(_times_of(meeting)),
        }

    @property
    def begins(self) -> dt.datetime:
        """The valid moment."""
        values = self.cleaned_data
        zone = timezone.get_current_timezone()
        return dt.datetime.combine(values["day"], values["time"], zone)


@require_http_methods(["GET", "POST"])
def meeting_move(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Another day or hour, inside the hours that all members have in common."""
    meetings = CircleMeeting.objects.visible_to(request.user)
    meeting = get_object_or_404(
        meetings.select_related("circle__cohort__programme__meeting"), public_id=public_id
    )
    if not can_move_meeting(request.user, meeting.circle):
        return render(request, "403.html", status=403)
    form = MeetingForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and form.is_valid() and _move(request, meeting, form):
        return redirect("pages:circle_detail", meeting.circle.public_id)
    programme = meeting.circle.cohort.programme
    context = {
        "form": form,
        "meeting": meeting,
        "circle": meeting.circle,
        "programme": programme,
        "about": programme.agenda_of(meeting.number),
    }
    status = INVALID if request.method == "POST" else 200
    return render(request, "pages/meeting_move.html", context, status=status)


def _move(request: UserRequest, meeting: CircleMeeting, form: MeetingForm) -> bool:
    try:
        move_meeting(
            actor=request.user,
            meeting=meeting,
            begins=form.begins,
            now=timezone.now(),
            version=form.cleaned_data["version"],
        )
    except DomainError as error:
        form.add_error(error.field or None, error.message)
        return False
    messages.success(request, _("Moved for everybody in the circle. The others have a note."))
    return True


def _times_of(meeting: CircleMeeting) -> list[str]:
    """Full hours at which all members can begin, by the clock of the reader."""
    begins = meeting.starts_at.astimezone(dt.UTC)
    hours = common_hours(zones_of(meeting.circle), begins)
    starts = [
        timezone.localtime(begins.replace(hour=hour, minute=0))
        for hour in starts_within(hours, length_of(meeting.circle))
    ]
    return sorted(f"{one:%H:%M}" for one in starts)
