"""Agreement figures against published examples, the reference libraries and plain loops."""

from itertools import combinations, permutations

import krippendorff
import numpy as np
import pandas as pd
import pingouin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.analysis.agreement import (
    Figure,
    band,
    components,
    full_table,
    krippendorff_interval,
    krippendorff_nominal,
    krippendorff_ordinal,
    one_more,
    one_way,
    spearman_brown,
    standard_error,
    two_way,
    within_group,
)

# Shrout & Fleiss (1979), table 2: six targets, four judges
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)
# Krippendorff (2011), "Computing Krippendorff's alpha-reliability": four observers, twelve units
_ = np.nan
KRIPPENDORFF = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
        [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
    ]
)
ALPHAS = {
    "interval": krippendorff_interval,
    "ordinal": krippendorff_ordinal,
    "nominal": krippendorff_nominal,
}


def long(table):
    """A table (units, raters) with holes as rows: unit, rater, score."""
    unit, rater = np.nonzero(~np.isnan(table))
    return unit, rater, table[unit, rater]


def random_table(seed, holes=0.0, shape=(30, 4), levels=6):
    rng = np.random.default_rng(seed)
    true = rng.normal(2.5, 1.2, (shape[0], 1)) + rng.normal(0, 0.5, (1, shape[1]))
    table = np.clip(np.rint(true + rng.normal(0, 0.8, shape)), 0, levels - 1)
    table[rng.random(shape) < holes] = np.nan
    return table


def referee(table):
    unit, rater, score = long(table)
    frame = pd.DataFrame({"unit": unit, "rater": rater, "score": score})
    pingouin.options["round.column.CI95"] = 12
    found = pingouin.intraclass_corr(frame, "unit", "rater", "score").set_index("Type")
    return {name: (row["ICC"], *row["CI95"]) for name, row in found.iterrows()}


def figures(figure: Figure):
    return (figure.value, figure.low, figure.high)


def test_published_example_of_shrout_and_fleiss_comes_out():
    unit, _rater, score = long(SHROUT_FLEISS)
    once, full = one_way(unit, score), two_way(SHROUT_FLEISS)
    found = [once.single, once.average, full.single, full.average]
    assert [(f.form, round(f.value, 2)) for f in found] == [
        ("ICC(1,1)", 0.17),
        ("ICC(1,k)", 0.44),
        ("ICC(2,1)", 0.29),
        ("ICC(2,k)", 0.62),
    ]
    assert once.raters_per_unit == 4


def test_published_example_of_krippendorff_comes_out():
    unit, _rater, score = long(KRIPPENDORFF.T)
    found = {name: round(alpha(unit, score), 3) for name, alpha in ALPHAS.items()}
    assert found == {"interval": 0.849, "ordinal": 0.815, "nominal": 0.743}


@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")  # of pingouin's own calls
@pytest.mark.parametrize("seed", range(8))
def test_icc_and_its_intervals_equal_pingouin(seed):
    table = random_table(seed, shape=(5 + 7 * seed, 2 + seed % 4))
    unit, _rater, score = long(table)
    once, full, expected = one_way(unit, score), two_way(table), referee(table)
    for figure, name in (
        (once.single, "ICC(1,1)"),
        (once.average, "ICC(1,k)"),
        (full.single, "ICC(A,1)"),
        (full.average, "ICC(A,k)"),
    ):
        assert figures(figure) == pytest.approx(expected[name], abs=1e-9)


def test_icc_with_unequal_numbers_of_raters_equals_plain_loops():
    unit, _rater, score = long(random_table(3, holes=0.4))
    groups = [score[unit == one] for one in np.unique(unit)]
    total, n = sum(map(len, groups)), len(groups)
    between = sum(len(g) * (g.mean() - score.mean()) ** 2 for g in groups) / (n - 1)
    within = sum(((g - g.mean()) ** 2).sum() for g in groups) / (total - n)
    k0 = (total - sum(len(g) ** 2 for g in groups) / total) / (n - 1)
    found = one_way(unit, score)
    assert found.raters_per_unit == pytest.approx(k0, abs=1e-12)
    assert found.single.value == pytest.approx(
        (between - within) / (between + (k0 - 1) * within), abs=1e-12
    )
    assert found.average.value == pytest.approx((between - within) / between, abs=1e-12)
    assert found.single.low < found.single.value < found.single.high


def test_interval_of_unequal_numbers_covers_the_truth():
    """Nominal 95 %; a quarter of the units has one rating only."""
    hits = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        unit = np.repeat(np.arange(60), rng.choice([1, 2, 3, 4], 60))
        score = rng.normal(0, 1.0, 60)[unit] + rng.normal(0, 1.0, len(unit))
        found = one_way(unit, score).single
        hits += found.low <= 0.5 <= found.high
    assert 0.91 <= hits / 200 <= 0.99


