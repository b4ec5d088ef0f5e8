"""The whole analysis again, one row at a time and with whole matrices, from the specification.

Shares no code with the product but the models it reads, and the calibration of the run.
"""

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist, fmean, pvariance
from typing import Any

import numpy as np

from assessments.models import Evidence
from employees.models import Assignment, Exemption, RoleVersion
from skills.models import Skill

SD = {"self": 0.95, "manager": 0.75, "peer": 0.9, "report": 0.9, "test": 0.45}
SD |= {"certificate": 0.6, "completion": 1.1, "work_sample": 0.55, "agreed": 0.4, "external": 0.9}
BIAS = {"hard": 0.2, "soft": 0.3, "unclassified": 0.25}
DRIFT = {"hard": 0.3, "soft": 0.15, "unclassified": 0.3}
RATED = {"self", "manager", "peer", "report", "work_sample"}


@dataclass
class Cell:
    """What is found of one person in one skill; levels as stored, milli."""

    mean: int = -1
    sd: int = -1
    n: int = 0
    required: int = 0
    importance: int = 0
    p_gap: int = -1
    status: int = 0


def recount(today: date, calibration: float = 1.15) -> dict[int, dict[int, Cell]]:
    """Cells by employee id and skill slot of everybody with a primary place today."""
    skills = {skill.pk: skill for skill in Skill.objects.all()}
    places = Assignment.objects.filter(valid__contains=today)
    roles = {a.employee_id: a.role_id for a in places if a.is_primary}
    rows = defaultdict(list)
    for row in Evidence.objects.filter(retraction=None, observed_on__lte=today).order_by("pk"):
        if row.employee_id in roles:
            rows[row.employee_id, row.skill_id].append(row)
    used = {cell: _used(found) for cell, found in rows.items()}
    flat = _flat(used)
    mu = _mu(used, roles, skills)
    kinds = {skill.pk: skill.kind for skill in skills.values()}
    levels = _estimates(used, kinds, mu, _Variances(flat, today))
    found: dict[Any, dict[Any, Cell]] = defaultdict(dict)
    for (person, skill), all_rows in rows.items():
        cell = found[person].setdefault(skills[skill].slot, Cell())
        cell.n = len(all_rows)
        mean, variance = levels[person, skill]
        if 1 - variance / 0.6 >= 0.2:
            cell.mean = round(1000 * min(5.0, max(0.0, mean)))
            cell.sd = round(1000 * math.sqrt(variance))
    for person, skill, required, importance in _requirements(places, today):
        cell = found[person].setdefault(skills[skill].slot, Cell())
        cell.required = max(cell.required, required)
        cell.importance = max(cell.importance, importance)
    for person in roles:
        for cell in found[person].values():
            _judge(cell, calibration)
    return {person: found[person] for person in roles}


def _used(rows):
    """Without completions that say nothing and ratings an agreed level stands for."""
    agreed = {row.review for row in rows if row.source == "agreed" and row.review}
    return [
        row
        for row in rows
        if row.value is not None
        and not (row.source in {"self", "manager"} and row.review in agreed)
    ]


def _flat(used):
    given = defaultdict(list)
    for rows in used.values():
        for row in rows:
            if row.source in RATED and row.rater_id:
                given[row.rater_id, row.source == "self"].append(row.value)
    return {r for r, v in given.items() if len(v) >= 6 and pvariance(v) < 0.06}


def _unbiased(row, kind):
    return row.value - (BIAS[kind] if row.source == "self" else 0)


def _mu(used, roles, skills):
    """The prior mean as a function of person and skill."""
    by_role, by_skill = defaultdict(list), defaultdict(list)
    for (person, skill), rows in used.items():
        plain = [row for row in rows if row.source not in {"certificate", "completion"}]
        if plain:
            weights = [1 / SD[row.source] ** 2 for row in plain]
            values = [_unbiased(row, skills[skill].kind) for row in plain]
            level = sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights)
            by_skill[skill].append(level)
            if roles[person]:
                by_role[roles[person], skill].append(level)
    everything = [level for levels in by_skill.values() for level in levels]

    def mu(person, skill):
        overall = fmean(everything) if everything else 2.5
        of_skill = fmean(by_skill[skill]) if by_skill[skill] else overall
        own = by_role[roles[person], skill] if roles[person] else []
        return (sum(own) + 20 * of_skill) / (len(own) + 20)

    return mu


