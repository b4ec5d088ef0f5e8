"""Documents as people send them, small and made here."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00" * 17
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20


def upload(content: bytes = PDF, name: str = "licence.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def badge(**changes: Any) -> dict[str, Any]:
    """A credential with one alignment; `achievement` and others replace what stands there."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:5f0e",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "https://college.example", "type": ["Profile"], "name": "The College"},
        "validFrom": "2026-02-03T00:00:00Z",
        "name": "Robotics badge",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://college.example/robots",
                "type": ["Achievement"],
                "name": "Robot programming",
                "alignment": [
                    {
                        "type": ["Alignment"],
                        "targetName": "Programming of robots",
                        "targetUrl": "https://skills.example/robots",
                        "targetCode": "ROBOTS",
                        "targetFramework": "Skills of robotics",
                    }
                ],
            },
        },
        **changes,
    }


def badge_upload(**changes: Any) -> SimpleUploadedFile:
    return upload(json.dumps(badge(**changes)).encode(), "badge.json")
