"""Assessment cycles in the browser, from the draft to the result."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.enums import CyclePurpose, CycleState, RaterKind, RequestState
from assessments.models import AssessmentCycle, Rating, RatingRequest
from assessments.services.cycles_release import close_cycle, release_cycle
from skillmap.core.models import Job, ReadLog
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


# --- answering ----------------------------------------------------------------------------------


def answers(*skills, level="3.0"):
    return {f"{skill.public_id}-answer": level for skill in skills}


def test_answers_are_kept_one_by_one_and_sent_together(cast, browser):
    cycle = make_open_cycle(cast)
    bob, form = browser("bob"), url("rate", cycle, cast.carol)

    kept = bob.post(url("draft", cycle, cast.carol, cast.hard), answers(cast.hard))
    assert "kept" in text(kept)
    sent = bob.post(form, answers(cast.hard, cast.soft), follow=True)

    assert "2 answers sent." in text(sent)
    assert RatingRequest.objects.get(rater=cast.bob).state == RequestState.ANSWERED
    assert "Change" in text(bob.get(reverse("pages:cycle_list")))


def test_one_answer_costs_at_most_ten_queries(cast, browser, django_assert_max_num_queries):
    cycle = make_open_cycle(cast)
    bob, address = browser("bob"), url("draft", cycle, cast.carol, cast.hard)
    bob.post(address, answers(cast.hard))
    with django_assert_max_num_queries(10):
        bob.post(address, answers(cast.hard, level="4.0"))


def test_changing_one_sent_answer_sends_only_that_one_again(cast, browser):
    cycle = make_open_cycle(cast)
    bob, form = browser("bob"), url("rate", cycle, cast.carol)
    bob.post(form, answers(cast.hard, cast.soft))

    page = bob.post(form, {**answers(cast.hard), **answers(cast.soft, level="4.0")}, follow=True)

    assert "1 answer sent." in text(page)
    assert Rating.objects.filter(skill=cast.hard).count() == 1


@pytest.mark.parametrize("level", ["7", "-1", "2.3", "high", "9" * 30])
def test_a_level_outside_the_scale_is_refused_and_the_rest_kept(cast, browser, level):
    cycle = make_open_cycle(cast)
    posted = {**answers(cast.soft), **answers(cast.hard, level=level)}

    page = browser("bob").post(url("rate", cycle, cast.carol), posted)

    assert page.status_code == 422
    assert Rating.objects.get().skill == cast.soft
    assert Rating.objects.get().submitted_at is None


def test_a_closed_cycle_says_so_and_keeps_what_was_begun(cast, browser):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3}, send=False)
    close_cycle(actor=None, cycle=cycle, now=timezone.now())

    page = browser("bob").post(url("rate", cycle, cast.carol), answers(cast.soft))

    assert page.status_code == 422
    assert "takes no answers any more" in text(page)
    assert [rating.skill for rating in Rating.objects.all()] == [cast.hard]


def test_who_is_not_asked_finds_no_form(cast, browser):
    cycle = make_open_cycle(cast)

    assert browser("frank").get(url("rate", cycle, cast.carol)).status_code == 404
    assert browser("alice").get(url("rate", cycle, cast.carol)).status_code == 404


def test_a_rater_who_declines_is_not_asked_again(cast, browser):
    cycle = make_open_cycle(cast)
    browser("bob").post(url("rate", cycle, cast.carol), {"decline": "1"})

    assert browser("bob").get(url("rate", cycle, cast.carol)).status_code == 404


# --- the manager's season -----------------------------------------------------------------------


def test_one_skill_across_the_team_leads_to_the_next(cast, browser):
    team = [make.make_employee(f"Member{n} Of Team", user=True) for n in range(3)]
    for person in team:
        make.assign(person, "Acme/Sales", role=cast.role, manager=cast.bob)
    cycle = make_open_cycle(cast, *team)
    bob = browser("bob")
    posted = {f"{person.public_id}-answer": f"{n}.0" for n, person in enumerate(team, 1)}

    page = bob.post(url("team", cycle, cast.hard), posted)

    assert page["Location"] == url("team", cycle, cast.soft)
    given = Rating.objects.filter(rater=cast.bob, skill=cast.hard)
    assert sorted(row.level for row in given) == [1, 2, 3]
    page = bob.post(url("team", cycle, cast.soft), posted)
    assert page["Location"] == url("season", cycle)


def test_the_season_board_says_what_is_left(cast, browser):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3})

    (row,) = browser("bob").get(url("season", cycle)).context["rows"]

    assert (row.person, row.waiting.done, row.waiting.asked, row.waiting.minutes) == (
        cast.carol, 1, 2, 1,
    )  # fmt: skip


def test_nobody_sees_the_other_side_before_the_own_is_complete(cast, browser):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.carol, cast.carol, {cast.hard: 5, cast.soft: 4})
    rate(cycle, cast.bob, cast.carol, {cast.hard: 2})
    (row,) = browser("bob").get(url("season", cycle)).context["rows"]
    assert row.difference is None

    rate(cycle, cast.bob, cast.carol, {cast.soft: 4})

    (row,) = browser("bob").get(url("season", cycle)).context["rows"]
    assert (row.difference.skill, row.difference.own, row.difference.managers) == (
        cast.hard, 5, 2,
    )  # fmt: skip


def test_autosave_on_the_team_form_is_kept_for_that_person(cast, browser):
    cycle = make_open_cycle(cast)
    posted = {f"{cast.carol.public_id}-answer": "4.5"}

    browser("bob").post(url("draft", cycle, cast.carol, cast.hard), posted)

    assert Rating.objects.get().level == Decimal("4.5")


# --- results ------------------------------------------------------------------------------------


def released(cast, **changes):
    cycle = make_open_cycle(cast, **changes)
    rate(cycle, cast.carol, cast.carol, {cast.hard: 5, cast.soft: 3})
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3, cast.soft: 3})
    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    release_cycle(actor=None, cycle=cycle, now=timezone.now())
    return cycle


def test_the_person_reads_the_result_with_the_largest_disagreement_first(cast, browser):
    cycle = released(cast)

    page = browser("carol").get(url("result", cycle, cast.carol))

    first = page.context["rows"][0]
    assert first.skill == cast.hard
    assert {kind: said.mean for kind, said in first.said.items()} == {"self": 5, "manager": 3}


def test_before_the_release_there_is_no_result(cast, browser):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3, cast.soft: 3})
    close_cycle(actor=None, cycle=cycle, now=timezone.now())

    assert browser("carol").get(url("result", cycle, cast.carol)).status_code == 404
    assert browser("bob").get(url("result", cycle, cast.carol)).status_code == 404


def test_a_developmental_result_is_for_the_person_alone(cast, browser):
    cycle = released(cast, purpose=CyclePurpose.DEVELOPMENTAL)

    assert browser("carol").get(url("result", cycle, cast.carol)).status_code == 200
    for name in ("bob", "alice", "erin"):
        assert browser(name).get(url("result", cycle, cast.carol)).status_code == 404


def test_hr_reads_a_result_for_a_reason_that_the_person_sees(cast, browser):
    cycle, alice = released(cast), browser("alice")
    address = url("result", cycle, cast.carol)
    assert "rows" not in alice.get(address).context
    assert alice.post(address, {"reason": " "}).status_code == 422

    alice.post(address, {"reason": "A complaint"})

    assert alice.get(address).context["rows"]
    assert ReadLog.objects.get().reason == "A complaint"
    assert "A complaint" in text(browser("carol").get(reverse("pages:look_list")))


def test_the_person_lets_the_result_count_until_somebody_answers(cast, browser):
    cycle = make_open_cycle(cast, purpose=CyclePurpose.DEVELOPMENTAL)
    carol, share = browser("carol"), url("share", cycle, cast.carol)
    carol.post(share, {"shares": "yes"})
    assert cycle.participants.get().shares_evidence
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3})

    page = carol.post(share, {"shares": "no"}, follow=True)

    assert "cannot be changed any more" in text(page)
    assert cycle.participants.get().shares_evidence


def test_a_new_round_is_a_draft_with_the_same_people(cast, browser):
    cycle = released(cast)

    browser("alice").post(url("act", cycle), {"act": "again"})

    fresh = AssessmentCycle.objects.get(previous=cycle)
    assert (fresh.state, fresh.round) == (CycleState.DRAFT, 2)
    assert [row.employee for row in fresh.participants.all()] == [cast.carol]
