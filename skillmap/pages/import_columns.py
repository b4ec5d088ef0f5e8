"""Which column of somebody's file is which of ours: what we think, to be put right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from employees import rules
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.imports.columns import TABLE, entries_of, reasons_of
from skillmap.core.imports.uploads import fit_columns
from skillmap.core.models import ImportBatch
from skillmap.core.tabular.cells import Choice
from skillmap.core.tabular.guessing import column_of, meaning_of, writings_for
from skillmap.core.tabular.layout import Field
from skillmap.pages.importers import IMPORTERS
from skillmap.pages.imports import batch_of

SAME, KEPT = "=", "kept"  # instead of a column: one value for all rows; what the mapping said
NOTHING = "-"  # instead of a word: an empty cell


@require_http_methods(["GET", "POST"])
def import_columns(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Look at our guess, put it right, and compare the file."""
    batch = batch_of(request, public_id)
    if not rules.can_import(request.user):
        return render(request, "403.html", status=403)
    if TABLE not in batch.options:
        return redirect("pages:import_detail", public_id)
    importer = IMPORTERS[batch.kind]
    form = ColumnsForm(batch, importer.fields, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            fit_columns(batch=batch, importer=importer, entries=form.entries(), actor=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("pages:import_detail", public_id)
    status = INVALID if request.method == "POST" else 200
    context = {"batch": batch, "form": form, "table": batch.options[TABLE]}
    return render(request, "pages/import_columns.html", context, status=status)


@dataclass(frozen=True)
class Line:
    """One of our columns with its controls; `words` are theirs, each with ours to choose."""

    field: Field
    reason: str
    column: forms.BoundField
    same: forms.BoundField
    written: forms.BoundField | None
    words: Sequence[tuple[str, forms.BoundField]]
    words_of: str


class ColumnsForm(forms.Form):
    """For each of our columns one of theirs, what its words mean, and how it is written."""

    def __init__(self, batch: ImportBatch, ours: Sequence[Field], data: QueryDict | None) -> None:
        self.given = data.copy() if data else None
        super().__init__(self.given)
        self.table: dict[str, Any] = batch.options[TABLE]
        self.columns: list[str] = self.table["columns"]
        self.places: dict[str, str] = {str(i): name for i, name in enumerate(self.columns)}
        self.known = entries_of(batch)
        self.reasons = reasons_of(batch)
        self.ours = [one for one in ours if self._is_of_use(one)]
        for one in self.ours:
            self._add(one)

    def lines(self) -> Iterator[Line]:
        """What the page shows, in the order of our layout."""
        for one in self.ours:
            words = self._words(one)
            yield Line(
                one,
                self.reasons.get(one.name, ""),
                self[f"column-{one.name}"],
                self[f"same-{one.name}"],
                self[f"written-{one.name}"] if writings_for(one) else None,
                [(word, self[f"word-{one.name}-{i}"]) for i, word in enumerate(words)],
                self._chosen(one) if words else "",
            )

    def not_read(self) -> list[str]:
        """Their columns that nothing is read from, as things stand."""
        used = {self._column(one) for one in self.ours}
        return [name for name in self.columns if name not in used]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for one in self.ours:
            chosen = values.get(f"column-{one.name}", "")
            if one.needed and not chosen:
                self.add_error(f"column-{one.name}", _("This is needed: choose a column."))
            if chosen == SAME and not values.get(f"same-{one.name}"):
                self.add_error(f"same-{one.name}", _("Write the value that all rows get."))
            if self._words(one) and self.data.get(f"words-{one.name}") != chosen:
                self.add_error(f"column-{one.name}", _("Say what the words of this column mean."))
        return values

    def entries(self) -> dict[str, Any]:
        """The mapping that was chosen, in the shape of a mapping file."""
        found = {one.name: self._entry(one) for one in self.ours}
        return {
            name: entry
            for name, entry in found.items()
            if entry is not None or name in self.columns
        }

    def _entry(self, one: Field) -> Any:
        chosen = self.cleaned_data[f"column-{one.name}"]
        if chosen in (SAME, KEPT):
            same = {"const": self.cleaned_data[f"same-{one.name}"]}
            return same if chosen == SAME else self.known[one.name]
        if not chosen:
            return None
        column = self.places[chosen]
        if words := self._words(one):
            given = [self.cleaned_data[f"word-{one.name}-{i}"] for i in range(len(words))]
            pairs = zip(words, given, strict=True)
            values = {word: "" if ours == NOTHING else ours for word, ours in pairs if ours}
            return {"column": column, "values": values}
        written = self.cleaned_data.get(f"written-{one.name}")
        return {"column": column, "written": written} if written else column

    def _is_of_use(self, one: Field) -> bool:
        """Is it worth a line? What has no name on screen but a number only where it is found."""
        return not one.rare or one.name in self.known

    def _add(self, one: Field) -> None:
        self.fields[f"column-{one.name}"] = forms.ChoiceField(
            label=str(one.label),
            required=False,
            choices=self._choices(one),
            initial=self._initial(one),
        )
        entry = self.known.get(one.name)
        constant = entry.get("const", "") if isinstance(entry, dict) else ""
        self.fields[f"same-{one.name}"] = forms.CharField(
            label=_("%(column)s of all rows") % {"column": one.label}, required=False,
            max_length=200, initial=constant,
        )  # fmt: skip
        if writings := writings_for(one):
            written = entry.get("written", "") if isinstance(entry, dict) else ""
            self.fields[f"written-{one.name}"] = forms.ChoiceField(
                label=_("How %(column)s is written") % {"column": one.label}, required=False,
                choices=[("", _OURS[writings[0]]()), *((key, _THEIRS[key]()) for key in writings)],
                initial=written,
            )  # fmt: skip
        for i, word in enumerate(self._words(one)):
            self._add_word(one, f"word-{one.name}-{i}", word)

    def _add_word(self, one: Field, name: str, word: str) -> None:
        assert isinstance(one.parse, Choice)  # noqa: S101 only these have words
        entry = self.known.get(one.name)
        values = entry.get("values", {}) if isinstance(entry, dict) else {}
        meaning = values.get(word, meaning_of(one, word))
        empty = [] if one.needed else [(NOTHING, _("empty"))]
        ours = [(known, known.replace("_", " ")) for known in one.parse.words]
        self.fields[name] = forms.ChoiceField(
            label=_("What “%(word)s” means") % {"word": word}, required=False,
            choices=[("", _("unknown: reject these rows")), *ours, *empty], initial=meaning,
        )  # fmt: skip
        if self.given and self.given.get(f"words-{one.name}") != self._chosen(one):
            self.given[name] = meaning  # asked for the first time: our guess

    def _choices(self, one: Field) -> list[tuple[str, str]]:
        examples = self.table["examples"]
        columns = [
            (place, f"{name} ({', '.join(examples[name])})" if examples.get(name) else name)
            for place, name in self.places.items()
        ]
        kept = [(KEPT, _("as the mapping file says"))] if self._is_special(one) else []
        return [("", _("not in the file")), *columns, (SAME, _("the same for all rows:")), *kept]

    def _is_special(self, one: Field) -> bool:
        entry = self.known.get(one.name)
        return isinstance(entry, dict) and "skills" in entry

    def _initial(self, one: Field) -> str:
        entry = self.known.get(one.name)
        if self._is_special(one):
            return KEPT
        if isinstance(entry, dict) and "const" in entry:
            return SAME
        column = column_of(entry)
        return str(self.columns.index(column)) if column in self.columns else ""

    def _chosen(self, one: Field) -> str:
        """What stands in the choice of a column now."""
        if self.is_bound:
            return str(self.data.get(f"column-{one.name}", ""))
        return self._initial(one)

    def _column(self, one: Field) -> str:
        return self.places.get(self._chosen(one), "")

    def _words(self, one: Field) -> list[str]:
        """Their words for one of our choices, unless all of them are ours."""
        words: list[str] = self.table["words"].get(self._column(one), [])
        if not isinstance(one.parse, Choice):
            return []
        return words if any(word.lower() not in one.parse.words for word in words) else []


_OURS = {"day-first": lambda: _("2027-03-12"), "decimal-comma": lambda: _("12.5")}
_THEIRS = {
    "day-first": lambda: _("12.03.2027, the day first"),
    "month-first": lambda: _("03/12/2027, the month first"),
    "decimal-comma": lambda: _("12,5"),
}
