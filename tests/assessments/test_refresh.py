"""One person's new evidence reaches that person's profile, and the same as a full analysis."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import timezone

from assessments.enums import PACKED, RunState, Source
from assessments.models import AnalysisRun, RunPriors, SkillMapCell, SkillProfile
from assessments.services import (
    NewEvidence,
    create_run,
    gaps,
    record_evidence,
    retract_evidence,
    save_rating_draft,
    submit_ratings,
)
from assessments.services.gaps import Watch, analyse_gaps
from assessments.services.marks import mark_changed, mark_stale
from assessments.services.refresh import refresh_profiles
from employees.models import Assignment, Exemption, OrgUnit, RoleVersion
from skillmap.core.enums import JobState
from skillmap.core.models import Job
from tests.assessments.organisation import make_people
from tests.factories import assign, day, make_employee, make_evidence, require, since

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db):
    """A hundred people, analysed."""
    made = make_people(100, seed=40)
    analyse_gaps(create_run(actor=None))
    return made


def packed(person):
    profile = SkillProfile.objects.get(pk=person.pk)
    return {name: getattr(profile, name) for name in (*PACKED, "fit", "fit_hard", "inputs_hash")}


def observe(person, skill, level=5):
    row = NewEvidence(
        employee=person,
        skill=skill,
        source=Source.TEST,
        level=Decimal(level),
        observed_on=day(-1),
        reference=f"new {level}",
    )
    return record_evidence(rows=[row], actor=None, now=timezone.now())[0].evidence


def use_priors_of(first, run):
    """Let a later run start from the priors of the first."""
    priors = RunPriors.objects.get(run=first)
    priors.pk, priors.run = None, run
    priors.save(force_insert=True)


def test_refreshed_profile_equals_a_full_analysis_under_the_same_priors(made):
    first = AnalysisRun.objects.get()
    people = made.people[5:9]
    before = packed(people[0])
    for person in people:
        observe(person, made.skills[1], 4)
    assert refresh_profiles() == 4
    refreshed = [packed(person) for person in people]
    assert refreshed[0] != before
    run = create_run(actor=None)
    use_priors_of(first, run)
    analyse_gaps(run)
    assert [packed(person) for person in people] == refreshed


def test_refresh_leaves_everybody_else_alone(made):
    others = {p.pk: p.computed_at for p in SkillProfile.objects.exclude(pk=made.people[0].pk)}
    observe(made.people[0], made.skills[0])
    refresh_profiles()
    after = SkillProfile.objects.exclude(pk=made.people[0].pk)
    assert {p.pk: p.computed_at for p in after} == others


def test_retraction_takes_the_level_back(made):
    before = packed(made.people[0])
    evidence = observe(made.people[0], made.skills[0])
    refresh_profiles()
    assert packed(made.people[0]) != before
    retract_evidence(evidence=[evidence], reason="x", actor=None, now=timezone.now())
    refresh_profiles()
    assert packed(made.people[0]) == before


def test_skill_map_follows_the_refreshed_profile(made):
    person = next(p for p in made.people if SkillProfile.objects.get(pk=p.pk).coverage == 0)
    profile = SkillProfile.objects.get(pk=person.pk)
    slot = next(s for s, r in zip(profile.slots, profile.required, strict=True) if r)
    skill = next(s for s in made.skills if s.slot == slot)
    before = sum(SkillMapCell.objects.values_list("n_unmeasured", flat=True))
    observe(person, skill, 3)
    refresh_profiles()
    assert sum(SkillMapCell.objects.values_list("n_unmeasured", flat=True)) == before - 1


def test_refresh_without_anything_marked_does_nothing(made):
    assert refresh_profiles() == 0


def test_three_self_ratings_on_the_first_day_give_a_tentative_profile(cast):
    for skill, level in ((cast.hard, "3"), (cast.soft, "4")):
        save_rating_draft(actor=cast.dave.user, ratee=cast.dave, skill=skill, level=Decimal(level))
    submit_ratings(actor=cast.dave.user, ratee=cast.dave, now=timezone.now())
    assert refresh_profiles() == 0  # nobody was ever analysed: everybody is, by its own job
    run = AnalysisRun.objects.get()
    assert run.job == Job.objects.get(name="assessments.analyse_gaps")
    analyse_gaps(run)
    profile = SkillProfile.objects.get(pk=cast.dave.pk)
    assert min(profile.mean) >= 0
    assert profile.coverage == 1000
    assert not profile.stale


def test_evidence_that_outgrew_the_priors_asks_for_an_analysis_of_everybody(cast):
    make_evidence(cast.dave, cast.hard, 3)
    analyse_gaps(create_run(actor=None))
    observe(cast.bob, cast.hard)
    refresh_profiles()
    assert AnalysisRun.objects.filter(state=RunState.RUNNING).count() == 1
    assert SkillProfile.objects.get(pk=cast.bob.pk).stale


def test_changed_requirements_reach_the_profile(made):
    role = made.roles[0]
    version = RoleVersion.objects.get(role=role)
    skill = version.requirements.first().skill
    version.valid = (day(-365), day(-1))
    version.save()
    require(RoleVersion.objects.create(role=role, number=2, valid=since(-1)), skill, 4)
    refresh_profiles()
    holder = role.assignments.filter(is_primary=True).first().employee
    profile = SkillProfile.objects.get(pk=holder.pk)
    asked = {s: r for s, r in zip(profile.slots, profile.required, strict=True) if r}
    exempt = Exemption.objects.filter(employee=holder, skill=skill).exists()
    assert asked == ({} if exempt else {skill.slot: round(1000 * skill.scale.to_common(4))})


def test_requirement_that_changes_while_everybody_is_analysed_is_not_lost(made):
    """Requirements are read once, at the start; profiles are written at the end."""
    role = made.roles[0]
    holder = role.assignments.filter(is_primary=True).first().employee
    changed = []

    def watch(_done, _total):
        if not changed:
            version = RoleVersion.objects.get(role=role)
            version.requirements.all().delete()
            version.save()
            changed.append(version)

    analyse_gaps(create_run(actor=None), Watch(watch))
    assert any(SkillProfile.objects.get(pk=holder.pk).required)
    refresh_profiles()
    assert not any(SkillProfile.objects.get(pk=holder.pk).required)


@pytest.mark.parametrize("valid", [since(0), (day(-90), day(0))], ids=["begins", "ends"])
@pytest.mark.parametrize("model", [Assignment, RoleVersion, Exemption])
def test_what_was_entered_before_is_noticed_on_its_day(made, model, valid):
    """It begins or ends today; the profile is of yesterday."""
    SkillProfile.objects.update(computed_at=timezone.now() - dt.timedelta(days=1))
    row = model.objects.order_by("pk").first()
    old = timezone.now() - dt.timedelta(days=9)
    model.objects.filter(pk=row.pk).update(valid=valid)
    for changed in (Assignment, RoleVersion, Exemption):
        changed.objects.update(updated_at=old)
    held = Assignment.objects.current()
    if model is RoleVersion:
        people = set(held.filter(role=row.role).values_list("employee", flat=True))
    else:
        people = {row.employee_id}
    mark_changed()
    assert people == set(SkillProfile.objects.filter(stale=True).values_list("pk", flat=True))
    refresh_profiles()
    mark_changed()
    assert not SkillProfile.objects.filter(stale=True).exists()


def test_newcomer_gets_a_profile_without_levels(made):
    person = make_employee()
    assign(person, role=made.roles[1])
    assert refresh_profiles() == 1
    profile = SkillProfile.objects.get(pk=person.pk)
    assert any(profile.required)
    assert set(profile.mean) == {-1}


def test_somebody_who_moved_leaves_the_old_unit_of_the_skill_map(made):
    person = made.people[0]
    place = person.assignments.get(is_primary=True)
    other = OrgUnit.objects.get(path="Acme")
    asked = sum(map(bool, SkillProfile.objects.get(pk=person.pk).required))
    before = {unit: cells_of(unit) for unit in (place.unit, other)}
    place.valid = (place.valid.lower, day(0))
    place.save()
    assign(person, other, role=place.role, valid=since(0))
    refresh_profiles()
    after = {unit: cells_of(unit) for unit in (place.unit, other)}
    assert after[place.unit] == before[place.unit] - asked
    assert after[other] == before[other] + asked


def cells_of(unit):
    return sum(SkillMapCell.objects.filter(unit=unit).values_list("n", flat=True))


def test_evidence_that_comes_while_everybody_is_analysed_is_not_lost(made):
    """It arrives after its slice was read and before it was written."""
    person = made.people[0]
    run = create_run(actor=None)
    came = []

    def watch(_done, _total):
        if not came:
            came.append(observe(person, made.skills[0]))

    analyse_gaps(run, Watch(watch))
    assert SkillProfile.objects.get(pk=person.pk).stale
    assert Job.objects.filter(name="assessments.refresh_profiles").exists()
    refresh_profiles()
    assert not SkillProfile.objects.filter(stale=True).exists()


def refreshes():
    return Job.objects.filter(name="assessments.refresh_profiles")


def test_quick_changes_about_one_person_queue_one_refresh(made):
    for level in (1, 2, 3):
        observe(made.people[0], made.skills[0], level)
    assert refreshes().count() == 1
    observe(made.people[1], made.skills[0])
    assert refreshes().count() == 2


def test_file_about_many_people_queues_one_refresh(made):
    rows = [
        NewEvidence(
            employee=person,
            skill=made.skills[0],
            source=Source.TEST,
            level=Decimal(3),
            observed_on=day(-1),
            reference="file",
        )
        for person in made.people
    ]
    record_evidence(rows=rows, actor=None, now=timezone.now())
    assert refreshes().count() == 1


def test_evidence_that_comes_while_its_person_is_refreshed_is_not_lost(made):
    """The running job has read this person already; the change waits for its own job."""
    person = made.people[0]
    observe(person, made.skills[0], 1)
    refreshes().update(state=JobState.RUNNING)
    came = []

    def watch(_done, _total):
        if not came:
            came.append(observe(person, made.skills[0], 5))

    assert refresh_profiles(Watch(watch)) == 2  # the mark is set anew, so it is done anew
    assert refreshes().filter(state=JobState.QUEUED).count() == 1
    before = packed(person)
    assert refresh_profiles() == 0
    assert packed(person) == before


@pytest.mark.django_db(transaction=True)
def test_evidence_not_yet_committed_while_a_refresh_runs_is_not_lost():
    made = make_people(20, seed=40)
    analyse_gaps(create_run(actor=None))
    person = made.people[0]
    observe(person, made.skills[0], 1)
    written, over = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            observe(person, made.skills[0], 5)
            written.set()
            over.wait(20)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    assert written.wait(20)
    assert refresh_profiles() == 0  # the writer holds this person
    over.set()
    writer.join()
    assert refreshes().get().state == JobState.QUEUED  # one job for both, after both
    assert refresh_profiles() == 1
    assert not SkillProfile.objects.filter(stale=True).exists()


def test_mark_on_somebody_without_a_profile_makes_an_empty_one(db):
    person = make_employee()
    mark_stale([person.pk, person.pk])
    profile = SkillProfile.objects.get(pk=person.pk)
    assert (profile.slots, profile.stale) == ([], True)


def test_analysis_that_dies_keeps_the_marks(made, monkeypatch):
    """Nothing was written from the evidence that the mark stands for."""
    person = made.people[0]
    observe(person, made.skills[0])

    def die(*_arguments):
        raise MemoryError

    with monkeypatch.context() as dying:
        dying.setattr(gaps, "learn", die)
        with pytest.raises(MemoryError):
            analyse_gaps(create_run(actor=None))
    assert SkillProfile.objects.get(pk=person.pk).stale
    assert refresh_profiles() == 1


def test_analysis_clears_the_marks_it_has_served(made):
    observe(made.people[0], made.skills[0])
    analyse_gaps(create_run(actor=None))
    assert not SkillProfile.objects.filter(stale=True).exists()
