"""docker-compose.yml, docs/operations.md and the settings name the same things."""

import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from tests.guards.tree import ROOT
from tests.journeys.browser import NAMES

SERVICES = {"postgres", "valkey", "migrate", "web", "worker", "scheduler"}
OURS = {"migrate", "web", "worker", "scheduler"}
ONLY_FOR_DEVELOPMENT = {"DEBUG", "SKILLMAP_DEMO"}
SECRET = re.compile(r"PASSWORD|SECRET|_KEY$")
INTERPOLATED = re.compile(r"\$\{(\w+)(:[-?])?([^}]*)\}")
OPTIONAL_SECRETS = {"OIDC_CLIENT_SECRET"}  # without a provider there is none
HOST_ONLY = {"POSTGRES_PASSWORD", "LISTEN"}  # read by compose itself, not by the settings


def settings_read(text):
    return set(re.findall(r"""\benv\.\w+\(\s*["'](\w+)["']""", text))


def settings_documented(text):
    table = text.split("## Settings", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))


@pytest.fixture(scope="module")
def source():
    return (ROOT / "docker-compose.yml").read_text()


@pytest.fixture(scope="module")
def services(source):
    return yaml.safe_load(source)["services"]


@pytest.fixture(scope="module")
def documented():
    return settings_documented((ROOT / "docs" / "operations.md").read_text())


def test_settings_table_lists_exactly_what_the_settings_read(documented):
    assert documented == settings_read((ROOT / "skillmap" / "settings.py").read_text())


def test_compose_gives_every_setting_for_production_and_no_other(services, documented):
    for name in OURS:
        assert set(services[name]["environment"]) == documented - ONLY_FOR_DEVELOPMENT, name


def test_compose_has_the_documented_services(services):
    assert set(services) == SERVICES
    table = (ROOT / "docs" / "operations.md").read_text().split("## What runs", 1)[1]
    assert set(re.findall(r"^\| `(\w+)` \|", table.split("\n## ", 1)[0], re.MULTILINE)) == SERVICES


def test_compose_variables_are_documented_and_no_secret_has_a_default(source, documented):
    for name, kind, default in INTERPOLATED.findall(source):
        assert name in documented | HOST_ONLY, name
        if name in OPTIONAL_SECRETS:
            assert (kind, default) == (":-", "")
        elif SECRET.search(name):
            assert kind == ":?", f"{name} must be refused when it is not given"
    literal = re.findall(r"^\s*(\w*(?:PASSWORD|SECRET)\w*): *(?!\$\{)(\S+)", source, re.MULTILINE)
    assert literal == []


def test_compose_commands_exist(services):
    programs = Path(sys.executable).parent
    for name in ("migrate", "worker", "scheduler"):
        program, *arguments = services[name]["command"]
        assert shutil.which(program, path=str(programs)), name
        if program == "python":
            assert arguments[0] == "manage.py"
            assert arguments[1] in get_commands()
        else:
            assert (program, arguments[:2]) == ("celery", ["-A", "skillmap"])
    assert services["worker"]["command"][3] == "worker"
    assert services["scheduler"]["command"][3] == "beat"


def test_compose_waits_for_health_and_migrations(services):
    for name in SERVICES - {"migrate"}:
        assert services[name]["healthcheck"]["test"], name
    for name in OURS - {"migrate"}:
        waits = services[name]["depends_on"]
        assert waits["migrate"] == {"condition": "service_completed_successfully"}
        assert waits["valkey"] == {"condition": "service_healthy"}


def test_compose_keeps_data_and_the_demo_s_database_rules(services):
    from skillmap.devstack import postgres

    asked = set(services["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split())
    ours = {option for option in postgres._INITDB_OPTIONS if "locale" in option or "enc" in option}
    assert asked == ours
    assert "noeviction" in services["valkey"]["command"]
    assert services["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]
    assert services["web"]["volumes"] == ["media:/data"]


def test_image_starts_the_web_server_unprivileged():
    lines = (ROOT / "Dockerfile").read_text()
    assert "USER skillmap" in lines
    assert '"skillmap.wsgi:application"' in lines
    assert "--require-hashes" in lines


def test_ci_takes_for_chromium_what_the_journeys_find():
    found = re.search(r"command -v ([\w -]+) >/dev/null", (ROOT / ".ci" / "run").read_text())
    assert found is not None
    assert tuple(found[1].split()) == NAMES


def test_guard_reads_settings_and_tables():
    assert settings_read('A = env.str("ONE", default=1)\nB = env.db_url(\n  "TWO")') == {
        "ONE",
        "TWO",
    }
    text = "x\n## Settings\n| `ONE` | a |\n| `TWO` | b |\n## Next\n| `THREE` | c |\n"
    assert settings_documented(text) == {"ONE", "TWO"}
