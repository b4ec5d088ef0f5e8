"""The demo's mail page, and its absence elsewhere."""

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse

from skillmap.pages.outbox import outbox_list
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_outbox_shows_what_was_sent_as_text(settings, tmp_path):
    settings.MAIL_FOLDER = str(tmp_path)
    mail = EmailMessage("Hello <b>", "See http://localhost/invitation/x:y/", to=["a@example.org"])
    EmailBackend(file_path=str(tmp_path)).send_messages([mail])
    request = RequestFactory().get("/outbox/")
    request.user = make_user()

    text = outbox_list(request).content.decode()

    assert "a@example.org" in text
    assert "Hello &lt;b&gt;" in text
    assert 'href="http://localhost/invitation/x:y/"' in text


def test_outbox_has_no_address_outside_the_demo():
    with pytest.raises(NoReverseMatch):
        reverse("outbox_list")
