import pytest
from django.utils import timezone

from assessments.enums import PACKED, GapStatus
from assessments.models import SkillProfile
from assessments.queries.profiles import unpack_profile


def profile(**columns):
    """One measured and required, one tentative and not required, one not measured skill."""
    packed = {
        "slots": [2, 5, 9],
        "mean": [2600, 4900, -1],
        "sd": [400, 700, -1],
        "n_ratings": [3, 1, 0],
        "required": [3000, 0, 4000],
        "importance": [4, 0, 2],
        "p_gap": [624, -1, -1],
        "status": [2, 0, 0],
    }
    return SkillProfile(computed_at=timezone.now(), **(packed | columns))


def test_measured_cell_has_level_interval_and_gap():
    cell = unpack_profile(profile())[0]
    assert (cell.slot, cell.mean, cell.sd, cell.n_ratings) == (2, 2.6, 0.4, 3)
    assert (cell.low, cell.high) == pytest.approx((2.6 - 1.645 * 1.15 * 0.4, 2.6 + 0.7567))
    assert (cell.required, cell.importance, cell.p_gap) == (3.0, 4, 0.624)
    assert (cell.trust, cell.status) == ("measured", GapStatus.POSSIBLE)


def test_cell_without_requirement_has_no_status():
    cell = unpack_profile(profile())[1]
    assert (cell.required, cell.importance, cell.p_gap, cell.status) == (None, 0, None, None)
    assert cell.trust == "tentative"
    assert cell.high == 5.0


def test_cell_that_is_not_measured_has_no_level_and_is_not_zero():
    cell = unpack_profile(profile())[2]
    assert (cell.mean, cell.sd, cell.low, cell.high, cell.p_gap) == (None,) * 5
    assert (cell.trust, cell.status) == ("not_measured", GapStatus.NOT_MEASURED)
    assert cell.required == 4.0


def test_empty_profile_has_no_cells():
    nothing: dict[str, list[int]] = {name: [] for name in PACKED}
    assert unpack_profile(profile(**nothing)) == []


def test_arrays_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        unpack_profile(profile(sd=[1]))
