"""The skill map as the page shows it: every cell with its words, colour and address.

Worked out here once, because a map has hundreds of cells and a template is slow at each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from assessments.queries.skill_map import Cell, Column, Row, SkillMap
from skillmap.core.templatetags.levels import number

NOTHING = "map-none"
HIDDEN = "map-hidden"


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell. `voice` says what a sign or a blank leaves to the eye; `note` is a second line."""

    css: str
    text: str = ""
    url: str = ""
    voice: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """One column's head; `close_url` folds an opened category."""

    label: str
    url: str
    close_url: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One unit or person; without `url` there is nothing below it."""

    label: str
    cells: Sequence[ShownCell]
    total: ShownCell
    url: str = ""
    own: bool = False


@dataclass(frozen=True)
class Table:
    """What the page draws. `groups` are kinds with how many columns they span."""

    groups: Sequence[tuple[str, int]]
    heads: Sequence[Head]
    rows: Sequence[ShownRow]
    foot: ShownRow


@dataclass
class Drawing:
    """Draws a map for one address. `named`: cells lead to people.

    `query` is the address as it was asked for; links change one thing of it.
    """

    query: QueryDict
    show: str
    named: bool
    _columns: dict[Column, str] = field(default_factory=dict)

    def table(self, found: SkillMap) -> Table:
        """Everything of the map, sums at the foot."""
        self._columns = {column: urlencode(_query_of(column)) for column in found.columns}
        return Table(
            _groups(found.columns),
            [self._head(column) for column in found.columns],
            [self._row(found, row) for row in found.rows],
            self._foot(found),
        )

    def _row(self, found: SkillMap, row: Row) -> ShownRow:
        people = self._people(row) if self.named and not row.person else ""
        cells = [self._cell(cell, column, people) for column, cell in found.cells_of(row)]
        return ShownRow(row.label, cells, self._sum(row.total), self._below(row), row.own)

    def _foot(self, found: SkillMap) -> ShownRow:
        cells = [self._sum(cell) for _column, cell in found.cells_of(found.foot)]
        return ShownRow(_("All shown"), cells, self._sum(found.foot.total))

    def _cell(self, cell: Cell, column: Column, people: str) -> ShownCell:
        if cell.hidden:
            return ShownCell(HIDDEN, "·", voice=_("too few people to show"))
        if not cell.n:
            return ShownCell(NOTHING, voice=_("not asked for"))
        css = f"trust-{cell.trust}"
        if cell.measured:
            css += f" lvl-{cell.tint}" if self.show == "level" else f" gap-{cell.status}"
        url = f"{people}{self._columns[column]}" if people else ""
        return ShownCell(css, self._figure(cell), url)

    def _sum(self, cell: Cell) -> ShownCell:
        if cell.hidden:
            return ShownCell(HIDDEN, "·", voice=_("too few people to show"))
        shares = {"p": cell.probable_share, "c": cell.coverage}
        note = _("%(p)s %% likely gaps, %(c)s %% measured") % shares
        return ShownCell("map-total", self._figure(cell), note=note)

    def _figure(self, cell: Cell) -> str:
        return number(cell.level if self.show == "level" else cell.gap)

    def _head(self, column: Column) -> Head:
        if column.skill:
            skill = reverse("pages:skill_detail", args=[column.skill.public_id])
            return Head(column.label, skill, self._link(open=None))
        return Head(column.label, self._link(open=f"{column.kind}:{column.category}"))

    def _below(self, row: Row) -> str:
        if row.person:
            return reverse("pages:person_detail", args=[row.person])
        return self._link(unit=str(row.unit.public_id)) if row.unit and not row.own else ""

    def _people(self, row: Row) -> str:
        """The people of a row, short of the column."""
        unit = str(row.unit.public_id) if row.unit else None
        query = self._link(unit=unit, open=None, skill=None, title=None, format=None)
        return f"{reverse('pages:skill_map_cell')}{query}{'&' if len(query) > 1 else ''}"

    def _link(self, **changes: str | None) -> str:
        """The query string with some values changed (None: left out), on its first page."""
        query = self.query.copy()
        for name, value in {**changes, "page": None}.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return f"?{query.urlencode()}"


def _query_of(column: Column) -> dict[str, str]:
    asked = {"open": f"{column.kind}:{column.category}", "title": column.label}
    return asked | ({"skill": str(column.skill.public_id)} if column.skill else {})


def _groups(columns: Sequence[Column]) -> list[tuple[str, int]]:
    """(kind, how many columns) for the upper head."""
    kinds = [column.kind for column in columns]
    return [(kind, kinds.count(kind)) for kind in dict.fromkeys(kinds)]
