"""Politis and White's block length, against arch."""

import numpy as np
from arch import __version__
from arch.bootstrap import optimal_block_length


def autoregression(random, count, memory):
    noise = random.standard_normal(count + 100)
    for t in range(1, len(noise)):
        noise[t] += memory * noise[t - 1]
    return noise[100:]


def check(apus, report):
    report.head("Optimal block length, stationary and circular", f"arch {__version__}")
    series = {"AR(1) 0.3, RandomState(0)": autoregression(np.random.RandomState(0), 10_000, 0.3)}
    random = np.random.default_rng(1)
    for memory in (-0.5, 0, 0.5, 0.9):
        for count in (30, 500, 8_000):
            series[f"AR(1) {memory}, {count} values"] = autoregression(random, count, memory)
    lengths = apus("block-length", series=[list(values) for values in series.values()])
    for (name, values), (stationary, circular) in zip(series.items(), lengths["lengths"]):
        expected = optimal_block_length(values).iloc[0]
        report.row(f"{name}: stationary", stationary, expected["stationary"], 1e-10)
        report.row(f"{name}: circular", circular, expected["circular"], 1e-10)
