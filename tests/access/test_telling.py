"""Rows of lists are told field by field as the framework would tell them, only faster."""

import pytest
from django.test import Client

from skillmap.api.urls import router
from skillmap.core.api import views
from tests.access.world import World

LISTS = [prefix for prefix, view, _name in router.registry if hasattr(view, "list")]


@pytest.mark.parametrize("resource", LISTS)
def test_list_has_the_bytes_that_the_framework_would_send(
    world: World, monkeypatch: pytest.MonkeyPatch, resource: str
):
    pages = _pages(world, resource)
    monkeypatch.setattr(views, "_reader", lambda kind: kind(many=True))
    assert pages == _pages(world, resource)
    assert any(b'"id"' in page for page in pages), "nobody has a row: nothing was compared"


def _pages(world: World, resource: str) -> list[bytes]:
    """The list as HR and as somebody with people of their own get it."""
    pages = []
    for viewer in ("alice", "bob"):
        client = Client(headers={"x-request-id": "same"})
        client.force_login(world.user(viewer))
        pages.append(client.get(f"/api/v1/{resource}?limit=200").content)
    return pages
