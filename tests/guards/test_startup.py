"""The web server starts quickly: it never loads what only workers compute with."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.guards.tree import ROOT

HEAVY = {"pandas", "scipy", "numba", "ortools", "openpyxl", "xlsxwriter", "pytest"}
HEAVY |= {"authlib", "joserfc", "pyotp", "segno"}  # the first log-in that needs them loads them
HEAVY |= {"pydantic", "lark", "scim2_models", "scim2_server"}  # the first SCIM request loads them
LOAD_EVERYTHING_A_REQUEST_NEEDS = """
import json, sys
import skillmap.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
{extra}
print(json.dumps(sorted(name for name in sys.modules if "." not in name)))
"""


def loaded_modules(extra=""):
    done = subprocess.run(
        [sys.executable, "-c", LOAD_EVERYTHING_A_REQUEST_NEEDS.format(extra=extra)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def test_web_startup_loads_no_heavy_library():
    loaded = loaded_modules()
    assert "django" in loaded
    assert loaded & HEAVY == set()


def test_guard_sees_a_heavy_library():
    assert loaded_modules("import pandas") & HEAVY >= {"pandas"}


def test_no_package_is_installed_that_the_exact_solver_cannot_stand():
    """`highspy` and `ortools` cannot be loaded in one process; HiGHS comes with scipy."""
    assert find_spec("ortools") is not None
    assert find_spec("highspy") is None


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"SECRET_KEY": ""},
            (
                "SECRET_KEY is not set: give it a long random value in the environment, "
                "or set DEBUG=1 on your own machine."
            ),
        ),
        (
            {"LOCAL_LOGIN": "off"},
            "LOCAL_LOGIN is off and OIDC_ISSUER is not set: nobody could log in.",
        ),
        (
            {"OIDC_ISSUER": "https://login.example"},
            "OIDC_ISSUER is set: give OIDC_CLIENT_ID and OIDC_CLIENT_SECRET too.",
        ),
    ],
)
@pytest.mark.parametrize(
    "command", [["manage.py", "check"], ["-c", "import skillmap.wsgi"]], ids=["manage", "wsgi"]
)
def test_settings_that_cannot_work_are_refused_with_one_sentence(settings, sentence, command):
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "DEBUG": "0", **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{sentence}\n")
