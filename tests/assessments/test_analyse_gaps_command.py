"""The command, and the tasks the workers run."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments import tasks
from assessments.enums import GAP_COLUMNS, RunState
from assessments.models import AnalysisRun, SkillProfile
from assessments.services import gaps, start_analysis
from skillmap.core.enums import JobState
from skillmap.core.models import Job
from tests.assessments.organisation import make_people
from tests.factories import day, make_evidence, make_organisation


def run_command(*arguments):
    out = StringIO()
    call_command("analyse_gaps", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_command_writes_profiles_and_says_what_it_found(cast):
    make_evidence(cast.dave, cast.hard, 5, variance=0.2025)
    assert run_command().strip() == (
        "8 people: 1 requirements met, 0 maybe a gap, 0 likely a gap, 15 not measured yet"
    )
    assert SkillProfile.objects.count() == 8


def test_output_has_the_columns_of_the_interface(cast, tmp_path):
    run_command("--output", str(tmp_path / "gaps.csv"))
    header, *rows = rows_of(tmp_path / "gaps.csv")
    assert tuple(header) == GAP_COLUMNS
    assert ",".join(header) == (
        "employee_number,unit,role_code,skill_code,kind,required_level,importance,attained_level,"
        "interval_low,interval_high,n_ratings,gap,p_gap,status"
    )
    assert len(rows) == 16
    assert {len(row) for row in rows} == {14}


def test_unit_takes_everybody_below_it(cast, tmp_path):
    run_command("--unit", "Acme/Sales", "--output", str(tmp_path / "gaps.csv"))
    people = {row[0] for row in rows_of(tmp_path / "gaps.csv")[1:]}
    assert people == {cast.bob.number, cast.carol.number, cast.dave.number}


def test_looking_back_twice_gives_the_same_file(cast, tmp_path):
    make_evidence(cast.dave, cast.hard, 5, observed_on=day(-20))
    for name in ("a.csv", "b.csv"):
        run_command("--as-of", str(day(-10)), "--output", str(tmp_path / name))
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert not SkillProfile.objects.exists()


def test_time_without_a_zone_is_utc(cast, tmp_path):
    run_command("--known-at", "2020-01-01T00:00", "--output", str(tmp_path / "gaps.csv"))
    assert len(rows_of(tmp_path / "gaps.csv")) == 1


def test_dry_run_writes_nothing(cast):
    assert run_command("--dry-run").startswith("8 people")
    assert not SkillProfile.objects.exists()
    assert not AnalysisRun.objects.exists()


def test_queue_hands_the_work_to_the_workers(cast):
    run_command("--queue")
    run = AnalysisRun.objects.get()
    assert run.job == Job.objects.get()
    assert run.state == RunState.RUNNING


@pytest.mark.parametrize(
    "arguments",
    [
        ["--unit", "Acme/Nowhere"],
        ["--unit", "Acme/Sal"],
        ["--as-of", "yesterday"],
        ["--as-of", "2026-02-31"],
        ["--as-of", "2999-01-01"],
        ["--known-at", "noon"],
        ["--known-at", "2999-01-01T00:00"],
        ["--output", "/no/such/folder/gaps.csv"],
        ["--output", "/"],
        ["--queue", "--output", "gaps.csv"],
        ["--queue", "--dry-run"],
    ],
)
def test_wrong_arguments_are_refused_with_a_sentence(cast, arguments):
    with pytest.raises(CommandError, match=r"\w+ .+\."):
        run_command(*arguments)
    assert not AnalysisRun.objects.exists()


def test_file_that_cannot_be_written_is_refused_with_a_sentence(cast):
    with pytest.raises(CommandError, match=r"/dev/full cannot be written\."):
        run_command("--output", "/dev/full")


def test_interrupted_command_leaves_a_failed_run(cast, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(gaps, "write_profiles", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_command()
    assert AnalysisRun.objects.get().state == RunState.FAILED


@pytest.mark.django_db(transaction=True)
def test_task_does_the_run_and_finishes_its_job():
    make_organisation()
    make_people(30, seed=50)
    run = start_analysis(actor=None)
    tasks.analyse_gaps(run.job_id)
    run.refresh_from_db()
    assert run.state == RunState.DONE
    job = Job.objects.get(pk=run.job_id)
    assert (job.state, job.done, job.total) == (JobState.DONE, 60, 60)
    assert SkillProfile.objects.count() == 30


@pytest.mark.django_db(transaction=True)
def test_task_that_crashes_is_taken_up_by_the_next_worker(monkeypatch):
    make_people(30, seed=51)
    monkeypatch.setattr(gaps, "SHARD_SIZE", 10)
    run = start_analysis(actor=None)
    plain, calls = gaps.write_profiles, []

    def crash_once(*arguments):
        calls.append(1)
        if len(calls) == 2:
            raise MemoryError
        plain(*arguments)

    monkeypatch.setattr(gaps, "write_profiles", crash_once)
    tasks.analyse_gaps(run.job_id)
    assert Job.objects.get(pk=run.job_id).state == JobState.QUEUED
    assert run.shards.filter(done_at__isnull=False).count() == 1
    tasks.analyse_gaps(run.job_id)
    assert Job.objects.get(pk=run.job_id).state == JobState.DONE
    assert len(calls) == 4
    assert SkillProfile.objects.count() == 30


def test_same_analysis_that_waits_is_not_started_twice(cast):
    first = start_analysis(actor=None)
    assert start_analysis(actor=None) == first
    other = start_analysis(actor=None, as_of=day(-3))
    assert other != first
    assert AnalysisRun.objects.count() == Job.objects.count() == 2
