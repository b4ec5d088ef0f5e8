"""One budget for many people: nothing is given twice, the value is between baseline and bound."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from tests.training.analysis.builders import (
    CONFLICT,
    EXCEL,
    LISTENING,
    MONDAY,
    SQL,
    activity,
    catalogue_of,
    on,
    person,
    teaches,
)
from training.analysis.allocation import (
    Allocation,
    Demand,
    Resources,
    allocate,
    next_prices,
    share_out,
)
from training.analysis.allocation_baselines import best_value_first, first_come_first_served
from training.analysis.allocation_bound import (
    activity_prices,
    bound_of_people,
    priced_for_bound,
    worth_of_resources,
)
from training.analysis.allocation_columns import (
    Column,
    Floor,
    allocate_by_columns,
    solve_master,
)
from training.analysis.allocation_members import Roster, count_seats, pack, unpack
from training.analysis.allocation_serving import Served, Stock
from training.analysis.catalogue import Activity, build_catalogue
from training.analysis.kernel.arrays import NONE
from training.analysis.learner import Learner, Rules
from training.analysis.offers import Season
from training.analysis.simulation import START, make_catalogue, make_learner
from training.analysis.validate import Placed, find_violations

SEATED = ("workshop", "simulation", "mentoring", "role_play")


class World:
    """People, a catalogue with few seats, and half of the money everybody would like."""

    def __init__(self, people: int, *, seats: int = 3, share: float = 0.5, seed: int = 0) -> None:
        self.activities = [_scarce(a, seats) for a in make_catalogue(150, skills=20, seed=seed)]
        rules = Rules(budget=2_000.0)
        self.season = Season(build_catalogue(self.activities), START, rules)
        self.seats = count_seats(self.season)
        self.learners = [make_learner(skills=20, seed=100 * seed + n) for n in range(people)]
        roster = Roster(self.season, self.seats)
        self.members = [
            roster.member(n, int(learner.hours_per_week > 2), learner)
            for n, learner in enumerate(self.learners)
        ]
        free = allocate(self.members, Resources(1e9, 1e9, self.seats), groups=2, rounds=0).free
        self.resources = Resources(share * free.use[0], share * free.use[1], self.seats)

    def bound(self, found: Allocation) -> float:
        capacity = self.resources.capacity
        prices = priced_for_bound(found.past, capacity)
        each = activity_prices(self.season, self.seats, prices)
        people = bound_of_people(self.season, self.learners, each)
        return people + worth_of_resources(prices, capacity)


def _scarce(activity: Activity, seats: int) -> Activity:
    if activity.mode not in SEATED:
        return activity
    if activity.dates:
        dates = tuple(replace(date, seats_left=seats) for date in activity.dates)
        return replace(activity, dates=dates)
    return replace(activity, seats_left=seats)


def worth(served: dict[int, Served]) -> float:
    return sum(one.value for one in served.values())


@pytest.fixture(scope="module")
def world() -> World:
    return World(60)


@pytest.fixture(scope="module")
def found(world: World) -> Allocation:
    return allocate(world.members, world.resources, groups=2)


def spent(world: World, found: Allocation) -> tuple[float, float, np.ndarray]:
    """Money, hours with mentors and taken seats by plain recounting."""
    money, hours, seats = 0.0, 0.0, np.zeros(len(world.seats.left), int)
    for member in world.members:
        served = found.served[member.key]
        for i in np.flatnonzero(served.start != NONE):
            chosen = world.season.catalogue.activities[member.item[i]]
            money += chosen.cost or 0.0
            hours += chosen.hours if chosen.mode == "mentoring" else 0.0
            if served.date[i] >= 0:
                seats[served.date[i]] += 1
            else:
                limits = [date.seats_left for date in chosen.dates] or [chosen.seats_left]
                assert None in limits, "a limited activity without a seat"
    return money, hours, seats


def test_nothing_is_given_that_is_not_there(world: World, found: Allocation):
    money, hours, seats = spent(world, found)
    assert money <= world.resources.money + 1e-6
    assert hours <= world.resources.mentors + 1e-6
    assert (seats <= world.seats.left).all()
    assert seats.sum() > 0
    assert money > 0.8 * world.resources.money


def test_every_plan_keeps_the_rules_of_one_person(world: World, found: Allocation):
    by_code = {a.code: a for a in world.activities}
    for member, learner in zip(world.members, world.learners, strict=True):
        start = found.served[member.key].start
        steps = []
        for i in np.flatnonzero(start != NONE):
            one = world.season.catalogue.activities[member.item[i]]
            weeks = tuple(int(start[i]) + n * one.period_weeks for n in range(one.sessions))
            steps.append(Placed(one.code, weeks))
        broken = find_violations(
            steps,
            activities=by_code,
            learner=learner,
            rules=world.season.rules,
            start=START,
            explained=("hard", "soft"),
        )
        assert broken == []


def test_value_lies_between_first_come_and_bound(world: World, found: Allocation):
    first = first_come_first_served(world.members, world.resources)
    best = best_value_first(world.members, world.resources)
    assert found.reached.value >= 1.1 * worth(first)
    assert found.reached.value >= 1.1 * worth(best)
    assert first.keys() == best.keys() == found.served.keys()
    assert found.reached.value <= world.bound(found)
    assert found.reached.value >= 0.7 * world.bound(found)


def test_columns_are_at_least_as_good_and_keep_the_limits(world: World, found: Allocation):
    better = allocate_by_columns(world.members, world.resources, groups=2)
    assert better.reached.value >= found.reached.value
    assert better.reached.value <= world.bound(found)
    money, hours, seats = spent(world, better)
    assert money <= world.resources.money + 1e-6
    assert hours <= world.resources.mentors + 1e-6
    assert (seats <= world.seats.left).all()


def test_the_order_of_people_does_not_matter_and_a_seed_repeats(world: World, found: Allocation):
    turned = allocate(world.members[::-1], world.resources, groups=2)
    assert turned.reached.value == found.reached.value
    for key, served in found.served.items():
        assert served.start.tolist() == turned.served[key].start.tolist()


def test_packed_people_are_the_same_people(world: World, found: Allocation):
    content = pack(world.members)
    assert content == pack(world.members)
    again = allocate(unpack(content), world.resources, groups=2)
    assert again.reached.value == found.reached.value
    assert unpack(pack([])) == []


def test_more_money_never_helps_less_than_its_price_says(world: World, found: Allocation):
    nothing = allocate(world.members, Resources(0.0, 0.0, world.seats), groups=2)
    assert nothing.reached.use[0] == 0
    assert nothing.reached.use[1] == 0
    assert nothing.reached.value < found.reached.value


def test_a_fairness_floor_lifts_the_group_that_money_can_lift():
    """Two groups want the same few seats; one of them gains a little less from each."""
    teaching = [
        activity(f"S{n}", teaches(EXCEL), seats_left=1, cost=0.0, sessions=2) for n in range(12)
    ]
    season = Season(catalogue_of(*teaching), MONDAY, Rules(budget=100.0))
    seats = count_seats(season)
    roster = Roster(season, seats)
    well = replace(person(EXCEL), p_gap=np.array([0.9]))
    members = [roster.member(n, n % 2, _at(well, 2.0 if n % 2 else 2.4)) for n in range(12)]
    resources = Resources(100.0, np.inf, seats)
    before = allocate(members, resources, groups=2)
    floor = min(0.95, before.reached.lowest() + 0.05)
    after = allocate(members, resources, groups=2, floor=floor)
    assert after.reached.lowest() >= before.reached.lowest()
    assert after.floor_holds is (after.reached.lowest() >= floor)


def test_columns_keep_a_floor_that_costs_something(world: World, found: Allocation):
    """Nearly all seats and money go to whoever gains most by them, until a floor is asked for."""
    dear = Resources(0.4 * world.resources.money, 0.4 * world.resources.mentors, world.seats)
    free = allocate_by_columns(world.members, dear, groups=2)
    floor = 0.97
    assert free.reached.lowest() < floor
    fair = allocate_by_columns(world.members, dear, groups=2, floor=floor)
    assert fair.floor_holds
    assert fair.reached.lowest() >= floor
    assert fair.given.min() < 1 < fair.given.max()
    assert 0.97 * free.reached.value <= fair.reached.value <= world.bound(fair)
    money, hours, seats = spent(world, fair)
    assert money <= dear.money + 1e-6
    assert hours <= dear.mentors + 1e-6
    assert (seats <= world.seats.left).all()


def test_master_gives_up_value_only_as_far_as_a_floor_asks():
    """One unit of money, two people of two groups: what is best shares it by the floor."""
    columns = [
        Column(0, 0, Served(np.array([0]), 1.0, 1.0), np.array([0]), np.array([1.0])),
        Column(1, 1, Served(np.array([0]), 0.5, 0.5), np.array([0]), np.array([1.0])),
    ]
    one, heads = np.array([1.0]), np.array([1, 1])
    free = solve_master(columns, one, Floor(np.array([], int), 0.0, heads))
    assert free.share.tolist() == [1.0, 0.0]
    assert free.given.tolist() == [1.0, 1.0]
    fair = solve_master(columns, one, Floor(np.array([0, 1]), 1.0, heads))
    assert fair.share == pytest.approx([1 / 3, 2 / 3])  # a third each of a share closed
    assert fair.given[1] / fair.given[0] == pytest.approx(2.0)  # both are worth the same now


def test_a_floor_that_hours_forbid_is_said_and_not_forced(world: World):
    members = list(world.members)
    roster = Roster(world.season, world.seats)
    idle = replace(world.learners[0], hours_per_week=0.0, languages=frozenset({"fr"}))
    members.append(roster.member(999, 2, idle))
    found = allocate(members, world.resources, groups=3, floor=0.85)
    assert not found.floor_holds
    assert not found.served[999].chosen.any()
    assert found.given[2] == 1.0
    better = allocate_by_columns(members, world.resources, groups=3, floor=0.85)
    assert not better.floor_holds
    assert better.reached.value >= 0.97 * found.reached.value


def test_must_haves_come_first_and_say_where_they_do_not_fit():
    rules = Rules(budget=100.0)
    safety = activity("SAFE", teaches(SQL), cost=40.0, sessions=1)
    tempting = activity("TEMPT", teaches(EXCEL, gain=0.9), cost=40.0, sessions=1)
    season = Season(catalogue_of(safety, tempting), MONDAY, rules)
    seats = count_seats(season)
    roster = Roster(season, seats, must=["SAFE", "GONE"])
    done = replace(person(EXCEL), completed=frozenset({"SAFE"}))
    busy = replace(person(EXCEL), hours_per_week=0.5)
    members = [
        roster.member(n, 0, learner) for n, learner in enumerate([person(EXCEL), done, busy])
    ]
    found = allocate(members, Resources(80.0, np.inf, seats))
    given = {m.key: set(_codes(season, m, found)) for m in members}
    assert "SAFE" in given[0]
    assert "SAFE" not in given[1]
    assert given[2] == set()
    assert not found.served[2].fits
    deaf = replace(person(EXCEL), languages=frozenset({"fr"}))
    spoken = Season(catalogue_of(replace(safety, language="en")), MONDAY, rules)
    there = Roster(spoken, count_seats(spoken), must=["SAFE"]).member(3, 0, deaf)
    assert there.missed.tolist() == [0]
    poor = allocate(members, Resources(10.0, np.inf, seats))
    assert not poor.served[0].fits


def test_tiny_instances_are_near_what_trying_everything_finds():
    """Three people, three seated activities: every way to hand out seats and money is tried."""
    for seed in range(12):
        season, members, resources, options = _tiny(seed)
        best = max(
            sum(value for value, _cost, _used in combination)
            for combination in product(*options)
            if sum(cost for _v, cost, _u in combination) <= resources.money
            and all(sum(j in used for _v, _c, used in combination) <= 1 for j in range(3))
        )
        found = allocate(members, resources)
        assert found.reached.value <= best + 1e-6
        assert found.reached.value >= 0.75 * best, seed
        assert len(season.catalogue) == 3


def _tiny(seed: int):
    rng = np.random.default_rng(seed)
    offers = [
        activity(
            f"T{j}",
            teaches(slot, gain=float(rng.uniform(0.3, 0.9))),
            cost=float(rng.integers(0, 5) * 10),
            sessions=1,
            seats_left=1,
        )
        for j, slot in enumerate((EXCEL, SQL, EXCEL))
    ]
    season = Season(catalogue_of(*offers), MONDAY, Rules(budget=200.0, both_kinds=False))
    seats = count_seats(season)
    roster = Roster(season, seats)
    learners = [_at(person(EXCEL, SQL), float(rng.uniform(1.5, 3.0))) for _ in range(3)]
    members = [roster.member(n, 0, learner) for n, learner in enumerate(learners)]
    return season, members, Resources(50.0, np.inf, seats), [_options(m) for m in members]


def _options(member) -> list[tuple[float, float, set[int]]]:
    """Value, cost and items of every subset of one person's candidates."""
    found = []
    for mask in range(1 << len(member.item)):
        chosen = [i for i in range(len(member.item)) if mask >> i & 1]
        open_ = np.ones(len(member.arrays["weight"]))
        for i in chosen:
            for p, skill in enumerate(member.arrays["skill"][i]):
                if skill >= 0:
                    open_[skill] *= member.arrays["keep"][i, p]
        closed = float(member.arrays["weight"] @ (1 - open_))
        lost = float(member.arrays["penalty"][chosen].sum())
        items = {int(member.item[i]) for i in chosen}
        found.append((closed - lost, float(member.cost[chosen].sum()), items))
    return found


