#!/usr/bin/env python3
"""How long a user of neuralforecast waits for a fitted DLinear, from the start of the process.

100 steps of 1,024 windows over 11,520 rows of 7 channels. Prints the seconds as a line.
"""

import argparse
import logging
import os
import time
import warnings

from windows import CHANNELS, HORIZON, LOOKBACK, make_table, print_fact, print_line

ROWS = 11_520
STEPS = 100
WINDOWS = 1_024
KERNEL = 25


def seconds_since_start():
    """Since the system started this process; proc(5)."""
    with open("/proc/self/stat") as file:
        ticks = int(file.read().rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(options.threads)
    logging.disable(logging.WARNING)
    warnings.filterwarnings("ignore")
    import neuralforecast
    import numpy as np
    import pandas as pd
    import torch
    from neuralforecast.losses.pytorch import MSE
    from neuralforecast.models import DLinear

    imported = seconds_since_start()
    torch.set_num_threads(options.threads)
    table = make_table(ROWS)
    series = pd.DataFrame(
        {
            "unique_id": np.repeat([f"channel {i}" for i in range(CHANNELS)], ROWS),
            "ds": np.tile(np.arange(ROWS), CHANNELS),
            "y": table.astype(np.float32).ravel(),
        }
    )
    model = DLinear(
        h=HORIZON,
        input_size=LOOKBACK,
        moving_avg_window=KERNEL,
        loss=MSE(),
        learning_rate=1e-3,
        max_steps=STEPS,
        batch_size=CHANNELS,
        windows_batch_size=WINDOWS,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    neuralforecast.NeuralForecast(models=[model], freq=1).fit(series)
    seconds = seconds_since_start()
    print_fact("version", neuralforecast.__version__)
    print_fact("of which imports, s:", f"{imported:.3g}")
    print_line("dlinear-from-start", WINDOWS, "seconds", options.threads, seconds)


if __name__ == "__main__":
    main()
