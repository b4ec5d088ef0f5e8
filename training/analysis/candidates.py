"""Which activities could stand in a person's plan, and the first test the others fail."""

from dataclasses import dataclass

import numpy as np

from training.analysis.catalogue import Catalogue
from training.analysis.gain import (
    MODES,
    SOFT,
    Bools,
    Floats,
    Gaps,
    Ints,
    closure_rates,
    single_gain,
)
from training.analysis.learner import Learner, Rules
from training.analysis.offers import Offers
from training.analysis.reasons import TESTS, Reason

PER_SKILL, PER_SKILL_AND_MODE = 10, 3  # candidates kept by the pre-filter
SLACK = 0.02  # added to the relative cost, so that nothing is infinitely good
NO_GAP = -1


@dataclass(frozen=True, eq=False)
class Candidates:
    """Result of the tests over the whole catalogue.

    `rates` (n_activities, n_gaps) closure rates; `value` (n_activities,) share of the weighted gap
    each closes alone; `failed` (n_activities,) index into `TESTS`, -1 where none failed;
    `possible` all positions that may be in a plan (bound), `kept` those after the pre-filter
    (search), both ascending and with the prerequisites they need.
    """

    rates: Floats
    value: Floats
    failed: Ints
    possible: Ints
    kept: Ints

    def reason(self, j: int) -> Reason | None:
        """First failing test of activity `j`; None where it could be in a plan."""
        return TESTS[self.failed[j]] if self.failed[j] >= 0 else None


def find_candidates(
    catalogue: Catalogue, offers: Offers, learner: Learner, gaps: Gaps, rules: Rules
) -> Candidates:
    """Test every activity for one person. O(outcomes + teaching activities)."""
    rates = gap_rates(catalogue, gaps)
    value = -np.expm1(-rates) @ gaps.weight
    failed = _first_failed(catalogue, offers, learner, rules, useful=np.asarray(rates.any(axis=1)))
    _fail_without_second_mode(catalogue, learner, failed)
    fit = np.flatnonzero(failed == -1)
    kept = _prefilter(catalogue, learner, gaps, rules, rates, value, fit)
    return Candidates(
        rates=rates,
        value=value,
        failed=failed,
        possible=with_prerequisites(catalogue, learner, fit),
        kept=with_prerequisites(catalogue, learner, kept),
    )


def gap_rates(catalogue: Catalogue, gaps: Gaps) -> Floats:
    """Closure rate of every activity on every gap, shape (n_activities, n_gaps)."""
    rates = np.zeros((len(catalogue), len(gaps)))
    if not len(gaps) or not len(catalogue.taught_slot):
        return rates
    place = np.full(int(max(catalogue.taught_slot.max(), gaps.slot.max())) + 1, NO_GAP)
    place[gaps.slot] = np.arange(len(gaps))
    of_outcome = place[catalogue.taught_slot]
    rows = np.flatnonzero(of_outcome != NO_GAP)
    k, gap = of_outcome[rows], gaps.gap[of_outcome[rows]]
    gained = single_gain(
        catalogue.taught_gain[rows],
        catalogue.taught_entry[rows],
        catalogue.taught_top[rows],
        gaps.level[k],
        gap,
    )
    rates[catalogue.taught_by[rows], k] = closure_rates(gained, gap)
    return rates


def missing_prerequisites(catalogue: Catalogue, learner: Learner, j: int) -> list[int]:
    """Prerequisites of `j`, however far, that the person has not completed.

    A completed prerequisite makes what it needed in turn unimportant.
    """
    found: set[int] = set()
    waiting = list(catalogue.needs[j])
    while waiting:
        q = waiting.pop()
        if q not in found and catalogue.activities[q].code not in learner.completed:
            found.add(q)
            waiting.extend(catalogue.needs[q])
    return sorted(found)


def _first_failed(
    catalogue: Catalogue, offers: Offers, learner: Learner, rules: Rules, *, useful: Bools
) -> Ints:
    """First failing test of each activity (index into TESTS), -1 for none."""
    passed = _own_tests(catalogue, offers, learner, rules)
    alone = np.logical_and.reduce([test for _, test in passed])
    passed[4:4] = [
        (Reason.LEVEL, useful),
        (Reason.PREREQUISITE, _prerequisites_met(catalogue, learner, alone, useful)),
    ]
    failed = np.full(len(catalogue), -1, np.int64)
    for reason, test in reversed(passed):
        failed[~test] = TESTS.index(reason)
    for j in np.flatnonzero(failed == -1):
        if catalogue.needs[j]:
            failed[j] = _test_together(catalogue, learner, rules, int(j))
    return failed


