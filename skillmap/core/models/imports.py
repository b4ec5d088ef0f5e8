"""Files people bring in, and the ids other systems use."""

import uuid

from django.conf import settings
from django.db import models

from skillmap.core.enums import ImportKind, ImportState, RowAction
from skillmap.core.models.jobs import Job
from skillmap.core.models.record import Record
from skillmap.core.models.users import Viewer


def upload_name(_batch: "ImportBatch", filename: str) -> str:
    """A random name outside the web root; the person's file name stays in the row."""
    suffix = filename.rpartition(".")[2].lower()
    return f"imports/{uuid.uuid4().hex}.{suffix if suffix.isalnum() else 'bin'}"


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: Viewer, *, sees_all: bool) -> "ImportBatchQuerySet":
        """One's own rows, or all; callers pass `sees_all` from `employees.rules`."""
        if not user.is_authenticated:
            return self.none()
        return self if sees_all else self.filter(actor=user.pk)


class ImportBatch(Record):
    """One file on its way in: read, compared, applied, perhaps undone."""

    kind = models.CharField(max_length=12, choices=ImportKind)
    format = models.CharField(max_length=10, default="csv")
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.CHECKING)
    file = models.FileField(upload_to=upload_name, blank=True)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=60, blank=True)
    options = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="imports"
    )
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of a batch that is not as it was: new, changed, rejected, or with a warning.

    `changes` is `{column: [old, new]}`; `faults` is a list of
    `{file, sheet, row, column, value, code, sentence, warning}`. Undo goes by history, not by this.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=10, choices=RowAction)
    key = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=dict)
    faults = models.JSONField(default=list)

    class Meta:
        ordering = ["number", "id"]
        indexes = [models.Index(fields=["batch", "action", "number"], name="import_row_action")]

    def __str__(self) -> str:
        return f"{self.number}: {self.action}"


class ExternalId(models.Model):
    """What another system calls one of our rows; unique per kind, source and value.

    `object_id` is the bigint key of the row of kind `kind` (a model label such as
    `employees.employee`); the ground floor knows no upper models, hence no foreign key.
    """

    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    source = models.CharField(max_length=60)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "source", "value"], name="external_id_once")
        ]
        indexes = [models.Index(fields=["kind", "object_id"], name="external_id_object")]

    def __str__(self) -> str:
        return f"{self.source}:{self.value}"
