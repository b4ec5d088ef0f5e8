"""The skill map as the page shows it: every cell with its words, colour and address.

Worked out here once, because a map has hundreds of cells and a template is slow at each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.queries.map_cells import Cell, Column, Row, SkillMap
from skillmap.core.templatetags.levels import number

NOTHING = "map-none"
HIDDEN = "map-hidden"
DECIMALS = 2  # in files


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell; `css` and `text` need no escaping. `value` is the figure of `text` for files.

    `words` say what a mark, a sign or a blank leaves to the eye; `is_sum`: they are a second line.
    """

    css: str
    text: str = ""
    url: str = ""
    words: str = ""
    value: float | None = None
    is_sum: bool = False

    def html(self) -> SafeString:
        """The whole `td`. A template takes several times as long, for up to 2,500 of them."""
        inside, words = self.text, escape(self.words)
        if self.url:
            marks = f' title="{words}" aria-label="{inside}, {words}"' if words else ""
            inside = f'<a data-drawer href="{escape(self.url)}"{marks}>{inside}</a>'
        elif self.is_sum:
            inside += f"<small>{words}</small>"
        elif words:
            inside += f'<span class="visually-hidden"> {words}</span>'
        return SafeString(f'<td class="{self.css}">{inside}</td>')


@dataclass(frozen=True, slots=True)
class Head:
    """One column's head; `close_url` folds an opened category."""

    label: str
    url: str
    close_url: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One unit or person, its sum last; without `url` there is nothing below it."""

    label: str
    cells: Sequence[ShownCell]
    url: str = ""
    own: bool = False

    @property
    def total(self) -> ShownCell:
        return self.cells[-1]

    def html(self) -> SafeString:
        """The whole row but its `tr`: a template per row takes longer."""
        head = escape(self.label)
        if self.url:
            head = f'<a href="{escape(self.url)}">{head}</a>'
        elif self.own:
            head += f' <span class="muted">{escape(_("directly"))}</span>'
        cells = "".join(cell.html() for cell in self.cells)
        return SafeString(f'<th scope="row" class="map-row">{head}</th>{cells}')


@dataclass(frozen=True)
class Table:
    """What the page draws. `groups` are kinds with how many columns they span; `opened` the same
    of categories, without a name where it is the column's own, and nothing where none is opened."""

    groups: Sequence[tuple[str, int]]
    opened: Sequence[tuple[str, int]]
    heads: Sequence[Head]
    rows: Sequence[ShownRow]
    foot: ShownRow

    @property
    def has_foot(self) -> bool:
        """One row is its own sum."""
        return len(self.rows) > 1


