"""Log-in by e-mail, and invitations instead of sign-up."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from skillmap.core.enums import INVITATION_DAYS
from skillmap.core.errors import DomainError
from skillmap.core.models import User
from skillmap.core.models.organisation import A_PILOT
from skillmap.core.second_factors import role_asks, turn_off

_SALT = "skillmap.invitation"


class LogInBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    """Log-in by e-mail and password, where the organisation allows it."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        if not settings.LOCAL_LOGIN:
            return None
        user: User | None = super().authenticate(request, **credentials)
        return user

    def get_user(self, user_id: int) -> User | None:
        """With the second factor, whether their role asks for one, and whether there is a pilot:
        every request asks for them."""
        users = User.objects.select_related("second_factor")
        users = users.annotate(has_pilot=A_PILOT, needs_factor=role_asks("pk"))
        user = users.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """People come by import and invitation, never by signing themselves up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.BASE_URL}{path.replace('UID-KEY', key)}"


def invitation_link(user: User) -> str:
    """A link that lets this person set a password once, within seven days.

    The signature covers the current password hash, so using the link makes it worthless.
    """
    token = signing.dumps({"user": str(user.public_id), "was": _fingerprint(user)}, salt=_SALT)
    path = reverse("pages:invitation_accept", kwargs={"token": token})
    return f"{settings.BASE_URL}{path}"


def invited_user(token: str) -> User:
    """The user an invitation is for. Raises `DomainError` when it is used, old or forged."""
    gone = DomainError(
        _("This invitation was used already or is older than seven days. Ask HR for a new one."),
        code="invitation_gone",
    )
    try:
        claim: dict[str, Any] = signing.loads(
            token, salt=_SALT, max_age=timedelta(days=INVITATION_DAYS)
        )
    except signing.BadSignature:
        raise gone from None
    user = User.objects.filter(public_id=claim["user"], is_active=True).first()
    if user is None or _fingerprint(user) != claim["was"]:
        raise gone
    return user


@transaction.atomic
def reset_second_factor(user: User) -> bool:
    """Forget the second factor of somebody who lost it, and log them out everywhere: whoever found
    it may be logged in. Returns whether there was one."""
    end_sessions(user.pk)
    return turn_off(user)


def end_sessions(user_id: int) -> None:
    """Log this user out wherever they are logged in."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user_id):
            session.delete()


def invite(user: User) -> None:
    """Mail the invitation."""
    context = {"user": user, "link": invitation_link(user), "days": INVITATION_DAYS}
    send_mail(
        subject=_("Your Skillmap account"),
        message=render_to_string("core/invitation.txt", context),
        from_email=None,
        recipient_list=[user.email],
    )


def _fingerprint(user: User) -> str:
    return signing.Signer(salt=_SALT).signature(user.password)[:16]
