#!/usr/bin/env python3
"""Writes seeded synthetic hourly closes of the eight symbols of Apus's crypto space.

One market factor and a factor of each symbol, fat-tailed; volatilities as such markets have them.
"""

import argparse
from datetime import datetime, timedelta, timezone

import numpy as np

# First price and yearly volatility.
SYMBOLS = {
    "BTC/USDT": (30_000, 0.65),
    "ETH/USDT": (2_000, 0.80),
    "BNB/USDT": (300, 0.85),
    "SOL/USDT": (40, 1.10),
    "ADA/USDT": (0.4, 0.95),
    "XRP/USDT": (0.5, 0.95),
    "MATIC/USDT": (1, 1.10),
    "DOT/USDT": (6, 1.00),
}
HOURS_PER_YEAR = 8_760
MARKET_SHARE = 0.6
FREEDOM = 4


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--bars", type=int, default=52_560)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    random = np.random.Generator(np.random.PCG64(options.seed))
    # Student's t with unit variance.
    scale = np.sqrt((FREEDOM - 2) / FREEDOM)
    market = scale * random.standard_t(FREEDOM, (options.bars, 1))
    own = scale * random.standard_t(FREEDOM, (options.bars, len(SYMBOLS)))
    shocks = np.sqrt(MARKET_SHARE) * market + np.sqrt(1 - MARKET_SHARE) * own
    first, volatility = np.array(list(SYMBOLS.values())).T
    hourly = volatility / np.sqrt(HOURS_PER_YEAR)
    closes = first * np.exp(np.cumsum(hourly * shocks, axis=0))

    start = datetime(2019, 1, 1, tzinfo=timezone.utc)
    with open(options.file, "w") as file:
        file.write(",".join(["timestamp", *SYMBOLS]) + "\n")
        for bar, row in enumerate(closes):
            stamp = (start + timedelta(hours=bar)).strftime("%Y-%m-%dT%H:%M:%SZ")
            file.write(",".join([stamp, *(f"{price:.8g}" for price in row)]) + "\n")


if __name__ == "__main__":
    main()
