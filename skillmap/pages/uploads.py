"""Files that are small enough to be read while their sender waits."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skillmap.core.tabular.delimited import read_delimited
from skillmap.core.tabular.faults import refuse
from skillmap.core.tabular.limits import MEGABYTE, Limits
from skillmap.core.tabular.sheet import Sheet


class FileForm(forms.Form):
    """A CSV file, looked at or brought in."""

    file = forms.FileField(label=_("CSV file"), max_length=255)


def sheet_of(upload: UploadedFile[bytes], limits: Limits) -> Sheet:
    """The rows of an uploaded CSV. Raises `FileRefused`."""
    name = upload.name or "file.csv"
    data = upload.read(limits.size + 1)
    if len(data) > limits.size:
        too_large = gettext("The file is larger than %(n)d MB.") % {"n": limits.size // MEGABYTE}
        raise refuse(name, "too_large", too_large)
    return read_delimited(data, name, limits=limits)
