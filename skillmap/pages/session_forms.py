"""The form of one date of an activity."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from employees.models import Employee
from skillmap.core.errors import DomainError
from skillmap.core.models import Organisation, User
from skillmap.pages.person_choice import PersonField, find_person
from training.models import ActivitySession
from training.services.sessions import SessionContent


class SessionForm(forms.Form):
    """Day, time of day in the zone of the place, seats, place, trainer."""

    starts_on = forms.DateField(
        label=gettext_lazy("Day of the first meeting"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Seats"), required=False, min_value=1, max_value=100_000
    )
    place = forms.CharField(label=gettext_lazy("Room or link"), required=False, max_length=200)
    trainer = PersonField(
        label=gettext_lazy("Trainer"),
        required=False,
        help_text=gettext_lazy("Name, number or e-mail address. Keeps the attendance sheet."),
    )
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, session: ActivitySession, viewer: User, **kwargs: Any) -> None:
        self._viewer, self._zone = viewer, zone_of(session)
        begins = session.starts_at.astimezone(self._zone) if session.starts_at else None
        kwargs["initial"] = {
            "starts_on": begins.date() if begins else session.starts_on,
            "time": begins.time() if begins else None,
            "seats": session.seats,
            "place": session.place,
            "trainer": session.trainer.number if session.trainer else "",
            "version": session.version if session.pk else None,
        }
        super().__init__(*args, **kwargs)
        self.fields["time"].help_text = _("In %(zone)s. Empty: not known yet.") % {
            "zone": str(self._zone).replace("_", " ")
        }
        usual = session.activity.seats
        self.fields["seats"].help_text = (
            _("Empty: %(n)d, as for every date.") % {"n": usual}
            if usual
            else _("Empty: as many as like.")
        )

    def clean_trainer(self) -> Employee | None:
        word = self.cleaned_data["trainer"].strip()
        if not word:
            return None
        try:
            return find_person(self._viewer, word, field="trainer")
        except DomainError as error:
            raise forms.ValidationError(error.message) from error

    @property
    def content(self) -> SessionContent:
        """The valid values."""
        values = self.cleaned_data
        moment = None
        if values["time"] is not None:
            moment = dt.datetime.combine(values["starts_on"], values["time"], self._zone)
        return SessionContent(
            starts_on=values["starts_on"],
            starts_at=moment,
            seats=values["seats"],
            place=values["place"].strip(),
            trainer=values["trainer"],
        )


def zone_of(session: ActivitySession) -> ZoneInfo:
    """Where the clock of a date hangs: the activity's site, else the organisation."""
    site = session.activity.site
    if site is not None and site.time_zone:
        return ZoneInfo(site.time_zone)
    return ZoneInfo((Organisation.objects.first() or Organisation()).time_zone)
