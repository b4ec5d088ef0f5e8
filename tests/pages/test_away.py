"""The page on which somebody says when they are away and who stands in."""

import pytest
from django.urls import reverse

from tests.factories import day, make_delegation

pytestmark = pytest.mark.django_db


def page_of(person):
    return reverse("pages:person_away", args=[person.public_id])


def test_days_away_are_added_shown_and_removed(client, cast):
    client.force_login(cast.dave.user)
    days = {"absence-first_day": day(1), "absence-returns_on": day(15)}
    assert client.post(page_of(cast.dave), days).status_code == 302
    row = cast.dave.absences.get()
    ending = reverse("pages:away_end", args=[cast.dave.public_id, row.public_id])
    assert ending in client.get(page_of(cast.dave)).content.decode()
    client.post(ending)
    assert "No days away" in client.get(page_of(cast.dave)).content.decode()


def test_wrong_days_come_back_with_a_sentence_and_keep_the_input(client, cast):
    client.force_login(cast.dave.user)
    days = {"absence-first_day": day(5), "absence-returns_on": day(2)}
    response = client.post(page_of(cast.dave), days)
    assert response.status_code == 422
    assert "The day of return must come after the first day." in response.content.decode()
    assert f'value="{day(5).isoformat()}"' in response.content.decode()


def test_manager_names_a_stand_in_who_then_opens_the_plan(client, cast):
    client.force_login(cast.carol.user)
    form = {
        "delegation-stand_in": cast.bob.public_id,
        "delegation-first_day": day(0),
        "delegation-until": day(7),
    }
    assert client.post(page_of(cast.carol), form).status_code == 302
    assert str(cast.bob) in client.get(page_of(cast.carol)).content.decode()


def test_stranger_is_no_choice(client, cast):
    client.force_login(cast.carol.user)
    form = {
        "delegation-stand_in": cast.frank.public_id,
        "delegation-first_day": day(0),
        "delegation-until": day(7),
    }
    assert client.post(page_of(cast.carol), form).status_code == 422
    assert not cast.carol.delegations.exists()


def test_stand_in_sees_the_plan_of_a_report_and_nothing_of_others(client, cast):
    make_delegation(cast.carol, cast.frank)
    client.force_login(cast.frank.user)
    seen = [
        client.get(reverse("pages:person_plan", args=[person.public_id])).status_code
        for person in (cast.dave, cast.carol, cast.bob)
    ]
    assert seen == [200, 404, 404]


def test_who_leads_nobody_needs_no_stand_in(client, cast):
    client.force_login(cast.dave.user)
    assert "Name the stand-in" not in client.get(page_of(cast.dave)).content.decode()
