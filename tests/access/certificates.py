"""Secrets in certificates and their documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from assessments.enums import CertificateState
from tests import factories as make
from tests.access.rows import CERTIFICATES

if TYPE_CHECKING:
    from tests.access.world import World


def hide_certificates(world: World, owner: str) -> None:
    """A document that waits, and one that the role asks for and that has ended."""
    person = world.employees[owner]
    secret = world.hide(f"document-of-{owner}", owner, CERTIFICATES)
    waiting = make.make_certificate(
        person,
        title=world.hide(f"certificate-of-{owner}", owner, CERTIFICATES),
        state=CertificateState.SUBMITTED,
        file=ContentFile(secret.encode(), "document.pdf"),
        file_name="document.pdf",
        media_type="application/pdf",
    )
    world.add("certificate", owner, waiting.public_id)
    make.make_certificate(
        person,
        type=world.needed,
        issuer=world.hide(f"issuer-of-{owner}", owner, CERTIFICATES),
        expires_on=make.day(-3),
    )
