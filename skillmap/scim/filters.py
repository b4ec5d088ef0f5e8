"""Filters and orders of SCIM as conditions of the database: nothing is searched in Python."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import F, OrderBy, Q, QuerySet
from scim2_models import InvalidFilterException, Resource, ScimFilter, SearchRequest
from scim2_models.path import (
    AttributeBinding,
    AttrPath,
    CompareOperator,
    Comparison,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
    coerce_value,
)
from scim2_server.utils import parametrize

from skillmap.core.http import as_id

NOBODY = Q(pk__in=[])
EVERYBODY = ~NOBODY
SURROGATES = re.compile("[\ud800-\udfff]")  # JSON can say them alone, the database cannot


class Kind(Enum):
    """How the values of a column compare."""

    TEXT = "text in any case"
    EXACT = "text as it is"
    ID = "a public id"
    FLAG = "true or false"
    MOMENT = "a moment"


LOOKUPS: Mapping[Kind, Mapping[str, str]] = {
    Kind.TEXT: {"eq": "iexact", "co": "icontains", "sw": "istartswith", "ew": "iendswith"},
    Kind.EXACT: {"eq": "exact", "co": "contains", "sw": "startswith", "ew": "endswith"},
    Kind.ID: {"eq": "exact"},
    Kind.FLAG: {"eq": "exact"},
    Kind.MOMENT: {"eq": "exact", "gt": "gt", "ge": "gte", "lt": "lt", "le": "lte"},
}


@dataclass(frozen=True)
class Column:
    """What an attribute is in the database; a text that is missing is empty, never null.

    `equal` finds a value quicker than a comparison with `expression` would.
    """

    expression: Any
    kind: Kind = Kind.TEXT
    equal: Callable[[str], Q] | None = None


Columns = Mapping[str, Column]  # by attribute, as `name.given_name`


def key_of(binding: AttributeBinding) -> str:
    """The name of an attribute in `Columns`."""
    return ".".join(filter(None, [binding.field_name, binding.sub_field_name]))


def narrowed(
    rows: QuerySet[Any], model: type[Resource[Any]], columns: Columns, wanted: SearchRequest[Any]
) -> QuerySet[Any]:
    """Those rows that a search asks for, in its order. Raises `InvalidFilterException`."""
    if wanted.filter is not None:
        search = _Search(parametrize(ScimFilter, model)(str(wanted.filter)), columns)
        condition = search.visit(search.filter.ast)
        rows = rows.alias(**search.used).filter(condition)
    return rows.order_by(*_order(model, columns, wanted), "pk")


def _order(
    model: type[Resource[Any]], columns: Columns, wanted: SearchRequest[Any]
) -> list[OrderBy]:
    if wanted.sort_by is None:
        return []
    binding = wanted.sort_by.resolve(model)
    if binding is None:
        return []
    column = columns.get(key_of(binding))
    if column is None:
        raise InvalidFilterException(detail=f"People are not sorted by {wanted.sort_by}.")
    is_down = wanted.sort_order == SearchRequest.SortOrder.descending
    return [OrderBy(column.expression, descending=is_down, nulls_last=True)]


class _Search(FilterVisitor[Q]):
    """Translates one filter; `used` names the expressions that its conditions speak of."""

    def __init__(self, wanted: ScimFilter[Any], columns: Columns) -> None:
        self.filter, self.columns = wanted, columns
        self.used: dict[str, Any] = {}
        self.within: AttrPath | None = None

    def visit_comparison(self, node: Comparison) -> Q:
        binding = self.filter.resolve_comparison(self._path(node.attr_path), strict=False)
        if binding is None:
            return NOBODY
        column = self._column(binding)
        is_not = node.op == CompareOperator.ne
        if node.value is None:
            return self._is_empty(binding, column, present=is_not)
        operator = CompareOperator.eq if is_not else node.op
        found = self._compared(
            binding, column, operator, coerce_value(binding, node.value, node.op)
        )
        return ~found if is_not else found

    def visit_present(self, node: Present) -> Q:
        binding = self.filter.resolve_comparison(self._path(node.attr_path), strict=False)
        if binding is None:
            return NOBODY
        return self._is_empty(binding, self._column(binding), present=True)

    def visit_not(self, node: Not) -> Q:
        return ~self.visit(node.expr)

    def visit_logical_expr(self, node: LogicalExpr) -> Q:
        is_and = node.op == LogicalOperator.and_
        found = EVERYBODY if is_and else NOBODY
        for term in node.terms:
            found = found & self.visit(term) if is_and else found | self.visit(term)
        return found

    def visit_value_path(self, node: ValuePath) -> Q:
        """People have one e-mail and one unit, so a selection is about that one."""
        self.within = node.attr_path
        try:
            return self.visit(node.val_filter)
        finally:
            self.within = None

    def _path(self, path: AttrPath) -> AttrPath:
        if self.within is None:
            return path
        return AttrPath(self.within.attr, path.attr, self.within.uri)

    def _column(self, binding: AttributeBinding) -> Column:
        column = self.columns.get(key_of(binding))
        if column is None:
            raise InvalidFilterException(detail=f"{binding.urn} cannot be searched for.")
        return column

    def _compared(
        self, binding: AttributeBinding, column: Column, operator: CompareOperator, value: Any
    ) -> Q:
        lookup = LOOKUPS[column.kind].get(operator.value)
        if lookup is None:
            raise InvalidFilterException(
                detail=f"{binding.urn} cannot be compared by {operator.value}."
            )
        if isinstance(value, str) and SURROGATES.search(value):
            raise InvalidFilterException(detail=f"{binding.urn}: these are no characters.")
        if column.kind is Kind.ID:
            value = as_id(value)
            if value is None:
                return NOBODY
        if column.equal is not None and operator == CompareOperator.eq:
            return column.equal(value)
        return Q(**{f"{self._named(binding, column)}__{lookup}": value})

    def _is_empty(self, binding: AttributeBinding, column: Column, *, present: bool) -> Q:
        name = self._named(binding, column)
        is_text = column.kind in {Kind.TEXT, Kind.EXACT}
        empty = Q(**{name: ""}) if is_text else Q(**{f"{name}__isnull": True})
        return ~empty if present else empty

    def _named(self, binding: AttributeBinding, column: Column) -> str:
        name = f"scim_{key_of(binding).replace('.', '_')}"
        self.used[name] = column.expression
        return name


def plain(field: str, kind: Kind = Kind.TEXT) -> Column:
    """A field of the model itself."""
    return Column(F(field), kind)
