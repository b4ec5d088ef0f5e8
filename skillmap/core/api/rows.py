"""Writing rows: one, or up to 500 at once, in the columns of our files and by their importers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from skillmap.core.api.inputs import Body, read_body
from skillmap.core.enums import ImportState, RowAction
from skillmap.core.errors import ConflictError
from skillmap.core.imports.plan import Importer, shown
from skillmap.core.imports.rows import RowResult, bring_in_rows, row_results
from skillmap.core.imports.run import Outcome
from skillmap.core.models import ImportBatch
from skillmap.core.tabular.faults import Fault

MOST_ROWS = 500
SEPARATOR = "|"
RESULTS = {
    RowAction.CREATE: "created",
    RowAction.UPDATE: "updated",
    RowAction.UNCHANGED: "unchanged",
    RowAction.REJECT: "rejected",
}
RESULT_CHOICES = [(name, name) for name in RESULTS.values()]
STATES = {
    ImportState.APPLYING: "checked",
    ImportState.APPLIED: "applied",
    ImportState.HELD: "held",
    ImportState.REFUSED: "refused",
}
STATE_CHOICES = [(name, name) for name in STATES.values()]
Row = dict[str, str]
_SCALAR = {"type": ["string", "number", "boolean", "null"]}


@dataclass(frozen=True)
class RowLayout:
    """A file layout as programs know it.

    `many` and `one` are what a body calls the rows and the resource; `key` is the first column.
    `tell_held` lets people know of rows that wait for one of them.
    """

    many: str
    one: str
    key: str
    columns: Sequence[str]
    importer: Importer[Any]
    tell_held: Callable[[ImportBatch], None] | None = None


@extend_schema_field({"oneOf": [_SCALAR, {"type": "array", "items": _SCALAR}]})
class CellField(serializers.Field[Any, Any, Any, Any]):
    """A value of one column, as JSON says it; null empties it. A list stands for several values."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, allow_null=True, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, list):
            return self._text(data)
        texts = [self._text(item) for item in data]
        if any(SEPARATOR in text for text in texts):
            raise ValidationError(_("A value of a list must not hold |."), code="invalid")
        return SEPARATOR.join(texts)

    def _text(self, value: Any) -> str:
        if isinstance(value, bool):
            return str(int(value))
        if isinstance(value, int | float):
            return format(Decimal(str(value)), "f")
        if not isinstance(value, str):
            raise ValidationError(_("This must be a text, a number or a list."), code="invalid")
        if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            text = _("This holds characters that are none.")
            raise ValidationError(text, code="null_characters_not_allowed")
        return value


