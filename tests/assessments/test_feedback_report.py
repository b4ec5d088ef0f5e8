"""What is shown of anonymous answers, and to whom."""

import pytest
from django.utils import timezone

from assessments.analysis.suppression import Form
from assessments.enums import CyclePurpose, CycleState, Source
from assessments.models import Evidence
from assessments.queries.feedback import requests_of, skills_asked
from assessments.queries.feedback_report import (
    closed_evidence,
    report_of,
    reports_visible_to,
)
from skillmap.core.enums import ReadKind
from skillmap.core.services import log_read
from tests import factories as make
from tests.assessments.feedback_rounds import (
    ANONYMOUS,
    ask_about,
    close_round,
    give,
    make_raters,
    make_round,
    release_round,
)
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PEER, REPORT = ANONYMOUS


@pytest.fixture
def skill(db):
    return make.make_soft_skill("Conflict resolution")


def released(ratee, skill, levels_by_kind, texts=(), comments=(), purpose=None, **fields):
    """A released round about somebody, in which these levels and texts were given."""
    cycle = make_round(purpose or CyclePurpose.EVALUATIVE)
    raters = {kind: make_raters(len(levels)) for kind, levels in levels_by_kind.items()}
    person = ask_about(cycle, ratee, [skill], raters, **fields)
    texts, comments = list(texts), list(comments)
    for kind, levels in levels_by_kind.items():
        for rater, level in zip(raters[kind], levels, strict=True):
            text = texts.pop(0) if texts else ""
            comment = comments.pop(0) if comments else ""
            give(rater, person, {skill: level}, comment=comment, texts={skill: text})
    release_round(cycle)
    person.refresh_from_db()
    return person


def only_line(person):
    (line,) = report_of(person).lines
    return line


# --- the report -------------------------------------------------------------------------------


def test_mean_of_a_kind_has_its_number_and_an_interval_that_tells_nothing_of_the_spread(skill):
    alike = only_line(released(make.make_employee(), skill, {PEER: [3, 3, 3, 3]}))
    apart = only_line(released(make.make_employee(), skill, {PEER: [1, 2, 4, 5]}))
    for line in (alike, apart):
        (group,) = line.groups
        assert (group.kinds, group.n, group.form, group.value) == ((PEER,), 4, Form.MEAN, 3)
    assert alike.groups[0].low == apart.groups[0].low == pytest.approx(2.09, abs=0.01)
    assert alike.groups[0].high == pytest.approx(3.91, abs=0.01)


def test_none_and_one_too_few_cannot_be_told_apart(skill):
    few = only_line(released(make.make_employee(), skill, {PEER: [3, 3, 4, 2], REPORT: [1, 2, 5]}))
    none = only_line(released(make.make_employee(), skill, {PEER: [3, 3, 4, 2], REPORT: []}))
    assert few.groups == none.groups
    assert few.held_back == none.held_back == [REPORT]


def test_no_number_of_the_report_holds_an_answer_of_a_hidden_kind(skill):
    """A total beside the parts would."""
    line = only_line(released(make.make_employee(), skill, {PEER: [3, 3, 4, 2], REPORT: [5]}))
    assert [(group.n, group.value) for group in line.groups] == [(4, 3)]


def test_small_kinds_stand_together(skill):
    person = released(make.make_employee(), skill, {PEER: [3, 3], REPORT: [1, 2]})
    (group,) = only_line(person).groups
    assert (group.kinds, group.n, group.value) == ((PEER, REPORT), 4, 2.25)


def test_comments_need_five_and_come_without_kind_or_order(skill):
    four = [f"Text {n}" for n in range(4)]
    assert only_line(released(make.make_employee(), skill, {PEER: [3] * 5}, four)).texts == []
    six = [f"Text {n}" for n in range(6)]
    levels = {PEER: [3] * 4, REPORT: [3] * 2}
    orders = []
    for _again in range(4):
        person = released(make.make_employee(), skill, levels, six, six)
        orders += [only_line(person).texts, report_of(person).texts]
    assert all(sorted(order) == six for order in orders)
    assert len({tuple(order) for order in orders}) > 2


def test_cannot_judge_is_not_counted(skill):
    assert only_line(released(make.make_employee(), skill, {PEER: [3, 3, 4, None]})).groups == []


