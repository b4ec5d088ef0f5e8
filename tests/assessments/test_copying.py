"""Binary rows out of and into Postgres."""

import numpy as np
import pytest

from assessments.analysis import evidence, gaps
from assessments.enums import NOT_MEASURED, GapStatus, Source
from assessments.models import Evidence
from assessments.queries.copying import copy_out
from assessments.services.evidence import LONGEST_REFERENCE
from skills.enums import SkillKind

pytestmark = pytest.mark.django_db


def test_columns_arrive_with_their_values():
    query = "SELECT x::bigint, (x / 2.0)::float8, -x::smallint FROM generate_series(1, 5000) x"
    found = copy_out(query, {}, {"x": ">i8", "half": ">f8", "minus": ">i2"})
    numbers = np.arange(1, 5001)
    assert (found["x"] == numbers).all()
    assert (found["half"] == numbers / 2).all()
    assert (found["minus"] == -numbers).all()
    assert found["minus"].dtype == np.int64


def test_no_rows_give_empty_columns():
    found = copy_out("SELECT 1::bigint WHERE false", {}, {"x": ">i8"})
    assert len(found["x"]) == 0


def test_values_are_passed_not_pasted():
    hostile = "'; DROP TABLE skills_skill; --"
    found = copy_out("SELECT length(%(text)s)", {"text": hostile}, {"n": ">i4"})
    assert found["n"].tolist() == [len(hostile)]


@pytest.mark.parametrize("query", ["SELECT NULL::bigint", "SELECT 1::int", "SELECT 1::smallint"])
def test_null_or_other_width_is_an_error_not_a_wrong_number(query):
    with pytest.raises(ValueError, match="null or"):
        copy_out(query, {}, {"x": ">i8"})


def test_same_total_width_in_other_columns_is_an_error():
    with pytest.raises(ValueError, match="not of the declared width"):
        copy_out("SELECT 1::int, 2::bigint", {}, {"x": ">i8", "y": ">i4"})


def test_codes_of_the_computation_are_those_of_the_models():
    assert [s.name.lower() for s in evidence.Source] == [s.value for s in Source]
    assert [k.name.lower() for k in evidence.Kind] == [k.value for k in SkillKind]
    assert [int(s) for s in gaps.Status] == [int(s) for s in GapStatus]
    assert gaps.NOT_MEASURED == NOT_MEASURED
    assert Evidence._meta.get_field("reference").max_length == LONGEST_REFERENCE
