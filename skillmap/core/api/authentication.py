"""Personal tokens: `Authorization: Bearer sm_...`."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from skillmap.core.models import ApiToken, User
from skillmap.core.models.organisation import A_PILOT
from skillmap.core.second_factors import lacks_second_factor, role_asks
from skillmap.core.tokens import digest

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """Finds the user of a bearer token; expired, revoked and unknown tokens look the same."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, secret = get_authorization_header(request).partition(b" ")
        if scheme.lower() != SCHEME.lower().encode():
            return None
        token = self._valid_token(secret.strip())
        self._note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - DRF's signature
        return f'{SCHEME} realm="api"'

    def _valid_token(self, secret: bytes) -> ApiToken:
        token = (
            ApiToken.objects.select_related("user__second_factor")
            .filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
            .filter(digest=digest(secret), revoked_at=None, user__is_active=True)
            .annotate(has_pilot=A_PILOT, needs_factor=role_asks("user"))
            .first()
        )
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, expired or revoked."))
        for known in ("has_pilot", "needs_factor"):
            setattr(token.user, known, getattr(token, known))
        if lacks_second_factor(token.user):
            raise AuthenticationFailed(
                _("Your role asks for a second factor: log in, set it up, make a new token.")
            )
        return token

    def _note_use(self, token: ApiToken) -> None:
        """Once a day, so that reading costs no write."""
        today = timezone.now().date()
        if token.last_used_on != today:
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
