"""OAuth2 client credentials: who may have a token, for what, and what is kept of it."""

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import check_password
from django.utils import timezone
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import BaseScopes

from skillmap.core.enums import Scope
from skillmap.core.models import ApiClient, ApiToken
from skillmap.core.tokens import keep_token


class ClientScopes(BaseScopes):  # type: ignore[misc]  # the library is untyped
    """A client may ask for some of its scopes, and has all of them when it names none."""

    def get_all_scopes(self) -> dict[str, str]:
        return {scope.value: str(scope.label) for scope in Scope}

    def get_available_scopes(
        self,
        application: Any = None,
        request: Any = None,  # noqa: ARG002 - the library's signature
        *_args: Any,
        **_options: Any,
    ) -> list[str]:
        return list(application.client.scopes)

    get_default_scopes = get_available_scopes


class ClientValidator(OAuth2Validator):  # type: ignore[misc]  # the library is untyped
    """Knows clients that are not revoked by either of two secrets while one is rotated."""

    def _load_application(self, client_id: str | None, request: Any) -> Any:
        if client_id and "\0" in client_id:  # no text of the database has it
            request.client = None
            return None
        application = super()._load_application(client_id, request)
        known = ApiClient.objects.filter(application=application, revoked_at=None)
        if application is None or not known.exists():
            request.client = None
            return None
        return application

    def _check_secret(self, provided_secret: str, stored_secret: str) -> bool:
        if super()._check_secret(provided_secret, stored_secret):
            return True
        former = ApiClient.objects.filter(
            application__client_secret=stored_secret, former_until__gt=timezone.now()
        )
        return any(check_password(provided_secret, one.former_secret) for one in former)

    def _create_access_token(
        self, expires: datetime, request: Any, token: dict[str, Any], *_args: Any, **_options: Any
    ) -> ApiToken:
        client: ApiClient = request.client.client
        ApiClient.objects.filter(pk=client.pk).update(last_used_at=timezone.now())
        return keep_token(
            client.user,
            secret=token["access_token"],
            name="OAuth2",
            scopes=token["scope"].split(),
            expires_at=expires,
        )
