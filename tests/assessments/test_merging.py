"""Making two skills one: nothing is lost, and everything comes back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.enums import Source
from assessments.models import Contest, Evidence, SkillProfile
from assessments.services import NewEvidence, record_evidence
from assessments.services.taxonomy import merge_skills, undo_change
from employees.models import Mentorship, Requirement
from employees.services.roles import Asked, publish_version
from reviews.models import Goal
from skillmap.core.errors import ConflictError, DomainError, ManyErrors, NotAllowedError
from skillmap.core.models import Job
from skillmap.pages.skill_links import LINKS
from skills.enums import RelationKind
from skills.models import Skill, SkillLabel, SkillRelation, TaxonomyChange
from skills.queries import active_by_code, skills_by_code, skills_by_name
from skills.services.care import rename_skill
from tests.factories import (
    day,
    make_activity,
    make_evidence,
    make_mentor_offer,
    make_mentorship,
    make_profile,
    make_rating,
    make_role,
    make_scale,
    make_skill,
)
from training.models import MentorRequest
from training.queries.mentors import offers_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast):
    return make_skill("Excel", code="xl", uri="http://example.org/xl"), cast.hard


def merge(cast, skill, into, **more):
    skill, into = (Skill.objects.get(pk=one.pk) for one in (skill, into))
    now = timezone.now()
    merge_skills(actor=cast.alice.user, skill=skill, into=into, links=LINKS, **{"now": now, **more})
    return TaxonomyChange.objects.latest("pk")


def undo(cast, change):
    undo_change(actor=cast.alice.user, change=change, now=timezone.now() + timedelta(seconds=1))


def counted(skill):
    """What counts for a skill: who, which source, which level, when."""
    rows = Evidence.objects.standing().filter(skill=skill)
    values = rows.values_list("employee__first_name", "source", "level", "observed_on")
    return sorted((name, source, float(level), on) for name, source, level, on in values)


def asked(role):
    rows = Requirement.objects.filter(role_version__role=role)
    values = rows.values_list("skill__name", "required_level", "importance", "essential")
    return sorted((name, float(level), weight, must) for name, level, weight, must in values)


def test_evidence_of_both_is_the_survivors_with_its_dates_and_sources(cast, pair):
    excel, sheets = pair
    make_evidence(cast.carol, excel, 4, Source.MANAGER, rater=cast.bob, observed_on=day(-90))
    make_evidence(cast.carol, sheets, 2)

    merge(cast, *pair)

    assert counted(excel) == []
    assert counted(sheets) == [
        ("Carol", "manager", 4.0, day(-90)),
        ("Carol", "test", 2.0, day(-1)),
    ]


def test_same_answer_to_both_counts_once(cast, pair):
    for skill, level in zip(pair, (4, 2), strict=True):
        make_evidence(cast.carol, skill, level, reference="E7/2026-01-02")

    merge(cast, *pair)

    assert counted(pair[1]) == [("Carol", "test", 2.0, day(-1))]


def test_answer_names_the_observation_that_stands_for_it_now(cast, pair):
    seen = make_evidence(cast.carol, pair[0], 3, Source.MANAGER, rater=cast.bob)
    rating = make_rating(cast.bob, cast.carol, pair[0], evidence=seen, submitted_at=timezone.now())

    change = merge(cast, *pair)
    rating.refresh_from_db()
    assert rating.evidence.skill == pair[1]
    assert not hasattr(rating.evidence, "retraction")

    undo(cast, change)
    rating.refresh_from_db()
    assert rating.evidence.skill == pair[0]
    assert not hasattr(rating.evidence, "retraction")


def test_roles_ask_for_the_survivor_and_of_two_lines_for_the_stricter(cast, pair):
    excel, sheets = pair
    both, one = make_role("Both", {excel: 4, sheets: 3}), make_role("One", {excel: 2})
    line = Requirement.objects.get(role_version__role=both, skill=excel)
    line.importance, line.essential = 5, True
    line.save()

    merge(cast, *pair)

    assert asked(both) == [("Spreadsheets", 4.0, 5, True)]
    assert asked(one) == [("Spreadsheets", 2.0, 3, False)]
    one.refresh_from_db()
    assert one.version == 2  # programs that follow roles see it


def test_goals_and_activities_follow(cast, pair):
    goal = Goal.objects.create(
        employee=cast.carol, skill=pair[0], title="More", kind="skill", target_level=3,
        due_on=day(30), created_by=cast.carol.user,
    )  # fmt: skip
    course = make_activity("Course", {pair[0]: (1, 3)})
    twice = make_activity("Twice", {pair[0]: (1, 4), pair[1]: (1, 2)})

    merge(cast, *pair)

    goal.refresh_from_db()
    assert goal.skill == pair[1]
    assert course.outcomes.get().skill == pair[1]
    assert twice.outcomes.filter(skill=pair[1]).count() == 1


def test_old_code_name_and_label_find_the_survivor(cast, pair):
    SkillLabel.objects.create(skill=pair[0], label="MS Excel")

    merge(cast, *pair)

    assert skills_by_code({"xl"}) == {"xl": pair[1]}
    assert skills_by_name({"EXCEL", "ms excel"}) == {"excel": pair[1], "ms excel": pair[1]}
    excel = Skill.objects.get(pk=pair[0].pk)
    assert (excel.uri, excel.replaced_by) == ("http://example.org/xl", pair[1])


def test_answer_still_to_come_counts_for_the_survivor(cast, pair):
    excel = Skill.objects.get(pk=pair[0].pk)  # somebody has the form open
    merge(cast, *pair)

    row = NewEvidence(
        employee=cast.carol, skill=excel, source=Source.TEST, level=Decimal(3), observed_on=day(0)
    )
    record_evidence(rows=[row], actor=cast.carol.user, now=timezone.now())

    assert counted(pair[1]) == [("Carol", "test", 3.0, day(0))]


def test_levels_of_the_people_concerned_are_computed_anew(cast, pair):
    make_profile(cast.carol, {pair[0]: {}})
    make_profile(cast.dave, {pair[1]: {}})
    make_evidence(cast.frank, pair[0])  # not computed yet
    Job.objects.all().delete()

    merge(cast, *pair)

    stale = SkillProfile.objects.filter(stale=True).values_list("employee__first_name", flat=True)
    assert set(stale) == {"Carol", "Frank"}
    assert Job.objects.filter(name="assessments.refresh_profiles").exists()


def test_relations_and_texts_are_joined_without_a_circle(cast, pair):
    excel, sheets = pair
    office, tool = make_skill("Office"), make_skill("Tools")
    part = RelationKind.BROADER
    for one, other in ((excel, office), (excel, sheets), (tool, excel), (sheets, tool)):
        SkillRelation.objects.create(skill=one, other=other, kind=part)
    sheets.level_texts.filter(rank=1).delete()
    excel.level_texts.filter(rank=1).update(text="opens a file")

    merge(cast, *pair)

    found = SkillRelation.objects.filter(skill=sheets) | SkillRelation.objects.filter(other=sheets)
    assert {(row.skill.name, row.other.name) for row in found.select_related("skill", "other")} == {
        ("Spreadsheets", "Tools"),
        ("Spreadsheets", "Office"),
        ("Excel", "Spreadsheets"),
    }
    assert sheets.level_texts.get(rank=1).text == "opens a file"


def test_undo_restores_everything(cast, pair):
    excel, sheets = pair
    role = make_role("Both", {excel: 4, sheets: 3})
    make_evidence(cast.carol, excel, 4)
    make_evidence(cast.carol, sheets, 2)
    course = make_activity("Course", {excel: (1, 3)})
    SkillLabel.objects.create(skill=excel, label="MS Excel")
    before = (asked(role), counted(excel), counted(sheets))

    change = merge(cast, *pair)
    undo(cast, change)

    assert (asked(role), counted(excel), counted(sheets)) == before
    assert course.outcomes.get().skill == excel
    stored = Skill.objects.get(pk=excel.pk)
    assert (stored.retired_on, stored.replaced_by) == (None, None)
    assert set(SkillLabel.objects.values_list("skill__name", "label")) == {("Excel", "MS Excel")}
    change.refresh_from_db()
    assert change.undone_by == cast.alice.user
    with pytest.raises(ConflictError, match="already"):
        undo(cast, change)


def test_undo_keeps_what_was_observed_of_the_survivor_since(cast, pair):
    make_evidence(cast.carol, pair[0], 4)
    change = merge(cast, *pair)
    make_evidence(cast.carol, pair[1], 1)

    undo(cast, change)

    assert counted(pair[0]) == [("Carol", "test", 4.0, day(-1))]
    assert counted(pair[1]) == [("Carol", "test", 1.0, day(-1))]


def test_undo_is_refused_once_a_moved_observation_was_replaced(cast, pair):
    make_evidence(cast.carol, pair[0], 4, reference="r1")
    change = merge(cast, *pair)
    row = NewEvidence(
        employee=cast.carol, skill=pair[1], source=Source.TEST, level=Decimal(5),
        observed_on=day(0), reference="r1",
    )  # fmt: skip
    record_evidence(rows=[row], actor=None, now=timezone.now())

    with pytest.raises(ConflictError, match="1 observations were replaced"):
        undo(cast, change)
    assert counted(pair[1]) == [("Carol", "test", 5.0, day(0))]


def test_undo_is_refused_once_a_role_was_published_anew(cast, pair):
    role = make_role("One", {pair[0]: 2})
    change = merge(cast, *pair)
    again = [Asked(pair[1], Decimal(3))]
    publish_version(actor=cast.alice.user, role=role, asked=again, on=day(1))

    with pytest.raises(ConflictError, match="One was published since"):
        undo(cast, change)
    assert Skill.objects.get(pk=pair[0].pk).replaced_by == pair[1]


def test_survivor_merged_on_leads_old_names_to_the_last_one_and_back(cast, pair):
    tables = make_skill("Tables")
    merge(cast, *pair)
    second = merge(cast, pair[1], tables)
    assert skills_by_code({"xl"}) == {"xl": tables}

    undo(cast, second)
    assert skills_by_code({"xl"}) == {"xl": pair[1]}


def test_first_of_two_merges_waits_for_the_second_to_be_taken_back(cast, pair):
    first = merge(cast, *pair)
    merge(cast, pair[1], make_skill("Tables"))
    with pytest.raises(ConflictError):
        undo(cast, first)


def test_two_merges_of_one_after_the_other_come_back_in_turn(cast, pair):
    excel, sheets = pair
    tables = make_skill("Tables")
    seen = make_evidence(cast.carol, excel, 4, Source.MANAGER, rater=cast.bob)
    answer = make_rating(cast.bob, cast.carol, excel, submitted_at=timezone.now(), evidence=seen)
    make_evidence(cast.carol, sheets, 2)
    both = (counted(excel), counted(sheets))
    first = merge(cast, *pair)
    second = merge(cast, sheets, tables)

    undo(cast, second)
    undo(cast, first)

    assert (counted(excel), counted(sheets), counted(tables)) == (*both, [])
    answer.refresh_from_db()
    assert answer.evidence in Evidence.objects.standing().filter(skill=excel)


def test_level_contested_since_is_decided_before_the_merge_is_taken_back(cast, pair):
    make_evidence(cast.carol, pair[0])
    change = merge(cast, *pair)
    moved = Evidence.objects.standing().get()
    Contest.objects.create(evidence=moved, reason="no", due_on=day(7))
    with pytest.raises(DomainError, match="contests a level of Spreadsheets"):
        undo(cast, change)
    assert Evidence.objects.standing().get() == moved


def test_mentors_of_the_merged_skill_are_found_and_come_back(cast, pair):
    excel, sheets = pair
    one, two = make_mentor_offer(cast.bob, excel), make_mentor_offer(cast.frank, excel, sheets)
    sought = MentorRequest.objects.create(mentee=cast.carol, skill=excel)

    change = merge(cast, *pair)
    assert offers_of([sheets]) == [one, two]
    sought.refresh_from_db()
    assert sought.skill == sheets

    undo(cast, change)
    assert offers_of([excel]) == [one, two]
    assert offers_of([sheets]) == [two]
    sought.refresh_from_db()
    assert sought.skill == excel


def test_skill_cannot_be_merged_with_itself_or_into_a_retired_one_or_another_scale(cast, pair):
    excel, sheets = pair
    gone = make_skill("Gone", status="retired", retired_on=day(-1))
    four = make_skill("Four", scale=make_scale("four", top_rank=4))
    for into in (excel, gone, four):
        with pytest.raises(DomainError):
            merge(cast, excel, into)
    with pytest.raises(DomainError):
        merge(cast, gone, sheets)
    assert not TaxonomyChange.objects.exists()


def test_contested_level_is_decided_first(cast, pair):
    seen = make_evidence(cast.carol, pair[0])
    Contest.objects.create(evidence=seen, reason="no", due_on=day(7))
    with pytest.raises(DomainError, match="contests"):
        merge(cast, *pair)
    assert counted(pair[0])


def test_hr_partner_of_some_units_merges_nothing_and_takes_no_merge_back(cast, pair):
    with pytest.raises(NotAllowedError):
        merge_skills(
            actor=cast.erin.user, skill=pair[0], into=pair[1], links=LINKS, now=timezone.now()
        )
    change = merge(cast, *pair)
    with pytest.raises(NotAllowedError):
        undo_change(actor=cast.erin.user, change=change, now=timezone.now())


def test_second_of_two_people_is_told_that_the_skill_changed(cast, pair):
    seen = [Skill.objects.get(pk=one.pk) for one in pair]
    rename_skill(actor=cast.alice.user, skill=pair[1], name="Tables", now=timezone.now())
    with pytest.raises(ConflictError, match="meanwhile"):
        merge_skills(
            actor=cast.alice.user, skill=seen[0], into=seen[1], links=LINKS, now=timezone.now()
        )


def test_role_editor_opened_before_cannot_ask_for_the_merged_skill(cast, pair):
    role, excel = make_role("One", {}), Skill.objects.get(pk=pair[0].pk)
    merge(cast, *pair)
    with pytest.raises(ManyErrors) as refused:
        publish_version(
            actor=cast.alice.user, role=role, asked=[Asked(excel, Decimal(2))], on=day(0)
        )
    assert "Spreadsheets" in refused.value.fields["xl"]


def test_files_of_questions_and_scenarios_reach_the_survivor_by_the_old_code(cast, pair):
    merge(cast, *pair)
    assert active_by_code(["xl", pair[1].code]) == {"xl": [pair[1]], pair[1].code: [pair[1]]}
    pair[1].retired_on, pair[1].status = day(0), "retired"
    pair[1].save()
    assert active_by_code(["xl"]) == {"xl": []}


def test_mentoring_is_about_the_survivor(cast, pair):
    mentorship = make_mentorship(cast.carol, cast.bob)
    mentorship.skill = pair[0]
    mentorship.save()
    change = merge(cast, *pair)
    assert Mentorship.objects.get().skill == pair[1]
    undo(cast, change)
    assert Mentorship.objects.get().skill == pair[0]
