"""The icon sprite and the served files."""

import pytest
from defusedxml import ElementTree

from skillmap.devstack.assets import build, sprite

STAR = """<svg
  xmlns="http://www.w3.org/2000/svg"
  width="24"
  viewBox="0 0 24 24"
  fill="none"
  stroke="currentColor"
  stroke-width="2"
  class="icon"
>
  <path stroke="none" d="M0 0h24v24H0z" fill="none" />
  <path d="M12 17.75l-6 3" />
</svg>"""


@pytest.fixture
def icons(tmp_path):
    for variant in ("outline", "filled"):
        (tmp_path / variant).mkdir()
        (tmp_path / variant / "star.svg").write_text(STAR.replace("M12", f"M12{variant}"))
    return tmp_path


def test_sprite_keeps_shape_and_drops_size_class_and_bounding_box(icons):
    root = ElementTree.fromstring(sprite(icons, ["star"]))
    (symbol,) = root
    assert symbol.attrib == {
        "id": "star",
        "viewBox": "0 0 24 24",
        "fill": "none",
        "stroke": "currentColor",
        "stroke-width": "2",
    }
    assert [path.attrib["d"] for path in symbol] == ["M12outline 17.75l-6 3"]


def test_sprite_filled_name_takes_the_filled_variant(icons):
    assert "M12filled" in sprite(icons, ["star-filled"])


def test_sprite_unknown_icon_names_the_missing_file(icons):
    with pytest.raises(FileNotFoundError, match=r"outline/no-such\.svg"):
        sprite(icons, ["no-such"])


def test_build_missing_package_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="tabler"):
        build(tmp_path / "node_modules", tmp_path / "served", [])