@dataclass
class _Variances:
    """The variance of a row beyond severity, halo and leniency where these are terms."""

    flat: set[Any]
    today: date

    def of(self, row, kind):
        variance = SD[row.source] ** 2
        if (row.rater_id, row.source == "self") in self.flat and row.source in RATED:
            variance *= 6
        if row.source in RATED and not row.rater_id:
            variance += 0.25 + 0.16
        started = row.observed_on
        if row.source == "certificate":
            started = min(self.today, row.expires_on) if row.expires_on else self.today
        return variance + DRIFT[kind] * (self.today - started).days / 365


def _estimates(used, kinds, mu, variances):
    """Mean and variance of each cell: two passes, the second from each person's own prior."""
    prior = {cell: mu(*cell) for cell in used}
    first, entered = _pass(used, kinds, prior, 0.75, variances)
    people = defaultdict(list)
    for cell in used:
        if entered[cell]:
            people[cell[0]].append(cell)
    gamma = defaultdict(float)
    for person, cells in people.items():
        rel = [max(1 - first[cell][1] / 0.75, 0.05) for cell in cells]
        above = [(first[c][0] - prior[c]) / r for c, r in zip(cells, rel, strict=True)]
        noise = fmean(0.75 / r for r in rel) / len(cells)
        gamma[person] = 0.2 / (0.2 + noise) * fmean(above)
    own = {cell: mean + gamma[cell[0]] for cell, mean in prior.items()}
    return _pass(used, kinds, own, 0.6, variances)[0]


def _pass(used, kinds, prior, spread, variances):
    plain = {cell: [r for r in rows if r.source != "certificate"] for cell, rows in used.items()}
    without = _solve(plain, kinds, prior, spread, variances)
    kept = {
        cell: plain[cell]
        + [r for r in rows if r.source == "certificate" and r.value >= without[cell][0]]
        for cell, rows in used.items()
    }
    return _solve(kept, kinds, prior, spread, variances), kept


def _solve(rows_of, kinds, prior, spread, variances):
    """The mixed-model equations as one matrix; cells first."""
    columns = {cell: n for n, cell in enumerate(rows_of)}
    n_cells = len(columns)
    rows = [(cell, row) for cell, rows in rows_of.items() for row in rows]
    prior_variance = [spread] * n_cells
    for cell, row in rows:
        for unknown, variance in _unknowns(cell, row, kinds):
            if unknown not in columns:
                columns[unknown] = len(columns)
                prior_variance.append(variance)
    matrix, side = np.diag(1 / np.array(prior_variance)), np.zeros(len(columns))
    for cell, row in rows:
        places = [columns[cell], *(columns[name] for name, _ in _unknowns(cell, row, kinds))]
        weight = 1 / variances.of(row, kinds[cell[1]])
        matrix[np.ix_(places, places)] += weight
        side[places] += weight * (_unbiased(row, kinds[cell[1]]) - prior[cell])
    found = np.linalg.solve(matrix, side)
    precision, cross = np.diag(matrix)[:n_cells], matrix[n_cells:, :n_cells]
    others = np.diag(matrix)[n_cells:] - (cross**2 / precision).sum(axis=1)
    variance = 1 / precision + (cross**2 / others[:, None]).sum(axis=0) / precision**2
    return {cell: (prior[cell] + found[n], variance[n]) for n, cell in enumerate(rows_of)}


def _unknowns(cell, row, kinds):
    if row.source in RATED and row.rater_id:
        rater = (row.rater_id, row.source == "self")
        yield ("rater", *rater), 0.25
        yield ("pair", *rater, cell[0]), 0.16
        if row.source == "self":
            yield ("leniency", kinds[cell[1]]), 0.25


def _requirements(places, today):
    exempt = {(x.employee_id, x.skill_id) for x in Exemption.objects.filter(valid__contains=today)}
    for version in RoleVersion.objects.filter(valid__contains=today):
        for requirement in version.requirements.exclude(required_common=0):
            for place in places:
                cell = (place.employee_id, requirement.skill_id)
                if place.role_id == version.role_id and cell not in exempt:
                    yield *cell, requirement.required_common, requirement.importance


def _judge(cell, calibration):
    if not cell.required:
        cell.importance = 0
    elif cell.mean >= 0:
        short = cell.required - 250 - cell.mean
        cell.p_gap = round(1000 * NormalDist().cdf(short / (calibration * cell.sd)))
        cell.status = 1 + (cell.p_gap >= 500) + (cell.p_gap >= 800)
