"""The checks, in the order in which they are made."""

from dataclasses import dataclass
from typing import Callable

from checks import accessibility, charts, choices, keyboard, layout, loading, motion, printing, tables

LIGHT, BOTH = ("light",), ("light", "dark")
PHONE, DESKTOP = 390, 1280
# The narrowest is what a window of 1280 pixels leaves to a reader who magnifies four times.
WIDTHS = (320, 360, PHONE, 768, DESKTOP)


@dataclass(frozen=True)
class Check:
    name: str
    run: Callable
    widths: tuple[int, ...]
    themes: tuple[str, ...]
    # It leaves the page other than it was.
    changes: bool = False
    # The widths for pages that are not the first of their kind, where these are fewer.
    others: tuple[int, ...] = ()


CHECKS = [
    Check("loading", loading.check, (DESKTOP,), LIGHT),
    Check("marks", accessibility.marks, (DESKTOP,), BOTH),
    Check("layout", layout.check, WIDTHS, LIGHT, others=(360, 768, DESKTOP)),
    Check("accessibility", accessibility.check, (PHONE, DESKTOP), BOTH, changes=True, others=(DESKTOP,)),
    Check("charts", charts.check, (PHONE, DESKTOP), LIGHT, changes=True, others=(PHONE,)),
    Check("tables", tables.check, (PHONE, DESKTOP), LIGHT, changes=True, others=(DESKTOP,)),
    Check("choices", choices.check, (PHONE, DESKTOP), LIGHT, changes=True, others=(DESKTOP,)),
    Check("keyboard", keyboard.check, (PHONE,), LIGHT, changes=True),
    Check("printing", printing.check, (DESKTOP,), ("dark",), changes=True),
    Check("motion", motion.check, (DESKTOP,), LIGHT, changes=True),
]
