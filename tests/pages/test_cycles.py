"""Preparing and running an assessment cycle in the browser, and its raters."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.enums import RaterKind, RequestState
from assessments.models import AssessmentCycle, RatingRequest
from skillmap.core.models import Job
from tests import factories as make
from tests.assessments.cycles import (
    ANONYMOUS_PEERS,
    MANAGER,
    NAMED_PEERS,
    SELF,
    make_cycle,
    make_open_cycle,
    rate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(cast):
    def of(name):
        client = Client()
        client.force_login(cast.viewer(name))
        return client

    return of


def url(name, cycle, *people_or_skills):
    ids = [cycle.public_id, *(one.public_id for one in people_or_skills)]
    return reverse(f"pages:cycle_{name}", args=ids)


def terms(**changes):
    """What the form of a new cycle posts."""
    values = {
        "name": "Autumn",
        "purpose": "evaluative",
        "opens_on": make.day(0).isoformat(),
        "closes_on": make.day(14).isoformat(),
        "skills_per_person": "8",
        "skills_of_each_kind": "3",
        "score_floor": "4",
        "text_floor": "5",
        "remind_days": "7, 2",
        "escalate_days": "1",
        "self-takes_part": "on",
        "manager-takes_part": "on",
        "peer-takes_part": "on",
        "peer-anonymous": "on",
        "peer-wanted": "5",
        "peer-by_rule": "proposed",
    }
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


def text(response):
    return response.content.decode()


# --- HR -----------------------------------------------------------------------------------------


def test_the_very_first_cycle_can_be_begun(browser):
    """And nobody but HR is led to the form."""
    new = reverse("pages:cycle_new")
    empty = text(browser("alice").get(reverse("pages:cycle_list")))
    assert "No cycle yet" in empty
    assert empty.count(f'href="{new}"') == 2  # above, and where the list would be
    assert new not in text(browser("bob").get(reverse("pages:cycle_list")))


def test_hr_prepares_a_cycle_and_adds_a_unit(cast, browser):
    alice = browser("alice")

    page = alice.post(reverse("pages:cycle_new"), terms(), follow=True)
    cycle = AssessmentCycle.objects.get()
    assert page.redirect_chain[0][0] == url("people", cycle)
    kinds = {k.rater_kind: (k.anonymous, k.by_rule) for k in cycle.kinds.all()}
    assert kinds == {"self": (False, True), "manager": (False, True), "peer": (True, False)}
    assert cycle.remind_days == [7, 2]

    page = alice.post(url("people", cycle), {"add": "1", "unit": cast.sales.public_id}, follow=True)
    assert "3 people were added." in text(page)
    people = {row.employee for row in cycle.participants.all()}
    assert people == {cast.bob, cast.carol, cast.dave}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"closes_on": make.day(-3).isoformat()}, "The last day lies before the first."),
        ({"closes_on": "soon"}, "Enter a valid date."),
        ({"score_floor": "2"}, "greater than or equal to 3"),
        ({"peer-wanted": "3"}, "nothing could ever be shown"),
        ({"external-takes_part": "on", "external-anonymous": "on"}, "from outside answer by name"),
        ({"remind_days": "seven"}, "Give up to five numbers of days"),
        ({"remind_days": "1 2 3 4 5 6"}, "Give up to five numbers of days"),
        ({"name": " "}, "This field is required."),
        (
            {"self-takes_part": None, "manager-takes_part": None, "peer-takes_part": None},
            "Choose who rates",
        ),
    ],
)
def test_impossible_terms_are_said_at_the_form_and_what_was_typed_stays(browser, changes, sentence):
    page = browser("alice").post(reverse("pages:cycle_new"), terms(**changes))

    assert page.status_code == 422
    assert sentence in text(page)
    assert 'value="7, 2"' in text(page) or "remind_days" in changes
    assert not AssessmentCycle.objects.exists()


def test_people_come_by_number_and_unknown_ones_are_named(cast, browser):
    cycle = make_cycle(cast, cast.bob)
    listed = f"{cast.carol.number}, nobody@example.org\n{cast.dave.user.email.upper()}"

    page = browser("alice").post(url("people", cycle), {"add": "1", "numbers": listed}, follow=True)

    assert {row.employee for row in cycle.participants.all()} == {cast.bob, cast.carol, cast.dave}
    assert "nobody@example.org" in text(page)
    assert cast.carol.number not in [m.message for m in page.context["messages"]]


def test_nothing_chosen_adds_nobody(cast, browser):
    cycle = make_cycle(cast)

    page = browser("alice").post(url("people", cycle), {"add": "1"})

    assert page.status_code == 422
    assert "Choose a unit or a role, or list people." in text(page)


def test_too_few_raters_show_on_the_board_before_opening(cast, browser):
    cycle = make_cycle(cast, kinds=(SELF, MANAGER, ANONYMOUS_PEERS))

    page = text(browser("alice").get(url("detail", cycle)))
    assert "One person has too few raters" in page

    page = text(browser("alice").get(url("people", cycle) + "?few=1"))
    assert "colleague: 0 of 4" in page


def test_opening_is_a_job_that_hr_follows(cast, browser):
    cycle = make_cycle(cast)

    page = browser("alice").post(url("act", cycle), {"act": "open"})

    job = Job.objects.get()
    assert (job.name, job.arguments) == ("assessments.open_cycle", {"cycle_id": cycle.pk})
    assert page["Location"] == reverse("pages:job_detail", args=[job.public_id])
    assert "Opening of an assessment cycle" in text(browser("alice").get(url("detail", cycle)))


def test_a_step_out_of_turn_says_why(cast, browser):
    cycle = make_cycle(cast)

    page = browser("alice").post(url("act", cycle), {"act": "release"}, follow=True)

    assert "so that is not possible" in text(page)
    assert not Job.objects.exists()


def test_unknown_steps_change_nothing(cast, browser):
    cycle = make_open_cycle(cast)

    page = browser("alice").post(url("act", cycle), {"act": "explode"}, follow=True)

    assert "There is no such step." in text(page)


def test_the_board_counts_named_answers_live_and_no_anonymous_ones(cast, browser):
    cycle = make_open_cycle(cast, cast.carol, cast.dave, kinds=(SELF, ANONYMOUS_PEERS))
    rate(cycle, cast.carol, cast.carol, {cast.hard: 3, cast.soft: 3})
    rate(cycle, cast.dave, cast.dave, {cast.hard: 3}, send=False)

    page = browser("alice").get(url("detail", cycle))

    own, peers = page.context["board"].funnels
    assert (own.asked, own.begun, own.answered) == (2, 2, 1)
    assert (peers.begun, peers.answered) == (None, None)
    assert "counted once a day" in text(page)


def test_a_partner_sees_the_board_for_the_own_units_only(cast, browser):
    cycle = make_open_cycle(cast, cast.carol, cast.frank)

    page = browser("erin").get(url("detail", cycle))

    assert page.context["board"].people == 1
    assert "Frank" not in text(browser("erin").get(url("people", cycle)))
    assert browser("erin").post(url("act", cycle), {"act": "close"}).status_code == 403


def test_a_longer_cycle_is_possible_a_shorter_one_not(cast, browser):
    cycle = make_open_cycle(cast)
    shorter = {"act": "extend", "closes_on": make.day(1).isoformat()}
    page = browser("alice").post(url("act", cycle), shorter)
    assert page.status_code == 422
    assert "can only be made longer" in text(page)

    longer = {"act": "extend", "closes_on": make.day(40).isoformat()}
    browser("alice").post(url("act", cycle), longer)

    cycle.refresh_from_db()
    assert cycle.closes_on == make.day(40)


def test_two_editors_of_the_same_draft_are_told(cast, browser):
    cycle = make_cycle(cast)
    browser("alice").post(url("edit", cycle), terms(name="First", version="1"))

    page = browser("alice").post(url("edit", cycle), terms(name="Second", version="1"))

    assert page.status_code == 422
    assert "Somebody changed this meanwhile" in text(page)
    cycle.refresh_from_db()
    assert cycle.name == "First"


# --- raters -------------------------------------------------------------------------------------


def test_a_person_proposes_and_the_manager_approves(cast, browser):
    cycle = make_open_cycle(cast, kinds=(SELF, NAMED_PEERS))
    page = url("raters", cycle, cast.carol)
    browser("carol").post(page, {"rater": cast.frank.number, "kind": "peer"})
    request = RatingRequest.objects.get(rater=cast.frank)
    assert "Take back" in text(browser("carol").get(page))
    assert browser("carol").post(page, {"approve": request.public_id}).status_code == 422

    browser("bob").post(page, {"approve": request.public_id})

    request.refresh_from_db()
    assert request.state == RequestState.APPROVED
    assert "Rate Carol Report" in text(browser("frank").get(url("rate", cycle, cast.carol)))


@pytest.mark.parametrize("rater", ["", "no such number", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_rater_is_refused_with_a_sentence(cast, browser, rater):
    cycle = make_open_cycle(cast, kinds=(SELF, NAMED_PEERS))

    page = browser("carol").post(url("raters", cycle, cast.carol), {"rater": rater, "kind": "peer"})

    assert page.status_code == 422
    assert not RatingRequest.objects.exclude(rater_kind=RaterKind.SELF).exists()


def test_the_person_sees_own_proposals_and_nobody_else_asked(cast, browser):
    cycle = make_open_cycle(cast, kinds=(SELF, NAMED_PEERS))
    browser("bob").post(
        url("raters", cycle, cast.carol), {"rater": cast.frank.number, "kind": "peer"}
    )

    page = browser("carol").get(url("raters", cycle, cast.carol))

    assert cast.frank not in [row.rater for row in page.context["requests"]]


def test_the_person_reads_how_many_are_asked_but_not_who(cast, browser):
    everybody = (SELF, MANAGER, ANONYMOUS_PEERS)
    cycle = make_open_cycle(cast, cast.carol, cast.dave, kinds=everybody)
    page = url("raters", cycle, cast.carol)
    for colleague in (cast.frank, cast.erin):
        browser("bob").post(page, {"rater": colleague.number, "kind": "peer"})
    browser("alice").post(
        url("raters", cycle, cast.dave), {"rater": cast.frank.number, "kind": "peer"}
    )

    answer = browser("carol").get(page)

    asked = [(kind.rater_kind, n) for kind, n in answer.context["asked"]]
    assert asked == [("self", 1), ("manager", 1), ("peer", 2)]
    assert "Nobody yet" not in text(answer)
    assert "You have proposed nobody yet" in text(answer)
    assert browser("bob").get(page).context["asked"] == []
