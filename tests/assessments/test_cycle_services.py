"""Preparing, opening, closing and releasing assessment cycles."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from assessments.enums import CyclePurpose, CycleState, RaterKind, RequestState, Source
from assessments.models import AssessmentCycle, CycleSkill, Evidence, Rating, RatingRequest
from assessments.services.cycles import (
    KindTerms,
    add_people,
    change_terms,
    create_cycle,
    extend_cycle,
    remove_people,
)
from assessments.services.cycles_calendar import keep_dates, remind_raters
from assessments.services.cycles_life import (
    ask_for_proposals,
    back_to_draft,
    decline_request,
    next_round,
    share_results,
    start_closing,
    start_opening,
    withdraw_person,
)
from assessments.services.cycles_opening import open_cycle
from assessments.services.cycles_release import close_cycle, release_cycle
from assessments.services.ratings import submit_ratings
from employees.enums import EmployeeStatus
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Job, Notification
from skills.enums import SkillKind
from tests import factories as make
from tests.assessments.cycles import (
    ANONYMOUS_PEERS,
    MANAGER,
    NAMED_PEERS,
    SELF,
    make_cycle,
    make_open_cycle,
    participant,
    rate,
    raters,
    terms,
)

pytestmark = pytest.mark.django_db


# --- preparing ----------------------------------------------------------------------------------


def test_hr_partner_adds_people_of_the_own_units_only(cast):
    cycle = create_cycle(actor=cast.erin.user, terms=terms())

    added = add_people(actor=cast.erin.user, cycle=cycle, people=[cast.carol, cast.frank])

    assert added == 1
    assert [row.employee for row in cycle.participants.all()] == [cast.carol]


def test_somebody_who_is_not_hr_prepares_no_cycle(cast):
    with pytest.raises(NotAllowedError):
        create_cycle(actor=cast.bob.user, terms=terms())


def test_hr_partner_does_not_run_the_cycle_of_another(cast):
    cycle = make_cycle(cast)

    with pytest.raises(NotAllowedError):
        add_people(actor=cast.erin.user, cycle=cycle, people=[cast.dave])


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": "  "}),
        ("closes_on", {"closes_on": make.day(-1)}),
        ("skills_per_person", {"skills_per_person": 0, "skills_of_each_kind": 0}),
        ("skills_per_person", {"skills_per_person": 1000}),
        ("skills_of_each_kind", {"skills_per_person": 5, "skills_of_each_kind": 3}),
        ("score_floor", {"score_floor": 2, "text_floor": 2}),
        ("text_floor", {"score_floor": 4, "text_floor": 3}),
        ("kinds", {"kinds": ()}),
        ("kinds", {"kinds": (SELF, SELF)}),
        ("kinds", {"kinds": (KindTerms(RaterKind.PEER, False, 0, False),)}),
        ("kinds", {"kinds": (KindTerms(RaterKind.MANAGER, True, 1, True),)}),
        ("kinds", {"kinds": (KindTerms(RaterKind.PEER, True, 3, False),)}),
    ],
)
def test_terms_that_cannot_hold_are_refused_at_their_field(cast, field, changes):
    with pytest.raises(DomainError) as refused:
        create_cycle(actor=cast.alice.user, terms=terms(**changes))

    assert refused.value.field == field
    assert not AssessmentCycle.objects.exists()


def test_people_come_once_and_go_with_their_proposals(cast):
    cycle = make_cycle(cast, cast.carol, kinds=(NAMED_PEERS,))
    RatingRequest.objects.create(
        cycle=cycle, rater=cast.frank, ratee=cast.carol, rater_kind=RaterKind.PEER
    )
    assert add_people(actor=cast.alice.user, cycle=cycle, people=[cast.carol]) == 0

    assert remove_people(actor=cast.alice.user, cycle=cycle, people=[cast.carol]) == 1

    assert not cycle.participants.exists()
    assert not RatingRequest.objects.exists()


def test_people_who_left_are_not_added(cast):
    cast.dave.status = EmployeeStatus.LEFT
    cast.dave.save()
    cycle = make_cycle(cast, cast.carol)

    assert add_people(actor=cast.alice.user, cycle=cycle, people=[cast.dave]) == 0


def test_second_writer_of_terms_is_told(cast):
    cycle = make_cycle(cast)
    change_terms(actor=cast.alice.user, cycle=cycle, terms=terms(name="Winter"), expected=1)

    with pytest.raises(ConflictError):
        change_terms(actor=cast.alice.user, cycle=cycle, terms=terms(name="Spring"), expected=1)

    cycle.refresh_from_db()
    assert cycle.name == "Winter"


# --- opening ------------------------------------------------------------------------------------


def test_opening_freezes_skills_and_managers_and_assigns_by_rule(cast):
    cycle = make_open_cycle(cast, cast.carol)

    carol = participant(cycle, cast.carol)
    assert carol.manager == cast.bob
    assert {row.skill for row in carol.skills.all()} == {cast.hard, cast.soft}
    assert raters(cycle, cast.carol) == {
        ("Carol", "self", "approved"),
        ("Bob", "manager", "approved"),
    }


def test_a_role_that_changes_after_opening_changes_no_questions(cast):
    cycle = make_open_cycle(cast, cast.carol)
    make.require(cast.role.versions.get(), make.make_skill("New"), 3)

    assert CycleSkill.objects.filter(participant__cycle=cycle).count() == 2


def test_at_most_eight_are_asked_and_three_of_each_kind(cast):
    version = cast.role.versions.get()
    for number in range(9):
        make.require(version, make.make_skill(f"Hard {number}"), 3, essential=True)
    for number in range(4):
        make.require(version, make.make_soft_skill(f"Soft {number}"), 3, importance=1)

    cycle = make_open_cycle(cast, cast.carol)

    rows = CycleSkill.objects.filter(participant__cycle=cycle).select_related("skill")
    asked = [row.skill.kind for row in rows if row.is_asked]
    assert len(asked) == 8
    assert asked.count(SkillKind.SOFT) == 3
    assert sum(not row.is_asked for row in rows) == 7


def test_everybody_who_is_asked_gets_one_note(cast):
    make_open_cycle(cast, cast.carol, cast.dave)

    notes = Notification.objects.filter(kind="cycle_opened").values_list("user__name", flat=True)
    assert sorted(notes) == ["Bob Boss", "Carol Report", "Dave Indirect"]


def test_colleagues_by_rule_are_named_or_anonymous_as_the_terms_say(cast):
    by_rule = KindTerms(RaterKind.PEER, anonymous=True, wanted=4, by_rule=True)
    colleague = make.make_employee("Peer Colleague", user=True)
    make.assign(colleague, "Acme/Sales/North", role=cast.role, manager=cast.carol)
    far = make.make_employee("Far Colleague", user=True)
    make.assign(far, "Acme/Sales/South", role=cast.role, manager=cast.carol)

    cycle = make_open_cycle(cast, cast.dave, kinds=(by_rule,))

    requests = RatingRequest.objects.filter(cycle=cycle)
    assert {r.rater for r in requests} == {colleague, far}
    assert all(r.anonymous for r in requests)


def test_an_empty_cycle_does_not_open(cast):
    cycle = create_cycle(actor=cast.alice.user, terms=terms())

    with pytest.raises(DomainError) as refused:
        start_opening(actor=cast.alice.user, cycle=cycle)

    assert refused.value.field == "people"
    assert not Job.objects.exists()


def test_a_cycle_in_which_nothing_is_asked_does_not_open(cast):
    nobody = make.make_employee("No Role", user=True)
    make.assign(nobody, "Acme")
    cycle = make_cycle(cast, nobody)

    with pytest.raises(DomainError):
        open_cycle(actor=cast.alice.user, cycle=cycle, now=timezone.now())

    cycle.refresh_from_db()
    assert cycle.state == CycleState.DRAFT


def test_opening_twice_is_refused(cast):
    cycle = make_open_cycle(cast)

    with pytest.raises(ConflictError):
        open_cycle(actor=cast.alice.user, cycle=cycle, now=timezone.now())

    assert RatingRequest.objects.filter(cycle=cycle).count() == 2


def test_opening_can_be_taken_back_until_somebody_answers(cast):
    cycle = make_open_cycle(cast)
    back_to_draft(actor=cast.alice.user, cycle=cycle)
    cycle.refresh_from_db()
    assert cycle.state == CycleState.DRAFT
    assert not RatingRequest.objects.exists()

    open_cycle(actor=cast.alice.user, cycle=cycle, now=timezone.now())
    rate(cycle, cast.carol, cast.carol, {cast.hard: 3}, send=False)

    with pytest.raises(ConflictError) as refused:
        back_to_draft(actor=cast.alice.user, cycle=cycle)
    assert refused.value.code == "terms_frozen"


def test_terms_of_an_open_cycle_do_not_change_but_it_can_be_made_longer(cast):
    cycle = make_open_cycle(cast)
    with pytest.raises(ConflictError):
        change_terms(actor=cast.alice.user, cycle=cycle, terms=terms(purpose="developmental"))
    with pytest.raises(DomainError):
        extend_cycle(actor=cast.alice.user, cycle=cycle, closes_on=make.day(3))

    extend_cycle(actor=cast.alice.user, cycle=cycle, closes_on=make.day(30))

    cycle.refresh_from_db()
    assert (cycle.closes_on, cycle.purpose) == (make.day(30), CyclePurpose.EVALUATIVE)


def test_the_first_answer_leaves_no_trace_of_its_time(cast):
    cycle = make_open_cycle(cast)
    events = type(cycle).pgh_event_model.objects.count()
    before = (cycle.version, cycle.updated_at)

    rate(cycle, cast.carol, cast.carol, {cast.hard: 3})

    cycle.refresh_from_db()
    assert cycle.first_answer_on == timezone.localdate()
    assert (cycle.version, cycle.updated_at) == before
    assert type(cycle).pgh_event_model.objects.count() == events


# --- answers ------------------------------------------------------------------------------------


def test_answers_wait_for_the_release(cast):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3, cast.soft: None})

    assert not Evidence.objects.exists()
    request = RatingRequest.objects.get(cycle=cycle, rater=cast.bob)
    assert request.state == RequestState.ANSWERED

    close_cycle(actor=cast.alice.user, cycle=cycle, now=timezone.now())
    assert not Evidence.objects.exists()
    release_cycle(actor=cast.alice.user, cycle=cycle, now=timezone.now())

    row = Evidence.objects.get()
    assert (row.employee, row.skill, row.source, row.level) == (
        cast.carol, cast.hard, Source.MANAGER, 3,
    )  # fmt: skip
    assert Rating.objects.get(skill=cast.hard).evidence == row


def test_a_request_is_answered_once_everything_asked_is_sent(cast):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3})
    assert RatingRequest.objects.get(rater=cast.bob).state == RequestState.APPROVED

    rate(cycle, cast.bob, cast.carol, {cast.soft: 4})
    assert RatingRequest.objects.get(rater=cast.bob).state == RequestState.ANSWERED


def test_until_the_close_the_last_answer_counts(cast):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3})
    rate(cycle, cast.bob, cast.carol, {cast.hard: 4})

    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    release_cycle(actor=None, cycle=cycle, now=timezone.now())

    assert [row.level for row in Evidence.objects.all()] == [4]


def test_sending_the_same_twice_says_so_and_loses_nothing(cast):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3})

    with pytest.raises(DomainError) as refused:
        submit_ratings(actor=cast.bob.user, ratee=cast.carol, now=timezone.now(), cycle=cycle)

    assert refused.value.code == "nothing_to_submit"
    assert Rating.objects.get().level == 3


def test_a_closed_cycle_takes_no_answer_and_keeps_the_draft(cast):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3}, send=False)
    close_cycle(actor=None, cycle=cycle, now=timezone.now())

    with pytest.raises(ConflictError) as refused:
        submit_ratings(actor=cast.bob.user, ratee=cast.carol, now=timezone.now(), cycle=cycle)
    with pytest.raises(ConflictError):
        rate(cycle, cast.bob, cast.carol, {cast.hard: 5}, send=False)

    assert refused.value.code == "cycle_closed"
    draft = Rating.objects.get()
    assert (draft.level, draft.submitted_at) == (3, None)


@pytest.mark.parametrize("level", [-1, 6, 2.25])
def test_a_level_off_the_scale_is_refused(cast, level):
    cycle = make_open_cycle(cast)

    with pytest.raises(DomainError) as refused:
        rate(cycle, cast.bob, cast.carol, {cast.hard: level})

    assert refused.value.field == "level"
    assert not Rating.objects.exists()


def test_only_those_who_are_asked_answer(cast):
    cycle = make_open_cycle(cast, kinds=(SELF,))

    with pytest.raises(NotAllowedError):
        rate(cycle, cast.bob, cast.carol, {cast.hard: 3})


def test_a_rater_of_an_anonymous_kind_cannot_answer_by_name(cast):
    cycle = make_cycle(cast, kinds=(SELF, ANONYMOUS_PEERS))
    RatingRequest.objects.create(
        cycle=cycle,
        rater=cast.frank,
        ratee=cast.carol,
        rater_kind=RaterKind.PEER,
        anonymous=True,
        state=RequestState.APPROVED,
    )
    open_cycle(actor=None, cycle=cycle, now=timezone.now())

    with pytest.raises(NotAllowedError):
        rate(cycle, cast.frank, cast.carol, {cast.hard: 3})


def test_a_skill_that_is_not_asked_is_refused(cast):
    cycle = make_open_cycle(cast)

    with pytest.raises(DomainError) as refused:
        rate(cycle, cast.bob, cast.carol, {make.make_skill("Juggling"): 3})

    assert refused.value.code == "not_asked"


def test_ratings_outside_the_cycle_go_on_beside_it(cast):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.carol, cast.carol, {cast.hard: 2}, send=False)
    rate(None, cast.carol, cast.carol, {cast.hard: 5})

    assert [row.level for row in Evidence.objects.all()] == [5]
    assert Rating.objects.get(cycle=cycle).submitted_at is None


def test_answers_about_somebody_withdrawn_are_not_used(cast):
    cycle = make_open_cycle(cast, cast.carol, cast.dave)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3})
    withdraw_person(
        actor=cast.alice.user, participant=participant(cycle, cast.carol), now=timezone.now()
    )

    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    release_cycle(actor=None, cycle=cycle, now=timezone.now())

    assert not Evidence.objects.exists()


# --- release ------------------------------------------------------------------------------------


def test_developmental_answers_become_evidence_only_when_shared(cast):
    cycle = make_open_cycle(cast, cast.carol, cast.dave, purpose=CyclePurpose.DEVELOPMENTAL)
    share_results(
        actor=cast.dave.user,
        participant=participant(cycle, cast.dave),
        shares=True,
        now=timezone.now(),
    )
    rate(cycle, cast.carol, cast.carol, {cast.hard: 3})
    rate(cycle, cast.dave, cast.dave, {cast.hard: 4})

    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    release_cycle(actor=None, cycle=cycle, now=timezone.now())

    assert [row.employee for row in Evidence.objects.all()] == [cast.dave]


def test_sharing_is_decided_by_the_person_before_the_first_answer(cast):
    cycle = make_open_cycle(cast, purpose=CyclePurpose.DEVELOPMENTAL)
    carol = participant(cycle, cast.carol)
    with pytest.raises(NotAllowedError):
        share_results(actor=cast.bob.user, participant=carol, shares=True, now=timezone.now())
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3})

    with pytest.raises(ConflictError) as refused:
        share_results(actor=cast.carol.user, participant=carol, shares=True, now=timezone.now())

    assert refused.value.code == "terms_frozen"


def test_release_tells_the_people_it_is_about(cast):
    cycle = make_open_cycle(cast)
    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    release_cycle(actor=None, cycle=cycle, now=timezone.now())

    note = Notification.objects.get(kind="cycle_released")
    assert note.user == cast.carol.user
    assert str(cycle.public_id) in note.link


def test_release_comes_after_the_close_and_once(cast):
    cycle = make_open_cycle(cast)
    with pytest.raises(ConflictError):
        release_cycle(actor=None, cycle=cycle, now=timezone.now())
    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    release_cycle(actor=None, cycle=cycle, now=timezone.now())
    with pytest.raises(ConflictError):
        release_cycle(actor=None, cycle=cycle, now=timezone.now())


def test_reopening_is_a_new_round_with_the_same_terms(cast):
    cycle = make_open_cycle(cast, cast.carol, cast.dave)
    close_cycle(actor=None, cycle=cycle, now=timezone.now())

    fresh = next_round(actor=cast.alice.user, cycle=cycle, today=make.day(20))

    assert (fresh.round, fresh.previous, fresh.state) == (2, cycle, CycleState.DRAFT)
    assert {row.employee for row in fresh.participants.all()} == {cast.carol, cast.dave}
    assert {row.rater_kind for row in fresh.kinds.all()} == {"self", "manager"}
    with pytest.raises(ConflictError):
        next_round(actor=cast.alice.user, cycle=cycle, today=make.day(20))


def test_a_rater_declines_and_is_no_longer_asked(cast):
    cycle = make_open_cycle(cast)
    request = RatingRequest.objects.get(rater=cast.bob)
    with pytest.raises(NotAllowedError):
        decline_request(actor=cast.carol.user, request=request, now=timezone.now())

    decline_request(actor=cast.bob.user, request=request, now=timezone.now())

    with pytest.raises(NotAllowedError):
        rate(cycle, cast.bob, cast.carol, {cast.hard: 3})


# --- the calendar -------------------------------------------------------------------------------


def test_reminders_go_once_on_the_days_chosen(cast, django_capture_on_commit_callbacks):
    cycle = make_open_cycle(cast, remind_days=(7, 2), escalate_days=None)
    week_before = cycle.closes_on - timedelta(days=7)
    with django_capture_on_commit_callbacks(execute=True):
        keep_dates(week_before - timedelta(days=1))
        assert not Notification.objects.filter(kind="cycle_reminder").exists()
        keep_dates(week_before)
        keep_dates(week_before)

    reminded = Notification.objects.filter(kind="cycle_reminder")
    assert sorted(note.user.name for note in reminded) == ["Bob Boss", "Carol Report"]
    assert sorted(address for sent in mail.outbox for address in sent.to) == sorted(
        [cast.bob.user.email, cast.carol.user.email]
    )


def test_those_who_answered_are_not_reminded(cast):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3, cast.soft: 3})

    assert remind_raters(actor=cast.alice.user, cycle=cycle) == 1
    assert Notification.objects.get(kind="cycle_reminder").user == cast.carol.user


def test_managers_learn_who_is_late(cast):
    cycle = make_open_cycle(cast, cast.carol, cast.dave, escalate_days=1, remind_days=())
    keep_dates(cycle.closes_on - timedelta(days=1))

    late = {n.user.name: n.title for n in Notification.objects.filter(kind="cycle_late")}
    assert set(late) == {"Bob Boss", "Carol Report", "Alice Admin"}
    assert "Dave Indirect" in late["Carol Report"]


def test_the_scheduler_closes_on_the_day_after_the_last(cast):
    cycle = make_open_cycle(cast)
    keep_dates(cycle.closes_on)
    assert not Job.objects.exists()

    keep_dates(cycle.closes_on + timedelta(days=1))
    keep_dates(cycle.closes_on + timedelta(days=1))

    assert [job.name for job in Job.objects.all()] == ["assessments.close_cycle"]


def test_closing_by_hand_is_for_those_who_run_it(cast):
    cycle = make_open_cycle(cast)

    with pytest.raises(NotAllowedError):
        start_closing(actor=cast.bob.user, cycle=cycle)


def test_people_are_asked_for_raters_and_then_see_the_draft(cast):
    cycle = make_cycle(cast, kinds=(SELF, NAMED_PEERS))
    assert not AssessmentCycle.objects.visible_to(cast.carol.user).exists()

    asked = ask_for_proposals(actor=cast.alice.user, cycle=cycle, now=timezone.now())

    assert asked == 1
    assert AssessmentCycle.objects.visible_to(cast.carol.user).get() == cycle


def test_nobody_is_asked_for_raters_that_the_rule_assigns(cast):
    cycle = make_cycle(cast, kinds=(SELF, MANAGER))

    with pytest.raises(DomainError):
        ask_for_proposals(actor=cast.alice.user, cycle=cycle, now=timezone.now())
