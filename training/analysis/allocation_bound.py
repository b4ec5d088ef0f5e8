"""What no allocation of a budget can exceed.

At any prices, what all people could gain beyond them plus the worth of all resources is an upper
bound (Lagrangian relaxation; each person's part by the linear relaxation of `bound`).
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from training.analysis.allocation_members import MENTORING, MENTORS, MONEY, UNLIMITED, Seats
from training.analysis.bound import upper_bound
from training.analysis.candidates import find_candidates
from training.analysis.gain import Floats, Ints
from training.analysis.learner import Learner, choose_gaps
from training.analysis.mandatory import mandatory_items
from training.analysis.offers import Season


def activity_prices(season: Season, seats: Seats, prices: Floats) -> Floats:
    """What taking each activity costs at these prices of resources, in F, (n_activities,)."""
    catalogue = season.catalogue
    money = prices[MONEY] * catalogue.assumed_cost
    hours = prices[MENTORS] * np.where(catalogue.mode == MENTORING, catalogue.hours, 0.0)
    seat = np.where(seats.resource == UNLIMITED, 0.0, prices[seats.resource])
    return np.asarray(money + hours + seat)


def bound_of_people(season: Season, learners: Iterable[Learner], price: Floats) -> float:
    """The most that these people together could gain beyond the `activity_prices`."""
    total = 0.0
    for learner in learners:
        gaps = choose_gaps(learner, at_most=season.rules.max_gaps)
        offers = season.offers(learner.zone, learner.site)
        found = find_candidates(season.catalogue, offers, learner, gaps, season.rules)
        possible = np.union1d(found.possible, _duties_of(season, learner))
        total += upper_bound(
            season.catalogue, learner, gaps, season.rules, found.rates, possible, price
        )
    return total


def _duties_of(season: Season, learner: Learner) -> Ints:
    """What could have to be in the plan, with what must come before it."""
    known = {c: due for c, due in learner.mandatory.items() if c in season.catalogue.position}
    return mandatory_items(season, replace(learner, mandatory=known))


def worth_of_resources(prices: Floats, capacity: Floats) -> float:
    """What all resources are worth; those without limit have no price."""
    limited = np.isfinite(capacity)
    return float(prices[limited] @ capacity[limited])


def priced_for_bound(past: Iterable[Floats], capacity: Floats) -> Floats:
    """Prices to take the bound at: the mean of the last rounds, nothing where there is no limit."""
    mean = np.mean(list(past), axis=0)
    return np.asarray(np.where(np.isfinite(capacity), mean, 0.0))
