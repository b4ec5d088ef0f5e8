"""Personal tokens: `Authorization: Bearer sm_...`."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from skillmap.core.models import ApiToken, User
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
            ApiToken.objects.select_related("user")
            .filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
            .filter(digest=digest(secret), revoked_at=None, user__is_active=True)
            .first()
        )
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, expired or revoked."))
        return token

    def _note_use(self, token: ApiToken) -> None:
        """Once a day, so that reading costs no write."""
        today = timezone.now().date()
        if token.last_used_on != today:
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
