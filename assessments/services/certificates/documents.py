"""What people may send as a certificate: told by its first bytes, never by its name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.enums import CERTIFICATE_MAX_BYTES
from assessments.services.certificates.badges import BADGE_MAX_BYTES, Badge, read_badge
from skillmap.core.errors import DomainError

ACCEPTED = ".pdf,.png,.jpg,.jpeg,.json"  # what a browser offers to choose; a hint, not a check
BADGE = "application/json"
_KINDS = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
)
_OTHERS = (
    (b"PK\x03\x04", gettext_lazy("a ZIP archive or an office document")),
    (b"PK\x05\x06", gettext_lazy("a ZIP archive")),
    (b"MZ", gettext_lazy("a program")),
    (b"\x7fELF", gettext_lazy("a program")),
    (b"#!", gettext_lazy("a script")),
    (b"<", gettext_lazy("a web page, an SVG picture or XML")),
    (b"GIF8", gettext_lazy("a GIF picture")),
    (b"RIFF", gettext_lazy("a WebP picture, sound or film")),
    (b"eyJ", gettext_lazy("a badge in one signed line (JWT); save it as JSON")),
)
_HEAD = 64  # bytes that tell the kind


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was looked at and may be kept. `name` ends as its content demands."""

    upload: UploadedFile[bytes]
    name: str
    media_type: str
    sha256: str
    badge: Badge | None = None


def read_document(upload: UploadedFile[bytes]) -> Document:
    """Look at an uploaded file: PDF, PNG, JPEG or an Open Badge. Raises `DomainError`."""
    if not upload.size:
        raise DomainError(_("This file is empty."), code="empty_file", field="file")
    if upload.size > CERTIFICATE_MAX_BYTES:
        text = _("This file is larger than %(most)d MB.") % {"most": CERTIFICATE_MAX_BYTES // 2**20}
        raise DomainError(text, code="file_too_large", field="file")
    upload.seek(0)
    head = upload.read(_HEAD)
    media_type, suffix = _kind(head)
    badge = None
    if media_type == BADGE:
        upload.seek(0)
        badge = read_badge(upload.read(BADGE_MAX_BYTES + 1))
    stem = PurePath(upload.name or "").stem.replace("\x00", "").strip()[:200]
    return Document(
        upload=upload,
        name=f"{stem or 'certificate'}.{suffix}",
        media_type=media_type,
        sha256=_digest(upload),
        badge=badge,
    )


def _kind(head: bytes) -> tuple[str, str]:
    """Media type and suffix by the first bytes. Raises `DomainError` naming what it is instead."""
    for signature, media_type, suffix in _KINDS:
        if head.startswith(signature):
            return media_type, suffix
    words = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if words.startswith(b"{"):
        return BADGE, "json"
    found = next((name for sign, name in _OTHERS if words.startswith(sign)), None)
    if found is None and head[4:8] == b"ftyp":
        found = gettext_lazy("a HEIC picture or a film")
    wanted = _("Send PDF, PNG or JPEG, or an Open Badge as JSON.")
    what = _("This file is %(kind)s.") % {"kind": found} if found else _("This is another file.")
    raise DomainError(f"{what} {wanted}", code="wrong_type", field="file")


def _digest(upload: UploadedFile[bytes]) -> str:
    total = hashlib.sha256()
    for chunk in upload.chunks():
        total.update(chunk)
    upload.seek(0)
    return total.hexdigest()
