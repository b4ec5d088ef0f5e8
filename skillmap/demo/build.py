"""Making the demo organisation from nothing, all or nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

from assessments.models import AnalysisRun
from skillmap.core.enums import JobState
from skillmap.core.models import Job
from skillmap.demo.absences import go_away
from skillmap.demo.accounts import open_doors
from skillmap.demo.agreements import agree_goals
from skillmap.demo.budgets import plan_region
from skillmap.demo.certificates import certify, send_certificates
from skillmap.demo.cycles import (
    ask_for_ratings,
    begin_cycle,
    hold_past_cycle,
    prepare_next_cycle,
)
from skillmap.demo.feedback import begin_feedback, hold_past_feedback
from skillmap.demo.history import record_history
from skillmap.demo.measuring import measure_people
from skillmap.demo.mentors import find_mentors
from skillmap.demo.organisation import at, found_organisation
from skillmap.demo.people import build_people
from skillmap.demo.remarks import exchange_remarks
from skillmap.demo.reviews import (
    begin_reviews,
    compare_groups,
    hold_past_reviews,
    send_parts_to_compare,
)
from skillmap.demo.story import live_through
from skillmap.demo.structure import TIME_ZONE
from skillmap.demo.systems import connect_systems
from skillmap.demo.talks import hold_talks
from skillmap.demo.upkeep import leave_work
from training.services.observed_gains import learn_gains


@transaction.atomic
def build_demo(*, now: datetime, log_ins: Path, say: Callable[[str], object]) -> None:
    """Make Norvane as of `now` in an empty database and write its log-ins to a file.

    Everything is dated from the Monday of `now`, so the same day gives the same organisation.
    """
    today = now.astimezone(ZoneInfo(TIME_ZONE)).date()
    monday = today - timedelta(days=today.weekday())
    people = build_people()
    say(f"{len(people)} people, their roles and the catalogue ...")
    admin = found_organisation(people, monday)
    say("Three years of evidence ...")
    record_history(people, monday, now, admin)
    certify(people, monday, now, admin)
    hold_past_cycle(people, monday, admin)
    hold_past_reviews(people, monday, admin)
    measure_people(people, monday, now, admin)
    say("Levels, gaps and plans ...")
    live_through(people, min(at(monday, 0, hour=8), now), now, admin)
    begin_cycle(people, monday, now, admin)
    prepare_next_cycle(monday, admin)
    begin_reviews(people, monday, now, admin)
    send_parts_to_compare(people, monday, admin)
    ask_for_ratings(people, monday, now)
    hold_past_feedback(people, monday, admin)
    begin_feedback(people, now)
    exchange_remarks(people, now)
    hold_talks(people, monday, now)
    find_mentors(people, now)
    learn_gains(now)
    plan_region(admin)
    compare_groups(people, now, admin)
    go_away(people, monday)
    AnalysisRun.objects.filter(job__state=JobState.QUEUED).delete()
    Job.objects.filter(state=JobState.QUEUED).delete()  # their work was just done, right here
    agree_goals(people, monday)
    send_certificates(people, monday, now)
    connect_systems(admin)
    leave_work(people, monday, now, admin)
    open_doors(people, log_ins)
