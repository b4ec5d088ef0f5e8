"""A file of groups for the fairness report: person number, attribute, group.

Not one of the imports of `skillmap.core.imports`: those keep every row for people to look at and
for undo, and groups stand in one table only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from employees.models import Employee
from reviews.services.fairness import replace_groups
from skillmap.core.models import User
from skillmap.core.tabular import cells
from skillmap.core.tabular.faults import Fault
from skillmap.core.tabular.layout import Field, Layout, keep_first, parse_sheet
from skillmap.core.tabular.sheet import Sheet

COLUMNS = ("person_number", "attribute", "group")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One row that can be read."""

    number: int
    person: str
    attribute: str
    group: str


@dataclass(frozen=True, slots=True)
class GroupsReport:
    """What a file does: how many people each attribute is about, and every fault with its place."""

    people: list[tuple[str, int]]
    faults: list[Fault]

    @property
    def is_refused(self) -> bool:
        return any(not fault.warning for fault in self.faults)


@transaction.atomic
def bring_in_groups(
    *, sheet: Sheet, actor: User, now: datetime, dry_run: bool = False
) -> GroupsReport:
    """Replace each attribute that the file names, all of it or, with one bad row, nothing.

    Raises `FileRefused` when columns are missing, `NotAllowedError`.
    """
    parsed = parse_sheet(sheet, _LAYOUT)
    parsed = keep_first(parsed, lambda row: (row.number, "attribute", (row.person, row.attribute)))
    numbers = {row.person for row in parsed.rows}
    known = dict(Employee.objects.filter(number__in=numbers).values_list("number", "pk"))
    faults = list(parsed.faults)
    groups: dict[str, dict[int, str]] = defaultdict(dict)
    for row in parsed.rows:
        if row.person in known:
            groups[row.attribute][known[row.person]] = row.group
            continue
        sentence = _("Nobody has this number.")
        faults.append(
            parsed.fault(row.number, "person_number", row.person, "unknown_person", sentence)
        )
    counts = Counter({attribute: len(people) for attribute, people in groups.items()})
    report = GroupsReport(sorted(counts.items()), sorted(faults, key=lambda fault: fault.row))
    if not (dry_run or report.is_refused):
        for attribute, people in groups.items():
            replace_groups(actor=actor, attribute=attribute, groups=people, now=now)
    return report


_LAYOUT: Layout[GroupRow] = Layout(
    fields=(
        Field("person_number", cells.code(40), needed=True),
        Field("attribute", cells.text(40), needed=True),
        Field("group", cells.text(60), needed=True),
    ),
    build=GroupRow,
)
