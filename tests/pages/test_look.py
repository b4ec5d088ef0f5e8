"""The colours of the marks can be read, in light and in dark."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static/css/skillmap.css"
TEXT_MARKS = [f"lvl-{rank}" for rank in range(6)]
TEXT_MARKS += ["gap-surplus", "gap-met", "gap-possible", "gap-probable", "good", "busy"]


def _tokens(block: str) -> dict[str, str]:
    body = re.search(re.escape(block) + r"\s*\{(.*?)\n\}", CSS.read_text(), re.DOTALL)[1]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", body))


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [":root", '[data-bs-theme="dark"]'])
@pytest.mark.parametrize("mark", TEXT_MARKS)
def test_text_on_a_mark_has_enough_contrast(scheme, mark):
    tokens = _tokens(scheme)
    assert _contrast(tokens[mark], tokens[f"{mark}-text"]) >= 4.5


@pytest.mark.parametrize("scheme", [":root", '[data-bs-theme="dark"]'])
def test_colours_of_modes_and_kinds_stand_out_from_the_surface(scheme):
    tokens = _tokens(scheme)
    inks = {name: ink for name, ink in tokens.items() if name.startswith("mode-")}
    inks |= {name: tokens[name] for name in ("hard", "soft", "quiet")}
    weak = {name for name, ink in inks.items() if _contrast(ink, tokens["surface"]) < 3}
    assert not weak
