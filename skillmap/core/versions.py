"""Writes that cannot overwrite another writer."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmap.core.errors import ConflictError
from skillmap.core.models import Record


def save_versioned(row: Record, fields: list[str], *, expected: int | None = None) -> None:
    """Write the named fields where the stored version is still the one we read.

    `expected` overrides the version in memory (an If-Match or hidden form value). Raises
    `ConflictError` when another writer was faster; the row in memory then stays as it is.
    """
    version = row.version if expected is None else expected
    manager: models.Manager[Any] = type(row)._default_manager
    now = timezone.now()
    changed = manager.filter(pk=row.pk, version=version).update(
        **{name: getattr(row, name) for name in fields}, version=version + 1, updated_at=now
    )
    if not changed:
        raise ConflictError(
            _("Somebody changed this meanwhile. Your text is kept; look at both and save again."),
            code="stale_version",
        )
    row.version, row.updated_at = version + 1, now
