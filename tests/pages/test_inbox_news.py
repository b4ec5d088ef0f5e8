"""News in the inbox, and notes between colleagues that wait for somebody."""

import pytest
from django.utils import timezone

from assessments.models import RemarkRequest
from skillmap.core.models import Notification
from tests.factories import make_remark

pytestmark = pytest.mark.django_db
URL = "/inbox/"


@pytest.fixture
def titles(client):
    """What waits for a person, as the page lists it."""

    def read(person):
        client.force_login(person.user)
        return [item.title for item in client.get(URL).context["waiting"]]

    return read


def test_reported_notes_wait_for_hr_of_the_unit_in_one_line(client, titles, cast):
    reported = {"reported_at": timezone.now(), "report": "rude"}
    for giver in (cast.frank, cast.bob):
        make_remark(giver, cast.carol, cast.soft, **reported)
    make_remark(cast.frank, cast.dave, cast.soft)
    words = "Carol Report reported 2 notes"
    assert titles(cast.alice) == titles(cast.erin) == [words]
    for other in (cast.carol, cast.bob, cast.frank, cast.dave):
        assert titles(other) == []
    client.force_login(cast.alice.user)
    assert "reported 2 notes" in client.get("/").text


def test_note_that_hr_wrote_or_received_waits_for_other_hr(titles, cast):
    reported = {"reported_at": timezone.now(), "report": "rude"}
    make_remark(cast.alice, cast.carol, cast.soft, **reported)
    make_remark(cast.frank, cast.erin, cast.soft, **reported)
    assert titles(cast.erin) == ["Carol Report reported a note by a colleague"]
    assert titles(cast.alice) == ["Erin Partner reported a note by a colleague"]


def test_notes_that_ask_for_what_waits_are_no_news(client, cast):
    for kind in ("feedback_asked", "plan_to_approve", "raters_proposed"):
        Notification.objects.create(user=cast.bob.user, kind=kind, title=f"Please: {kind}")
    Notification.objects.create(user=cast.bob.user, kind="plan_started", title="Carol started")
    client.force_login(cast.bob.user)
    page = client.get(URL)
    assert [note.title for note in page.context["page"]] == ["Carol started"]
    assert page.context["unread_count"] == 1
    assert "News, 1 not read" in page.text
    client.post("/inbox/read/")
    assert client.get(URL).context["unread_count"] == 0


def test_news_that_nobody_else_repeats_stay(client, cast):
    for kind in ("plan_approved", "seat_free", "remark", "mentor_asked", "unheard of"):
        Notification.objects.create(user=cast.bob.user, kind=kind, title=kind)
    client.force_login(cast.bob.user)
    assert len(client.get(URL).context["page"].object_list) == 5


def test_colleague_who_asks_for_a_note_waits_until_it_is_written(client, titles, cast):
    asked = RemarkRequest.objects.create(
        asker=cast.carol, colleague=cast.frank, skill=cast.soft, question="How was Tuesday?"
    )
    words = "Carol Report asks for a few words on Active listening"
    assert titles(cast.frank) == [words]
    assert titles(cast.carol) == titles(cast.bob) == []
    client.force_login(cast.frank.user)
    page = client.get(URL).text
    assert "How was Tuesday?" in page
    assert f"/people/{cast.carol.public_id}/remarks/?skill={cast.soft.public_id}#write" in page
    asked.closed_at = timezone.now()
    asked.save()
    assert titles(cast.frank) == []
