"""A learning platform that may log in, and an address of it that nobody answers at."""

from employees.services.clients import register_client
from skillmap.changes.endpoints import add_endpoint, change_endpoint
from skillmap.core.enums import Scope
from skillmap.core.models import User

READS = [Scope.DIRECTORY_READ, Scope.SKILLS_READ, Scope.ACTIVITIES_READ, Scope.COMPLETIONS_WRITE]
URL = "https://learning.norvane.example/hooks/skillmap"


def connect_systems(admin: User) -> None:
    """Let the platform in; its address is turned off, because there is no such machine."""
    client, _secret = register_client(
        actor=admin, name="Learning platform", scopes=READS, unit=None
    )
    kinds = ["person", "activity"]
    endpoint, _secret = add_endpoint(actor=admin, client=client, url=URL, kinds=kinds)
    change_endpoint(
        actor=admin,
        endpoint=endpoint,
        version=endpoint.version,
        url=URL,
        kinds=kinds,
        is_enabled=False,
    )
