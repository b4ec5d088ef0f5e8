"""Programs of other systems in the access world, and the rows of their pages."""

from employees.services.clients import register_client
from tests.access.oracle import Relation
from tests.access.rows import ALL, ANYBODY, HR_ADMIN, Row, audience, page, post
from tests.access.world import World

CLIENTS = [
    page("pages:client_list", ALL, may=HR_ADMIN),
    post("pages:client_list", ALL, may=HR_ADMIN),
    Row("pages:client_rotate", HR_ADMIN, "client", method="post"),
    post("pages:client_revoke", HR_ADMIN, "client"),
    Row("oauth:token", ANYBODY, method="post", ok=frozenset({400, 401})),
]


def hide_clients(world: World) -> None:
    """A program whose name HR admins alone may read."""
    secret = world.hide("name-of-client", "", audience(Relation.HR_ADMIN))
    client, _secret = register_client(
        actor=world.user("alice"), name=secret, scopes=["directory:read"], unit=None
    )
    world.add("client", "", client.public_id)
