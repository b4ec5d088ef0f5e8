"""A level is rebuilt from what its page shows."""

import datetime as dt

import pytest
from django.utils import timezone

from assessments.enums import Source
from assessments.models import Evidence, SkillProfile
from assessments.queries.explanations import Fate, Note, explain, known_of
from assessments.services import create_run
from assessments.services.gaps import analyse_gaps
from assessments.services.refresh import refresh_profiles
from tests.assessments.organisation import make_people
from tests.assessments.test_refresh import observe
from tests.factories import day, make_evidence, make_profile, make_scale, make_skill

pytestmark = pytest.mark.django_db


def explained(person, skill, on=None):
    """The explanation of a stored level."""
    profile = SkillProfile.objects.get(pk=person.pk)
    rows = Evidence.objects.standing().filter(employee=person, skill=skill)
    rows = rows.select_related("scale").order_by("-observed_on", "-pk")
    known = known_of(profile, skill)
    return explain(list(rows), skill, known, on or profile.computed_at.date())


def assert_rebuilt(made, people):
    seen = 0
    for profile in SkillProfile.objects.filter(pk__in=[p.pk for p in people]):
        for slot, mean, sd in zip(profile.slots, profile.mean, profile.sd, strict=True):
            if mean < 0:
                continue
            skill = next(s for s in made.skills if s.slot == slot)
            found = explained(profile.employee, skill)
            step = (skill.scale.top_rank - skill.scale.zero_rank) / 5
            assert found.level == pytest.approx(skill.scale.from_common(mean / 1000), abs=0.004)
            assert found.sd <= sd / 1000 * step + 0.002
            assert found.prior_share + sum(line.share for line in found.lines) == pytest.approx(1)
            seen += 1
    return seen


def test_every_level_is_rebuilt_from_its_rows_and_what_the_profile_keeps():
    made = make_people(80, seed=60)
    analyse_gaps(create_run(actor=None))
    assert assert_rebuilt(made, made.people) > 200


def test_refreshed_levels_are_rebuilt_too():
    made = make_people(80, seed=61)
    analyse_gaps(create_run(actor=None))
    people = made.people[:6]
    for person in people:
        observe(person, made.skills[1], 4)
        make_evidence(person, made.skills[0], 2, Source.MANAGER, rater=made.people[70])
    assert refresh_profiles() == 6
    assert assert_rebuilt(made, people) > 10


@pytest.fixture
def person(cast):
    make_profile(cast.carol, {cast.hard: {"mean": 2600}}, prior=[2500])
    cast.carol.skill = cast.hard
    return cast.carol


def line_of(person, source):
    (line,) = [x for x in explained(person, person.skill).lines if x.evidence.source == source]
    return line


def test_rows_that_do_not_count_say_why(person):
    review = "6d3f0f7e-30c1-4a3c-9d38-9f5b7a9b7c11"
    make_evidence(person, person.skill, 4, Source.SELF, review=review)
    make_evidence(person, person.skill, 2, Source.AGREED, review=review)
    make_evidence(person, person.skill, 1, Source.CERTIFICATE)
    make_evidence(person, person.skill, 3, Source.TEST, observed_on=day(1))
    row = make_evidence(person, person.skill, 3, Source.EXTERNAL)
    silent = Evidence(**{f.attname: getattr(row, f.attname) for f in Evidence._meta.fields})
    silent.pk, silent.source, silent.value, silent.variance = None, Source.COMPLETION, None, None
    found = explain([silent], person.skill, known_of(person.skill_profile, person.skill), day(0))
    assert [line.fate for line in found.lines] == [Fate.SILENT]
    assert line_of(person, Source.SELF).fate == Fate.REPLACED
    assert line_of(person, Source.AGREED).fate == Fate.USED
    assert line_of(person, Source.CERTIFICATE).fate == Fate.LOWER
    assert line_of(person, Source.TEST).fate == Fate.LATER
    assert line_of(person, Source.CERTIFICATE).share == 0


def test_known_rater_is_corrected_and_told_apart_from_an_unknown_one(person, cast):
    make_evidence(person, person.skill, 4, Source.MANAGER, rater=cast.bob)
    unknown = line_of(person, Source.MANAGER)
    assert Note.UNKNOWN_RATER in unknown.notes
    assert unknown.counted == unknown.given == 4
    SkillProfile.objects.filter(pk=person.pk).update(
        raters=[2 * cast.bob.pk], shifts=[600], doubts=[0], flat=[1]
    )
    known = line_of(person, Source.MANAGER)
    assert known.counted == pytest.approx(3.4)
    assert set(known.notes) == {Note.LOWERED, Note.FLAT}


def test_old_and_expired_rows_say_so_and_weigh_less(person):
    make_evidence(person, person.skill, 4, Source.TEST, observed_on=day(-1), reference="new")
    make_evidence(person, person.skill, 4, Source.EXTERNAL, observed_on=day(-800))
    make_evidence(
        person,
        person.skill,
        5,
        Source.CERTIFICATE,
        observed_on=day(-900),
        expires_on=day(-100),
    )
    assert line_of(person, Source.EXTERNAL).notes == (Note.AGED,)
    assert line_of(person, Source.CERTIFICATE).notes == (Note.EXPIRED,)
    assert line_of(person, Source.TEST).notes == ()
    assert line_of(person, Source.EXTERNAL).share < line_of(person, Source.TEST).share


def test_looking_back_counts_only_what_had_been_observed(person):
    make_evidence(person, person.skill, 5, Source.TEST, observed_on=day(-10))
    make_evidence(person, person.skill, 1, Source.TEST, observed_on=day(-400), reference="old")
    then = explained(person, person.skill, on=timezone.now().date() - dt.timedelta(days=200))
    assert [line.given for line in then.used] == [1]
    assert then.level < explained(person, person.skill).level


def test_levels_are_told_on_the_skills_own_scale(cast):
    skill = make_skill("Welding", scale=make_scale("short", top_rank=4, zero_rank=1))
    make_profile(cast.carol, {skill: {"mean": 2500}}, prior=[2500])
    make_evidence(cast.carol, skill, 4, Source.TEST)
    found = explained(cast.carol, skill)
    assert found.prior == pytest.approx(2.5)
    assert [line.given for line in found.lines] == [4]
    assert 2.5 < found.level < 4


def test_profile_that_keeps_nothing_is_not_explained(cast):
    make_profile(cast.carol, {cast.hard: {"mean": 2600}})
    assert known_of(cast.carol.skill_profile, cast.hard) is None
    assert known_of(cast.carol.skill_profile, cast.soft) is None
