"""Filters of a list that live in its address, and the chips that show and remove them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

if TYPE_CHECKING:
    from skillmap.pages.saved_views import SavedViews


@dataclass(frozen=True)
class Chip:
    """One active filter: its words, and the address of the list without it."""

    label: str
    url: str


class Filters:
    """A form bound to the query string. What it cannot read is ignored, never an error page."""

    def __init__(
        self, form: forms.Form, query: QueryDict, saved: "SavedViews | None" = None
    ) -> None:
        self.form = form
        self.saved = saved
        self.query = query
        form.is_valid()
        self.values: dict[str, Any] = {
            name: form.cleaned_data.get(name) or "" for name in form.fields
        }

    @property
    def chips(self) -> list[Chip]:
        """The active filters in the order of the form."""
        return [
            Chip(self._words(name, value), self._without(name))
            for name, value in self.values.items()
            if value and not self.form.fields[name].widget.is_hidden
        ]

    @property
    def clear_url(self) -> str:
        """The list without any filter, its default view neither."""
        return "?all=1" if self.saved else "?"

    def _words(self, name: str, value: Any) -> str:
        choices = dict(getattr(self.form.fields[name], "choices", ()))
        label = self.form.fields[name].label
        words = str(choices.get(str(value), value)).strip()  # units are indented by their depth
        return f"{label}: {words}".strip()

    def _without(self, name: str) -> str:
        query = self._without_pages()
        query.pop(name, None)
        return f"?{query.urlencode()}" if query else self.clear_url

    def _without_pages(self) -> QueryDict:
        query = self.query.copy()
        query.pop("page", None)
        return query
