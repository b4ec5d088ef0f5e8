"""`python -m skillmap.devstack.assets`: the few front-end files we serve, from npm to `var/`.

Whole dist folders would fail the manifest collection (their maps name missing files), so each
file is named here, with its source map. Icons become one sprite of those in `static/icons.txt`.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from skillmap.devstack.state import DEMO_STATE, PROJECT

_PACKAGES = PROJECT / "node_modules"
_SERVED = DEMO_STATE / "vendor" / "vendor"  # var/vendor is the static root, vendor/ the URL
_FOR_TESTS = DEMO_STATE / "axe"
_FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/css/tabler.min.css.map": "tabler.min.css.map",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
    "@tabler/core/dist/js/tabler.min.js.map": "tabler.min.js.map",
    "chart.js/dist/chart.umd.js": "chart.umd.js",
    "chart.js/dist/chart.umd.js.map": "chart.umd.js.map",
    "tom-select/dist/js/tom-select.complete.min.js": "tom-select.complete.min.js",
    "tom-select/dist/js/tom-select.complete.min.js.map": "tom-select.complete.min.js.map",
    "tom-select/dist/css/tom-select.bootstrap5.min.css": "tom-select.bootstrap5.min.css",
    "tom-select/dist/css/tom-select.bootstrap5.min.css.map": "tom-select.bootstrap5.min.css.map",
}
_TEST_FILE = "axe-core/axe.min.js"  # a development package, absent from the image
_SVG = re.compile(r"<svg(?P<attributes>[^>]*)>(?P<shapes>.*)</svg>", re.DOTALL)
_KEPT_ATTRIBUTES = (
    "viewBox",
    "fill",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
)
_BOUNDING_BOX = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" */>')


def main() -> int:
    """Copy the files and build the sprite; 1 and a sentence when a package lacks something."""
    try:
        build(_PACKAGES, _SERVED, (PROJECT / "static" / "icons.txt").read_text().splitlines())
    except FileNotFoundError as error:
        sys.stderr.write(f"{error.filename} is missing: is node_modules up to date?\n")
        return 1
    if (axe := _PACKAGES / _TEST_FILE).exists():
        _FOR_TESTS.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(axe, _FOR_TESTS / axe.name)
    return 0


def build(packages: Path, served: Path, icon_lines: list[str]) -> None:
    """Fill the folder `served` anew; FileNotFoundError when a named file does not exist."""
    shutil.rmtree(served, ignore_errors=True)
    served.mkdir(parents=True)
    for source, target in _FILES.items():
        shutil.copyfile(packages / source, served / target)
    names = sorted({line.strip() for line in icon_lines if line.strip()})
    (served / "icons.svg").write_text(sprite(packages / "@tabler" / "icons" / "icons", names))


def sprite(folder: Path, names: list[str]) -> str:
    """One SVG with a `<symbol>` per icon; `name-filled` means the filled variant of `name`."""
    symbols = "\n".join(_symbol(name, _icon_file(folder, name).read_text()) for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _icon_file(folder: Path, name: str) -> Path:
    plain = name.removesuffix("-filled")
    return folder / ("outline" if plain == name else "filled") / f"{plain}.svg"


def _symbol(name: str, svg: str) -> str:
    found = _SVG.search(svg)
    if found is None:
        raise ValueError(f"The icon {name} is not an SVG.")
    attributes = " ".join(
        match[0]
        for key in _KEPT_ATTRIBUTES
        if (match := re.search(rf'(?<![\w-]){key}="[^"]*"', found["attributes"]))
    )
    shapes = " ".join(_BOUNDING_BOX.sub("", found["shapes"]).split())
    return f'<symbol id="{name}" {attributes}>{shapes}</symbol>'


if __name__ == "__main__":
    sys.exit(main())
