"""Contesting an observation, and single ratings outside cycles."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.enums import RequestState, Source
from assessments.models import Contest, Evidence, Rating, RatingRequest, Retraction
from employees.enums import EmployeeStatus
from skillmap.core.models import Notification
from tests import factories as make
from training.enums import PlanState

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(cast):
    def of(name):
        client = Client()
        client.force_login(cast.viewer(name))
        return client

    return of


@pytest.fixture
def rating(cast):
    """What Bob said about Carol, with a stored level."""
    make.make_profile(cast.carol, {cast.hard: {}})
    return make.make_evidence(cast.carol, cast.hard, 2, Source.MANAGER, rater=cast.bob)


def address(evidence):
    ids = [evidence.employee.public_id, evidence.public_id]
    return reverse("pages:evidence_contest", args=ids)


def text(response):
    return response.content.decode()


def contest(browser, rating, reason="I led that project"):
    return browser("carol").post(address(rating), {"act": "contest", "text": reason})


MARK = "</svg>contested</span>"  # the badge; a chip says it in the title of its flag


def is_marked(browser, cast):
    person = cast.carol.public_id
    page = browser("bob").get(reverse("pages:person_detail", args=[person]))
    return MARK in text(page)


# --- contesting ---------------------------------------------------------------------------------


def test_a_contested_level_is_marked_until_somebody_decides(cast, browser, rating, api_row):
    assert not is_marked(browser, cast)
    contest(browser, rating)
    assert is_marked(browser, cast)
    assert api_row(cast.carol)["contested"] is True

    browser("alice").post(address(rating), {"act": "stands", "text": "Two people saw it"})

    assert not is_marked(browser, cast)
    assert api_row(cast.carol)["contested"] is False
    assert "Two people saw it" in text(browser("carol").get(address(rating)))


@pytest.mark.parametrize(
    "where",
    ["person_detail", "person_skill", "drawer", "person_evidence", "skill_detail", "home"],
)
def test_page_that_shows_a_level_or_what_it_rests_on_says_that_it_is_contested(
    cast, browser, rating, where
):
    person, skill = cast.carol.public_id, cast.hard.public_id
    ids = {"skill_detail": [skill], "home": [], "person_skill": [person, skill]}
    name = "person_skill" if where == "drawer" else where
    page = reverse(f"pages:{name}", args=ids.get(name, [person]))
    headers = {"X-Drawer": "1"} if where == "drawer" else {}

    assert MARK not in text(browser("carol").get(page, headers=headers))
    contest(browser, rating)
    assert MARK in text(browser("carol").get(page, headers=headers))


def test_a_plan_says_which_of_its_levels_are_contested(cast, browser, rating):
    row = {"skill_code": cast.hard.code, "before": 2.0, "expected_after": 3.0, "weight": 1.0}
    report = {"skills": [row]}
    course = make.make_activity("C1", {cast.hard: (1, 3)})
    plan = make.make_plan(cast.carol, [course], report=report)
    done = make.make_plan(
        cast.carol, [], state=PlanState.COMPLETE, report=report, frozen={"report": report}
    )
    pages = [
        reverse("pages:person_plan", args=[cast.carol.public_id]) + f"?plan={plan.public_id}",
        reverse("pages:plan_record", args=[done.public_id]),
    ]

    assert [MARK in text(browser("carol").get(page)) for page in pages] == [False, False]
    contest(browser, rating)
    assert [MARK in text(browser("carol").get(page)) for page in pages] == [True, True]


@pytest.fixture
def api_row(browser):
    def read(person):
        answer = browser("alice").get(f"/api/v1/people/{person.public_id}/skills")
        return answer.json()["data"][0]

    return read


def test_a_withdrawn_observation_no_longer_counts(browser, rating):
    contest(browser, rating)

    browser("alice").post(address(rating), {"act": "withdrawn", "text": "Mixed up two people"})

    assert Retraction.objects.get().evidence == rating
    assert "no longer counts" in text(browser("carol").get(address(rating)))


def test_only_the_person_contests_and_with_a_reason(browser, rating):
    assert browser("bob").post(address(rating), {"act": "contest", "text": "x"}).status_code == 422
    assert contest(browser, rating, " ").status_code == 422
    assert contest(browser, rating, "x" * 2_001).status_code == 422
    assert not Contest.objects.exists()


def test_it_is_contested_once_at_a_time(browser, rating):
    contest(browser, rating)

    page = contest(browser, rating, "Once more")

    assert "You contested this already" in text(page)
    assert Contest.objects.count() == 1


def test_nobody_decides_about_a_rating_of_their_own(browser, rating):
    contest(browser, rating)

    page = browser("bob").post(address(rating), {"act": "stands", "text": "I know better"})

    assert page.status_code == 422
    assert "nobody about a rating of their own" in text(page)
    assert Contest.objects.get().outcome == "open"


def test_the_person_decides_nothing(browser, rating):
    contest(browser, rating)

    browser("carol").post(address(rating), {"act": "withdrawn", "text": "Please"})

    assert not Retraction.objects.exists()


def test_manager_and_hr_are_told_when_the_manager_rated(cast, browser, rating):
    contest(browser, rating)

    told = Notification.objects.filter(kind="rating_contested")
    assert {note.user for note in told} == {cast.bob.user, cast.alice.user}
    assert all(note.link == address(rating) for note in told)


def test_one_reply_is_given_and_read(cast, browser, rating):
    contest(browser, rating)
    browser("bob").post(address(rating), {"act": "reply", "text": "I saw one month of it"})

    again = browser("bob").post(address(rating), {"act": "reply", "text": "And another"})

    assert "Somebody replied already" in text(again)
    assert "I saw one month of it" in text(browser("carol").get(address(rating)))
    assert Notification.objects.filter(kind="contest_news", user=cast.carol.user).count() == 1


def test_a_second_rater_answers_and_both_count(cast, browser, rating):
    contest(browser, rating)
    browser("alice").post(address(rating), {"act": "second", "rater": cast.frank.number})
    request = RatingRequest.objects.get(rater=cast.frank)

    browser("frank").post(
        reverse("pages:request_answer", args=[request.public_id]),
        {f"{cast.hard.public_id}-answer": "4.0"},
    )

    peer = Evidence.objects.get(source=Source.PEER)
    assert (peer.employee, peer.level, peer.rater) == (cast.carol, 4, cast.frank)
    request.refresh_from_db()
    assert request.state == RequestState.ANSWERED


def test_whoever_rated_is_not_the_second_rater(cast, browser, rating):
    contest(browser, rating)

    page = browser("alice").post(address(rating), {"act": "second", "rater": cast.bob.number})

    assert "Ask somebody who has not rated this yet." in text(page)


def test_a_peer_who_replies_is_not_named(cast, browser):
    peer = make.make_evidence(cast.carol, cast.hard, 2, Source.PEER, rater=cast.erin)
    contest(browser, peer)
    browser("erin").post(address(peer), {"act": "reply", "text": "It was in March"})

    page = text(browser("carol").get(address(peer)))

    assert "It was in March" in page
    assert "Erin" not in page


# --- asking outside cycles ----------------------------------------------------------------------


def ask(browser, cast, **changes):
    values = {
        "rater": cast.frank.number,
        "skill": cast.soft.public_id,
        "note": "my facilitation of yesterday's workshop",
        "due_on": make.day(3).isoformat(),
    }
    return browser("carol").post(reverse("pages:request_new"), {**values, **changes})


def test_a_colleague_is_asked_and_the_answer_counts_at_once(cast, browser):
    ask(browser, cast)
    request = RatingRequest.objects.get()
    page = text(browser("frank").get(reverse("pages:cycle_list")))
    assert "my facilitation of yesterday&#x27;s workshop" in page
    form = reverse("pages:request_answer", args=[request.public_id])

    browser("frank").post(form, {f"{cast.soft.public_id}-answer": "3.5"})

    row = Evidence.objects.get()
    assert (row.employee, row.source, row.level) == (cast.carol, Source.PEER, make.Decimal("3.5"))
    assert browser("frank").get(form).status_code == 404


def test_asking_the_same_twice_is_refused(cast, browser):
    ask(browser, cast)

    page = ask(browser, cast)

    assert page.status_code == 422
    assert "is asked about this already" in text(page)
    assert RatingRequest.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"rater": "nobody"},
        {"skill": "00000000-0000-0000-0000-000000000000"},
        {"note": ""},
        {"note": "x" * 301},
        {"due_on": make.day(-2).isoformat()},
        {"due_on": "31 February"},
    ],
)
def test_impossible_requests_are_refused_at_the_form(cast, browser, changes):
    assert ask(browser, cast, **changes).status_code == 422
    assert not RatingRequest.objects.exists()


def test_nobody_asks_themself_or_somebody_who_left(cast, browser):
    assert "Somebody else has to rate." in text(ask(browser, cast, rater=cast.carol.number))
    cast.frank.status = EmployeeStatus.LEFT
    cast.frank.save()
    assert ask(browser, cast).status_code == 422


def test_only_who_is_asked_answers_and_may_decline(cast, browser):
    ask(browser, cast)
    form = reverse("pages:request_answer", args=[RatingRequest.objects.get().public_id])
    assert browser("grace").get(form).status_code == 404

    browser("frank").post(form, {"decline": "1"})

    assert browser("frank").get(form).status_code == 404
    assert not Rating.objects.exists()


@pytest.mark.parametrize("level", ["", "9", "2.3", "best"])
def test_an_answer_off_the_scale_keeps_the_request_open(cast, browser, level):
    ask(browser, cast)
    request = RatingRequest.objects.get()
    form = reverse("pages:request_answer", args=[request.public_id])

    page = browser("frank").post(form, {f"{cast.soft.public_id}-answer": level})

    assert page.status_code == 422
    assert not Evidence.objects.exists()
    request.refresh_from_db()
    assert request.state == RequestState.APPROVED
