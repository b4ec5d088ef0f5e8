"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and codes to recover with.

Attempts are counted in the database: the cache may be away, and then forgets them.
"""

import hmac
import secrets
from base64 import b32encode
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Exists
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from skillmap.core import vault
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.models import ApiToken, SecondFactor, User
from skillmap.core.tokens import digest

if TYPE_CHECKING:
    from pyotp import TOTP

MOST_WRONG = 5  # codes, before none is taken for a while
CLOSED_FOR = timedelta(minutes=15)
RECOVERY_CODES = 10
_EARLY_OR_LATE = (-1, 0, 1)  # half minutes that the clock of a phone may be wrong
_PURPOSE = "skillmap second factors"


def new_key() -> str:
    """A key for an authenticator app, sealed until it is confirmed with a code."""
    key = b32encode(secrets.token_bytes(20)).decode()
    return vault.seal(key, purpose=_PURPOSE)


def key_of(sealed: str) -> str:
    """What is typed into an app that cannot read the picture. Raises `SecretLost`."""
    return vault.unseal(sealed, purpose=_PURPOSE)


def address_of(sealed: str, *, user: User, issuer: str) -> str:
    """The `otpauth:` address that the picture shows."""
    return _totp(key_of(sealed)).provisioning_uri(name=user.email, issuer_name=issuer)


def factor_of(user: User) -> SecondFactor | None:
    """The factor of this user, without a query where the log-in has fetched it."""
    try:
        return user.second_factor
    except SecondFactor.DoesNotExist:
        return None


def role_asks(user: str) -> Exists:
    """For the query that fetches who sends a request: `needs_factor` of the user at this path."""
    asks: Exists = import_string(settings.SECOND_FACTOR_RULE)(user)
    return asks


def lacks_second_factor(user: User) -> bool:
    """Does the role of whoever sends this request ask for a second factor that is not there?"""
    if not settings.SECOND_FACTOR or user.is_client or factor_of(user) is not None:
        return False
    return bool(getattr(user, "needs_factor"))  # noqa: B009 - mypy knows no such field


@transaction.atomic
def set_up(*, actor: User, sealed: str, code: str, now: datetime) -> tuple[SecondFactor, list[str]]:
    """Turn the second factor of `actor` on, with a code that shows that the app has the key.

    Ends their tokens, which were made without it. Returns the recovery codes too, which are never
    shown again. Raises `DomainError` and `ConflictError`.
    """
    User.objects.select_for_update().get(pk=actor.pk)  # two windows at once turn it on once
    if SecondFactor.objects.filter(user=actor).exists():
        raise ConflictError(_("Your second factor is on already."), code="on_already")
    step = _step_of(key_of(sealed), code, now)
    if step is None:
        text = _("This code is not right. Is the clock of the phone right?")
        raise DomainError(text, field="code")
    codes = _new_codes()
    factor = SecondFactor.objects.create(
        user=actor, sealed=sealed, recovery=_digests(codes), last_step=step
    )
    ApiToken.objects.filter(user=actor, revoked_at=None).update(revoked_at=now, updated_at=now)
    return factor, codes


def check_code(factor: SecondFactor, code: str, *, now: datetime) -> None:
    """Take a code of the app or a recovery code, each once.

    Raises `DomainError` when it is wrong, used, or one of too many, and where the factor was reset
    meanwhile.
    """
    with transaction.atomic():
        stored = SecondFactor.objects.select_for_update().filter(pk=factor.pk).first()
        if stored is None:
            raise DomainError(_("Your second factor was reset. Log in again."), field="code")
        if stored.closed_until is not None and stored.closed_until > now:
            text = _("Too many wrong codes. Wait a quarter of an hour.")
            raise DomainError(text, code="too_many", field="code")
        is_right = _take(stored, code, now)
        _count(stored, now, is_right=is_right)
        # Without the version: nothing that is audited has changed.
        stored.save(update_fields=["last_step", "recovery", "wrong", "closed_until"])
    if not is_right:
        raise DomainError(_("This code is wrong or was used already."), field="code")


def renew_recovery(factor: SecondFactor) -> list[str]:
    """New recovery codes in the place of all earlier ones; `check_code` comes first."""
    codes = _new_codes()
    factor.recovery = _digests(codes)
    factor.save(update_fields=["recovery"])
    return codes


def turn_off(user: User) -> bool:
    """Forget the second factor of this user, and so every log-in that was made with it.

    Whoever may, `employees.rules` says. Returns whether there was one.
    """
    deleted, _rows = SecondFactor.objects.filter(user=user).delete()
    return deleted > 0


def _take(factor: SecondFactor, code: str, now: datetime) -> bool:
    spent = _digests([code])[0]
    if spent in factor.recovery:
        factor.recovery.remove(spent)
        return True
    step = _step_of(key_of(factor.sealed), code, now)
    if step is None or step <= factor.last_step:
        return False
    factor.last_step = step
    return True


def _count(factor: SecondFactor, now: datetime, *, is_right: bool) -> None:
    factor.wrong = 0 if is_right else factor.wrong + 1
    if factor.wrong >= MOST_WRONG:
        factor.wrong, factor.closed_until = 0, now + CLOSED_FOR


def _step_of(key: str, code: str, now: datetime) -> int | None:
    """The half minute whose code this is."""
    totp, given = _totp(key), _bare(code)
    current = totp.timecode(now)
    for step in (current + shift for shift in _EARLY_OR_LATE):
        if hmac.compare_digest(totp.generate_otp(step).encode(), given.encode()):
            return step
    return None


def _totp(key: str) -> "TOTP":
    from pyotp import TOTP  # only who shows a second factor needs it

    return TOTP(key)


def _new_codes() -> list[str]:
    """Eighty random bits each, so that a fast hash of them is enough."""
    raw = (b32encode(secrets.token_bytes(10)).decode().lower() for _n in range(RECOVERY_CODES))
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in raw]


def _digests(codes: list[str]) -> list[str]:
    return [digest(_bare(code).encode()) for code in codes]


def _bare(code: str) -> str:
    return "".join(code.split()).replace("-", "").lower()
