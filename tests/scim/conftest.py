"""An identity provider: a program with the scope `scim`."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from employees.models import Employee, OrgUnit
from employees.services.clients import register_client
from skillmap.core.enums import Scope
from skillmap.core.models import User
from skillmap.core.tokens import issue_token

V2 = "/scim/v2"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


class Provider:
    """Requests below /scim/v2 with the token of one program, or of one user."""

    def __init__(self, user: User, scopes: tuple[str, ...] = (Scope.SCIM,)) -> None:
        self.user = user
        _token, secret = issue_token(user, name="test", scopes=scopes)
        self.client = Client(headers={"authorization": f"Bearer {secret}"})

    def get(self, path: str, parameters: dict[str, Any] | None = None, **headers: str) -> Any:
        return self.client.get(f"{V2}{path}", parameters, headers=_named(headers))

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.generic(
            method, f"{V2}{path}", content, "application/scim+json", headers=_named(headers)
        )

    def add(self, **attributes: Any) -> Any:
        """POST a user with a name."""
        name = {"givenName": "Barbara", "familyName": "Jensen"}
        body = {"schemas": [USER, ENTERPRISE], "userName": "bjensen", "name": name}
        return self.send("POST", "/Users", {**body, **attributes})

    def patch(self, person: Employee, *operations: dict[str, Any], **headers: str) -> Any:
        body = {"schemas": [PATCH_OP], "Operations": operations}
        return self.send("PATCH", f"/Users/{person.public_id}", body, **headers)

    def show(self, person: Employee) -> dict[str, Any]:
        answer = self.get(f"/Users/{person.public_id}")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def find(self, text: str, path: str = "/Users") -> list[str]:
        """The names of whom a filter finds."""
        answer = self.get(path, {"filter": text})
        assert answer.status_code == 200, answer.content
        return [one["displayName"] for one in answer.json()["Resources"] or []]


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture(autouse=True)
def fresh_budget() -> None:
    """Each test starts with the whole budget of requests."""
    cache.clear()


@pytest.fixture
def provider_of(cast: Any) -> Any:
    """A provider for a unit, or for everybody."""

    def make(unit: OrgUnit | None = None, name: str = "Entra ID") -> Provider:
        client, _secret = register_client(
            actor=cast.alice.user, name=name, scopes=[Scope.SCIM], unit=unit
        )
        return Provider(client.user)

    return make


@pytest.fixture
def provider(provider_of: Any) -> Provider:
    return provider_of()
