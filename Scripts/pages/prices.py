"""Prices that are hard on a page."""

import math
from datetime import date, timedelta


def table(symbols, bars, close):
    lines = [",".join(["timestamp", *symbols])]
    for bar in range(bars):
        day = date(2020, 1, 1) + timedelta(days=bar)
        lines.append(",".join([str(day), *(f"{close(place, bar):.6g}" for place in range(len(symbols)))]))
    return "\n".join(lines) + "\n"


# So few that windows have ten bars.
FEW = table(["ONE", "TWO", "THREE"], 45, lambda place, bar: 100 + bar * (place + 1) + 9 * math.sin(bar * (place + 2)))

# Names that a page must escape or that are long, and values that grow to more digits than an axis expects.
HARD = table(
    ["<b>A&B</b>", "A'B;C", "A-VERY-LONG-NAME-OF-AN-INSTRUMENT-2031", "\u00c4\u00d6\u00dc"],
    720,
    lambda place, bar: math.exp(bar / 90 * (1.3 - 0.2 * place) + 0.4 * math.sin(bar / (7 + place))),
)
