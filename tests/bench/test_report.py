"""The benchmark runner: limits in both directions, the JSON others read, unknown topics."""

import json
import subprocess
import sys

import pytest

from bench.report import Direction, Report, Row
from bench.topics.first_visit import Page
from skillmap.devstack.state import PROJECT


@pytest.mark.parametrize(
    ("value", "direction", "ok"),
    [
        (2.5, Direction.MAX, True),
        (2.51, Direction.MAX, False),
        (2.5, Direction.MIN, True),
        (2.49, Direction.MIN, False),
        (float("nan"), Direction.MAX, False),
        (float("nan"), Direction.MIN, False),
    ],
)
def test_row_at_and_beyond_its_limit(value, direction, ok):
    row = Row("pipeline", value, "x", 2.5, direction)
    assert row.ok is ok
    assert ("MISSED" in str(row)) is not ok


def test_report_is_written_with_the_promised_keys(tmp_path):
    report = Report({"people": 10}, [Row("pipeline", 2.0, "x", 2.5)])
    content = json.loads(report.write("gaps", tmp_path).read_text())
    assert set(content) == {"machine", "versions", "sizes", "rows"}
    assert content["sizes"] == {"people": 10}
    assert content["rows"] == [
        {
            "name": "pipeline",
            "value": 2.0,
            "unit": "x",
            "limit": 2.5,
            "direction": "max",
            "ok": True,
        }
    ]


def test_unknown_topic_is_refused_with_the_known_ones():
    done = subprocess.run(
        [sys.executable, "-m", "bench", "no_such"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    said = done.stderr.replace("\n", " ")
    assert "no such topic: no_such; there are allocation, closing, estimator, first_" in said


def test_first_visit_counts_what_a_browser_fetches_once():
    page = Page()
    page.feed(
        '<link rel="stylesheet" href="/a.css"><script src="/b.js"></script><script>1</script>'
        '<svg><use href="/i.svg#x"/></svg><svg><use href="/i.svg#y"/></svg><img src="data:x">'
    )
    assert page.fetched == {"/a.css", "/b.js", "/i.svg"}
    assert page.elements == 8
