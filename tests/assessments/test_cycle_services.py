"""Preparing and opening assessment cycles."""

import pytest
from django.utils import timezone

from assessments.enums import CyclePurpose, CycleState, RaterKind
from assessments.models import AssessmentCycle, CycleSkill, RatingRequest
from assessments.services.cycles import (
    KindTerms,
    add_people,
    change_terms,
    create_cycle,
    extend_cycle,
    remove_people,
)
from assessments.services.cycles_life import (
    back_to_draft,
    start_opening,
)
from assessments.services.cycles_opening import open_cycle
from employees.enums import EmployeeStatus
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Job, Notification
from skills.enums import SkillKind
from tests import factories as make
from tests.assessments.cycles import (
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
