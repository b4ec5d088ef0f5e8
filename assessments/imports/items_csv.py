"""Our layout for items: one question a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.enums import ContentState, ItemKind
from assessments.services.items import MOST_OPTIONS, ItemContent, item_faults, put_item
from skillmap.core.enums import RowAction
from skillmap.core.models import User
from skillmap.core.tabular import cells
from skillmap.core.tabular.faults import Fault
from skillmap.core.tabular.layout import Field, Layout, Parsed, keep_first, parse_sheet
from skillmap.core.tabular.sheet import Sheet
from skills.enums import SkillKind
from skills.models import Skill
from skills.queries import active_by_code

OPTIONS = tuple(f"option_{number}" for number in range(1, MOST_OPTIONS + 1))
COLUMNS = (
    "item_code", "skill_code", "kind", "question", *OPTIONS, "right", "tolerance", "a", "b", "c",
    "calibration", "state",
)  # fmt: skip
# Where a fault of the content stands in the file.
_COLUMN_OF = {"stem": "question", "options": "option_1", "key": "right"}


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One row that can be read."""

    number: int
    code: str
    skill_code: str
    content: ItemContent
    state: ContentState


@dataclass(frozen=True, slots=True)
class ItemsReport:
    """What a file does: counts by action, and every fault with its place."""

    actions: dict[RowAction, int]
    faults: list[Fault]

    @property
    def created(self) -> int:
        return self.actions.get(RowAction.CREATE, 0)

    @property
    def updated(self) -> int:
        return self.actions.get(RowAction.UPDATE, 0)

    @property
    def unchanged(self) -> int:
        return self.actions.get(RowAction.UNCHANGED, 0)

    @property
    def rejected(self) -> int:
        return len({fault.row for fault in self.faults if not fault.warning})


def bring_in_items(
    *, sheet: Sheet, actor: User | None, now: datetime, dry_run: bool = False
) -> ItemsReport:
    """Write every correct row in one transaction; with `dry_run` write nothing.

    Raises `FileRefused` when columns are missing, `NotAllowedError` for others than authors.
    """
    parsed = read_items(sheet)
    faults = list(parsed.faults)
    actions: dict[RowAction, int] = {}
    with transaction.atomic():
        skills = active_by_code({row.skill_code for row in parsed.rows})
        for row in parsed.rows:
            fault = _skill_fault(parsed, row, skills)
            if fault is not None:
                faults.append(fault)
                continue
            action = _put(row, skills[row.skill_code][0], actor, now)
            actions[action] = actions.get(action, 0) + 1
        transaction.set_rollback(dry_run)
    return ItemsReport(actions, sorted(faults, key=lambda fault: fault.row))


def read_items(sheet: Sheet) -> Parsed[ItemRow]:
    """Rows that can be items; raises `FileRefused` when columns are missing."""
    parsed = parse_sheet(sheet, _LAYOUT)
    parsed = keep_first(parsed, lambda row: (row.number, "item_code", (row.skill_code, row.code)))
    kept = []
    for row in parsed.rows:
        faults = item_faults(row.content)
        if not faults:
            kept.append(row)
        for name, sentence in faults.items():
            column = _COLUMN_OF.get(name, name)
            parsed.faults.append(parsed.fault(row.number, column, "", "bad_item", sentence))
    parsed.rows[:] = kept
    return parsed


def _put(row: ItemRow, skill: Skill, actor: User | None, now: datetime) -> RowAction:
    _item, action = put_item(
        actor=actor, skill=skill, code=row.code, content=row.content, now=now, state=row.state
    )
    return action


def _skill_fault(
    parsed: Parsed[ItemRow], row: ItemRow, skills: dict[str, list[Skill]]
) -> Fault | None:
    known = skills.get(row.skill_code, [])
    if not known:
        code, sentence = "unknown_skill", _("There is no skill with this code.")
    elif len(known) > 1:
        code, sentence = "ambiguous_skill", _("Several frameworks have a skill with this code.")
    elif known[0].kind == SkillKind.SOFT:
        code = "soft_skill"
        sentence = _("Questions with a right answer are for hard skills; write a scenario instead.")
    else:
        return None
    return parsed.fault(row.number, "skill_code", row.skill_code, code, sentence)


def _build(number: int, code: str, skill: str, kind: str, stem: str, *rest: object) -> ItemRow:
    options = [str(text) for text in rest[:MOST_OPTIONS] if text]
    right, tolerance, a, b, c, calibration, state = rest[MOST_OPTIONS:]
    key: tuple[str, ...] = tuple(right)  # type: ignore[arg-type]
    if kind == ItemKind.NUMERIC:
        key = (*key, str(tolerance or "0"))
    return ItemRow(
        number,
        code,
        skill,
        ItemContent(
            kind=ItemKind(kind),
            stem=stem,
            options=options,
            key=key,
            a=_float(a),
            b=_float(b),
            c=_float(c),
            calibration=str(calibration),
        ),
        ContentState(str(state)),
    )


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))


_PARAMETER = cells.decimal("-100", "100", places=6)
_LAYOUT: Layout[ItemRow] = Layout(
    fields=(
        Field("item_code", cells.code(60), needed=True),
        Field("skill_code", cells.code(120), needed=True),
        Field("kind", cells.choice(ItemKind.values), needed=True),
        Field("question", cells.text(2000), needed=True),
        *(Field(name, cells.text(500)) for name in OPTIONS),
        Field("right", cells.listing(cells.text(40)), empty=()),
        Field("tolerance", cells.text(40)),
        Field("a", _PARAMETER, empty=None),
        Field("b", _PARAMETER, empty=None),
        Field("c", _PARAMETER, empty=None),
        Field("calibration", cells.text(200)),
        Field("state", cells.choice(["draft", "published", "retired"]), empty="draft"),
    ),
    build=_build,
)