def _own_tests(
    catalogue: Catalogue, offers: Offers, learner: Learner, rules: Rules
) -> list[tuple[Reason, Bools]]:
    """Tests of an activity by itself, in their order; each of shape (n_activities,)."""
    no_budget = rules.budget is None
    there = len(learner.away & set(range(rules.weeks))) < rules.weeks
    room = there * np.where(catalogue.released, rules.released_hours, learner.hours_per_week)
    need = np.where(catalogue.released, catalogue.hours, catalogue.session_hours)
    unknown = np.isnan(catalogue.cost)
    affordable = unknown | no_budget | (catalogue.cost <= (rules.budget or 0.0) + 1e-9)
    return [
        (Reason.COMPLETED, _not_completed(catalogue, learner)),
        (Reason.REFUSED, _not_refused(catalogue, learner)),
        (Reason.LEFT_OUT, _wanted(catalogue, learner, rules)),
        (Reason.LANGUAGE, _understood(catalogue, learner)),
        (Reason.SEATS, offers.seats),
        (Reason.DATES, offers.dates),
        (Reason.HOURS, need <= room + 1e-9),
        (Reason.TIME_ZONE, offers.time_zone),
        (Reason.TRAVEL, offers.travel),
        (Reason.BUDGET, affordable),
        (Reason.UNKNOWN_COST, ~unknown | no_budget),
    ]


def own_reason(
    catalogue: Catalogue, offers: Offers, learner: Learner, rules: Rules, j: int
) -> Reason | None:
    """First test that activity `j` fails by itself, whatever it would bring; None for none."""
    tests = _own_tests(catalogue, offers, learner, rules)
    return next((reason for reason, test in tests if not test[j]), None)


def _not_completed(catalogue: Catalogue, learner: Learner) -> Bools:
    fresh = np.ones(len(catalogue), bool)
    fresh[[catalogue.position[c] for c in learner.completed if c in catalogue.position]] = False
    return fresh


def _not_refused(catalogue: Catalogue, learner: Learner) -> Bools:
    wanted = np.ones(len(catalogue), bool)
    refused = learner.refused.intersection(catalogue.position) - set(learner.mandatory)
    wanted[[catalogue.position[code] for code in refused]] = False
    return wanted


def _wanted(catalogue: Catalogue, learner: Learner, rules: Rules) -> Bools:
    left_out = [MODES.index(mode) for mode in rules.without_modes]
    wanted = ~np.isin(catalogue.mode, left_out)
    mandatory = set(learner.mandatory).intersection(catalogue.position)
    wanted[[catalogue.position[code] for code in mandatory]] = True
    return np.asarray(wanted)


def _understood(catalogue: Catalogue, learner: Learner) -> Bools:
    if not learner.languages:
        return np.ones(len(catalogue), bool)
    return np.isin(catalogue.language, ["", *sorted(learner.languages)])


def _prerequisites_met(
    catalogue: Catalogue, learner: Learner, alone: Bools, useful: Bools
) -> Bools:
    """Whether all missing prerequisites can be taken, without a cycle or a broken order."""
    met = ~catalogue.broken
    for j in np.flatnonzero(useful & met):
        if catalogue.needs[j] or j in catalogue.absent:
            met[j] = _can_prepare(catalogue, learner, alone, int(j))
    return np.asarray(met)


def _can_prepare(catalogue: Catalogue, learner: Learner, alone: Bools, j: int) -> bool:
    missing = missing_prerequisites(catalogue, learner, j)
    if not alone[missing].all():
        return False
    return all(
        _in_stock_or_done(catalogue, learner, q) and not _needs_its_closing(catalogue, learner, q)
        for q in (j, *missing)
    )


def _in_stock_or_done(catalogue: Catalogue, learner: Learner, q: int) -> bool:
    needed = catalogue.activities[q].prerequisites
    return all(code in catalogue.position or code in learner.completed for code in needed)


def _needs_its_closing(catalogue: Catalogue, learner: Learner, q: int) -> bool:
    """Whether `q` needs a closing exercise of its own soft skill, which must come after it."""
    if catalogue.primary_kind[q] != SOFT or catalogue.capstone[q]:
        return False
    missing = missing_prerequisites(catalogue, learner, q)
    return any(
        catalogue.capstone[c] and catalogue.primary[c] == catalogue.primary[q] for c in missing
    )


