"""Nothing third-party, no addresses of registries and no paths of one machine are committed."""

import json
import re

from tests.guards.tree import ROOT, tracked, tracked_paths

# Written in pieces, so that this file does not contain what it forbids.
FORBIDDEN = re.compile(
    "|".join(
        (
            r"pypi\." + "org",
            r"python" + r"hosted\.org",
            r"registry\." + r"npmjs",
            r"npmjs\." + "com",
            r"(?<![\w.])/ro" + "ot/",
            r"(?<![\w.])/wo" + "rk/",
            r"(?<![\w.])/ho" + r"me/\w",
        )
    )
)
BUNDLE_NAME = re.compile(r"(\.min\.(js|css)|\.map|\.woff2?|\.ttf|\.whl|\.jar)$|(^|/)node_modules/")
LONGEST_LINE = 2_000
LARGEST_FILE_BYTES = 600_000
LOCKS = [
    *("requirements.lock", "requirements-dev.lock"),
    *("requirements-node.lock", "requirements-tools.lock", "package-lock.json"),
]


def forbidden_words(path, text):
    return [f"{path}: {match[0]}" for match in FORBIDDEN.finditer(text)]


def looks_bundled(path, text):
    minified = path.endswith((".js", ".css")) and any(
        len(line) > LONGEST_LINE for line in text.splitlines()
    )
    return minified or bool(BUNDLE_NAME.search(path))


def test_no_registry_host_and_no_machine_path_is_tracked():
    assert [found for file in tracked() for found in forbidden_words(*file)] == []


def test_no_third_party_bundle_is_tracked():
    assert [path for path, text in tracked() if looks_bundled(path, text)] == []
    assert [path for path in tracked_paths() if BUNDLE_NAME.search(path)] == []


def test_no_tracked_file_is_huge():
    sizes = {path: (ROOT / path).stat().st_size for path in tracked_paths()}
    assert {path: size for path, size in sizes.items() if size > LARGEST_FILE_BYTES} == {}


def test_locks_hold_hashes_and_no_addresses():
    for name in LOCKS:
        text = (ROOT / name).read_text()
        assert '"resolved"' not in text, name
        assert "--index-url" not in text, name
        assert "--find-links" not in text, name
        assert not re.search(r"@ (https?|file|git\+)", text), name
    for name in LOCKS[:-1]:
        pins = re.split(r"\n(?=\S)", (ROOT / name).read_text())
        unhashed = [p.split()[0] for p in pins if "==" in p and "--hash=sha256:" not in p]
        assert unhashed == [], name
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def test_changelog_has_an_entry():
    assert re.search(r"^## .+\n(.*\n)*?- \S", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_guards_find_what_they_forbid():
    assert forbidden_words("a.md", "see https://" + "pypi." + "org/x") == ["a.md: pypi." + "org"]
    assert forbidden_words("a.md", "cd /wo" + "rk/main")
    assert forbidden_words("a.md", "the chroot/ and https://a.example/wo" + "rk/") == []
    assert looks_bundled("static/js/x.js", "a" * (LONGEST_LINE + 1))
    assert looks_bundled("static/vendor/chart.min.js", "")
    assert not looks_bundled("static/js/theme.js", "const a = 1;\n")
