"""Triggers in migrations, without rendering the models anew for each."""

from django.db.migrations.state import ProjectState
from pgtrigger import migrations


class AddTrigger(migrations.AddTrigger):
    """Installs one trigger; stands in every migration where pgtrigger writes its own operation.

    pgtrigger's renders all related models again after each trigger, which took a third of the
    time of a first migration. Nothing looks at the triggers of a rendered historical model: the
    SQL comes from the operation, and missing migrations are found in the state kept here.
    """

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        options = state.models[app_label, self.model_name].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]