@pytest.mark.parametrize("level", ALPHAS)
@pytest.mark.parametrize("holes", [0.0, 0.3, 0.6])
def test_alpha_equals_the_reference_library(level, holes):
    table = random_table(7, holes=holes, shape=(40, 5))
    unit, _rater, score = long(table)
    expected = krippendorff.alpha(table.T, level_of_measurement=level)
    assert ALPHAS[level](unit, score) == pytest.approx(expected, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.integers(0, 10).map(lambda x: x / 2), min_size=1, max_size=4),
        min_size=2,
        max_size=8,
    )
)
def test_interval_alpha_equals_all_pairs_counted(units):
    pairable = [u for u in units if len(u) > 1]
    values = [v for u in pairable for v in u]
    unit = np.repeat(np.arange(len(units)), [len(u) for u in units])
    found = krippendorff_interval(unit, np.array([v for u in units for v in u], float))
    if len(set(values)) < 2:
        assert np.isnan(found)
        return
    observed = sum(
        sum((a - b) ** 2 for a, b in permutations(u, 2)) / (len(u) - 1) for u in pairable
    ) / len(values)
    pairs = [(a - b) ** 2 for a, b in combinations(values, 2)]
    assert found == pytest.approx(1 - observed / (sum(pairs) / len(pairs)), abs=1e-9)


def test_order_of_rows_and_names_of_units_do_not_matter():
    unit, _rater, score = long(random_table(5, holes=0.3))
    order = np.random.default_rng(0).permutation(len(unit))
    renamed = np.random.default_rng(1).permutation(99)[unit]
    first, second = one_way(unit, score), one_way(renamed[order], score[order])
    assert figures(first.single) == pytest.approx(figures(second.single), abs=1e-12)
    for alpha in ALPHAS.values():
        assert alpha(renamed[order], score[order]) == pytest.approx(alpha(unit, score), abs=1e-12)


def test_raters_of_one_mind_agree_perfectly():
    unit = np.repeat(np.arange(5), 2)
    score = np.repeat([0.0, 1, 2, 3, 4], 2)
    assert figures(one_way(unit, score).single) == (1.0, 1.0, 1.0)
    assert figures(one_way(unit, score).average) == (1.0, 1.0, 1.0)
    assert [alpha(unit, score) for alpha in ALPHAS.values()] == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("unit", "score"),
    [
        ([], []),
        ([0], [3.0]),
        ([0, 1, 2], [1.0, 2.0, 3.0]),
        ([0, 0, 1, 1], [3.0, 3.0, 3.0, 3.0]),
        ([0, 0], [1.0, 2.0]),
    ],
    ids=["none", "one", "nothing rated twice", "no spread at all", "one unit"],
)
def test_what_cannot_be_told_is_not_zero(unit, score):
    unit, score = np.array(unit, dtype=np.int64), np.array(score, dtype=float)
    found = one_way(unit, score)
    assert not found.single.known
    assert not found.average.known
    if len(set(score)) < 2 or len(unit) > 2:
        assert np.isnan([alpha(unit, score) for alpha in ALPHAS.values()]).all()


def test_a_table_with_a_hole_or_a_doubled_rating_is_not_full():
    unit, rater, score = long(SHROUT_FLEISS)
    assert (full_table(unit, rater, score) == SHROUT_FLEISS).all()
    assert full_table(unit[1:], rater[1:], score[1:]) is None
    doubled = np.append(unit[1:], 1), np.append(rater[1:], 1), np.append(score[1:], 5.0)
    assert full_table(*doubled) is None
    assert full_table(unit[rater == 0], rater[rater == 0], score[rater == 0]) is None


def test_agreement_within_a_group_compares_with_blind_choice():
    unit = np.array([0, 0, 0, 1, 1, 2, 3, 3])
    score = np.array([3.0, 3, 3, 2, 4, 5, 0, 5])
    found = within_group(unit, score, anchors=6)
    assert found[:2] == pytest.approx([1.0, 1 - 2 / (35 / 12)], abs=1e-12)
    assert np.isnan(found[2])  # one rating
    assert found[3] == 0.0  # worse than blind choice
    with pytest.raises(ValueError, match="two levels"):
        within_group(unit, score, anchors=1)


def test_one_rater_more_brings_what_spearman_and_brown_say():
    assert spearman_brown(0.44, 1) == pytest.approx(0.44)
    assert spearman_brown(0.5, 3) == pytest.approx(0.75)
    assert one_more(0.5, 1) == pytest.approx(2 / 3 - 0.5)
    gains = [one_more(0.44, k) for k in range(1, 8)]
    assert gains == sorted(gains, reverse=True)


def test_standard_error_shrinks_with_reliability():
    assert standard_error(1.2, 0.75) == pytest.approx(0.6)
    assert standard_error(1.2, -0.3) == standard_error(1.2, 0.0) == 1.2


def test_bands_are_those_of_the_ends_of_the_interval():
    assert band(Figure("ICC(1,k)", 0.8, 0.49, 0.91)) == ("poor", "excellent")
    assert band(Figure("ICC(1,k)", 0.8, 0.5, 0.75)) == ("moderate", "good")


def test_parts_that_share_no_rater_are_told_apart():
    left = np.array([9, 9, 4, 4, 7])
    right = np.array([1, 2, 2, 3, 8])
    assert components(left, right).tolist() == [0, 0, 0, 0, 1]
    assert components(left[:0], right[:0]).tolist() == []
