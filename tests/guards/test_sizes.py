"""Small files and functions: what grows past these lines is split, not excused."""

import ast

from tests.guards.tree import source_modules, tracked

MODULE_LINES = 400
TEMPLATE_LINES = 120
FUNCTION_LINES = 50
DRAWERS = {"utils", "helpers", "common", "misc"}


def longer_than(limit, files):
    return [f"{path}: {n}" for path, text in files if (n := text.count("\n")) > limit]


def long_functions(path, text):
    return [
        f"{path}:{node.lineno} {node.name}: {length}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := node.end_lineno - node.lineno + 1) > FUNCTION_LINES
    ]


def is_drawer(path):
    return not DRAWERS.isdisjoint(part.removesuffix(".py") for part in path.split("/"))


def test_modules_fit_the_size_budget():
    files = ((path, text) for path, text in tracked(".py") if "/migrations/" not in path)
    assert longer_than(MODULE_LINES, files) == []


def test_templates_fit_the_size_budget():
    assert longer_than(TEMPLATE_LINES, tracked(".html")) == []


def test_functions_fit_the_size_budget():
    assert [found for file in source_modules() for found in long_functions(*file)] == []


def test_no_module_is_a_drawer():
    assert [path for path, _ in tracked(".py") if is_drawer(path)] == []


def test_guards_find_what_is_too_long_or_a_drawer():
    assert longer_than(2, [("a.py", "1\n2\n3\n"), ("b.py", "1\n")]) == ["a.py: 3"]
    long = "def f():\n" + "    pass\n" * FUNCTION_LINES
    assert long_functions("a.py", long) == [f"a.py:1 f: {FUNCTION_LINES + 1}"]
    assert is_drawer("skills/utils.py")
    assert is_drawer("skills/helpers/dates.py")
    assert not is_drawer("skills/common_words.py")
