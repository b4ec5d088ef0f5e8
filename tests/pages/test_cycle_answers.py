"""Answering in a cycle, the board of ratees and the results, in the browser."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.enums import CyclePurpose, CycleState, RequestState, Source
from assessments.models import AssessmentCycle, Contest, Rating, RatingRequest
from assessments.services.cycles_release import close_cycle, release_cycle
from skillmap.core.models import ReadLog
from tests import factories as make
from tests.assessments.cycles import (
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


def text(response):
    return response.content.decode()


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


def test_one_answer_costs_at_most_ten_queries(cast, browser, settings):
    """The very first of the cycle, which freezes its terms, and one that changes it; with the
    second factor on, as an organisation runs it."""
    settings.SECOND_FACTOR = True
    cycle = make_open_cycle(cast)
    bob, address = browser("bob"), url("draft", cycle, cast.carol, cast.hard)
    for level in ("3.0", "4.0"):
        with CaptureQueriesContext(connection) as captured:
            kept = bob.post(address, answers(cast.hard, level=level))
        assert "kept" in text(kept)
        assert len([query for query in captured if "SAVEPOINT" not in query["sql"]]) <= 10
    assert [float(rating.level) for rating in Rating.objects.all()] == [4]


def test_changing_one_sent_answer_sends_only_that_one_again(cast, browser):
    cycle = make_open_cycle(cast)
    bob, form = browser("bob"), url("rate", cycle, cast.carol)
    bob.post(form, answers(cast.hard, cast.soft))

    page = bob.post(form, {**answers(cast.hard), **answers(cast.soft, level="4.0")}, follow=True)

    assert "1 answer sent." in text(page)
    assert Rating.objects.filter(skill=cast.hard).count() == 1


def test_the_same_form_sent_twice_changes_nothing_and_says_so(cast, browser):
    cycle = make_open_cycle(cast)
    bob, form = browser("bob"), url("rate", cycle, cast.carol)
    bob.post(form, answers(cast.hard, cast.soft))
    before = set(Rating.objects.values_list("pk", "version", "submitted_at"))

    page = bob.post(form, answers(cast.hard, cast.soft), follow=True)

    assert "Nothing new to send: what you sent before is kept." in text(page)
    assert set(Rating.objects.values_list("pk", "version", "submitted_at")) == before


def test_nothing_chosen_before_anything_was_sent_is_said(cast, browser):
    cycle = make_open_cycle(cast)

    page = browser("bob").post(url("rate", cycle, cast.carol), {})

    assert page.status_code == 422
    assert "There is nothing to send yet" in text(page)


@pytest.mark.parametrize("level", ["7", "-1", "2.3", "high", "9" * 30])
def test_a_level_outside_the_scale_is_refused_and_the_rest_kept(cast, browser, level):
    cycle = make_open_cycle(cast)
    posted = {**answers(cast.soft), **answers(cast.hard, level=level)}

    page = browser("bob").post(url("rate", cycle, cast.carol), posted)

    assert page.status_code == 422
    assert Rating.objects.get().skill == cast.soft
    assert Rating.objects.get().submitted_at is None


def link(skill, address):
    return {f"{skill.public_id}-link": address}


def test_a_link_that_shows_the_level_stands_in_the_result(cast, browser):
    cycle = make_open_cycle(cast)
    shown = "https://wiki.example.org/project?page=2&x=1"
    browser("bob").post(
        url("rate", cycle, cast.carol), {**answers(cast.hard), **link(cast.hard, shown)}
    )
    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    release_cycle(actor=None, cycle=cycle, now=timezone.now())

    page = text(browser("carol").get(url("result", cycle, cast.carol)))

    assert f'href="{shown.replace("&", "&amp;")}" rel="noopener noreferrer nofollow"' in page


def test_level_in_the_result_is_marked_while_it_is_contested_and_leads_to_how_it_came_about(
    cast, browser
):
    make.make_profile(cast.carol, {cast.hard: {}})
    cycle = make_open_cycle(cast)
    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    release_cycle(actor=None, cycle=cycle, now=timezone.now())
    said = make.make_evidence(cast.carol, cast.hard, 2, Source.MANAGER, rater=cast.bob)
    result, mark = url("result", cycle, cast.carol), 'aria-label="contested"'
    why = reverse("pages:person_skill", args=[cast.carol.public_id, cast.hard.public_id])

    page = text(browser("carol").get(result))
    assert f'<a href="{why}" data-drawer class="level-chip' in page
    assert mark not in page

    Contest.objects.create(evidence=said, reason="I led that", due_on=make.day(7))
    assert mark in text(browser("carol").get(result))


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "/relative", "https://", "x" * 600, "ftp://a.b/c"],
)
def test_a_link_that_is_none_is_refused_and_costs_no_more_than_itself(cast, browser, address):
    cycle = make_open_cycle(cast)
    posted = {**answers(cast.hard), **link(cast.hard, address)}

    page = browser("bob").post(url("rate", cycle, cast.carol), posted)

    assert page.status_code == 422
    assert "Give a whole link" in text(page)
    kept = Rating.objects.get()
    assert (kept.level, kept.link, kept.submitted_at) == (3, "", None)


def test_a_link_that_is_none_in_a_closed_cycle_is_refused_as_any_answer(cast, browser):
    cycle = make_open_cycle(cast)
    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    posted = {**answers(cast.hard), **link(cast.hard, "none")}

    page = browser("bob").post(url("draft", cycle, cast.carol, cast.hard), posted)

    assert page.status_code == 422
    assert "takes no answers any more" in text(page)
    assert not Rating.objects.exists()


def test_the_form_without_room_for_a_link_keeps_it(cast, browser):
    cycle = make_open_cycle(cast)
    bob, shown = browser("bob"), "https://wiki.example.org/project"
    bob.post(
        url("draft", cycle, cast.carol, cast.hard),
        {**answers(cast.hard), **link(cast.hard, shown)},
    )

    bob.post(url("team", cycle, cast.hard), {f"{cast.carol.public_id}-answer": "4.0"})

    assert [(row.level, row.link) for row in Rating.objects.all()] == [(4, shown)]


def test_the_form_without_room_for_a_link_keeps_that_of_a_sent_answer(cast, browser):
    cycle = make_open_cycle(cast)
    bob, shown = browser("bob"), "https://wiki.example.org/project"
    bob.post(
        url("rate", cycle, cast.carol),
        {**answers(cast.hard), **link(cast.hard, shown)},
    )

    bob.post(url("team", cycle, cast.hard), {f"{cast.carol.public_id}-answer": "4.0"})

    last = Rating.objects.order_by("submitted_at").last()
    assert (last.level, last.link) == (4, shown)


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


# --- the manager's ratees -----------------------------------------------------------------------


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
    assert page["Location"] == url("ratees", cycle)


def test_the_board_of_ratees_says_what_is_left(cast, browser):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3})

    (row,) = browser("bob").get(url("ratees", cycle)).context["rows"]

    assert (row.person, row.waiting.done, row.waiting.asked, row.waiting.minutes) == (
        cast.carol, 1, 2, 1,
    )  # fmt: skip


def test_nobody_sees_the_other_side_before_the_own_is_complete(cast, browser):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.carol, cast.carol, {cast.hard: 5, cast.soft: 4})
    rate(cycle, cast.bob, cast.carol, {cast.hard: 2})
    (row,) = browser("bob").get(url("ratees", cycle)).context["rows"]
    assert row.difference is None

    rate(cycle, cast.bob, cast.carol, {cast.soft: 4})

    (row,) = browser("bob").get(url("ratees", cycle)).context["rows"]
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


def test_the_manager_is_led_to_the_results_of_reports_and_nobody_else_is(cast, browser):
    cycle = released(cast)
    address, listed = url("result", cycle, cast.carol), reverse("pages:cycle_list")
    readers = [
        name
        for name in ("alice", "bob", "carol", "dave", "frank")
        if f'href="{address}"' in text(browser(name).get(listed))
    ]
    assert readers == ["bob", "carol"]


def test_the_board_of_a_released_cycle_leads_to_its_results(cast, browser):
    cycle = released(cast)
    people = url("people", cycle)
    page = text(browser("alice").get(url("detail", cycle)))
    assert "Results, person by person" in page
    assert people in page
    assert url("result", cycle, cast.carol) in text(browser("alice").get(people))
    assert f"?cycle={cycle.public_id}" in page


def test_the_board_of_a_developmental_cycle_leads_to_nobodys_result(cast, browser):
    cycle = released(cast, purpose=CyclePurpose.DEVELOPMENTAL)
    page = text(browser("alice").get(url("detail", cycle)))
    assert "nobody else reads them" in page
    assert "person by person" not in page


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
