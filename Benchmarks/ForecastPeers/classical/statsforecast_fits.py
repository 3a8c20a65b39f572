"""Rolling refits of statsforecast's models on one thread; the twin of swift/main.swift.

    python -m venv venv && venv/bin/pip install statsforecast==2.1.1
    venv/bin/python statsforecast_fits.py series.csv [model ...]

The file is what `classical-fits write series.csv` makes: one series a line, the air-passengers first.
"""

import os
import sys
import time
import warnings

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"
warnings.filterwarnings("ignore")

import numpy as np
from statsforecast.models import AutoETS, AutoTheta, OptimizedTheta, SeasonalNaive, Theta

HORIZON = SEASON_LENGTH = 12
WINDOW = 120
MODELS = {
    "auto-ets": lambda: AutoETS(season_length=SEASON_LENGTH),
    "auto-theta": lambda: AutoTheta(season_length=SEASON_LENGTH),
    "theta": lambda: Theta(season_length=SEASON_LENGTH),
    "optimized-theta": lambda: OptimizedTheta(season_length=SEASON_LENGTH),
    "seasonal-naive": lambda: SeasonalNaive(season_length=SEASON_LENGTH),
}


def main(path, chosen):
    with open(path) as file:
        series = [np.array([float(x) for x in line.split(",")]) for line in file]
    print("model,series,fits,median_ms,mean_ms,mae,mase")
    for name, make in MODELS.items():
        if chosen and name not in chosen:
            continue
        make().forecast(y=series[0][:WINDOW], h=HORIZON)  # compiles what is compiled late
        for label, group in (("air-passengers", series[:1]), ("made-up", series[1:])):
            milliseconds, errors, scaled = [], [], []
            for values in group:
                for first in range(len(values) - WINDOW - HORIZON + 1):
                    train = values[first : first + WINDOW]
                    start = time.perf_counter()
                    points = make().forecast(y=train, h=HORIZON)["mean"]
                    milliseconds.append(1e3 * (time.perf_counter() - start))
                    actual = values[first + WINDOW : first + WINDOW + HORIZON]
                    naive = np.abs(train[SEASON_LENGTH:] - train[:-SEASON_LENGTH]).mean()
                    error = np.abs(actual - points)
                    errors.append(error)
                    scaled.append(error / naive)
            print(
                f"{name},{label},{len(milliseconds)},{np.median(milliseconds):.5f},"
                f"{np.mean(milliseconds):.5f},{np.mean(errors):.5f},{np.mean(scaled):.5f}",
                flush=True,
            )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
