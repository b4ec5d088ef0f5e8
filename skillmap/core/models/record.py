"""What every row that people or clients write has in common."""

import uuid

from django.db import models


class Record(models.Model):
    """A row with a public id and a version.

    `id` (bigint) is never shown; `public_id` stands in URLs and REST. `version` is the ETag:
    `skillmap.core.versions.save_versioned` compares it in the UPDATE.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