@dataclass
class Drawing:
    """Draws a map for one address. `named`: cells lead to people.

    `query` is the address as it was asked for; links change one thing of it.
    """

    query: QueryDict
    show: str
    named: bool
    _asked: Sequence[tuple[str, str]] = field(init=False)
    _cells_at: str = field(init=False)
    _columns: dict[Column, str] = field(default_factory=dict)
    _words: dict[tuple[str, bool, bool], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._asked = [(name, one) for name, values in self.query.lists() for one in values]
        self._cells_at = reverse("pages:skill_map_cell")

    def table(self, found: SkillMap) -> Table:
        """Everything of the map, sums at the foot."""
        self._columns = {column: urlencode(_query_of(column)) for column in found.columns}
        return Table(
            _groups(found.columns),
            _opened(found.columns),
            [self._head(column) for column in found.columns],
            [self._row(found, row) for row in found.rows],
            self._foot(found),
        )

    def _row(self, found: SkillMap, row: Row) -> ShownRow:
        people = self._people(row) if self.named else ""
        cells = [self._cell(cell, column, people) for column, cell in found.cells_of(row)]
        return ShownRow(row.label, [*cells, self._sum(row.total)], self._below(row), row.own)

    def _foot(self, found: SkillMap) -> ShownRow:
        cells = [self._sum(cell) for _column, cell in found.cells_of(found.foot)]
        return ShownRow(_("All shown"), [*cells, self._sum(found.foot.total)])

    def _cell(self, cell: Cell, column: Column, people: str) -> ShownCell:
        if cell.hidden:
            return _too_few()
        if not cell.n:
            return ShownCell(NOTHING, words=_("not asked for"))
        marks = (cell.trust, cell.is_old, cell.is_contested)
        words = self._words.get(marks)
        if words is None:
            words = self._words[marks] = _words_of(*marks)
        css = f"trust-{cell.trust}"
        if cell.measured:
            css += f" lvl-{cell.tint}" if self.show == "level" else f" gap-{cell.status}"
        if cell.is_old:
            css += " is-old"
        if cell.is_contested:
            css += " is-contested"
        url = f"{people}{self._columns[column]}" if people else ""
        return ShownCell(css, self._text(cell), url, words, self._value(cell))

    def _sum(self, cell: Cell) -> ShownCell:
        if cell.hidden:
            return _too_few()
        shares = {"p": cell.probable_share, "u": cell.n_unmeasured, "n": cell.n}
        words = _("%(p)s %% likely gaps, %(u)s of %(n)s not measured") % shares
        value = self._value(cell)
        return ShownCell("map-total", self._text(cell), words=words, value=value, is_sum=True)

    def _text(self, cell: Cell) -> str:
        return number(self._figure(cell))

    def _value(self, cell: Cell) -> float | None:
        figure = self._figure(cell)
        return None if figure is None else round(figure, DECIMALS)

    def _figure(self, cell: Cell) -> float | None:
        return cell.level if self.show == "level" else cell.gap

    def _head(self, column: Column) -> Head:
        if column.skill:
            skill = reverse("pages:skill_detail", args=[column.skill.public_id])
            return Head(column.label, skill, self._link(open=None, category=None))
        return Head(column.label, self._link(open=f"{column.kind}:{column.category}"))

    def _below(self, row: Row) -> str:
        if row.person:
            return reverse("pages:person_detail", args=[row.person])
        return self._link(unit=str(row.unit.public_id)) if row.unit and not row.own else ""

    def _people(self, row: Row) -> str:
        """The people of a row, short of the column."""
        unit = str(row.unit.public_id) if row.unit else self.query.get("unit")
        person = str(row.person) if row.person else None
        own = "1" if row.own else None
        query = self._link(unit=unit, own=own, person=person, open=None, skill=None, format=None)
        return f"{self._cells_at}{query}{'&' if len(query) > 1 else ''}"

    def _link(self, **changes: str | None) -> str:
        """The query string with some values changed (None: left out), on its first page."""
        changes = {**changes, "page": None, "columns": None}
        kept = [pair for pair in self._asked if pair[0] not in changes]
        new = [(name, value) for name, value in changes.items() if value is not None]
        return f"?{urlencode([*kept, *new])}"


def _too_few() -> ShownCell:
    return ShownCell(HIDDEN, "·", words=_("too few people to show"))


def _words_of(trust: str, is_old: bool, is_contested: bool) -> str:
    """What the marks of a cell mean; nothing for a figure that is simply measured."""
    words = []
    if trust == "not_measured":
        words.append(_("not measured"))
    if trust == "tentative":
        words.append(_("tentative"))
    if is_old:
        words.append(_("older than a year"))
    if is_contested:
        words.append(_("contested"))
    return ", ".join(words)


def _query_of(column: Column) -> dict[str, str]:
    asked = {"open": f"{column.kind}:{column.category}"}
    return asked | ({"skill": str(column.skill.public_id)} if column.skill else {})


def _groups(columns: Sequence[Column]) -> list[tuple[str, int]]:
    """(kind, how many columns) for the upper head."""
    kinds = [column.kind for column in columns]
    return [(kind, kinds.count(kind)) for kind in dict.fromkeys(kinds)]


def _opened(columns: Sequence[Column]) -> list[tuple[str, int]]:
    """(category, how many columns) above the skills of opened ones."""
    if not any(column.skill for column in columns):
        return []
    names = [(column.kind, column.category, column.skill is not None) for column in columns]
    spans = [(name, len(list(same))) for name, same in groupby(names)]
    return [(category if is_open else "", n) for (_kind, category, is_open), n in spans]
