"""What a budget's computation is about: people in slices, their departments, a frozen catalogue."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import SkillProfile
from assessments.queries.moments import Moment
from assessments.queries.population import population, subtree, unit_paths
from assessments.services.gaps import Watch
from skillmap.core.errors import DomainError
from training.analysis.allocation_members import Roster, count_seats, pack
from training.analysis.catalogue import build_catalogue
from training.analysis.learner import Learner, Rules
from training.analysis.offers import Season
from training.enums import CENTS, SMALL_GROUP, BudgetReason, BudgetStage, PlanState
from training.models import BudgetRun, BudgetShard, DevelopmentPlan
from training.services.budgets_frozen import (
    freeze_activity,
    freeze_learner,
    thaw_activity,
)
from training.services.budgets_rounds import open_round
from training.services.recommend import World, bring_levels_up_to_date, people_of, read_world

LARGEST_SHARD, SMALLEST_SHARD, SHARDS = 2_500, 25, 4
MOST_THOROUGH = 2_000  # people
_RULES = ("weeks", "released_hours", "budget", "both_kinds", "live_at_night", "travel")


def plan_budget(run: BudgetRun, watch: Watch) -> None:
    """Bring levels up to date, freeze what is read, cut people into slices; safe to call again.

    Raises `DomainError` where there is nobody, or too many for the thorough method.
    """
    if run.stage != BudgetStage.WAIT:
        return
    bring_levels_up_to_date(run.analysis, watch)
    world = read_world(run.analysis)
    people, group_of, names = _departments(run)
    if not people or (run.scenario.thorough and len(people) > MOST_THOROUGH):
        raise DomainError(
            _("The thorough method is for up to %(most)d people.") % {"most": MOST_THOROUGH}
            if people
            else _("There is nobody in this unit.")
        )
    with transaction.atomic():
        watch.hold()
        run = BudgetRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        _write_shards(run, people, group_of)
        _write_facts(run, world, names)
        open_round(run, BudgetStage.READ)


def season_of(run: BudgetRun) -> Season:
    """The season as it was frozen."""
    parameters = run.analysis.parameters
    rules = Rules(**{name: parameters[name] for name in _RULES})
    catalogue = build_catalogue(thaw_activity(row) for row in run.facts["catalogue"])
    return Season(catalogue, date.fromisoformat(parameters["start"]), rules)


def read_people(run: BudgetRun, shard: BudgetShard) -> tuple[bytes, dict[str, Any]]:
    """The people of a slice with something to plan, packed, and what was read of everybody."""
    season = season_of(run)
    roster = Roster(season, count_seats(season), must=run.facts["must"])
    group = dict(zip(shard.employees, shard.groups, strict=True))
    busy = _with_open_plan(shard.employees)
    world = read_world(run.analysis)
    learners = {
        person.employee.pk: person.learner
        for person in people_of(world, [pk for pk in shard.employees if pk not in busy])
    }
    useful = {
        pk: one
        for pk, one in learners.items()
        if one.has_gap.any() or one.mandatory or run.facts["must"]
    }
    members = [roster.member(pk, group[pk], useful[pk]) for pk in sorted(useful)]
    reasons = _reasons(shard.employees, busy, learners)
    frozen = {str(pk): freeze_learner(useful[pk]) for pk in sorted(useful)}
    return pack(members), {"learners": frozen, "reasons": reasons}


def _reasons(
    employees: Sequence[int], busy: set[int], learners: dict[int, Learner]
) -> dict[str, str]:
    """Why somebody has nothing to plan, as far as it is known before anything is computed."""
    known = set(SkillProfile.objects.filter(employee__in=employees).values_list("pk", flat=True))
    found: dict[str, str] = {}
    for pk in employees:
        if pk in busy:
            found[str(pk)] = BudgetReason.OPEN_PLAN
        elif pk not in known or (pk in learners and not (learners[pk].status > 0).any()):
            found[str(pk)] = BudgetReason.NO_PROFILE
        elif pk not in learners or not learners[pk].has_gap.any():
            found[str(pk)] = BudgetReason.NO_GAP
        elif learners[pk].hours_per_week <= 0:
            found[str(pk)] = BudgetReason.NO_HOURS
    return found


def _with_open_plan(employees: Sequence[int]) -> set[int]:
    rows = DevelopmentPlan.objects.filter(
        employee__in=employees, state__in=[PlanState.PROPOSED, PlanState.ACTIVE]
    )
    return set(rows.values_list("employee_id", flat=True))


def _departments(run: BudgetRun) -> tuple[list[int], dict[int, int], list[str]]:
    """People by number, the group of each, and the groups' names ("" for small departments)."""
    moment = Moment(run.analysis.as_of)
    everybody, paths, unit = population(moment), unit_paths(moment), run.scenario.unit
    inside = everybody.of_units(paths if unit is None else subtree(unit.pk, moment)).tolist()
    depth = 1 if unit is None else paths.get(unit.pk, "").count("/") + 1
    path = {
        pk: paths.get(place, "").split("/")
        for pk, place in zip(everybody.employee.tolist(), everybody.unit.tolist(), strict=True)
    }
    name = {pk: "/".join(path[pk][: depth + 1]) for pk in inside}
    size = Counter(name.values())
    names = ["", *sorted(full for full, n in size.items() if n >= SMALL_GROUP)]
    number = {full: n for n, full in enumerate(names)}
    return inside, {pk: number.get(name[pk], 0) for pk in inside}, names


def _write_shards(run: BudgetRun, people: list[int], group_of: dict[int, int]) -> None:
    size = min(LARGEST_SHARD, max(SMALLEST_SHARD, -(-len(people) // SHARDS)))
    slices = [people[i : i + size] for i in range(0, len(people), size)]
    BudgetShard.objects.bulk_create(
        BudgetShard(run=run, number=number, employees=keys, groups=[group_of[pk] for pk in keys])
        for number, keys in enumerate(slices)
    )
    run.memory = {"shards": len(slices), "people": len(people)}


def _write_facts(run: BudgetRun, world: World, names: list[str]) -> None:
    scenario = run.scenario
    frozen = [
        freeze_activity(activity, seat_percent=scenario.seat_percent)
        for activity in world.season.catalogue.activities
    ]
    run.facts = {
        "catalogue": frozen,
        "must": sorted(scenario.must_haves.values_list("code", flat=True)),
        "groups": names,
    }
    seats = count_seats(season_of(run))
    run.memory |= {
        "seats": seats.left.tolist(),
        "capacity": [
            scenario.money_cents / CENTS,
            scenario.mentor_hours,
            *seats.capacity.tolist(),
        ],
        "groups": len(names),
        "floor": scenario.floor_percent / 100,
        "thorough": scenario.thorough,
    }
    run.save(update_fields=["facts", "memory", "updated_at"])
