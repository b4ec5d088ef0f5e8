"""Offers, searches and matching rounds."""

import pytest
from django.utils import timezone

from assessments.models import Evidence
from employees.enums import EmployeeStatus
from employees.models import Mentorship
from employees.services.mentorships import end_mentorship
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Notification
from tests.factories import make_activity, make_mentorship, make_plan, make_profile
from training.enums import Mode, NoteKind, PlanState
from training.models import MentorProposal
from training.queries.catalogue import offered_activities
from training.queries.mentor_words import refusal_words
from training.queries.mentors import Look, mentor_places, suggest_mentors
from training.services.mentor_matching import compute_round
from training.services.mentor_rounds import adopt_round, answer_proposal, start_round
from training.services.mentoring_notes import write_note
from training.services.mentors import end_offer, look_for_mentor, offer_to_mentor, stop_looking

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def offer(person, *skills, **terms):
    terms = {"mentees": 1, "hours_a_month": 4, **terms}
    return offer_to_mentor(actor=person.user, skills=skills, **terms)


def look(person, skill, **terms):
    return look_for_mentor(actor=person.user, skill=skill, **{"by_writing": False, **terms})


def run_round(cast):
    made = start_round(actor=cast.alice.user)
    compute_round(made, NOW)
    made.refresh_from_db()
    return made


def proposals(made):
    return {row.request.mentee: row for row in made.proposals.select_related("request__mentee")}


@pytest.fixture
def matched(cast):
    """Frank mentors Carol in listening, says the round; not answered yet."""
    offer(cast.frank, cast.soft)
    look(cast.carol, cast.soft)
    made = run_round(cast)
    adopt_round(actor=cast.alice.user, matching=made, now=NOW)
    return MentorProposal.objects.get()


def test_suggestions_need_no_name_and_keep_levels_that_are_not_shown(cast):
    make_profile(cast.carol, {cast.soft: {"mean": 2000, "sd": 300}})
    make_profile(cast.frank, {cast.soft: {"mean": 4500, "sd": 300}})
    make_profile(cast.grace, {cast.soft: {"mean": 1000, "sd": 300}})
    offer(cast.frank, cast.soft)
    offer(cast.grace, cast.soft)
    found = suggest_mentors(Look(cast.carol, cast.soft, False), NOW)
    assert {one.offer.employee for one in found} == {cast.frank, cast.grace}
    assert {one.fit.reasons[0][0] for one in found} == {"unknown"}
    offer(cast.frank, cast.soft, shows_levels=True)
    offer(cast.grace, cast.soft, shows_levels=True)
    (best,) = suggest_mentors(Look(cast.carol, cast.soft, False), NOW)
    assert (best.offer.employee, best.fit.reasons[0][0]) == (cast.frank, "well_above")


def test_own_line_is_never_suggested(cast):
    for person in (cast.bob, cast.dave):
        offer(person, cast.soft)
    assert suggest_mentors(Look(cast.carol, cast.soft, False), NOW) == []
    assert suggest_mentors(Look(cast.dave, cast.soft, False), NOW) == []  # bob is two above


def test_who_left_or_ended_the_offer_is_not_suggested(cast):
    offer(cast.frank, cast.soft)
    offer(cast.grace, cast.soft)
    end_offer(actor=cast.frank.user, now=NOW)
    cast.grace.status = EmployeeStatus.LEFT
    cast.grace.save()
    assert suggest_mentors(Look(cast.carol, cast.soft, False), NOW) == []
    assert mentor_places() == {}


def test_both_have_to_agree_before_anything_is_read(cast, matched):
    assert {note.user for note in Notification.objects.filter(kind="mentor_proposed")} == {
        cast.carol.user,
        cast.frank.user,
    }
    carol = {"actor": cast.carol.user, "proposal": matched, "agrees": True, "now": NOW}
    assert answer_proposal(**carol) is None
    assert not Mentorship.objects.exists()
    made = answer_proposal(actor=cast.frank.user, proposal=matched, agrees=True, now=NOW)
    assert (made.mentee, made.mentor, made.skill) == (cast.carol, cast.frank, cast.soft)
    assert made.accepted_at
    assert not made.shares_levels
    assert suggest_mentors(Look(cast.heidi, cast.soft, False), NOW) == []  # no place left


def test_declined_proposal_frees_the_place(cast, matched):
    answer_proposal(actor=cast.frank.user, proposal=matched, agrees=False, now=NOW)
    assert len(suggest_mentors(Look(cast.heidi, cast.soft, False), NOW)) == 1
    with pytest.raises(ConflictError):
        answer_proposal(actor=cast.carol.user, proposal=matched, agrees=True, now=NOW)
    assert not Mentorship.objects.exists()


