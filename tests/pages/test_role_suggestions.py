"""What people suggest about a role reaches HR, and the answer reaches them."""

import pytest
from django.urls import reverse

from employees.enums import EmployeeStatus, SuggestionState
from employees.models import RoleSuggestion
from employees.services.suggestions import MOST_OPEN
from skillmap.core.models import Notification
from tests.factories import day, make_role, make_skill, make_user

pytestmark = pytest.mark.django_db
LIST = "/roles/suggestions/"
BODY = {"skill": "spreadsheets", "kind": "too_high", "words": "3 is enough to start"}


@pytest.fixture
def suggest(client, cast):
    def post(name="carol", **fields):
        client.force_login(cast.people[name].user)
        url = reverse("pages:role_suggest", args=[cast.role.public_id])
        return client.post(url, BODY | fields, follow=True)

    return post


def decide(client, cast, one, name="alice", **fields):
    client.force_login(cast.people[name].user)
    body = {"suggestion": one.public_id, "version": one.version, "note": "Agreed."}
    return client.post(LIST, body | {"decision": "accept"} | fields, follow=True)


def test_suggestion_is_decided_and_the_person_reads_the_note(client, cast, suggest):
    suggest()
    client.force_login(cast.alice.user)
    assert "3 is enough to start" in client.get(LIST).text

    decide(client, cast, RoleSuggestion.objects.get())

    one = RoleSuggestion.objects.get()
    assert (one.state, one.decided_by) == (SuggestionState.ACCEPTED, cast.alice.user)
    assert Notification.objects.get(user=cast.carol.user).kind == "suggestion_decided"
    client.force_login(cast.carol.user)
    assert "Agreed." in client.get(reverse("pages:role_detail", args=[cast.role.public_id])).text
    client.force_login(cast.alice.user)
    assert "3 is enough" not in client.get(LIST).text


def test_others_read_neither_the_suggestion_nor_the_note(client, cast, suggest):
    suggest()
    decide(client, cast, RoleSuggestion.objects.get())
    for name in ("bob", "dave", "heidi"):
        client.force_login(cast.people[name].user)
        page = client.get(reverse("pages:role_detail", args=[cast.role.public_id])).text
        assert "Agreed." not in page
        assert client.get(LIST).status_code == 403


@pytest.mark.parametrize(
    "fields", [{"skill": "nothing"}, {"skill": "\0"}, {"kind": "odd"}, {"words": "x" * 201}]
)
def test_faulty_suggestion_is_refused_at_its_field_and_what_was_typed_stays(suggest, fields):
    page = suggest(**fields)
    assert page.status_code == 422
    assert set(page.context["suggestion_form"].errors) == set(fields)
    assert (BODY | fields)["words"] in page.text
    assert not RoleSuggestion.objects.exists()


def test_same_suggestion_waits_once_and_nobody_floods_hr(cast, suggest):
    suggest()
    assert "already" in suggest().text
    for _ in range(MOST_OPEN):
        RoleSuggestion.objects.create(
            role=make_role(), skill=cast.soft, kind="missing", made_by=cast.carol
        )
    make_skill("Knots")
    assert "not answered" in suggest(skill="knots").text
    assert suggest("dave").status_code == 200
    assert RoleSuggestion.objects.filter(made_by=cast.dave).count() == 1


def test_log_in_without_a_person_suggests_nothing(client, cast):
    client.force_login(make_user())
    url = reverse("pages:role_suggest", args=[cast.role.public_id])
    assert client.post(url, BODY).status_code == 403


@pytest.mark.parametrize("fields", [{"version": 9}, {"decision": "odd"}, {"suggestion": "x"}])
def test_decision_that_is_late_or_faulty_changes_nothing(client, cast, suggest, fields):
    suggest()
    assert decide(client, cast, RoleSuggestion.objects.get(), **fields).context["messages"]
    assert RoleSuggestion.objects.get().state == SuggestionState.OPEN


def test_second_decision_does_not_replace_the_first(client, cast, suggest):
    suggest()
    seen = RoleSuggestion.objects.get()
    decide(client, cast, seen)
    decide(client, cast, seen, decision="decline", note="No.")
    one = RoleSuggestion.objects.get()
    assert (one.state, one.note) == (SuggestionState.ACCEPTED, "Agreed.")


def test_who_has_left_is_not_named(client, cast, suggest):
    suggest()
    cast.carol.status, cast.carol.left_on = EmployeeStatus.LEFT, day(-1)
    cast.carol.save()
    client.force_login(cast.alice.user)
    page = client.get(LIST).text
    assert "somebody who has left" in page
    assert "Carol" not in page


def test_hr_finds_in_the_inbox_that_suggestions_wait(client, cast, suggest):
    suggest()
    suggest("dave")
    for name, waits in (("alice", True), ("erin", True), ("bob", False), ("carol", False)):
        client.force_login(cast.people[name].user)
        titles = [item.title for item in client.get("/inbox/").context["waiting"]]
        assert ("2 suggestions about roles" in titles) == waits, name
    for one in RoleSuggestion.objects.all():
        decide(client, cast, one)
    titles = [item.title for item in client.get("/inbox/").context["waiting"]]
    assert not any("suggestion" in title for title in titles)
