"""Secrets of endpoints: shown once, kept so that we can sign with them and a copy cannot."""

import base64
import secrets
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _
from standardwebhooks import Webhook

from skillmap.core.errors import DomainError

PREFIX = "whsec_"
_BYTES = 32


class SecretLost(DomainError):
    """The secret was kept under another SECRET_KEY."""


def new_secret() -> str:
    """A secret as the Standard Webhooks specification writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def seal(secret: str) -> str:
    """What is kept of a secret: a dump of the database does not tell it."""
    return _vault().encrypt(secret.encode()).decode()


def signatures(sealed: list[str], *, message_id: str, at: datetime, body: str) -> str:
    """The value of `webhook-signature`: one for each secret that is valid now.

    Raises `SecretLost`.
    """
    return " ".join(Webhook(_opened(one)).sign(message_id, at, body) for one in sealed)


def _opened(sealed: str) -> str:
    try:
        return _vault().decrypt(sealed.encode()).decode()
    except InvalidToken:
        text = _("The secret cannot be read since SECRET_KEY changed. Make a new one.")
        raise SecretLost(text) from None


def _vault() -> Fernet:
    """Encrypts with a key of its own that follows from SECRET_KEY."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"skillmap webhook secrets")
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode())))
