"""Secrets that we have to know again: encrypted, so that a dump of the database tells none."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from skillmap.core.errors import DomainError


class SecretLost(DomainError):
    """The secret was kept under another SECRET_KEY."""


def seal(secret: str, *, purpose: str) -> str:
    """What is kept of a secret."""
    return _vault(purpose).encrypt(secret.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """The secret that was sealed for this purpose. Raises `SecretLost`."""
    try:
        return _vault(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        text = _("The secret cannot be read since SECRET_KEY changed. Make a new one.")
        raise SecretLost(text) from None


def _vault(purpose: str) -> Fernet:
    """Encrypts with a key of its own for each purpose, that follows from SECRET_KEY."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode())))
