"""`recommend_paths` on the command line."""

import json

import pytest
from django.core.management import CommandError, call_command

from assessments.models import SkillProfile
from tests.factories import make_organisation, make_unit
from training.models import DevelopmentPlan

pytestmark = pytest.mark.django_db


def test_command_writes_the_file_of_the_interface(world, catalogue, tmp_path, capsys):
    file = tmp_path / "plans.json"
    call_command("recommend_paths", "--output", str(file), "--weeks", "10", "--unit", "Acme/Sales")
    plans = json.loads(file.read_text())
    assert set(plans) == {"method", "method_version", "parameters", "plans"}
    assert (plans["method"], plans["parameters"]["weeks"]) == ("search", 10)
    assert [plan["employee_number"] for plan in plans["plans"]] == [world["carol"].number]
    assert plans["parameters"]["released_hours"] == 12
    assert "1 people: 1 plans answer every gap" in capsys.readouterr().out


def test_exact_method_proves_the_plans_it_writes(world, catalogue, tmp_path):
    file = tmp_path / "plans.json"
    for method in ("greedy", "exact"):
        call_command("recommend_paths", "--method", method, "--output", str(file))
        found = json.loads(file.read_text())
        assert (found["method"], found["parameters"]["method"]) == (method, method)
        (plan,) = found["plans"]
    assert plan["gap_to_bound"] <= 0.001
    stored = DevelopmentPlan.objects.get()
    assert (stored.method, round(stored.value, 9)) == ("exact", plan["value"])


def test_command_with_no_people_writes_an_empty_list(tmp_path):
    make_organisation()
    make_unit("Acme")
    file = tmp_path / "plans.json"
    call_command("recommend_paths", "--output", str(file))
    assert json.loads(file.read_text())["plans"] == []


def test_command_dry_run_stores_nothing(world, catalogue):
    call_command("recommend_paths", "--dry-run")
    assert not DevelopmentPlan.objects.exists()
    assert not SkillProfile.objects.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--unit", "Nowhere"],
        ["--start", "31.12.2026"],
        ["--start", "2026-02-30"],
        ["--weeks", "0"],
        ["--weeks", "105"],
        ["--budget", "-1"],
        ["--budget", "NaN"],
        ["--hours-per-week", "two"],
        ["--queue", "--dry-run"],
        ["--output", "/no/such/folder/x.json"],
        ["--output", "/"],
        ["--method", "random"],
    ],
)
def test_command_refuses_what_makes_no_sense(world, arguments):
    with pytest.raises(CommandError):
        call_command("recommend_paths", *arguments)
    assert not DevelopmentPlan.objects.exists()
