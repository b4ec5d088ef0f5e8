"""HR invites, the person follows the link once and is in."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse

from employees.enums import Grant
from skillmap.core.accounts import invitation_link
from skillmap.core.audit import entries, events_of
from tests.factories import assign, grant, make_employee, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client):
    user = make_user("Alice Admin")
    grant(user, Grant.HR_ADMIN)
    client.force_login(user)
    return user


def _link() -> str:
    return re.search(r"/invitation/\S+", mail.outbox[-1].body)[0]


def test_invitation_used_once_logs_in_and_then_is_gone(client, alice):
    carol = make_employee("Carol Report", user=True)
    assign(carol)
    client.post(reverse("pages:invitation_send"), {"person": carol.public_id})
    assert mail.outbox[-1].to == [carol.email]
    link = _link()
    client.logout()
    assert b"Carol" in client.get(link).content

    answer = client.post(
        link, {"new_password1": "corvus-37-lamp", "new_password2": "corvus-37-lamp"}
    )

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(carol.user.pk)
    client.logout()
    assert client.get(link).status_code == 410


def test_invitation_opened_by_somebody_logged_in_counts_as_the_invited(client, alice):
    carol = make_employee("Carol Report", user=True)
    link = invitation_link(carol.user).removeprefix(settings.BASE_URL)

    client.post(link, {"new_password1": "corvus-37-lamp", "new_password2": "corvus-37-lamp"})

    assert client.session["_auth_user_id"] == str(carol.user.pk)
    last = entries(list(events_of("core.user").filter(pgh_obj=carol.user)))[0]
    assert (last.action, last.actor_id) == ("update", carol.user.pk)


def test_invitation_weak_password_explains_and_keeps_the_link(client, alice):
    carol = make_employee("Carol Report", user=True)
    client.post(reverse("pages:invitation_send"), {"person": carol.public_id})
    link = _link()
    client.logout()

    answer = client.post(link, {"new_password1": "12345678", "new_password2": "12345678"})

    assert answer.status_code == 422
    assert b"too common" in answer.content
    assert client.get(link).status_code == 200


def test_invitation_forged_token_is_refused(client):
    assert client.get(reverse("pages:invitation_accept", args=["x:y:z"])).status_code == 410


def test_invitation_list_shows_only_people_who_cannot_log_in(client, alice):
    waiting = make_employee("Wanda Waiting", user=True)
    ready = make_employee("Rita Ready", user=make_user("Rita Ready", password="corvus-37-lamp"))
    left = make_employee("Leo Left", user=True, status="left")

    text = client.get(reverse("pages:invitation_list")).content.decode()

    assert str(waiting) in text
    assert str(ready) not in text
    assert str(left) not in text


def test_invitation_by_a_plain_employee_is_refused_and_mails_nobody(client):
    carol = make_employee("Carol Report", user=True)
    client.force_login(carol.user)

    answer = client.post(reverse("pages:invitation_send"), {"all": "1"})

    assert answer.status_code == 403
    assert mail.outbox == []
