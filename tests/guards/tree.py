"""What the guards look at: the files of the repository as git tracks them."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("skills", "employees", "assessments", "training", "reviews")


def tracked(*suffixes: str) -> Iterator[tuple[str, str]]:
    """Path and text of every tracked file that ends in one of `suffixes`; none means all.

    Files that are not UTF-8 text are left out.
    """
    for path in tracked_paths():
        if suffixes and not path.endswith(suffixes):
            continue
        try:
            yield path, (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def tracked_paths() -> list[str]:
    """Paths of all tracked files that are in the working tree, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]


def source_modules() -> Iterator[tuple[str, str]]:
    """The product's own Python: no tests, no benchmarks, no migrations."""
    for path, text in tracked(".py"):
        top = path.split("/")[0]
        if top in ("skillmap", *APPS) and "/migrations/" not in path:
            yield path, text
