"""Rating over REST: the same rules, the same evidence as in the browser."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Evidence, Rating
from assessments.services import save_rating_draft
from skillmap.core.api.scopes import Scope
from skillmap.core.models import Job


def body(person, *answers):
    return {"person": str(person.public_id), "answers": list(answers)}


def answer(skill, level=3.5, **more):
    return {"skill": str(skill.public_id), "level": level, **more}


def observed(person):
    """What counts about a person: (skill, source, level, rater) of the standing evidence."""
    rows = Evidence.objects.standing().filter(employee=person).order_by("skill_id")
    return [(row.skill_id, row.source, row.level, row.rater_id) for row in rows]


def test_own_rating_becomes_evidence_at_once(cast, api_of):
    response = api_of(cast.dave).post(
        "/ratings", body(cast.dave, answer(cast.hard, 2.5), answer(cast.soft, 4, comment="often"))
    )
    assert response.status_code == 201
    ratings = response.json()["ratings"]
    assert [(rating["level"], rating["rater_kind"]) for rating in ratings] == [
        (2.5, "self"),
        (4, "self"),
    ]
    assert observed(cast.dave) == [
        (cast.hard.pk, "self", Decimal("2.5"), cast.dave.pk),
        (cast.soft.pk, "self", Decimal(4), cast.dave.pk),
    ]


def test_rating_is_tried_out_and_leaves_nothing(cast, api_of):
    wanted = body(cast.dave, answer(cast.hard, 2.5)) | {"dry_run": True}
    dry = api_of(cast.dave).post("/ratings", wanted)
    assert (dry.status_code, dry.json()["ratings"][0]["level"]) == (200, 2.5)
    assert not Rating.objects.exists()
    assert not Evidence.objects.exists()
    assert not Job.objects.exists()
    refused = api_of(cast.dave).post("/ratings", wanted | body(cast.dave, answer(cast.hard, 9)))
    assert refused.status_code in {400, 422}


def test_line_manager_rates_a_report_and_nobody_else_does(cast, api_of):
    wanted = body(cast.carol, answer(cast.soft, 2))
    assert api_of(cast.bob).post("/ratings", wanted).status_code == 201
    assert [row[1] for row in observed(cast.carol)] == ["manager"]
    for name in ("alice", "dave", "erin", "frank", "grace", "heidi"):
        expected = 403 if name in {"alice", "erin"} else 404  # who reads levels; who does not
        assert api_of(cast.people[name]).post("/ratings", wanted).status_code == expected, name
    assert len(observed(cast.carol)) == 1


def test_manager_of_a_manager_does_not_rate(cast, api_of):
    response = api_of(cast.bob).post("/ratings", body(cast.dave, answer(cast.soft)))
    assert (response.status_code, response.json()["code"]) == (403, "not_allowed")


def test_cannot_judge_is_an_answer_without_evidence(cast, api_of):
    response = api_of(cast.dave).post(
        "/ratings", body(cast.dave, {"skill": str(cast.hard.public_id), "cannot_judge": True})
    )
    assert response.status_code == 201
    assert response.json()["ratings"][0]["level"] is None
    assert observed(cast.dave) == []


def test_answers_count_together_or_not_at_all(cast, api_of):
    wanted = body(cast.dave, answer(cast.hard, 3), answer(cast.soft, 9))
    response = api_of(cast.dave).post("/ratings", wanted)
    assert (response.status_code, response.json()["code"]) == (422, "off_scale")
    assert [error["pointer"] for error in response.json()["errors"]] == ["/answers/1/level"]
    assert observed(cast.dave) == []
    assert not Rating.objects.exists()


def test_draft_in_the_browser_about_another_skill_stays_a_draft(cast, api_of):
    user = cast.dave.user
    save_rating_draft(actor=user, ratee=cast.dave, skill=cast.soft, level=Decimal(1))
    api_of(cast.dave).post("/ratings", body(cast.dave, answer(cast.hard, 3)))
    assert [row[0] for row in observed(cast.dave)] == [cast.hard.pk]
    assert Rating.objects.drafts().get().skill == cast.soft


def test_second_answer_replaces_the_first(cast, api_of):
    api = api_of(cast.dave)
    for level in (2, 4):
        api.post("/ratings", body(cast.dave, answer(cast.hard, level)))
    assert [row[2] for row in observed(cast.dave)] == [Decimal(4)]


@pytest.mark.parametrize(
    ("wrong", "status", "pointer"),
    [
        ({"level": 0.3}, 422, "/answers/0/level"),
        ({"level": -1}, 422, "/answers/0/level"),
        ({"level": 5.5}, 422, "/answers/0/level"),
        ({"level": "NaN"}, 400, "/answers/0/level"),
        ({"level": "three"}, 400, "/answers/0/level"),
        ({"level": 10**30}, 400, "/answers/0/level"),
        ({"level": None}, 400, "/answers/0/level"),
        ({"level": 3, "cannot_judge": True}, 422, "/answers/0/level"),
        ({"skill": "x"}, 400, "/answers/0/skill"),
        ({"skill": str(uuid4())}, 400, "/answers/0/skill"),
        ({"comment": "a\x00b"}, 400, "/answers/0/comment"),
        ({"comment": "\ud800"}, 400, "/answers/0/comment"),
        ({"comment": "x" * 2001}, 400, "/answers/0/comment"),
        ({"rater": "me"}, 400, "/answers/0/rater"),
    ],
)
def test_wrong_answer_is_named(cast, api_of, wrong, status, pointer):
    response = api_of(cast.dave).post("/ratings", body(cast.dave, answer(cast.hard) | wrong))
    assert response.status_code == status, response.content
    assert [fault["pointer"] for fault in response.json()["errors"]] == [pointer]
    assert observed(cast.dave) == []


@pytest.mark.parametrize(
    "wrong",
    [[], "text", None, 3, {}, {"person": "x"}, {"answers": []}, {"id": 1}, {"answers": "x"}],
)
def test_wrong_body_is_400(cast, api_of, wrong):
    whole = body(cast.dave, answer(cast.hard)) | wrong if isinstance(wrong, dict) else wrong
    whole = wrong if wrong == {} else whole
    assert api_of(cast.dave).post("/ratings", whole).status_code == 400


def test_skill_twice_or_retired_is_refused(cast, api_of):
    api = api_of(cast.dave)
    twice = api.post("/ratings", body(cast.dave, answer(cast.hard), answer(cast.hard)))
    assert twice.json()["errors"][0]["code"] == "repeated"
    cast.hard.status, cast.hard.retired_on = "retired", "2026-01-01"
    cast.hard.save()
    gone = api.post("/ratings", body(cast.dave, answer(cast.hard)))
    assert gone.json()["errors"][0]["code"] == "unknown"


def test_person_one_cannot_see_is_404(cast, api_of):
    cast.frank.status = "left"
    cast.frank.save()
    response = api_of(cast.dave).post("/ratings", body(cast.frank, answer(cast.hard)))
    assert response.status_code == 404
    unknown = {"person": str(uuid4()), "answers": [answer(cast.hard)]}
    assert api_of(cast.dave).post("/ratings", unknown).status_code == 404


def test_scope_is_needed(cast, api_of):
    api = api_of(cast.dave, [scope for scope in Scope.values if scope != Scope.RATINGS_WRITE])
    assert api.post("/ratings", body(cast.dave, answer(cast.hard))).status_code == 403


def test_session_needs_its_csrf_token(cast, client):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.dave.user)
    wanted = body(cast.dave, answer(cast.hard))
    refused = strict.post("/api/v1/ratings", wanted, content_type="application/json")
    assert refused.status_code == 403
    assert refused["Content-Type"] == "application/problem+json"
    client.force_login(cast.dave.user)
    taken = client.post("/api/v1/ratings", wanted, content_type="application/json")
    assert taken.status_code == 201


def test_repeated_post_rates_once(cast, api_of):
    api = api_of(cast.dave)
    wanted = body(cast.dave, answer(cast.hard))
    first = api.post("/ratings", wanted, idempotency_key="one")
    second = api.post("/ratings", wanted, idempotency_key="one")
    assert first.json() == second.json()
    assert Rating.objects.count() == 1


@pytest.mark.parametrize("level", ["0", "2.5", "5", "5.5", "0.3", "-1"])
def test_browser_and_rest_agree_on_what_a_level_is(cast, api_of, client, level):
    rest = api_of(cast.dave).post("/ratings", body(cast.dave, answer(cast.hard, float(level))))
    by_rest = observed(cast.dave)
    assert (rest.status_code == 201) == bool(by_rest)
    client.force_login(cast.frank.user)
    browser_rates(client, cast.frank, cast.hard, level)
    by_browser = observed(cast.frank)
    assert [row[:3] for row in by_browser] == [row[:3] for row in by_rest]


def browser_rates(client, person, skill, level):
    """Fill in and send the form for one skill as a browser would."""
    page = reverse("pages:rating_form", args=[person.public_id])
    client.post(page, {f"{skill.public_id}-answer": level})


def test_list_shows_ratings_of_those_whose_levels_one_may_read(cast, api_of):
    api_of(cast.carol).post("/ratings", body(cast.carol, answer(cast.hard, 2, comment="secret")))
    api_of(cast.bob).post("/ratings", body(cast.carol, answer(cast.hard, 4)))
    both = ["self", "manager"]
    for name, kinds in (
        ("bob", both),
        ("carol", both),
        ("alice", both),
        ("dave", []),
        ("frank", []),
    ):
        rows = api_of(cast.people[name]).walk("/ratings")
        assert [row["rater_kind"] for row in rows] == kinds, name
    row = api_of(cast.alice).walk("/ratings", rater_kind="self", person=str(cast.carol.public_id))
    assert [(one["level"], one["counts"], one["scale"]["top_rank"]) for one in row] == [
        (2, True, 5)
    ]
    assert "secret" not in str(row)
    assert str(cast.bob.public_id) not in str(api_of(cast.carol).walk("/ratings"))


def test_list_shows_no_drafts_and_marks_what_was_replaced(cast, api_of):
    api = api_of(cast.dave)
    for level in (2, 3):
        api.post("/ratings", body(cast.dave, answer(cast.hard, level)))
    api.post("/ratings", body(cast.dave, {"skill": str(cast.soft.public_id), "cannot_judge": True}))
    save_rating_draft(actor=cast.dave.user, ratee=cast.dave, skill=cast.hard, level=Decimal(1))
    rows = api.walk("/ratings", limit=1)
    assert [(row["level"], row["counts"]) for row in rows] == [(2, False), (3, True), (None, False)]
    assert api.get("/ratings", {"rater_kind": "peer"}).status_code == 400
