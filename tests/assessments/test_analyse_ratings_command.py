"""`analyse_ratings` on made-up files of each layout, hostile ones, and real data where it lies."""

import json
import math
from io import StringIO
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from django.core.management import CommandError, call_command

from tests.assessments.analysis.rating_tables import many_facet
from tests.data_folder import real_data

KEYS = {
    "n", "raters", "items", "steps", "person_variance", "log_likelihood", "icc",
    "krippendorff_alpha",
}  # fmt: skip
LONG = "who,by,what,score\n" + "".join(
    f"p{p},r{r},i{i},{(p + (p * r + i) % 3) % 6}\n"
    for p in range(12)
    for r in ((p) % 4, (p + 1) % 4)
    for i in range(3)
)
LONG_COLUMNS = ("--person", "who", "--rater", "by", "--item", "what", "--score", "score")


def run(path, *options):
    """Run the command; return exit code, text, and the JSON it wrote."""
    out, target = StringIO(), path.with_suffix(".out.json")
    try:
        call_command("analyse_ratings", str(path), *options, "--output", str(target), stdout=out)
        code = 0
    except SystemExit as stop:
        code = stop.code
    found = json.loads(target.read_text(encoding="utf-8")) if target.exists() else None
    return code, out.getvalue(), found


def written(folder, text, name="ratings.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("method", ["crossed", "many_facet"])
def test_long_file_gives_all_documented_keys(tmp_path, method):
    code, text, found = run(written(tmp_path, LONG), *LONG_COLUMNS, "--method", method)
    assert code == 0
    assert set(found) == KEYS
    assert found["n"] == 72
    assert {row["rater"] for row in found["raters"]} == {"r0", "r1", "r2", "r3"}
    assert [set(row) for row in found["raters"]] == [{"rater", "severity", "se"}] * 4
    assert [set(row) for row in found["items"]] == [{"item", "difficulty", "se"}] * 3
    assert set(found["icc"]) == {"ICC(1,1)", "ICC(1,k)"}
    assert set(found["krippendorff_alpha"]) == {"interval", "ordinal", "nominal"}
    assert bool(found["steps"]) == (method == "many_facet")
    assert "ICC(1,k)" in text
    assert "r3" in text


def test_wide_file_tells_the_same_as_a_long_one(tmp_path):
    rows = [line.split(",") for line in LONG.splitlines()[1:]]
    pairs = dict.fromkeys((who, by) for who, by, _, _ in rows)
    score = {(who, by, what): value for who, by, what, value in rows}
    wide = "id,judge,i0,i1,i2\n" + "".join(
        ",".join([*pair, *(score[(*pair, f"i{i}")] for i in range(3))]) + "\n" for pair in pairs
    )
    _, _, long = run(written(tmp_path, LONG), *LONG_COLUMNS)
    columns = ("--person", "id", "--rater", "judge", "--wide", "i0, i1,i2")
    code, _, found = run(written(tmp_path, wide, "wide.csv"), *columns)
    assert code == 0
    assert found == long


def test_one_column_per_rater_is_a_crossed_table(tmp_path):
    """The example of Shrout & Fleiss (1979)."""
    path = written(tmp_path, "J1,J2,J3,J4\n9,2,5,8\n6,1,3,2\n8,4,6,8\n7,1,2,6\n10,5,6,9\n6,2,4,7\n")
    code, text, found = run(path, "--wide-raters", "J1,J2,J3,J4")
    assert code == 0
    assert {form: round(value, 2) for form, value in found["icc"].items()} == {
        "ICC(1,1)": 0.17,
        "ICC(1,k)": 0.44,
        "ICC(2,1)": 0.29,
        "ICC(2,k)": 0.62,
    }
    assert found["items"] == []
    assert max(found["raters"], key=lambda row: row["severity"])["rater"] == "J2"
    assert text.index("J2") < text.index("J1")


def test_partial_credit_names_the_item_of_each_step(tmp_path):
    options = ("--method", "many_facet", "--steps", "partial_credit")
    _, _, found = run(written(tmp_path, LONG), *LONG_COLUMNS, *options)
    assert {step["item"] for step in found["steps"]} == {"i0", "i1", "i2"}


def test_what_cannot_be_told_is_null(tmp_path):
    path = written(tmp_path, "a,b\n0,1\n1,1\n0,0\n1,0\n0,1\n")
    code, text, found = run(path, "--wide", "a,b")
    assert code == 0
    assert found["icc"] == {"ICC(1,1)": None, "ICC(1,k)": None}
    assert set(found["krippendorff_alpha"].values()) == {None}
    assert "cannot be told" in text


def test_what_r_writes_is_read_with_its_row_names(tmp_path):
    lines = ['"by" "who" "liking"']
    lines += [f'"{n}" {n % 3} "p {n // 3}" {"NA" if n == 4 else (n * 7) % 5}' for n in range(18)]
    path = written(tmp_path, "\n".join(lines), "likes.tab")
    code, text, found = run(path, "--person", "who", "--rater", "by", "--wide", "liking")
    assert code == 0
    assert found["n"] == 17
    assert "1 score is missing" in text


def test_workbooks_are_read_too(tmp_path):
    book = openpyxl.Workbook()
    for line in LONG.splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "ratings.xlsx")
    code, _, found = run(tmp_path / "ratings.xlsx", *LONG_COLUMNS)
    assert (code, found["n"]) == (0, 72)