def notes(person):
    """Kinds of what somebody has not read, oldest first."""
    return [note.kind for note in person.user.notifications.filter(read_at=None).order_by("pk")]


def test_declined_pair_is_not_proposed_again(cast, matched):
    answer_proposal(actor=cast.frank.user, proposal=matched, agrees=False, now=NOW)
    found = proposals(run_round(cast))[cast.carol]
    assert found.mentor is None
    assert refusal_words(found.reasons) == [
        "1 mentor: was proposed before, and one of the two declined"
    ]
    offer(cast.grace, cast.soft)
    assert proposals(run_round(cast))[cast.carol].mentor == cast.grace


def test_round_computed_before_somebody_declined_does_not_ask_them_again(cast):
    offer(cast.frank, cast.soft)
    look(cast.carol, cast.soft)
    first, second = run_round(cast), run_round(cast)
    adopt_round(actor=cast.alice.user, matching=first, now=NOW)
    row = first.proposals.get()
    answer_proposal(actor=cast.frank.user, proposal=row, agrees=False, now=NOW)
    done = adopt_round(actor=cast.alice.user, matching=second, now=NOW)
    assert (done.offered, done.left) == (0, 1)


def test_who_agreed_first_learns_that_it_begins(cast, matched):
    answer_proposal(actor=cast.carol.user, proposal=matched, agrees=True, now=NOW)
    assert (notes(cast.carol), notes(cast.frank)) == ([], ["mentor_proposed"])
    answer_proposal(actor=cast.frank.user, proposal=matched, agrees=True, now=NOW)
    assert (notes(cast.carol), notes(cast.frank)) == (["mentoring_begun"], [])


@pytest.mark.parametrize("by_search", [False, True])
def test_other_side_learns_that_nothing_comes_of_it(cast, matched, by_search):
    answer_proposal(actor=cast.frank.user, proposal=matched, agrees=True, now=NOW)
    if by_search:
        stop_looking(actor=cast.carol.user, request=matched.request, now=NOW)
    else:
        answer_proposal(actor=cast.carol.user, proposal=matched, agrees=False, now=NOW)
    assert (notes(cast.carol), notes(cast.frank)) == ([], ["mentor_declined"])


def test_note_stays_while_another_proposal_waits(cast):
    offer(cast.frank, cast.soft, mentees=2)
    for person in (cast.carol, cast.heidi):
        look(person, cast.soft)
    made = run_round(cast)
    adopt_round(actor=cast.alice.user, matching=made, now=NOW)
    found = proposals(made)
    frank = {"actor": cast.frank.user, "now": NOW}
    answer_proposal(proposal=found[cast.carol], agrees=True, **frank)
    assert notes(cast.frank) == ["mentor_proposed"] * 2
    answer_proposal(proposal=found[cast.heidi], agrees=False, **frank)
    assert notes(cast.frank) == []
    assert notes(cast.heidi) == ["mentor_declined"]


def test_only_the_two_answer(cast, matched):
    for person in (cast.alice, cast.bob, cast.grace):
        with pytest.raises(NotAllowedError):
            answer_proposal(actor=person.user, proposal=matched, agrees=True, now=NOW)


def test_taking_the_search_back_takes_the_proposal_along(cast, matched):
    stop_looking(actor=cast.carol.user, request=matched.request, now=NOW)
    with pytest.raises(ConflictError):
        answer_proposal(actor=cast.frank.user, proposal=matched, agrees=True, now=NOW)


def test_round_tells_why_somebody_has_nobody(cast):
    offer(cast.bob, cast.soft)  # above carol
    look(cast.carol, cast.soft)
    look(cast.frank, cast.hard)
    found = proposals(run_round(cast))
    assert found[cast.carol].reasons == [["own_line", 1]]
    assert found[cast.frank].reasons == [["nobody", 0]]


def test_round_reads_levels_that_mentors_do_not_show(cast):
    make_profile(cast.carol, {cast.soft: {"mean": 3000, "sd": 300}})
    make_profile(cast.frank, {cast.soft: {"mean": 2000, "sd": 300}})
    offer(cast.frank, cast.soft)
    look(cast.carol, cast.soft)
    assert proposals(run_round(cast))[cast.carol].reasons == [["below", 1]]


def test_same_state_gives_the_same_round(cast):
    for person in (cast.frank, cast.grace):
        offer(person, cast.soft)
    for person in (cast.carol, cast.heidi, cast.dave):
        look(person, cast.soft)
    one, two = run_round(cast), run_round(cast)
    assert one.inputs_hash == two.inputs_hash
    pairs = [[(row.mentor_id, row.score) for row in made.proposals.all()] for made in (one, two)]
    assert pairs[0] == pairs[1]
    assert sum(mentor is not None for mentor, _score in pairs[0]) == 2


