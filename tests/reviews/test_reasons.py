"""HR admins say why they read somebody's goals, and the person sees who did."""

import pytest
from django.test import Client
from django.urls import reverse

from skillmap.core.models import ReadLog
from tests.cast import Cast
from tests.factories import assign, day, make_soft_skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def carols_goals(cast: Cast) -> str:
    cast.carol.goals.create(
        kind="skill",
        title="Hear people out",
        skill=make_soft_skill(),
        target_level=3,
        created_by=cast.carol.user,
    )
    return reverse("reviews:goal_list", args=[cast.carol.public_id])


def page(client: Client, cast: Cast, name: str, url: str) -> str:
    client.force_login(cast.viewer(name))
    return client.get(url).content.decode()


@pytest.mark.parametrize("name", ["carol", "bob", "erin"])
def test_person_chain_and_partner_read_without_a_reason(
    client: Client, cast: Cast, carols_goals: str, name: str
):
    assert "Hear people out" in page(client, cast, name, carols_goals)
    assert not ReadLog.objects.exists()


def test_hr_admin_is_asked_why_and_the_person_sees_it(
    client: Client, cast: Cast, carols_goals: str
):
    asked = page(client, cast, "alice", carols_goals)
    assert "Hear people out" not in asked
    assert "Why do you need to see these goals?" in asked

    client.post(f"{carols_goals}reason/", {"reason": "Her complaint of May"})

    assert "Hear people out" in client.get(carols_goals).content.decode()
    looks = page(client, cast, "carol", reverse("pages:look_list"))
    assert "Her complaint of May" in looks
    assert str(cast.alice.user) in looks
    assert "Her complaint" not in page(client, cast, "bob", reverse("pages:look_list"))


def test_reason_holds_for_one_person_and_one_day(client: Client, cast: Cast, carols_goals: str):
    client.force_login(cast.viewer("alice"))
    client.post(f"{carols_goals}reason/", {"reason": "A complaint"})
    daves = reverse("reviews:goal_list", args=[cast.dave.public_id])
    assert "Why do you need" in client.get(daves).content.decode()
    ReadLog.objects.update(read_on=day(-1))
    assert "Why do you need" in client.get(carols_goals).content.decode()


def test_empty_reason_is_refused(client: Client, cast: Cast, carols_goals: str):
    client.force_login(cast.viewer("alice"))
    answer = client.post(f"{carols_goals}reason/", {"reason": "  "})
    assert answer.status_code == 422
    assert not ReadLog.objects.exists()
    assert "Hear people out" not in client.get(carols_goals).content.decode()


def test_hr_admin_who_is_the_manager_is_not_asked(client: Client, cast: Cast):
    cast.frank.assignments.all().delete()
    assign(cast.frank, manager=cast.alice)
    url = reverse("reviews:goal_list", args=[cast.frank.public_id])
    assert "Why do you need" not in page(client, cast, "alice", url)


def test_reason_that_looks_like_markup_is_shown_as_text(
    client: Client, cast: Cast, carols_goals: str
):
    client.force_login(cast.viewer("alice"))
    client.post(f"{carols_goals}reason/", {"reason": "<script>alert(1)</script>"})
    looks = page(client, cast, "carol", reverse("pages:look_list"))
    assert "<script>alert(1)" not in looks
    assert "&lt;script&gt;" in looks