def test_bad_cells_are_named_by_row_and_column_and_the_rest_is_used(tmp_path):
    text = LONG + "p1,r1,i9,three\np1,,i0,2\np0,r0,i0,5\np2,r2\np3,r0,i8,inf\n"
    code, shown, found = run(written(tmp_path, text), *LONG_COLUMNS)
    assert (code, found["n"]) == (2, 72)
    faults = [line.split(",") for line in shown.splitlines() if line.startswith("ratings.csv,")]
    assert {(row, column, kind) for _, _, row, column, _, kind, *_ in faults if column} == {
        ("74", "score", "bad_number"),
        ("75", "score", "missing_value"),
        ("76", "score", "duplicate_rating"),
        ("78", "score", "bad_number"),
    }
    assert any(fault[2] == "77" and "ragged_row" in fault for fault in faults)


@pytest.mark.parametrize(
    ("text", "columns", "sentence"),
    [
        ("a,b\n1,2\n", ("--wide", "a,c"), "no column “c”"),
        ("a,b\n1,2\n", (), "Say where the scores are"),
        ("a,b\n1,2\n", ("--score", "a"), "name --person and --rater"),
        ("a,b\n1,2\n", ("--score", "a", "--wide", "b"), "Say where the scores are"),
        ("a,b\n1,2\n", ("--wide", "a", "--item", "b"), "leave out --item"),
        ("a,b\n1,2\n", ("--wide-raters", "a", "--rater", "b"), "the columns are the raters"),
        ("a,b\nx,y\n", ("--wide", "a,b"), "not a number"),
        ("a,b\nNA,\n", ("--wide", "a,b"), "no score"),
        ("a,b\n3,3\n3,3\n", ("--wide-raters", "a,b"), "All scores are the same"),
        ("a\n1\n2\n3\n", ("--wide", "a"), "more than one rating"),
        ("", ("--wide", "a"), "empty"),
    ],
)
def test_files_that_cannot_be_used_are_refused_in_a_sentence(tmp_path, text, columns, sentence):
    with pytest.raises(CommandError, match=sentence) as caught:
        run(written(tmp_path, text), *columns)
    assert caught.value.returncode == 1
    assert not (tmp_path / "ratings.out.json").exists()


def test_a_broken_spaced_file_and_a_missing_one_are_refused(tmp_path):
    path = tmp_path / "broken.tab"
    path.write_bytes(b'"a" "b"\n\xff 1\n')
    with pytest.raises(CommandError, match="UTF-8"):
        run(path, "--wide", "a")
    with pytest.raises(CommandError, match="cannot be opened"):
        run(tmp_path / "nothing.csv", "--wide", "a")


def test_too_many_scores_for_steps_are_refused_with_the_way_out(tmp_path):
    rows = "".join(f"p{n // 2},r{n % 2},{n}\n" for n in range(60))
    path = written(tmp_path, "p,r,s\n" + rows)
    columns = ("--person", "p", "--rater", "r", "--score", "s")
    with pytest.raises(CommandError, match="at most 20 different scores"):
        run(path, *columns, "--method", "many_facet")
    assert run(path, *columns)[0] == 0


def test_groups_that_share_no_rater_are_said(tmp_path):
    rows = "".join(
        f"{g}{p},{g}{r},{(p * 3 + r) % 5}\n" for g in "AB" for p in range(5) for r in range(3)
    )
    path = written(tmp_path, "p,r,s\n" + rows)
    _, text, _ = run(path, "--person", "p", "--rater", "r", "--score", "s")
    assert "2 groups share no rater (5, 5 people)" in text


def test_self_ratings_are_mentioned_and_left_out_on_wish(tmp_path):
    rows = "".join(f"{p},{r},{(p * 2 + r) % 5}\n" for p in range(6) for r in range(6))
    path = written(tmp_path, "p,r,s\n" + rows)
    columns = ("--person", "p", "--rater", "r", "--score", "s")
    _, text, found = run(path, *columns)
    assert found["n"] == 36
    assert "6 scores have the same name" in text
    assert run(path, *columns, "--without-self")[2]["n"] == 30


