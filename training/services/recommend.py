"""Recommending paths: slices of people, each committed on its own, so that it can go on anywhere.

For workers and commands only: it imports scipy and numba.
"""

import datetime as dt
import json
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import RunState
from assessments.models import AnalysisRun, RunShard
from assessments.queries.moments import Moment
from assessments.queries.population import population, subtree
from assessments.queries.priors import has_outgrown, latest_run
from assessments.services import create_run as create_gap_run
from assessments.services.gaps import Watch, analyse_gaps
from assessments.services.refresh import refresh_profiles
from employees.models import Employee, RoleProfile
from skillmap.core.errors import DomainError
from skillmap.core.models import Organisation
from skills.models import Skill
from training.analysis.catalogue import Activity as Offered
from training.analysis.catalogue import build_catalogue
from training.analysis.conflicts import Conflict, find_conflict
from training.analysis.flips import find_flips
from training.analysis.learner import Rules
from training.analysis.mandatory import mandatory_items
from training.analysis.offers import Season, monday_of
from training.analysis.options import Wish, plan_options, rules_for
from training.analysis.planner import Path, Referee, plan_path
from training.analysis.search import BATCH_ROUNDS, INTERACTIVE_ROUNDS
from training.analysis.validate import Placed, find_missing, find_violations
from training.models import Activity
from training.queries.catalogue import offered_activities
from training.queries.learners import Person, kind_of_slots, people_to_plan
from training.queries.plans import plan_row
from training.queries.target_roles import TargetRole
from training.services.drafts import Draft, Names, store_drafts
from training.services.options import store_options
from training.services.plan_records import drop_drafts, hold_people

SHARD_SIZE = 250  # people; some seconds of work
REFEREED_SHARD_SIZE = 10  # of a referee who takes seconds for each
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class World:
    """What is the same for everybody in a run."""

    run: AnalysisRun
    season: Season
    offered: dict[str, Offered]
    names: Names
    kinds: dict[int, int]
    zone: str
    hours_per_week: float | None
    rounds: int
    referee: Referee | None
    is_one_person: bool
    digest: str
    aim: TargetRole | None

    def wishing(self, wish: str) -> "World":
        """The same by the rules of an option; as it is for none."""
        if wish not in set(Wish):
            return self
        season = self.season
        rules = rules_for(Wish(wish), season.rules)
        return replace(self, season=Season(season.catalogue, season.start, rules))


def recommend_paths(run: AnalysisRun, watch: Watch | None = None) -> None:
    """Compute and store the recommendation of everybody in the run's scope; safe to call again.

    First brings levels up to date; then slice by slice, finished ones are skipped. Everybody with
    a requirement not met or not measured gets one draft, replacing the one before; drafts of the
    others go. Open plans are left alone. A path that breaks a rule is refused and counted.
    """
    if run.state != RunState.RUNNING:
        return
    watch = watch or Watch()
    bring_levels_up_to_date(run, watch)
    shards = list(run.shards.all()) or _plan_shards(run, watch)
    world = read_world(run)
    total = sum(len(shard.employees) for shard in shards)
    done = 0
    for shard in shards:
        if shard.done_at is None:
            _compute(world, shard, watch)
        done += len(shard.employees)
        watch.progress(done, total)
    _finish(run, shards, watch)


def bring_levels_up_to_date(run: AnalysisRun, watch: Watch) -> None:
    """Refresh what evidence has changed; the first time, or after much, analyse everybody here."""
    last = latest_run()
    if last is None or has_outgrown(last):
        analyse_gaps(create_gap_run(actor=run.actor), Watch(hold=watch.hold))
    else:
        refresh_profiles(Watch(hold=watch.hold))


def read_world(run: AnalysisRun, *, besides: int | None = None) -> World:
    """Read catalogue, names and settings of a run; seats of the plan `besides` count as free."""
    parameters = run.parameters
    rules = Rules(
        weeks=parameters["weeks"],
        released_hours=parameters["released_hours"],
        budget=parameters["budget"],
        both_kinds=parameters["both_kinds"],
        live_at_night=parameters["live_at_night"],
        travel=parameters["travel"],
        without_modes=frozenset(parameters.get("without_modes", ())),
    )
    zone = (Organisation.objects.first() or Organisation()).time_zone
    activities = offered_activities(zone, besides=besides)
    kinds = kind_of_slots()
    is_one_person = sum(len(shard.employees) for shard in run.shards.all()) == 1
    return World(
        run=run,
        season=Season(
            build_catalogue(activities), dt.date.fromisoformat(parameters["start"]), rules
        ),
        offered={activity.code: activity for activity in activities},
        names=_names(),
        kinds=kinds,
        zone=zone,
        hours_per_week=parameters["hours_per_week"],
        rounds=_rounds(run, is_one_person=is_one_person),
        referee=_referee(run),
        is_one_person=is_one_person,
        digest=sha256(repr([_facts(activity) for activity in activities]).encode()).hexdigest(),
        aim=_aim(parameters.get("target_role", ""), kinds),
    )


