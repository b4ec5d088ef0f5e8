"""Operations of our migrations that render the historical models once instead of once each.

Django's own render a model and all models related to it anew for every table, column, constraint
and trigger: half a minute of a first start, for a hundred and fifty tables that point to each
other.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState
from pgtrigger import migrations


class AtOnce(Operation):
    """Many operations that each leave the others' models alone.

    So all of them see the models as they are after the last one: a new table brings its columns,
    constraints and indexes along in its `CreateModel`.
    """

    category = OperationCategory.MIXED
    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        vars(state).pop("apps", None)  # rendered again, once, for the first operation
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"{len(self.operations)} changes"

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        return type(self).__name__, [], {"operations": self.operations}


class AddTrigger(migrations.AddTrigger):
    """Installs one trigger; stands in every migration where pgtrigger writes its own operation.

    Nothing looks at the triggers of a rendered historical model: the SQL comes from the operation,
    and missing migrations are found in the state kept here. The same holds for `RemoveTrigger`.
    """

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        options = state.models[app_label, self.model_name].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]


class RemoveTrigger(migrations.RemoveTrigger):
    """Takes one trigger away; stands where pgtrigger writes its own operation."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        options = state.models[app_label, self.model_name].options
        options["triggers"] = [
            trigger for trigger in options.get("triggers", []) if trigger.name != self.name
        ]
