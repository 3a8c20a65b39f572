"""The table of series that all programs learn from, and its windows."""

import numpy as np

ROWS = 17_420  # as many as the hourly ETT tables have
CHANNELS = 7
LOOKBACK = 336
HORIZON = 96
TEST_WINDOWS = 2_785  # of each channel, as in the usual split of those tables


def make_table(rows=ROWS, channels=CHANNELS, seed=1):
    """Seeded series, channels x rows: a day's and a week's cycle and noise that remembers; mean 0
    and deviation 1.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    hours = np.arange(rows)
    cycles = np.zeros((channels, rows))
    for period in (24, 168):
        phase, size = random.uniform(0, 2 * np.pi, channels), random.uniform(0.3, 1, channels)
        cycles += size[:, None] * np.sin(2 * np.pi * hours / period + phase[:, None])
    noise = 0.2 * random.standard_normal((channels, rows))
    for row in range(1, rows):
        noise[:, row] += 0.98 * noise[:, row - 1]
    table = cycles + noise
    table -= table.mean(axis=1, keepdims=True)
    return table / table.std(axis=1, keepdims=True)


def print_line(model, batch, mode, threads, value):
    """One figure; `run` and the Swift program know the same lines."""
    print(model, batch, mode, threads, f"{value:.6g}", sep="\t", flush=True)


def print_fact(name, value):
    """What is said of a program under the table."""
    print("#", name, value, sep="\t", flush=True)