def test_dry_run_writes_no_file(tmp_path):
    code, text, found = run(written(tmp_path, LONG), *LONG_COLUMNS, "--dry-run")
    assert (code, found) == (0, None)
    assert "ICC(1,1)" in text


def test_a_known_scale_comes_back_from_a_file(tmp_path):
    made = many_facet(3, n_persons=300)
    table = made.table
    columns = (table.person, table.rater, table.item, table.score)
    rows = zip(*(column.astype(int).tolist() for column in columns), strict=True)
    text = "who,by,what,score\n" + "".join(",".join(map(str, row)) + "\n" for row in rows)
    _, _, found = run(written(tmp_path, text), *LONG_COLUMNS, "--method", "many_facet")
    severity = {int(row["rater"]): row["severity"] for row in found["raters"]}
    assert [severity[r] for r in range(10)] == pytest.approx(made.severity, abs=0.3)


REAL = {
    "ratings/immer__data.immer09.csv": ("idpaper", "idreviewer", "score"),
    "ratings/immer__data.ptam1.csv": ("pid", "rater", "OP,TF"),
    "ratings/immer__data.ptam2.csv": (
        "idstud", "idrater", "A1,A2,A3,A4,A5,A7,B1,C1,C2,C3,C4,D1,D2,D3,D4,D5,D6,D7,D9",
    ),
    "ratings/sirt__data.ratings2.csv": ("idstud", "rater", "k1,k2,k3,k4,k5"),
    "ratings/sirt__data.ratings3.csv": ("idstud", "rater", "crit2,crit3,crit4,crit6"),
    "ratings_roundrobin/likingLong.tab": (
        "target.id", "perceiver.id", "liking_a,liking_b,metaliking_a,metaliking_b",
    ),
    "ratings_roundrobin/multiGroup.tab": ("target.id", "perceiver.id", "ex,ne"),
    "ratings_roundrobin/multiLikingLong.tab": (
        "group.id,target.id", "perceiver.id", "liking_a,liking_b,metaliking_a,metaliking_b",
    ),
}  # fmt: skip
FULL_METHODS = [(name, "crossed") for name in REAL]
FULL_METHODS += [(name, "many_facet") for name in list(REAL)[:1] + list(REAL)[3:4] + list(REAL)[7:]]


@pytest.mark.parametrize(("name", "method"), FULL_METHODS)
def test_real_rating_files_are_analysed(tmp_path, name, method):
    folder, _, file = name.partition("/")
    source = real_data(folder) / file
    person, rater, wide = REAL[name]
    target, out = tmp_path / "found.json", StringIO()
    call_command(
        "analyse_ratings", str(source), "--person", person, "--rater", rater, "--wide", wide,
        "--method", method, "--output", str(target), stdout=out,
    )  # fmt: skip
    found = json.loads(target.read_text(encoding="utf-8"))
    severities = np.array([row["severity"] for row in found["raters"]])
    assert set(found) == KEYS
    assert math.isfinite(found["log_likelihood"])
    assert np.isfinite(severities).all()
    assert abs(severities.mean()) < 0.01
    assert all(row["se"] > 0 for row in found["raters"])
    assert -1 < found["icc"]["ICC(1,1)"] < 1
    assert "did not come to an end" not in out.getvalue()


@pytest.mark.parametrize(
    ("name", "columns", "forms", "variances"),
    [
        # ICC and lmer in the documentation of psych: ID 2.56, Items 5.24, Residual 1.02
        (
            "shrout_fleiss_1979.csv",
            ("--person", "subject", "--wide-raters", "J1,J2,J3,J4"),
            {"ICC(1,1)": 0.17, "ICC(1,k)": 0.44, "ICC(2,1)": 0.29, "ICC(2,k)": 0.62},
            ["2.556", "5.244", "1.019"],
        ),
        # icc(anxiety, model="twoway", type="agreement") in the documentation of irr: 0.198
        (
            "irr__anxiety.csv",
            ("--wide-raters", "rater1,rater2,rater3"),
            {"ICC(2,1)": 0.20},
            ["0.399", "0.168", "1.448"],
        ),
    ],
)
def test_published_figures_come_out_of_the_published_files(
    tmp_path, name, columns, forms, variances
):
    target, out = tmp_path / "found.json", StringIO()
    source = real_data("agreement") / name
    call_command("analyse_ratings", str(source), *columns, "--output", str(target), stdout=out)
    found = json.loads(Path(target).read_text(encoding="utf-8"))
    assert {form: round(found["icc"][form], 2) for form in forms} == forms
    assert all(variance in out.getvalue() for variance in variances)
