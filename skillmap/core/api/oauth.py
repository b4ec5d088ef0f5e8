"""`/oauth/token`: a program trades its id and secret for a token of an hour (RFC 6749, 4.4)."""

from django.http import HttpResponse
from oauth2_provider.views.mixins import OAuthLibMixin
from rest_framework.parsers import FormParser
from rest_framework.request import Request

from skillmap.core.api.scopes import Door
from skillmap.core.api.views import Conventions


class TokenView(OAuthLibMixin, Conventions):  # type: ignore[misc]  # the library has no types
    """Answers in the words of OAuth2, also when it refuses; too many requests are a problem."""

    authentication_classes = ()
    parser_classes = (FormParser,)
    scopes = {"post": Door.ANYBODY}
    schema = None

    def post(self, request: Request) -> HttpResponse:
        _address, headers, body, status = self.create_token_response(
            request._request  # noqa: SLF001 - the library takes the request of Django
        )
        response = HttpResponse(body, status=status)
        for name, value in headers.items():
            response[name] = value
        return response