def _aim(code: str, kinds: dict[int, int]) -> TargetRole | None:
    return TargetRole(RoleProfile.objects.get(code=code), kinds) if code else None


def _rounds(run: AnalysisRun, *, is_one_person: bool) -> int:
    """Rounds of the search: more where somebody waits for their own plan, none for `greedy`."""
    if run.parameters["method"] == "greedy":
        return 0
    return INTERACTIVE_ROUNDS if is_one_person else BATCH_ROUNDS


def _referee(run: AnalysisRun) -> Referee | None:
    """Who makes the best of each path for `exact`; its solver is loaded for nothing else."""
    if run.parameters["method"] != "exact":
        return None
    from training.analysis.exact import examine

    return examine


def people_of(world: World, employees: Sequence[int]) -> Iterator[Person]:
    """Those of `employees` who need a plan, as the run sees them."""
    return people_to_plan(
        employees,
        kinds=world.kinds,
        zone=world.zone,
        hours_per_week=world.hours_per_week,
        start=world.season.start,
        weeks=world.season.weeks,
        aim=world.aim,
    )


def keeps_rules(world: World, person: Person, path: Path) -> bool:
    """Whether the independent check finds nothing; a violation is a fault of ours and logged."""
    placed = [Placed(step.code, step.weeks) for step in path.steps]
    learner, codes = person.learner, {step.code for step in path.steps}
    taken = {code: weeks for code, weeks in learner.mandatory.items() if code in codes}
    items = mandatory_items(world.season, replace(learner, mandatory=taken))
    activities = world.season.catalogue.activities
    found = find_violations(
        placed,
        activities=world.offered,
        learner=learner,
        rules=world.season.rules,
        start=world.season.start,
        fixed=frozenset(activities[int(j)].code for j in items),
        explained=path.explained,
    )
    found += find_missing(
        placed, activities=world.offered, learner=learner, explained=path.explained
    )
    if found:
        log.error("plan of employee %s refused: %s", person.employee.pk, found)
    return not found


def refuse_without_mandatory(world: World, person: Person, path: Path) -> None:
    """Raise `DomainError` where the path lacks something mandatory without saying why."""
    lacking = find_missing(
        [Placed(step.code, step.weeks) for step in path.steps],
        activities=world.offered,
        learner=person.learner,
        explained=path.explained,
    )
    if lacking:
        titles = ", ".join(world.names.titles([one.code for one in lacking]))
        sentence = _("Mandatory, and not in the plan by its date: %(titles)s.")
        raise DomainError(sentence % {"titles": titles})


def seed_of(run: AnalysisRun, employee: Employee) -> int:
    """The same for the same person and seed of the run."""
    key = f"{run.parameters['seed']} {employee.number}"
    return int.from_bytes(sha256(key.encode()).digest()[:8], "big")


def draft_of(world: World, person: Person, path: Path) -> Draft:
    """A path beside what is stored with it."""
    return Draft(
        person=person,
        path=path,
        run=world.run,
        season=world.season,
        week_zero=monday_of(world.season.start),
        zone=person.learner.zone,
        currency=settings.SKILLMAP_CURRENCY,
        inputs_hash=inputs_hash_of(world, person),
    )


def inputs_hash_of(world: World, person: Person) -> str:
    """Of everything a path is made from, but for the wishes."""
    return sha256(f"{world.digest} {person.digest}".encode()).hexdigest()


def option_of(world: World, person: Person, path: Path, wish: str) -> Draft:
    """A path as one of several ways to plan, with what a little more would change about it."""
    flips = find_flips(world.season, person.learner, path, seed=seed_of(world.run, person.employee))
    draft = draft_of(world, person, path)
    return replace(draft, wish=str(wish), flips=flips, conflict=_conflict(world, person, path))


def _conflict(world: World, person: Person, path: Path) -> Conflict | None:
    """Why not everything mandatory has room, where limits are at odds over it."""
    if not path.missed:
        return None
    season, learner = world.season, person.learner
    codes = set(learner.mandatory).intersection(world.offered) - learner.completed
    found = find_conflict(season.catalogue, season.start, learner, season.rules, codes)
    return found if found and found.limits else None