def _at(learner: Learner, level: float) -> Learner:
    return replace(learner, level=np.full(len(learner.slot), level))


def _codes(season: Season, member, found: Allocation) -> list[str]:
    chosen = found.served[member.key].chosen
    return [season.catalogue.activities[j].code for j in member.item[chosen]]


def test_a_date_is_taken_by_as_many_as_have_seats_and_others_take_the_next():
    talk = activity(
        "TALK",
        teaches(LISTENING),
        sessions=1,
        dates=(on(1, seats=1), on(3, seats=1)),
        venue="live_online",
    )
    season = Season(catalogue_of(talk), MONDAY, Rules(budget=10.0))
    seats = count_seats(season)
    assert seats.left.tolist() == [1, 1]
    assert seats.capacity.tolist() == [2]
    roster = Roster(season, seats)
    members = [roster.member(n, 0, person(LISTENING, CONFLICT)) for n in range(3)]
    found = allocate(members, Resources(10.0, np.inf, seats))
    weeks = sorted(int(found.served[n].start[0]) for n in range(3))
    assert weeks == [NONE, 1, 3]


def test_prices_rise_with_demand_and_fall_without():
    prices = np.array([1.0, 1.0, 1.0])
    after = next_prices(prices, np.array([20.0, 5.0, 0.0]), np.array([10.0, 10.0, np.inf]), 0)
    assert after[0] > 1 > after[1] > after[2]


