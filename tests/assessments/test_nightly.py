"""Every night: is it time to learn anew how everybody rates?"""

import datetime as dt

import pytest
from django.utils import timezone

from assessments.enums import Source
from assessments.models import AnalysisRun, Evidence, RunPriors, SkillProfile
from assessments.services import create_run, retract_evidence
from assessments.services.gaps import analyse_gaps
from assessments.services.nightly import start_due_analysis
from assessments.tasks import start_due_analysis as task
from employees.models import OrgUnit
from skillmap.core.models import Job
from tests.assessments.organisation import make_people
from tests.factories import make_evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def analysed(db):
    """A hundred people with some 1,200 observations, analysed just now."""
    made = make_people(100, seed=50)
    analyse_gaps(create_run(actor=None))
    return made


def test_nothing_changed_is_left_alone(analysed):
    assert start_due_analysis(timezone.now()) is None
    assert AnalysisRun.objects.count() == 1


def test_night_without_an_analysis_looks_for_what_begins_or_ends(analysed):
    start_due_analysis(timezone.now())
    assert Job.objects.get().name == "assessments.refresh_profiles"


def test_more_than_half_a_percent_of_changes_start_an_analysis(analysed):
    rows = Evidence.objects.count()
    few = rows // 200 - 1
    for n in range(few):
        make_evidence(analysed.people[n], analysed.skills[0], 3, recorded_at=timezone.now())
    assert start_due_analysis(timezone.now()) is None
    gone = list(Evidence.objects.all()[:3])
    retract_evidence(evidence=gone, reason="wrong", actor=None, now=timezone.now())
    run = start_due_analysis(timezone.now())
    assert run.job == Job.objects.get(name="assessments.analyse_gaps")
    assert run.unit is None


def test_week_old_levels_are_computed_anew_so_that_they_age(analysed):
    now = timezone.now()
    assert start_due_analysis(now + dt.timedelta(days=6, hours=23)) is None
    assert start_due_analysis(now + dt.timedelta(days=7, hours=1)) is not None


def test_analysis_of_one_unit_does_not_count_as_one_of_everybody(analysed):
    AnalysisRun.objects.update(created_at=timezone.now() - dt.timedelta(days=8))
    analyse_gaps(create_run(actor=None, unit=OrgUnit.objects.get(path="Acme/Sales")))
    assert start_due_analysis(timezone.now()) is not None


def test_first_evidence_starts_the_first_analysis_and_none_starts_none(cast):
    task()
    assert not AnalysisRun.objects.exists()
    make_evidence(cast.dave, cast.hard, 3)
    task()
    assert AnalysisRun.objects.count() == 1


def test_analysis_by_an_older_method_is_replaced(analysed):
    AnalysisRun.objects.update(method_version="1")
    assert start_due_analysis(timezone.now()) is not None


def test_waiting_analysis_is_not_started_twice(analysed):
    later = timezone.now() + dt.timedelta(days=8)
    assert start_due_analysis(later) == start_due_analysis(later)


def test_levels_learned_anew_replace_the_frozen_ones_and_old_priors_go(analysed):
    before = {p.pk: p.mean for p in SkillProfile.objects.all()}
    rater = analysed.people[1]
    for person in analysed.people[20:60]:
        for skill in analysed.skills[:3]:
            make_evidence(person, skill, 1, Source.MANAGER, rater=rater)
    run = start_due_analysis(timezone.now())
    analyse_gaps(run)
    assert {p.pk: p.mean for p in SkillProfile.objects.all()} != before
    assert list(RunPriors.objects.values_list("run", flat=True)) == [run.pk]
