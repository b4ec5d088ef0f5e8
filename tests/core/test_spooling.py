"""Files on their way in: bounded on disk, counted in full."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from skillmap.core.models import ImportBatch
from skillmap.core.spooling import BoundedUploadHandler

MEGABYTE = 2**20


def test_a_gigabyte_is_counted_and_not_kept(settings):
    handler = BoundedUploadHandler()
    handler.new_file("file", "people.csv", "text/csv", None)
    chunk = bytes(MEGABYTE)
    for start in range(0, 1024 * MEGABYTE, MEGABYTE):
        handler.receive_data_chunk(chunk, start)
    file = handler.file_complete(1024 * MEGABYTE)
    assert file.size == 1024 * MEGABYTE
    kept = Path(file.temporary_file_path()).stat().st_size
    assert kept <= settings.IMPORT_MAX_BYTES + MEGABYTE
    file.close()


@pytest.mark.django_db
def test_file_beyond_the_limit_is_refused_with_its_limit_and_nothing_is_kept(
    client, cast, settings
):
    settings.IMPORT_MAX_BYTES, settings.FILE_UPLOAD_MAX_MEMORY_SIZE = MEGABYTE, 1000
    client.force_login(cast.alice.user)
    file = SimpleUploadedFile("people.csv", b"employee_number\n" + b"1\n" * MEGABYTE)
    answer = client.post(reverse("pages:import_new"), {"kind": "people", "file": file})
    assert answer.status_code == 422
    assert "1 MB" in answer.text
    assert not ImportBatch.objects.exists()
