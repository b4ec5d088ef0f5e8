"""Rating oneself and one's reports, from draft to evidence."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.enums import RaterKind, Source
from assessments.models import Evidence, Rating
from assessments.rules import can_rate, can_see_rater
from assessments.services import ratings, save_rating_draft, submit_ratings
from assessments.services.ratings import Answer, save_rating_drafts
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from tests.factories import assign, day, make_evidence, make_scale, make_skill, make_user


def draft(cast, who="dave", about="dave", skill=None, level="3", **fields):
    skill = skill or cast.hard
    level = None if level is None else Decimal(level)
    return save_rating_draft(
        actor=cast.viewer(who), ratee=cast.people[about], skill=skill, level=level, **fields
    )


def submit(cast, who="dave", about="dave", now=None):
    return submit_ratings(
        actor=cast.viewer(who), ratee=cast.people[about], now=now or timezone.now()
    )


def test_draft_is_kept_and_is_no_evidence(cast):
    draft(cast, level="2.5", comment="since spring")
    rating = Rating.objects.get()
    assert (rating.level, rating.comment, rating.submitted_at) == (
        Decimal("2.5"), "since spring", None,
    )  # fmt: skip
    assert rating.rater_kind == RaterKind.SELF
    assert not Evidence.objects.exists()


def test_saving_again_changes_the_same_draft(cast):
    draft(cast, level="2")
    draft(cast, level=None, cannot_judge=True)
    rating = Rating.objects.get()
    assert (rating.level, rating.cannot_judge, rating.version) == (None, True, 2)


def test_answers_about_several_skills_are_kept_together(cast):
    draft(cast, level="2")
    answers = [
        Answer(skill=cast.hard, level=Decimal(4)),
        Answer(skill=cast.soft, level=None, cannot_judge=True),
    ]

    drafts = save_rating_drafts(actor=cast.dave.user, ratee=cast.dave, answers=answers)

    assert [(one.skill, one.level, one.version) for one in drafts] == [
        (cast.hard, 4, 2), (cast.soft, None, 1),
    ]  # fmt: skip
    assert set(Rating.objects.values_list("skill", "level", "cannot_judge")) == {
        (cast.hard.pk, Decimal(4), False), (cast.soft.pk, None, True),
    }  # fmt: skip


def test_draft_of_another_page_that_is_sent_meanwhile_is_a_conflict(cast, monkeypatch):
    begin = ratings._begin_drafts

    def begin_after_another_page(about, *rest):
        Rating.objects.create(**about, skill=cast.hard, rater_kind=RaterKind.SELF, level=2)
        found = begin(about, *rest)
        submit(cast)
        return found

    monkeypatch.setattr(ratings, "_begin_drafts", begin_after_another_page)

    with pytest.raises(ConflictError, match="sent from another page"):
        draft(cast)


def test_one_answer_that_cannot_be_kept_keeps_none(cast):
    answers = [
        Answer(skill=cast.soft, level=Decimal(3)),
        Answer(skill=cast.hard, level=Decimal("3.3")),
    ]
    with pytest.raises(DomainError, match="half levels"):
        save_rating_drafts(actor=cast.dave.user, ratee=cast.dave, answers=answers)
    assert not Rating.objects.exists()


def test_form_opened_before_another_tab_saved_is_a_conflict(cast):
    version = draft(cast, level="2").version
    draft(cast, level="3", expected=version)
    with pytest.raises(ConflictError):
        draft(cast, level="4", expected=version)
    assert Rating.objects.get().level == 3


def test_submitted_level_becomes_evidence_of_today(cast):
    draft(cast, level="4")
    submission = submit(cast)
    assert (submission.levels, submission.cannot_judge) == (1, 0)
    evidence = Evidence.objects.get()
    rating = Rating.objects.get()
    assert (evidence.source, evidence.rater, evidence.level) == ("self", cast.dave, 4)
    assert evidence.observed_on == timezone.now().date()
    assert rating.evidence == evidence
    assert rating.submitted_at is not None


def test_manager_rates_a_report(cast):
    draft(cast, "carol", "dave", level="2")
    submit(cast, "carol", "dave")
    evidence = Evidence.objects.get()
    assert (evidence.source, evidence.rater, evidence.employee) == (
        Source.MANAGER, cast.carol, cast.dave,
    )  # fmt: skip


def test_cannot_judge_is_an_answer_that_leaves_no_evidence(cast):
    draft(cast, level=None, cannot_judge=True)
    draft(cast, skill=cast.soft, level="3")
    submission = submit(cast)
    assert (submission.levels, submission.cannot_judge) == (1, 1)
    assert Evidence.objects.get().skill == cast.soft
    assert not Rating.objects.drafts().exists()


def test_draft_without_an_answer_stays_a_draft(cast):
    draft(cast, level=None, comment="later")
    draft(cast, skill=cast.soft, level="3")
    submit(cast)
    assert Rating.objects.drafts().get().comment == "later"


@pytest.mark.parametrize("answer", [{}, {"level": None}])
def test_nothing_to_submit_is_said(cast, answer):
    if answer:
        draft(cast, **answer)
    with pytest.raises(DomainError, match="nothing to send"):
        submit(cast)


def test_submitting_again_within_thirty_days_replaces_ones_earlier_answer(cast):
    now = timezone.now()
    for days_ago, level in ((60, "1"), (29, "2"), (0, "3")):
        draft(cast, level=level)
        submit(cast, now=now - dt.timedelta(days=days_ago))
    standing = Evidence.objects.standing().order_by("recorded_at")
    assert [evidence.level for evidence in standing] == [1, 3]


def test_cannot_judge_replaces_an_earlier_answer_too(cast):
    draft(cast, level="2")
    submit(cast)
    draft(cast, level=None, cannot_judge=True)
    submit(cast)
    assert not Evidence.objects.standing().exists()


def test_answers_of_others_and_imported_ones_stay(cast):
    make_evidence(cast.dave, cast.hard, 5, Source.SELF)
    draft(cast, "carol", "dave", level="2")
    submit(cast, "carol", "dave")
    draft(cast, level="3")
    submit(cast)
    levels = {(e.source, int(e.level)) for e in Evidence.objects.standing()}
    assert levels == {("self", 5), ("manager", 2), ("self", 3)}


@pytest.mark.parametrize("level", ["-0.5", "5.5", "NaN", "Infinity"])
def test_level_off_the_scale_is_refused(cast, level):
    with pytest.raises(DomainError) as refused:
        draft(cast, level=level)
    assert (refused.value.code, refused.value.field) == ("off_scale", "level")


@pytest.mark.parametrize("level", ["2.3", "0.25", "4.999"])
def test_only_half_steps_can_be_given(cast, level):
    with pytest.raises(DomainError) as refused:
        draft(cast, level=level)
    assert refused.value.code == "not_half"


def test_scale_of_the_skill_decides_what_can_be_given(cast):
    short = make_skill(scale=make_scale("short", top_rank=4, zero_rank=1))
    draft(cast, skill=short, level="4")
    with pytest.raises(DomainError):
        draft(cast, skill=short, level="0")


def test_level_together_with_cannot_judge_is_refused(cast):
    with pytest.raises(DomainError, match="not both"):
        draft(cast, level="3", cannot_judge=True)


@pytest.mark.parametrize(
    ("who", "about", "allowed"),
    [
        ("dave", "dave", True),
        ("carol", "dave", True),
        ("bob", "dave", False),  # two levels up
        ("dave", "carol", False),
        ("alice", "dave", False),
        ("erin", "dave", False),
        ("frank", "dave", False),
    ],
)
def test_oneself_and_ones_direct_reports_can_be_rated_by_nobody_else(cast, who, about, allowed):
    assert can_rate(cast.viewer(who), cast.people[about]) is allowed
    if allowed:
        draft(cast, who, about)
    else:
        with pytest.raises(NotAllowedError):
            draft(cast, who, about)


def test_anonymous_and_people_without_an_employee_record_can_rate_nobody(cast):
    assert not can_rate(cast.viewer("anonymous"), cast.dave)
    with pytest.raises(NotAllowedError):
        save_rating_draft(actor=make_user(), ratee=cast.dave, skill=cast.hard, level=Decimal(3))


def test_manager_who_lost_the_report_meanwhile_cannot_submit(cast):
    draft(cast, "carol", "dave")
    cast.dave.assignments.update(valid=(day(-300), day(0)))
    assign(cast.dave, manager=cast.bob, valid=(day(0), None))
    with pytest.raises(NotAllowedError):
        submit(cast, "carol", "dave")
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("source", "seen_by"),
    [
        (Source.SELF, {"dave", "carol", "bob", "alice", "erin"}),
        (Source.MANAGER, {"dave", "carol"}),
        (Source.PEER, {"carol"}),
        (Source.REPORT, {"carol"}),
        (Source.WORK_SAMPLE, {"carol"}),
    ],
)
def test_name_of_the_rater_is_shown_to_few(cast, source, seen_by):
    rater = cast.dave if source == Source.SELF else cast.carol
    evidence = make_evidence(cast.dave, cast.hard, 3, source, rater=rater)
    viewers = ("dave", "carol", "bob", "alice", "erin")
    assert {who for who in viewers if can_see_rater(cast.viewer(who), evidence)} == seen_by
    assert not can_see_rater(cast.viewer("anonymous"), evidence)


def test_drafts_are_seen_by_their_writer_only(cast):
    draft(cast, "carol", "dave")
    for who in cast.people:
        seen = Rating.objects.visible_to(cast.viewer(who)).exists()
        assert seen is (who == "carol")
