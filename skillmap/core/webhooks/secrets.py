"""Secrets of endpoints: shown once, kept so that we can sign with them and a copy cannot."""

import base64
import secrets
from datetime import datetime

from standardwebhooks import Webhook

from skillmap.core import vault

PREFIX = "whsec_"
_BYTES = 32
_PURPOSE = "skillmap webhook secrets"


def new_secret() -> str:
    """A secret as the Standard Webhooks specification writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def seal(secret: str) -> str:
    """What is kept of a secret: a dump of the database does not tell it."""
    return vault.seal(secret, purpose=_PURPOSE)


def signatures(sealed: list[str], *, message_id: str, at: datetime, body: str) -> str:
    """The value of `webhook-signature`: one for each secret that is valid now.

    Raises `SecretLost`.
    """
    opened = (vault.unseal(one, purpose=_PURPOSE) for one in sealed)
    return " ".join(Webhook(secret).sign(message_id, at, body) for secret in opened)
