"""Programs of other systems in the access world, and the rows of their pages."""

from django.utils import timezone

from employees.services.clients import register_client
from skillmap.changes.endpoints import add_endpoint
from tests.access.oracle import Relation
from tests.access.rows import ALL, AND_FILE, ANYBODY, HR_ADMIN, Row, audience, page, post
from tests.access.world import World

CLIENTS = [
    page("pages:client_list", ALL, may=HR_ADMIN, queries=AND_FILE),
    post("pages:client_list", ALL, may=HR_ADMIN),
    Row("pages:client_rotate", HR_ADMIN, "client", method="post"),
    post("pages:client_revoke", HR_ADMIN, "client"),
    page("pages:override_list", ALL, may=HR_ADMIN, queries=AND_FILE),
    page("pages:webhook_list", ALL, may=HR_ADMIN, queries=AND_FILE),
    post("pages:webhook_list", ALL, may=HR_ADMIN),
    page("pages:webhook_detail", HR_ADMIN, "webhook", queries=AND_FILE),
    post("pages:webhook_detail", HR_ADMIN, "webhook"),
    Row("pages:webhook_rotate", HR_ADMIN, "webhook", method="post"),
    post("pages:webhook_test", HR_ADMIN, "webhook"),
    post("pages:webhook_replay", HR_ADMIN, "webhook"),
    post("pages:webhook_remove", HR_ADMIN, "webhook"),
    post("pages:delivery_replay", HR_ADMIN, "delivery"),
    Row("oauth:token", ANYBODY, method="post", ok=frozenset({400, 401})),
]


def hide_clients(world: World) -> None:
    """A program whose name, and an address of it, HR admins alone may read."""
    secret = world.hide("name-of-client", "", audience(Relation.HR_ADMIN))
    client, _secret = register_client(
        actor=world.user("alice"), name=secret, scopes=["directory:read"], unit=None
    )
    world.add("client", "", client.public_id)
    place = world.hide("address-of-webhook", "", audience(Relation.HR_ADMIN))
    endpoint, _secret = add_endpoint(
        actor=world.user("alice"),
        client=client,
        url=f"https://lms.example/{place}",
        kinds=["person"],
    )
    world.add("webhook", "", endpoint.public_id)
    delivery = endpoint.deliveries.create(
        kind="person", object_id=client.public_id, due_at=timezone.now(), state="delivered"
    )
    ids = {"public_id": endpoint.public_id, "delivery_id": delivery.public_id}
    world.add("delivery", "", ids)