class RowBody(Body):
    """One row; its fields are the columns of the file layout. What is left out stays as it is."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        values: dict[str, Any] = super().to_internal_value(data)
        return {name: "" if value is None else value for name, value in values.items()}


class RowErrorSerializer(serializers.Serializer[Any]):
    """A fault of a row, or a warning that does not reject it."""

    pointer = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class RowResultSerializer(serializers.Serializer[Any]):
    """What became of one row; `changes` maps a column to its old and its new value."""

    result = serializers.ChoiceField(choices=RESULT_CHOICES)
    key = serializers.CharField(help_text="What the row is about, as lists of imports say it.")
    changes = serializers.DictField(child=serializers.ListField())
    errors = RowErrorSerializer(many=True)  # type: ignore[assignment]  # a field
    warnings = RowErrorSerializer(many=True)


class RowResultsSerializer(serializers.Serializer[Any]):
    """One result per row in their order; `beyond` is what follows for things in no row.

    `checked`: a dry run. `held`: too many people at once, it waits for HR as an import.
    """

    state = serializers.ChoiceField(choices=STATE_CHOICES)
    applied = serializers.BooleanField()
    note = serializers.CharField()
    results = RowResultSerializer(many=True)
    beyond = RowResultSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        held = serializers.UUIDField(allow_null=True, help_text="Its address is `/imports/{id}`.")
        return {**super().get_fields(), "import": held}


def row_body(layout: RowLayout, *, known: bool = False) -> type[RowBody]:
    """The body of one row of a layout; one that the address names already leaves out its key."""
    columns = [name for name in layout.columns if not known or name != layout.key]
    name = f"{_title(layout.one)}{'Change' if known else 'Row'}"
    fields: dict[str, Any] = {column: CellField() for column in columns}
    return type(name, (RowBody,), {"__doc__": RowBody.__doc__, **fields})


def one_body(layout: RowLayout, *, known: bool = False) -> type[RowBody]:
    """The body of a request about one row."""
    row = row_body(layout, known=known)
    dry_run = serializers.BooleanField(default=False, help_text="Say the same, write nothing.")
    return type(f"One{row.__name__}", (row,), {"__doc__": row.__doc__, "dry_run": dry_run})


def rows_body(layout: RowLayout) -> type[Body]:
    """The body of many rows: with `atomic` one that is rejected keeps all from being written."""
    row = row_body(layout)
    several = serializers.ListField(child=row(), allow_empty=False, max_length=MOST_ROWS)
    options = {
        "source": serializers.CharField(
            max_length=60, allow_blank=True, default="", help_text="The system that sends them."
        ),
        "atomic": serializers.BooleanField(default=False),
        "dry_run": serializers.BooleanField(default=False),
    }
    doc = "Up to 500 rows with the same fields; `atomic`: all or nothing; `dry_run`: write nothing."
    fields: dict[str, Any] = {layout.many: several, **options}
    return type(f"{_title(layout.many)}Rows", (Body,), {"__doc__": doc, **fields})


def _title(name: str) -> str:
    return name.title().replace("_", "")


def read_rows(request: Request, layout: RowLayout, body: type[Body]) -> dict[str, Any]:
    """The valid body of many rows. Raises a fault for rows that are empty or uneven."""
    values = read_body(request, body)
    rows = values[layout.many]
    faults: list[dict[str, Any]] = []
    for row in rows:
        if row.keys() != rows[0].keys():
            text = _("Give every row the same fields as the first one; null empties a value.")
            faults.append({"": ErrorDetail(text, code="uneven_rows")})
        elif not any(row.values()):
            faults.append({"": ErrorDetail(_("This row is empty."), code="empty_row")})
        else:
            faults.append({})
    if any(faults):
        raise ValidationError({layout.many: faults})
    return values


def write_rows(request: Request, layout: RowLayout, rows: Sequence[Row], **options: Any) -> Outcome:
    """Bring rows in as this user. Raises the fault of a column that is missing."""
    outcome = bring_in_rows(
        layout.importer,
        layout.many,
        rows,
        actor=request.user,  # type: ignore[arg-type]  # never anonymous: permissions come first
        **options,
    )
    missing = [fault for fault in outcome.faults if fault.row == 1 and not fault.warning]
    if missing:
        raise ValidationError(
            {fault.column: [ErrorDetail(fault.sentence, code=fault.code)] for fault in missing}
        )
    return outcome


def write_one(request: Request, layout: RowLayout, row: Row, **options: Any) -> RowResult:
    """Bring one row in. Raises its faults, each at its field.

    Its questions are answered with yes, as it is about one thing alone. Raises `ConflictError` for
    one row too many within a day: it cannot wait for a person as many rows can.
    """
    outcome = write_rows(request, layout, [row], confirmed=True, **options)
    if outcome.plan.held:
        advice = _("HR has to bring this in, as a file or in bulk.")
        raise ConflictError(f"{outcome.plan.held} {advice}", code="held")
    (result,), _beyond = row_results(outcome.plan, 1)
    if result.errors:
        faults: dict[str, list[ErrorDetail]] = {}
        for fault in result.errors:
            detail = ErrorDetail(fault.sentence, code=fault.code)
            faults.setdefault(fault.column or layout.key, []).append(detail)
        raise ValidationError(faults)
    return result


def outcome_shown(
    layout: RowLayout, outcome: Outcome, count: int, *, may_read: bool
) -> dict[str, Any]:
    """What many rows are answered with."""
    results, beyond = row_results(outcome.plan, count)
    told = [
        result_shown(one, f"/{layout.many}/{place}", may_read=may_read)
        for place, one in enumerate(results)
    ]
    state = STATES[outcome.state]
    return {
        "state": state,
        "applied": state == "applied",
        "note": "\n".join(filter(None, [outcome.plan.held, *outcome.plan.questions])),
        "import": outcome.batch.public_id if outcome.batch else None,
        "results": told,
        "beyond": [result_shown(one, may_read=may_read) for one in beyond],
    }


def result_shown(one: RowResult, path: str = "", *, may_read: bool = True) -> dict[str, Any]:
    """What one row is answered with; `path` is where it stands in the body."""
    return {
        "result": RESULTS[one.action],
        "key": one.key,
        "changes": shown(known_changes(one.changes, may_read=may_read)),
        "errors": [_fault_shown(fault, path) for fault in one.errors],
        "warnings": [_fault_shown(fault, path) for fault in one.warnings],
    }


def known_changes(
    changes: Mapping[str, Sequence[Any]], *, may_read: bool
) -> dict[str, tuple[Any, Any]]:
    """Who may not read it is told what it becomes, not what it was."""
    return {name: (old if may_read else None, new) for name, (old, new) in changes.items()}


def _fault_shown(fault: Fault, path: str) -> dict[str, str]:
    pointer = f"{path}/{fault.column}" if fault.column else path
    return {"pointer": pointer, "code": fault.code, "detail": fault.sentence}
