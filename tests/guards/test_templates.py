"""Templates: every visible word is marked for translation, nothing inline, every icon exists."""

import ast
import re

import pytest

from tests.guards.tree import ROOT, source_modules, tracked

MARKED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
COMMENTS = re.compile(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)
DJANGO = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
LITERAL_ELEMENTS = re.compile(r"<(code|kbd|pre|script|style)\b.*?</\1>", re.DOTALL)
SPOKEN_ATTRIBUTE = re.compile(
    r"""\b(?:title|alt|placeholder|aria-label|aria-description)=(["'])(?P<words>.*?)\1""", re.DOTALL
)
TAG = re.compile(r"<[^>]*>")
ENTITY = re.compile(r"&#?\w+;")
WORD = re.compile(r"[^\W\d_]{2,}")
FORMATS = {"CSV", "JSON", "XLSX"}  # the same in every language
INLINE = re.compile(
    r"\|\s*safe\b|{%\s*autoescape off|<style\b|\s(?:style|on[a-z]+|hx-on[:a-z-]*)\s*="
    r"|<script(?![^>]*\bsrc=)(?![^>]*type=.application/json)|javascript:"
    r"|https?://[^\"' ]*\.(?:js|css)",
    re.IGNORECASE,
)
ICON_IN_TEMPLATE = re.compile(r"""{%\s*icon\s+["']([a-z0-9-]+)["']""")
MARKUP = (".html",)


def unmarked_words(template):
    """Visible words outside any translation tag, attributes that are read aloud included."""
    text = MARKED.sub("", COMMENTS.sub("", template))
    text = LITERAL_ELEMENTS.sub("", DJANGO.sub("", text))
    spoken = " ".join(match["words"] for match in SPOKEN_ATTRIBUTE.finditer(text))
    words = WORD.findall(ENTITY.sub(" ", f"{TAG.sub(' ', text)} {spoken}"))
    return [word for word in words if word not in FORMATS]


def icons_in_python(text):
    """Names given as `icon=...`, as the first value of a `Mark`, or to `icon(...)`."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        values = [keyword.value for keyword in node.keywords if keyword.arg == "icon"]
        if getattr(node.func, "id", "") in ("Mark", "icon"):
            values += node.args[:1]
        yield from (v.value for v in values if isinstance(v, ast.Constant) and v.value)


def test_every_visible_word_is_marked_for_translation():
    found = {path: words for path, text in tracked(*MARKUP) if (words := unmarked_words(text))}
    assert found == {}


def test_nothing_is_inline_or_trusted_blindly():
    found = {path: INLINE.findall(text) for path, text in tracked(*MARKUP)}
    assert {path: matches for path, matches in found.items() if matches} == {}


def test_every_icon_is_in_the_sprite():
    known = set((ROOT / "static" / "icons.txt").read_text().split())
    used = {
        (path, name) for path, text in tracked(*MARKUP) for name in ICON_IN_TEMPLATE.findall(text)
    } | {(path, name) for path, text in source_modules() for name in icons_in_python(text)}
    assert used
    assert {(path, name) for path, name in used if name not in known} == set()


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ('<a title="Open it">{% translate "Open" %}</a>', ["Open", "it"]),
        ("{% blocktranslate %}Hello{% endblocktranslate %}<code>make demo</code>&nbsp;·", []),
        ("{# a note #}{% comment %}note{% endcomment %}<!-- note --><p>{% icon 'x' %} 3 h</p>", []),
    ],
)
def test_guard_tells_marked_from_unmarked(template, words):
    assert unmarked_words(template) == words


@pytest.mark.parametrize(
    "bad",
    [
        "{{ text|safe }}",
        '<p style="color: red">',
        "<script>alert(1)</script>",
        '<button onclick="go()">',
        '<div hx-on:click="go()">',
        '<script src="https://cdn.example/x.js"></script>',
    ],
)
def test_guard_finds_inline_code(bad):
    assert INLINE.search(bad)


@pytest.mark.parametrize(
    "good", ["<script src=\"{% static 'js/a.js' %}\" defer></script>", "{{ text|safeguard }}"]
)
def test_guard_lets_good_markup_pass(good):
    assert not INLINE.search(good)
