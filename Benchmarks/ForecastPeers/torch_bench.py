#!/usr/bin/env python3
"""Samples a second of PyTorch: training, inference and sampled dropout.

Prints model, batch, mode, threads and samples a second, tab-separated. With --export it writes
reference values instead; see torch_export.py.
"""

import argparse
import functools
import re
import statistics
import time

import torch
from torch import nn

from torch_export import export
from torch_models import DROPOUT, FULL, JOINT, MODELS, SMALL, make, mlp
from windows import CHANNELS, HORIZON, LOOKBACK, ROWS, TEST_WINDOWS, make_table
from windows import print_fact, print_line

SAMPLED = "mlp-dropout"
PASSES = 100
CHUNK = 1_024  # windows that go through all passes at once


class Windows:
    """Windows of the table, gathered by index: rows of a view of the channels end to end.

    `index_select` of such a view copies each window as a whole; indexing it by channel and time
    takes four times as long.
    """

    def __init__(self, table):
        flat = torch.tensor(table, dtype=torch.float32).flatten()
        self.inputs = flat.unfold(0, LOOKBACK, 1)
        self.targets = flat[LOOKBACK:].unfold(0, HORIZON, 1)
        self.count = ROWS - LOOKBACK - HORIZON + 1  # of each channel
        self.firsts = ROWS * torch.arange(CHANNELS)

    def draw(self, batch, joint):
        """Random windows: where they begin. Joint ones have the same times in all channels."""
        if joint:
            times = torch.randint(self.count, (batch // CHANNELS, 1))
            return (times + self.firsts).flatten()
        channels = torch.randint(CHANNELS, (batch,))
        return ROWS * channels + torch.randint(self.count, (batch,))

    def gather(self, rows, index, joint):
        batch = rows.index_select(0, index)
        return batch.unflatten(0, (-1, CHANNELS)) if joint else batch


def rate(step, samples, options):
    """Samples a second of repeated steps: the median of some repeats of equal time."""
    began, steps = time.perf_counter(), 0
    while steps < 3 or time.perf_counter() - began < options.seconds / 5:
        step()
        steps += 1
    each = (time.perf_counter() - began) / steps
    count = max(1, round(options.seconds / options.repeats / each))
    rates = []
    for _ in range(options.repeats):
        began = time.perf_counter()
        for _ in range(count):
            step()
        rates.append(count * samples / (time.perf_counter() - began))
    return statistics.median(rates)


def training(model, windows, batch, joint, compiled, fused=False):
    # Without `fused` PyTorch chooses: on processors a loop over the parameters.
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=fused or None)
    loss_of = nn.MSELoss()

    def loss(x, y):
        return loss_of(model(x), y)

    if compiled:
        loss = torch.compile(loss)

    def step():
        index = windows.draw(batch, joint)
        x = windows.gather(windows.inputs, index, joint)
        y = windows.gather(windows.targets, index, joint)
        optimizer.zero_grad()
        loss(x, y).backward()
        optimizer.step()

    return step


# The modes of a line, by the optimiser: Adam as PyTorch sets it up, and its fused variant.
TRAINING = {
    "adam": ("training", training),
    "fused": ("training-fused", functools.partial(training, fused=True)),
}


def inference(model, windows, batch, joint, compiled):
    forecast = torch.compile(model) if compiled else model

    def step():
        with torch.inference_mode():
            index = windows.draw(batch, joint)
            return forecast(windows.gather(windows.inputs, index, joint))

    return step


def sampled_dropout(windows, threads, options):
    """Mean and deviation of sampled passes for all windows at a table's end."""
    torch.manual_seed(1)
    model = mlp(FULL, DROPOUT).train()
    first = windows.count - TEST_WINDOWS
    index = (windows.firsts[:, None] + torch.arange(first, windows.count)).flatten()

    mean, deviation = torch.empty(2, len(index), HORIZON)

    def seconds(passes):
        began = time.perf_counter()
        with torch.inference_mode():
            parts = (index.split(CHUNK), mean.split(CHUNK), deviation.split(CHUNK))
            for part, mean_part, deviation_part in zip(*parts):
                x = windows.inputs.index_select(0, part)
                total, squares = torch.zeros(2, len(part), HORIZON)
                for _ in range(passes):
                    y = model(x)
                    total += y
                    squares.addcmul_(y, y)
                torch.div(total, passes, out=mean_part)
                variance = squares / passes - mean_part.square()
                torch.sqrt(variance.clamp_(min=0), out=deviation_part)
        return time.perf_counter() - began

    # As many of the passes as there is time for; each is the same work.
    seconds(1)
    passes = max(1, min(PASSES, int(options.seconds / options.repeats / seconds(1))))
    times = [seconds(passes) for _ in range(options.repeats)]
    samples = passes * len(index) / statistics.median(times)
    print_line(SAMPLED, len(index), "monte-carlo", threads, samples)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--models", default=",".join([*MODELS, SAMPLED]), help="with commas")
    parser.add_argument("--batches", default="224,1024", help="with commas")
    parser.add_argument("--optimizers", default="adam,fused", help="one of these or both")
    parser.add_argument("--seconds", type=float, default=2.1, help="of a case, its warm-up apart")
    parser.add_argument("--repeats", type=int, default=7, help="of which the median is taken")
    parser.add_argument("--quick", action="store_true", help="a third of the time")
    parser.add_argument("--compile", action="store_true", help="with torch.compile")
    parser.add_argument("--export", metavar="DIR", help="write reference values and end")
    parser.add_argument("--small", action="store_true", help="export small models")
    options = parser.parse_args()
    names = options.models.split(",")
    for name in names:
        if name != SAMPLED and name not in MODELS:
            parser.error(f"there is no model '{name}'; there are {', '.join([*MODELS, SAMPLED])}")
    for optimizer in options.optimizers.split(","):
        if optimizer not in TRAINING:
            parser.error(f"there is no optimiser '{optimizer}'; there are {', '.join(TRAINING)}")
    if options.quick:
        options.seconds, options.repeats = options.seconds / 3, 3

    torch.set_num_threads(options.threads)
    table = make_table()
    if options.export:
        models = [name for name in names if name != SAMPLED]
        export(options.export, models, table, SMALL if options.small else FULL)
        return

    library = re.search(r"Math Kernel Library Version (\S+?)-", torch.__config__.show())
    print_fact("version", torch.__version__)
    print_fact("matrix products", f"oneMKL {library[1]}" if library else "not oneMKL")
    windows = Windows(table)
    modes = [TRAINING[optimizer] for optimizer in options.optimizers.split(",")]
    modes.append(("inference", inference))
    for name in names:
        if name == SAMPLED:
            sampled_dropout(windows, options.threads, options)
            continue
        joint = name in JOINT
        for batch in map(int, options.batches.split(",")):
            samples = batch // CHANNELS * CHANNELS if joint else batch
            for mode, prepare in modes:
                model = make(name).train(mode != "inference")
                step = prepare(model, windows, batch, joint, options.compile)
                value = rate(step, samples, options)
                print_line(name, batch, mode, options.threads, value)


if __name__ == "__main__":
    main()