def _test_together(catalogue: Catalogue, learner: Learner, rules: Rules, j: int) -> int:
    """Dates, working hours and money of an activity with its missing prerequisites."""
    group = [j, *missing_prerequisites(catalogue, learner, j)]
    if _weeks_of_chain(catalogue, set(group), j) > rules.weeks:
        return TESTS.index(Reason.DATES)
    hours = catalogue.hours[group]
    if hours[catalogue.released[group]].sum() > rules.released_hours + 1e-9:
        return TESTS.index(Reason.HOURS)
    if rules.budget is not None and catalogue.cost[group].sum() > rules.budget + 1e-9:
        return TESTS.index(Reason.BUDGET)
    return -1


def _weeks_of_chain(catalogue: Catalogue, group: set[int], j: int) -> int:
    before = [_weeks_of_chain(catalogue, group, q) for q in catalogue.needs[j] if q in group]
    return int(catalogue.length[j]) + max(before, default=0)


def _fail_without_second_mode(catalogue: Catalogue, learner: Learner, failed: Ints) -> None:
    """Mark what cannot reach the number of modes wanted for its soft skill; repeat until stable.

    A necessary condition: the search makes sure of the rest.
    """
    while True:
        fit = np.flatnonzero(failed == -1)
        usable = with_prerequisites(catalogue, learner, fit)
        modes: dict[int, set[int]] = {}
        for j in usable[catalogue.primary_kind[usable] == SOFT]:
            modes.setdefault(int(catalogue.primary[j]), set()).add(int(catalogue.mode[j]))
        short = {s for s, stock in modes.items() if len(stock) < catalogue.wanted_modes[s]}
        if not short:
            return
        lacking = np.isin(catalogue.primary[usable], list(short))
        lacking &= catalogue.primary_kind[usable] == SOFT
        blocked = set(usable[lacking].tolist())
        for j in fit:
            if j in blocked:
                failed[j] = TESTS.index(Reason.MODES)
            elif not blocked.isdisjoint(missing_prerequisites(catalogue, learner, int(j))):
                failed[j] = TESTS.index(Reason.PREREQUISITE)


def with_prerequisites(catalogue: Catalogue, learner: Learner, chosen: Ints) -> Ints:
    """These activities and all prerequisites that the person misses, ascending."""
    everything = set(chosen.tolist())
    for j in chosen:
        if catalogue.needs[j]:
            everything.update(missing_prerequisites(catalogue, learner, int(j)))
    return np.array(sorted(everything), np.int64)


def _prefilter(
    catalogue: Catalogue,
    learner: Learner,
    gaps: Gaps,
    rules: Rules,
    rates: Floats,
    value: Floats,
    fit: Ints,
) -> Ints:
    """The best per skill and per skill and mode by value for money and time.

    An activity counts for its primary skill where that is a gap, else for the gap it closes most.
    """
    if not len(fit):
        return fit
    share = value[fit] / relative_cost(catalogue, learner, rules, fit)
    matches = [len(catalogue.activities[j].situations & learner.situations) for j in fit]
    order = np.lexsort((fit, -np.array(matches), -np.round(share, 12)))
    skills = _main_gap(catalogue, gaps, rates, fit)
    kept, per_skill, per_mode = [], dict[int, int](), dict[tuple[int, int], int]()
    for place in order:
        j, skill = int(fit[place]), int(skills[place])
        key = (skill, int(catalogue.mode[j]))
        if per_skill.get(skill, 0) < PER_SKILL and per_mode.get(key, 0) < PER_SKILL_AND_MODE:
            kept.append(j)
            per_skill[skill] = per_skill.get(skill, 0) + 1
            per_mode[key] = per_mode.get(key, 0) + 1
    return np.array(sorted(kept), np.int64)


def _main_gap(catalogue: Catalogue, gaps: Gaps, rates: Floats, fit: Ints) -> Ints:
    """Gap (index) each activity counts for, shape of `fit`."""
    most = (-np.expm1(-rates[fit]) * gaps.weight).argmax(axis=1)
    own = np.minimum(np.searchsorted(gaps.slot, catalogue.primary[fit]), len(gaps) - 1)
    teaches_own = (gaps.slot[own] == catalogue.primary[fit]) & (rates[fit, own] > 0)
    return np.asarray(np.where(teaches_own, own, most))


def relative_cost(catalogue: Catalogue, learner: Learner, rules: Rules, chosen: Ints) -> Floats:
    """Share of the budget and of the hours that each of `chosen` takes, plus a slack."""
    money = catalogue.assumed_cost[chosen] / rules.budget if rules.budget else 0.0
    time = catalogue.hours[chosen] / max(learner.hours_in(rules.weeks), 1e-9)
    return np.asarray(money + time + SLACK)
