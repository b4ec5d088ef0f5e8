"""The same data by the browser's forms and over REST: the same rows, the same refusals."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessments.models import Certificate, Evidence, Rating
from employees.services.clients import register_client
from skillmap.core.models import WebhookEndpoint
from tests.api.conftest import V1
from tests.assessments.certificate_files import upload
from tests.factories import day, make_activity, make_plan
from training.models import DevelopmentPlan


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def compared(api_of):
    """What is left behind by a browser and by a program that say the same as the same person."""

    def compare(person, page, form, path, body, rows):
        browser = Client()
        browser.force_login(person.user)
        api = api_of(person)
        left = []
        for act in (
            lambda: browser.post(page, form()),
            lambda: body(api, f"{V1}{path}"),
        ):
            with transaction.atomic():
                assert act().status_code < 500
                left.append(rows())
                transaction.set_rollback(True)
        assert left[0] == left[1]
        return bool(left[0])

    return compare


def json(**values):
    return lambda api, path: api.client.post(path, values, content_type="application/json")


@pytest.mark.parametrize("rater", ["bob", "carol", "dave", "erin"])
@pytest.mark.parametrize("answer", ["4", "2.5", "0", "cannot_judge", "9", "-1", "2.3", "NaN", ""])
def test_a_rating(cast, compared, rater, answer):
    skill = str(cast.hard.public_id)
    said = {"cannot_judge": True} if answer == "cannot_judge" else {"level": answer}
    is_kept = compared(
        cast.people[rater],
        reverse("pages:rating_form", args=[cast.carol.public_id]),
        lambda: {f"{skill}-answer": answer, f"{skill}-comment": " Seen\n twice "},
        "/ratings",
        json(
            person=str(cast.carol.public_id),
            answers=[{"skill": skill, "comment": " Seen\n twice ", **said}],
        ),
        lambda: [
            *Rating.objects.exclude(submitted_at=None).values_list(
                "skill", "level", "cannot_judge", "comment", "rater_kind"
            ),
            *Evidence.objects.values_list("skill", "level", "source"),
        ],
    )
    assert is_kept == (rater in ("bob", "carol") and answer in ("4", "2.5", "0", "cannot_judge"))


@pytest.mark.parametrize("actor", ["bob", "carol", "frank", "alice"])
@pytest.mark.parametrize(
    ("decision", "reason"), [("propose", ""), ("accept", ""), ("dismiss", ""), ("dismiss", "No")]
)
def test_a_decision_about_a_plan(cast, compared, actor, decision, reason):
    plan = make_plan(cast.carol, [make_activity("Course", {cast.hard: (1, 3)})])
    said = {"reason": reason} if decision == "dismiss" else {}
    compared(
        cast.people[actor],
        reverse("pages:plan_decide", args=[plan.public_id]),
        lambda: {"decision": decision, "version": plan.version, "reason": reason},
        f"/plans/{plan.public_id}/{decision}",
        json(**said),
        lambda: (
            DevelopmentPlan.objects.values_list("state", "version").get(pk=plan.pk),
            list(plan.decisions.values_list("kind", "reason", "actor")),
        ),
    )


@pytest.mark.parametrize(
    ("change", "is_kept"),
    [
        ({}, True),
        ({"issuer": "  Red\tCross "}, True),
        ({"title": ""}, False),
        ({"issued_on": day(2).isoformat()}, False),
        ({"issued_on": "2026-02-30"}, False),
        ({"expires_on": day(-30).isoformat()}, False),
        ({"title": "x" * 301}, False),
    ],
)
def test_a_certificate(cast, compared, change, is_kept):
    def values():
        return {
            "file": upload(), "title": "First aid", "issued_on": day(-9).isoformat(), **change
        }  # fmt: skip

    found = compared(
        cast.carol,
        reverse("pages:person_certificate_new", args=[cast.carol.public_id]),
        values,
        "/certificates",
        lambda api, path: api.client.post(path, values()),
        lambda: list(Certificate.objects.values_list("title", "issuer", "issued_on", "state")),
    )
    assert found == is_kept


@pytest.mark.parametrize("actor", ["alice", "erin"])
@pytest.mark.parametrize(
    "change", [{}, {"url": "http://lms.example/"}, {"kinds": ["rating"]}, {"kinds": []}]
)
def test_an_address_to_be_called(cast, compared, actor, change):
    client, _secret = register_client(
        actor=cast.alice.user, name="LMS", scopes=["skills:read"], unit=None
    )
    values = {
        "client": str(client.public_id), "url": "https://lms.example/", "kinds": ["skill"], **change
    }  # fmt: skip
    is_kept = compared(
        cast.people[actor],
        reverse("pages:webhook_list"),
        lambda: values,
        "/webhooks",
        json(**values),
        lambda: list(WebhookEndpoint.objects.values_list("client", "url", "kinds")),
    )
    assert is_kept == (actor == "alice" and not change)
