"""What the report of anonymous feedback shows, and to whom."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from skillmap.core.models import ReadLog
from tests import factories as make
from tests.assessments.feedback_rounds import (
    ANONYMOUS,
    ask_about,
    give,
    make_raters,
    make_round,
    release_round,
)

pytestmark = pytest.mark.django_db
PEER = ANONYMOUS[0]


@pytest.fixture
def skills(db):
    return [make.make_soft_skill("Active listening"), make.make_skill("Spreadsheets")]


@pytest.fixture
def raters(db):
    return make_raters(5)


@pytest.fixture
def person(skills, raters):
    ratee = make.make_employee("Dave Ratee", user=True)
    make.assign(ratee)
    return ask_about(make_round(), ratee, skills, {PEER: raters})


@pytest.fixture
def rater(client, raters):
    client.force_login(raters[0].user)
    return raters[0]


def address(person, name="feedback_form"):
    return reverse(f"pages:{name}", args=[person.cycle.public_id, person.employee.public_id])


@pytest.fixture
def report(person, raters, skills):
    """Released, with five answers about the first skill and three about the second."""
    for number, rater in enumerate(raters):
        said = {skills[0]: number + 0.5} | ({skills[1]: 5} if number < 3 else {})
        give(rater, person, said, comment=f"=Remark {number}", texts={skills[0]: f"<b>{number}"})
    release_round(person.cycle)
    return person


def test_person_reads_means_and_comments_and_what_is_held_back(client, report):
    client.force_login(report.employee.user)
    page = client.get(address(report, "feedback_report")).content.decode()
    assert "2.5 (1.7–3.3) of 5, 90 % interval" in page
    assert "mean of 5 answers" in page
    assert "&lt;b&gt;3" in page
    assert "=Remark 4" in page
    assert "Colleague, direct report: not shown" in page


def test_export_says_the_same_and_runs_no_formula(client, report, skills):
    client.force_login(report.employee.user)
    answer = client.get(address(report, "feedback_report") + "?format=csv")
    rows = list(csv.DictReader(StringIO(b"".join(answer).decode())))
    means = [row for row in rows if row["reads_as"]]
    assert [(r["skill"], r["raters"], r["answers"], r["value"]) for r in means] == [
        ("Active listening", "peer", "5", "2.5")
    ]
    remarks = [row["comment"] for row in rows if "Remark" in row["comment"]]
    assert sorted(remarks) == [f"'=Remark {number}" for number in range(5)]


@pytest.mark.parametrize("query", ["?raters=peer", "?kind=report", "?rater_kind=peer&n=1"])
def test_report_knows_no_filter_that_could_make_a_smaller_group(client, report, query):
    client.force_login(report.employee.user)
    plain = client.get(address(report, "feedback_report")).context["rows"]
    assert client.get(address(report, "feedback_report") + query).context["rows"] == plain


def test_hr_gives_a_reason_that_the_person_can_read(client, report):
    hr = make.make_user()
    make.grant(hr, "hr_admin")
    client.force_login(hr)
    page = client.get(address(report, "feedback_report"))
    assert "rows" not in page.context
    refused = client.post(address(report, "feedback_reason"), {"reason": "  "})
    assert refused.status_code == 422
    client.post(address(report, "feedback_reason"), {"reason": "A complaint"})
    assert ReadLog.objects.about(report.employee.pk).get().reason == "A complaint"
    assert "rows" in client.get(address(report, "feedback_report")).context
    client.force_login(report.employee.user)
    assert "A complaint" in client.get(reverse("pages:look_list")).content.decode()


def test_manager_reads_an_evaluative_report_without_a_reason(client, report):
    manager = make.make_employee(user=True)
    report.employee.assignments.update(manager=manager)
    client.force_login(manager.user)
    assert "rows" in client.get(address(report, "feedback_report")).context


def test_raters_do_not_read_the_report(client, report, raters):
    client.force_login(raters[0].user)
    assert client.get(address(report, "feedback_report")).status_code == 404


# --- as evidence ------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["person_evidence", "person_skill"])
def test_group_feedback_has_no_value_for_who_may_not_read_the_report(client, report, skills, page):
    above, direct = make.make_employee(user=True), make.make_employee(user=True)
    make.assign(direct, manager=above)
    report.employee.assignments.update(manager=direct)
    args = [report.employee.public_id] + ([skills[0].public_id] if page == "person_skill" else [])
    path = reverse(f"pages:{page}", args=args)
    client.force_login(above.user)
    closed = client.get(path).content.decode()
    assert "Group feedback" in closed
    assert "2.5 of 5" not in closed
    assert "Colleague" not in closed
    client.force_login(direct.user)
    assert "2.5 of 5" in client.get(path).content.decode()
