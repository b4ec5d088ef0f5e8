"""Programs of other systems and their addresses, more with each step."""

from uuid import uuid4

from django.utils import timezone

from employees.services.clients import register_client
from skillmap.changes.endpoints import add_endpoint
from skillmap.core.models import User, WebhookEndpoint


class Systems:
    """One endpoint with a log that grows, among others."""

    def __init__(self, hr: User) -> None:
        self.hr = hr
        self.number = 0
        self.endpoint = self._endpoint()
        self.things = {"webhook": self.endpoint.public_id}

    def grow(self) -> None:
        self._endpoint()
        self.endpoint.deliveries.create(
            kind="person", object_id=uuid4(), due_at=timezone.now(), at=timezone.now()
        )

    def _endpoint(self) -> WebhookEndpoint:
        self.number += 1
        client, _secret = register_client(
            actor=self.hr, name=f"LMS {self.number}", scopes=["directory:read"], unit=None
        )
        endpoint, _secret = add_endpoint(
            actor=self.hr, client=client, url="https://lms.example/", kinds=["person"]
        )
        return endpoint
