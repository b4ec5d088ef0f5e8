"""Who may import whom: import-linter's contracts, and the doors between apps."""

import ast
import subprocess
import sys

from tests.guards.tree import APPS, ROOT, tracked

DOORS = {"models", "queries", "services", "rules", "enums", "analysis"}


def back_doors(path, text):
    """Imports of another app's rooms other than its doors."""
    own = path.split("/")[0]
    for node in ast.walk(ast.parse(text)):
        for module in _imported(node):
            app, _, rest = module.partition(".")
            if app in APPS and app != own and rest.split(".")[0] not in DOORS:
                yield f"{path}:{node.lineno} {module}"


def _imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
        whole_app = node.module in APPS
        return [f"{node.module}.{a.name}" for a in node.names] if whole_app else [node.module]
    return []


def test_import_contracts_are_kept():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


def test_apps_use_only_each_others_doors():
    files = [
        file
        for file in tracked(".py")
        if file[0].split("/")[0] in APPS and "/migrations/" not in file[0]
    ]
    assert [found for file in files for found in back_doors(*file)] == []


def test_guard_finds_back_doors():
    text = "from skills.forms import F\nfrom skills import views, models\nimport skills.queries\n"
    assert list(back_doors("training/forms.py", text)) == [
        "training/forms.py:1 skills.forms",
        "training/forms.py:2 skills.views",
    ]
    assert list(back_doors("skills/views.py", text)) == []