def _plan_shards(run: AnalysisRun, watch: Watch) -> list[RunShard]:
    moment = Moment(run.as_of)
    everybody = population(moment)
    if run.unit_id is None:
        scope = everybody.employee.tolist()
    else:
        scope = everybody.of_units(subtree(run.unit_id, moment)).tolist()
    size = REFEREED_SHARD_SIZE if run.parameters["method"] == "exact" else SHARD_SIZE
    slices = [scope[i : i + size] for i in range(0, len(scope), size)]
    with transaction.atomic():
        watch.hold()
        return RunShard.objects.bulk_create(
            RunShard(run=run, number=number, employees=employees)
            for number, employees in enumerate(slices)
        )


def _compute(world: World, shard: RunShard, watch: Watch) -> None:
    """Plan for one slice of people and commit it; for one person alone with options."""
    drafts, options, refused = [], list[Draft](), set()
    for person in people_of(world, shard.employees):
        found = _options(world, person) if world.is_one_person else [_draft(world, person)]
        if found[0] is None:
            refused.add(person.employee.pk)
            continue
        drafts.append(found[0])
        options += [draft for draft in found if draft is not None]
    with transaction.atomic():
        watch.hold()
        hold_people(shard.employees)  # all in one order, or two runs wait for each other
        stored = store_drafts(drafts, world.names)
        planned = {draft.person.employee.pk for draft in drafts}
        drop_drafts(set(shard.employees) - planned - refused)
        if world.is_one_person:
            store_options(options, world.names, shard.employees)
        shard.summary = _summary(drafts) | {"refused": len(refused)}
        shard.inputs_hash = sha256("".join(d.inputs_hash for d in drafts).encode()).hexdigest()
        shard.done_at = timezone.now()
        if world.run.keeps_output:
            rows = [plan_row(plan, steps) for plan, steps in stored]
            shard.output = "".join(json.dumps(row) + "\n" for row in rows)
        shard.save(update_fields=["summary", "inputs_hash", "output", "done_at"])


def _draft(world: World, person: Person) -> Draft | None:
    """The recommended path; None where it breaks a rule."""
    seed = seed_of(world.run, person.employee)
    path = plan_path(
        world.season, person.learner, rounds=world.rounds, seed=seed, referee=world.referee
    )
    return draft_of(world, person, path) if keeps_rules(world, person, path) else None


def _options(world: World, person: Person) -> list[Draft | None]:
    """The recommended path and the others somebody may prefer; None where one breaks a rule."""
    seed = seed_of(world.run, person.employee)
    found = list[Draft | None]()
    for option in plan_options(
        world.season, person.learner, rounds=world.rounds, seed=seed, referee=world.referee
    ):
        wished = world.wishing(option.wish)
        keeps = keeps_rules(wished, person, option.path)
        found.append(option_of(wished, person, option.path, option.wish) if keeps else None)
    return found


def _summary(drafts: list[Draft]) -> dict[str, int]:
    fills = Counter(draft.path.status for draft in drafts)
    steps = sum(len(draft.path.steps) for draft in drafts)
    return {"people": len(drafts), "steps": steps, **fills}


def _finish(run: AnalysisRun, shards: list[RunShard], watch: Watch) -> None:
    totals = Counter({"people": 0, "steps": 0, "refused": 0})
    for shard in shards:
        totals.update(shard.summary)
    run.summary = dict(totals)
    run.inputs_hash = sha256("".join(shard.inputs_hash for shard in shards).encode()).hexdigest()
    run.state, run.finished_at = RunState.DONE, timezone.now()
    with transaction.atomic():
        watch.hold()
        run.save(update_fields=["summary", "inputs_hash", "state", "finished_at", "updated_at"])


def _names() -> Names:
    """Names of all skills and titles of all activities, for the sentences."""
    skills = Skill.objects.select_related("scale")
    return Names(
        skills={skill.slot: skill for skill in skills},
        activities={activity.code: activity for activity in Activity.objects.active()},
    )


def _facts(activity: Offered) -> str:
    """Everything the planner reads of an activity, in a fixed order; of seats, whether any is
    free."""
    read = vars(activity) | {
        "dates": [(one.day, one.starts_at, one.seats_left != 0) for one in activity.dates],
        "seats_left": activity.seats_left != 0,
        "situations": sorted(activity.situations),
    }
    return ";".join(f"{name}={value!r}" for name, value in read.items())
