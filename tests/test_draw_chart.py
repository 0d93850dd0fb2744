"""draw_chart.py: each chart is drawn for print and for phones."""

from __future__ import annotations

import re
from pathlib import Path

from brief.exhibits import PHONE_WIDTH
from brief.writers.pageexhibits import LEAST_TYPE, least_width
from conftest import Folder

CHART = "scripts/charts/energie.py"
ROOM = 282
"""Pixels of an exhibit on the narrowest phone."""


def drawn(small: Folder) -> tuple[str, str]:
    """Return the two drawings of the chart."""
    done = small.call("draw_chart.py", "--chart", CHART, "--lang", "de", "--out", "fig-energie.json")
    assert (done.returncode, done.stderr) == (0, "")
    wide, phone = (Path(small.path, f"fig-energie{end}.svg") for end in ("", ".phone"))
    return wide.read_text(encoding="utf-8"), phone.read_text(encoding="utf-8")


def width(drawing: str) -> float:
    """Return the width of a drawing in millimetres."""
    return float(re.search(r'viewBox="0 0 ([\d.]+)', drawing)[1]) / 72 * 25.4


def labels(drawing: str) -> set[str]:
    """Return the texts in a drawing."""
    return set(re.findall(r">([^<>]*\w[^<>]*)</t", drawing))


def test_both_say_the_same(small: Folder) -> None:
    """The drawing for phones fits one, with labels of eleven pixels, and has every text of the other."""
    wide, phone = drawn(small)
    assert abs(width(phone) - PHONE_WIDTH) < 0.1
    assert least_width(phone) <= ROOM
    assert labels(phone) == labels(wide) != set()
    assert not set(re.findall(r' id="([^"]+)"', phone)) & set(re.findall(r' id="([^"]+)"', wide))


def test_a_chart_without_room_on_a_phone(small: Folder) -> None:
    """Where a text stands out of a phone's sheet, phones get the wide drawing, which they can move."""
    wrong = (
        "    chart.figure.axes[0].text(0, -1, 'Was hier steht, ist so lang, dass es ' * 2)\n    return chart"
    )
    small.replace(CHART, "    return bar_chart", "    chart = bar_chart")
    with (small.path / CHART).open("a", encoding="utf-8") as file:
        file.write(wrong + "\n")
    wide, phone = drawn(small)
    assert width(phone) == width(wide) > PHONE_WIDTH
    assert least_width(phone) > ROOM
    assert least_width(wide) * 8 / width(wide) / 72 * 25.4 > LEAST_TYPE - 0.1  # of print's eight points
