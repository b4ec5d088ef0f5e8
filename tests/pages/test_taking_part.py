"""The page of an activity says how to take part and leads back to one's plan."""

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_plan
from training.enums import Mode, PlanState

pytestmark = pytest.mark.django_db


def text_of(client, person, activity):
    client.force_login(person.user)
    return client.get(reverse("training:activity_detail", args=[activity.public_id])).text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"url": "https://films.example/"}, "opens in a new tab"),
        ({"mode": Mode.MENTORING}, "Agree on the first meeting"),
        ({"mode": Mode.PROJECT}, "Agree with your manager"),
        ({"mode": Mode.COURSE, "provider": "City College"}, "Ask City College or your"),
        ({"mode": Mode.COURSE}, "Ask your learning team"),
    ],
)
def test_activity_says_how_to_take_part(client, cast, fields, words):
    assert words in text_of(client, cast.dave, make_activity(**fields))


@pytest.mark.parametrize(("code", "word"), [("de", "German"), ("xx-odd", "xx-odd")])
def test_language_is_a_word_where_it_is_known(client, cast, code, word):
    assert f"<dd>{word}</dd>" in text_of(client, cast.dave, make_activity(language=code))


def test_activity_leads_back_to_ones_own_plan_only(client, cast):
    activity = make_activity()
    make_plan(cast.dave, [activity], state=PlanState.ACTIVE)
    assert f"/people/{cast.dave.public_id}/plan/#step-0" in text_of(client, cast.dave, activity)
    assert "In your plan" not in text_of(client, cast.carol, activity)
