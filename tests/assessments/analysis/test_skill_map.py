import numpy as np

from assessments.analysis.gaps import NOT_MEASURED, Levels, Status, gaps
from assessments.analysis.skill_map import skill_map


def random_people(seed=0, n=3000):
    rng = np.random.default_rng(seed)
    measured = rng.random(n) < 0.7
    mean = np.where(measured, rng.integers(0, 5001, n), NOT_MEASURED).astype(np.int16)
    sd = np.where(measured, 450, NOT_MEASURED).astype(np.int16)
    required = (rng.integers(0, 6, n) * 1000).astype(np.int16)
    return rng.integers(5, 9, n), rng.integers(0, 4, n), required, Levels(mean, sd)


def test_skill_map_equals_the_recount_by_hand():
    group, slot, required, levels = random_people()
    found = gaps(required, levels)
    result = skill_map(group, slot, required, levels, found)
    assert len(result.group) == 16
    for cell in range(16):
        mine = (group == result.group[cell]) & (slot == result.slot[cell]) & (required > 0)
        known = mine & (levels.mean != NOT_MEASURED)
        assert result.n[cell] == mine.sum()
        assert result.n_unmeasured[cell] == mine.sum() - known.sum()
        assert result.n_possible[cell] == (found.status[mine] == Status.POSSIBLE_GAP).sum()
        assert result.n_probable[cell] == (found.status[mine] == Status.PROBABLE_GAP).sum()
        assert result.level_sum[cell] == sum(int(m) for m in levels.mean[known])
        assert result.required_sum[cell] == sum(int(r) for r in required[known])
        short = [max(0, int(required[i]) - int(levels.mean[i])) for i in np.flatnonzero(known)]
        assert result.shortfall_sum[cell] == sum(short)
        assert result.p_gap_sum[cell] == sum(int(p) for p in found.p_gap[known])


def test_every_requirement_is_counted_in_exactly_one_cell():
    group, slot, required, levels = random_people(1)
    result = skill_map(group, slot, required, levels, gaps(required, levels))
    assert result.n.sum() == (required > 0).sum()


def test_skill_map_of_nothing_is_empty():
    none = np.zeros(0, dtype=np.int64)
    levels = Levels(none.astype(np.int16), none.astype(np.int16))
    result = skill_map(none, none, levels.mean, levels, gaps(levels.mean, levels))
    assert len(result.n) == 0