def test_computing_twice_changes_nothing(cast):
    offer(cast.frank, cast.soft)
    look(cast.carol, cast.soft)
    made = run_round(cast)
    assert compute_round(made, NOW) == 1
    assert made.proposals.count() == 1


def test_adopting_leaves_out_what_changed_meanwhile(cast):
    offer(cast.frank, cast.soft, mentees=2)
    request = look(cast.carol, cast.soft)
    look(cast.heidi, cast.soft)
    made = run_round(cast)
    stop_looking(actor=cast.carol.user, request=request, now=NOW)
    done = adopt_round(actor=cast.alice.user, matching=made, now=NOW)
    assert (done.offered, done.left) == (1, 1)
    with pytest.raises(ConflictError, match="already"):
        adopt_round(actor=cast.alice.user, matching=made, now=NOW)


def test_adopting_never_fills_a_place_twice(cast):
    offer(cast.frank, cast.soft)
    look(cast.carol, cast.soft)
    made = run_round(cast)
    make_mentorship(cast.grace, cast.frank)
    done = adopt_round(actor=cast.alice.user, matching=made, now=NOW)
    assert (done.offered, done.left) == (0, 1)


def test_rounds_are_for_hr_admins_and_need_somebody_who_looks(cast):
    with pytest.raises(DomainError, match="Nobody looks"):
        start_round(actor=cast.alice.user)
    for person in (cast.bob, cast.carol, cast.erin, cast.grace):
        with pytest.raises(NotAllowedError):
            start_round(actor=person.user)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"mentees": 0}, "mentees"),
        ({"mentees": 11}, "mentees"),
        ({"hours_a_month": 1}, "hours_a_month"),
        ({"hours_a_month": 41}, "hours_a_month"),
    ],
)
def test_offer_beyond_reason_is_refused(cast, terms, field):
    with pytest.raises(DomainError) as error:
        offer(cast.frank, cast.soft, **terms)
    assert error.value.field == field


def test_fewer_hours_than_people_count(cast):
    assert offer(cast.frank, cast.soft, mentees=5, hours_a_month=5).places == 2


def test_looking_twice_or_for_too_many_is_refused(cast):
    look(cast.carol, cast.soft)
    with pytest.raises(ConflictError, match="already"):
        look(cast.carol, cast.soft)


def test_end_is_said_by_both_and_is_no_level(cast, matched):
    for person in (cast.carol, cast.frank):
        made = answer_proposal(actor=person.user, proposal=matched, agrees=True, now=NOW)
    note = {"mentorship": made, "text": "Asks before answering.", "now": NOW}
    with pytest.raises(ConflictError):
        write_note(actor=cast.carol.user, kind=NoteKind.END, practised="yes", **note)
    write_note(actor=cast.carol.user, kind=NoteKind.AGENDA, skill=cast.soft, **note)
    end_mentorship(actor=cast.frank.user, mentorship=made, now=NOW)
    with pytest.raises(DomainError):
        write_note(actor=cast.carol.user, kind=NoteKind.END, practised="9", **note)
    for person in (cast.carol, cast.frank):
        write_note(actor=person.user, kind=NoteKind.END, practised="yes", **note)
    with pytest.raises(ConflictError, match="already"):
        write_note(actor=cast.frank.user, kind=NoteKind.END, practised="yes", **note)
    rows = Evidence.objects.filter(employee=cast.carol)
    assert [(row.level, row.value, row.skill) for row in rows] == [(None, None, cast.soft)] * 2
    assert not Evidence.objects.filter(employee=cast.frank).exists()


def test_nobody_else_writes_notes(cast, matched):
    made = make_mentorship(cast.carol, cast.frank)
    for person in (cast.alice, cast.bob):
        with pytest.raises(NotAllowedError):
            write_note(actor=person.user, mentorship=made, kind=NoteKind.AGENDA, text="x", now=NOW)
    for text in (" ", "x" * 1001):
        with pytest.raises(DomainError):
            write_note(
                actor=cast.carol.user, mentorship=made, kind=NoteKind.AGENDA, text=text, now=NOW
            )


def test_plans_offer_mentoring_only_while_mentors_have_places(cast):
    mentoring = make_activity("Mentoring", {cast.soft: (0, 3)}, mode=Mode.MENTORING)

    def left(**more):
        return offered_activities("UTC", **more)[0].seats_left

    assert left() is None  # nobody offers it, so nothing limits it
    offer(cast.frank, cast.soft, mentees=2)
    assert left() == 2
    plan = make_plan(cast.carol, [mentoring], state=PlanState.ACTIVE)
    make_plan(cast.dave, [mentoring], state=PlanState.PROPOSED)
    assert left() == 0
    assert left(besides=plan.pk) == 1
    end_offer(actor=cast.frank.user, now=NOW)
    assert left() is None
