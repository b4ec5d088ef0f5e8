"""Filters kept under a name: for oneself, opened first where wished, and never more than that."""

import pytest
from django.urls import reverse

from skillmap.core import services
from skillmap.core.models import SavedView
from tests.cast import make_cast

pytestmark = pytest.mark.django_db
PEOPLE = "pages:person_list"


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def alice(client, cast):
    client.force_login(cast.alice.user)
    return client


def keep(client, query="q=carol", name="Carols", page=PEOPLE, **more):
    body = {"page": page, "name": name, "query": query, **more}
    return client.post(reverse("pages:view_save"), body)


def act(client, what, view=None):
    view = view or SavedView.objects.get()
    return client.post(reverse("pages:view_act", args=[view.public_id]), {"act": what})


def test_filters_are_kept_under_a_name_and_lead_back(alice):
    answer = keep(alice, "q=carol&page=3&format=csv&role=&all=1")
    assert answer["Location"] == "/people/?q=carol"
    page = alice.get("/people/").text
    assert '<a class="chip-link" href="?q=carol"' in page
    assert "Carols" in page


@pytest.mark.parametrize(
    "page", [PEOPLE, "pages:skill_map", "pages:alert_list", "pages:goal_board"]
)
def test_default_opens_first_and_can_be_left(alice, page):
    url = reverse(page)
    keep(alice, "unit=x", page=page, is_default="1")
    assert alice.get(url)["Location"] == f"{url}?unit=x"
    assert alice.get(url, {"all": 1}).status_code == 200
    act(alice, "default")
    assert alice.get(url).status_code == 200


def test_the_last_filter_can_be_taken_off_a_view_that_opens_first(alice):
    keep(alice, "kind=stale", page="pages:alert_list", is_default="1")
    chip = alice.get("/alerts/?kind=stale").context["filters"].chips[0]
    answer = alice.get("/alerts/" + chip.url)
    assert answer.status_code == 200
    assert not answer.context["filters"].chips


def test_one_view_of_a_list_opens_first(alice):
    keep(alice, name="One", is_default="1")
    keep(alice, name="Two", is_default="1")
    keep(alice, "kind=goal", name="Goals", page="pages:goal_board", is_default="1")
    first = SavedView.objects.filter(is_default=True).values_list("name", flat=True)
    assert sorted(first) == ["Goals", "Two"]


def test_same_name_again_replaces_and_forgetting_forgets(alice):
    keep(alice)
    keep(alice, "q=dave")
    assert SavedView.objects.get().query == "q=dave"
    act(alice, "forget")
    assert not SavedView.objects.exists()


def test_views_are_for_oneself(client, cast):
    client.force_login(cast.alice.user)
    keep(client, name="Secret plans")
    client.force_login(cast.bob.user)
    assert "Secret plans" not in client.get("/people/").text
    for what in ("forget", "default"):
        assert act(client, what).status_code == 404
    assert not SavedView.objects.get().is_default


def test_view_shows_no_more_than_its_reader_may_see(client, cast):
    """Kept by somebody who was HR: the right is gone, the view is only an address."""
    client.force_login(cast.alice.user)
    keep(client, "by=people", page="pages:skill_map", is_default="1")
    keep(client, "kind=unmeasured", page="pages:alert_list")
    cast.alice.user.grants.all().delete()
    cast.alice.assignments.all().delete()
    assert client.get("/alerts/?kind=unmeasured").status_code == 403
    page = client.get("/skill-map/", follow=True)
    assert not page.context["reach"].named


@pytest.mark.parametrize(
    "wrong",
    [
        {"query": ""},
        {"query": "page=2"},
        {"query": "q=" + "x" * 1000},
        {"query": "q=a\0b"},
        {"query": "q=" + "é" * 400},
        {"name": ""},
        {"name": "x" * 61},
        {"page": "pages:audit_list"},
        {"page": "https://example.org/"},
    ],
)
def test_what_is_no_view_of_a_list_is_not_kept(alice, wrong):
    answer = keep(alice, **wrong)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert not SavedView.objects.exists()


def test_name_is_text_and_there_is_an_end(alice, monkeypatch):
    monkeypatch.setattr(services, "MOST_VIEWS", 1)
    keep(alice, name="<b>bold</b>")
    keep(alice, name="one too many")
    assert "<b>bold" not in alice.get("/people/").text
    assert SavedView.objects.get().name == "<b>bold</b>"