def test_a_stock_is_shared_out_whole():
    stock = Stock(100.0, np.inf, np.array([5, 1, 0]))
    use = [np.array([30.0, 1.0]), np.array([10.0, 3.0])]
    parts = share_out(stock, use, [np.array([3, 1, 0]), np.array([1, 1, 2])])
    assert sum(part.money for part in parts) == pytest.approx(100.0)
    assert [part.seats.tolist() for part in parts] == [[4, 1, 0], [1, 0, 0]]
    assert all(part.mentors == np.inf for part in parts)
    assert Demand.total([Demand.of([], {}, 2, 1)] * 2).value == 0


def test_a_floor_is_out_of_reach_only_where_the_lowest_would_miss_it_for_nothing():
    def demand(*closed: float) -> Demand:
        return Demand(np.zeros(2), 0.0, np.array(closed), np.array([2, 2, 0]))

    reached = demand(0.4, 0.8, 0.0)  # means 0.2 and 0.4, together 0.3
    assert reached.lowest() == pytest.approx(2 / 3)
    assert reached.is_out_of_reach(demand(0.4, 2.0, 0.0), 0.9)
    assert not reached.is_out_of_reach(demand(1.8, 2.0, 0.0), 0.9)
    assert not reached.is_out_of_reach(demand(0.4, 2.0, 0.0), 0.5)
