"""Naming an activity of the catalogue in a form: by title or code, with titles to choose from."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _

from training.models import Activity

MOST_OFFERED = 500  # titles to type ahead


class ActivityInput(forms.TextInput):
    """A text input that offers the titles of `components/activity_titles.html`."""

    def __init__(self) -> None:
        super().__init__({"list": "activity-titles", "autocomplete": "off"})


def find_activity(text: str) -> Activity:
    """The active activity of this code or title. Raises `ValidationError`."""
    text, offered = text.strip(), Activity.objects.active()
    found = offered.filter(code=text)[:1] or offered.filter(title__iexact=text)[:2]
    if len(found) == 1:
        return found[0]
    if found:
        raise forms.ValidationError(_("Several have this title. Use the code."))
    raise forms.ValidationError(_("The catalogue has no activity of this title."))


def activity_titles() -> Iterable[str]:
    """Titles for the list that goes with the inputs of a page."""
    titles = Activity.objects.active().order_by("title").values_list("title", flat=True)
    return titles.distinct()[:MOST_OFFERED]