def test_skill_behind_rate_more_is_listed_only_where_something_is_shown(skill):
    person = released(make.make_employee(), skill, {PEER: [3, 3, 4, 2]})
    more = make.make_skill()
    person.skills.create(skill=more, position=1, is_asked=False)
    assert [line.skill for line in report_of(person).lines] == [skill]
    assert skills_asked(person) == [skill]
    assert skills_asked(person, everything=True) == [skill, more]
    assert skills_asked(person, also=[more.pk]) == [skill, more]


def test_rounds_are_never_added_together(skill):
    ratee = make.make_employee()
    first = released(ratee, skill, {PEER: [3, 3]})
    second = released(ratee, skill, {PEER: [3, 3]})
    assert only_line(first).groups == only_line(second).groups == []


def test_answers_of_an_open_round_are_in_no_report(skill):
    ratee = make.make_employee(user=True)
    raters = make_raters(5)
    person = ask_about(make_round(), ratee, [skill], {PEER: raters})
    for rater in raters:
        give(rater, person, {skill: 3}, comment="Words")
    assert only_line(person).groups == []
    assert report_of(person).texts == []
    assert not reports_visible_to(ratee.user).exists()
    close_round(person.cycle)
    assert not reports_visible_to(ratee.user).exists()


# --- who reads it -----------------------------------------------------------------------------


def readers(cast: Cast):
    return {name for name in cast.people if reports_visible_to(cast.viewer(name)).exists()}


def test_report_of_an_evaluative_round_is_for_person_manager_and_hr(cast, skill):
    released(cast.dave, skill, {PEER: [3, 3, 4, 2]})
    assert readers(cast) == {"dave", "carol", "erin", "alice"}


def test_report_of_a_developmental_round_is_for_the_person_even_when_shared(cast, skill):
    shares = {"shares_evidence": True, "shares_decided_at": timezone.now()}
    released(cast.dave, skill, {PEER: [3]}, purpose=CyclePurpose.DEVELOPMENTAL, **shares)
    released(cast.carol, skill, {PEER: [3]}, purpose=CyclePurpose.DEVELOPMENTAL)
    assert readers(cast) == {"dave", "carol"}


def test_person_taken_out_has_no_report(cast, skill):
    released(cast.dave, skill, {PEER: [3]}, withdrawn_at=None)
    person = reports_visible_to(cast.dave.user).get()
    person.withdrawn_at = timezone.now()
    person.save()
    assert readers(cast) == set()


def test_round_without_anonymous_raters_has_no_report(cast, skill):
    person = released(cast.dave, skill, {})
    person.cycle.kinds.update(anonymous=False)
    assert readers(cast) == set()


# --- as evidence ------------------------------------------------------------------------------


def closed_to(cast, person):
    group = Evidence.objects.get(source=Source.PEER).pk
    found = {name: closed_evidence(cast.viewer(name), person) for name in cast.people}
    assert all(closed <= {group} for closed in found.values())
    return {name for name, closed in found.items() if closed}


def test_value_of_group_feedback_is_open_to_those_who_read_the_report(cast, skill):
    make.make_evidence(cast.dave, skill, 3, Source.TEST)
    released(cast.dave, skill, {PEER: [3, 3, 4, 2]})
    others = set(cast.people) - {"dave", "carol"}
    assert closed_to(cast, cast.dave) == others
    reason = {"kind": ReadKind.FEEDBACK, "reason": "A complaint"}
    log_read(viewer=cast.alice.user, subject_id=cast.dave.pk, **reason)
    assert closed_to(cast, cast.dave) == others - {"alice"}


def test_shared_group_feedback_shows_its_value_to_nobody_else(cast, skill):
    shares = {"shares_evidence": True, "shares_decided_at": timezone.now()}
    purpose = CyclePurpose.DEVELOPMENTAL
    released(cast.dave, skill, {PEER: [3, 3, 4, 2]}, purpose=purpose, **shares)
    assert closed_to(cast, cast.dave) == set(cast.people) - {"dave"}


# --- what waits -------------------------------------------------------------------------------


def test_requests_of_open_rounds_wait_unanswered_first(skill):
    (rater,) = make_raters(1)
    cycle = make_round()
    people = [ask_about(cycle, make.make_employee(), [skill], {PEER: [rater]}) for _ in range(3)]
    give(rater, people[0], {skill: 3})
    people[1].withdrawn_at = timezone.now()
    people[1].save()
    waiting = requests_of(rater.user)
    assert [request.ratee for request in waiting] == [people[2].employee, people[0].employee]
    cycle.state = CycleState.CLOSED
    cycle.save()
    assert requests_of(rater.user) == []
