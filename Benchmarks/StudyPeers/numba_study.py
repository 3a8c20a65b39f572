#!/usr/bin/env python3
"""The study as a numba kernel: one candidate in a thread at a time, metrics online."""

import argparse
import functools
import math
import time

import numba
import numpy as np
from numba import njit, prange

from figures import METRICS, buy_and_hold, figures, read_study, report, spread, write_figures

RISE = 0.20


@njit(error_model="numpy")
def measure(out, bars, equity, worst, shift, total, squares, downside, settings):
    capital, _, per_year, _ = settings
    returns = bars - 1
    mean = shift + total / returns
    deviation = math.sqrt(max(squares - total * total / returns, 0.0) / (returns - 1))
    below = math.sqrt(downside / returns)
    annual = math.sqrt(per_year)
    out[0] = equity / capital - 1
    out[1] = (mean * per_year) / (deviation * annual) if deviation > 0 else 0.0
    out[2] = (mean * per_year) / (below * annual) if below > 0 else np.nan
    yearly = (equity / capital) ** (per_year / returns) - 1
    out[3] = yearly / -worst if worst < 0 else np.nan
    out[4] = worst
    out[5] = deviation * annual


@functools.cache
def kernel(count):
    """The loop over candidates, compiled for a number of symbols, so that inner loops unroll."""

    @njit(error_model="numpy")
    def simulate(prices, times, weights, policy, settings, start, ends, places, out):
        """One candidate from `start` on; `out[place]` is filled at each of the ascending `ends`."""
        capital, rate, _, lookback = settings
        threshold, calendar, interval, veto = policy
        shares = np.empty(count)
        values = np.empty(count)
        invested = 0.0
        for a in range(count):
            budget = (capital * weights[a]) / (1 + rate)
            shares[a] = budget / prices[start, a]
            invested += budget
        cost_paid = capital - invested if rate > 0 else 0.0
        rebalances, turnover = 0.0, 0.0
        due, allowed = times[start] + calendar, -np.inf
        equity, peak, worst = 0.0, 0.0, 0.0
        shift, total, squares, downside = 0.0, 0.0, 0.0, 0.0
        bar = start
        for window in range(len(ends)):
            while bar < ends[window]:
                value = 0.0
                for a in range(count):
                    values[a] = shares[a] * prices[bar, a]
                    value += values[a]
                triggered = times[bar] >= due
                for a in range(count):
                    if abs(values[a] - weights[a] * value) > threshold * value:
                        triggered = True
                if triggered and times[bar] >= allowed:
                    vetoed = False
                    if veto > 0 and bar - start >= lookback:
                        old = 0.0
                        for a in range(count):
                            old += shares[a] * prices[bar - lookback, a]
                        vetoed = (value - old) / old > RISE
                    if not vetoed:
                        notional = 0.0
                        for a in range(count):
                            notional += abs(weights[a] * value - values[a])
                        cost = rate * notional
                        rebalances += 1
                        turnover += notional / value
                        cost_paid += cost
                        value -= cost
                        for a in range(count):
                            shares[a] = (value * weights[a]) / prices[bar, a]
                        due = times[bar] + calendar
                        allowed = times[bar] + interval
                if value > peak:
                    peak = value
                # Divided only where it can be a new worst.
                if value - peak <= worst * peak:
                    worst = min(worst, (value - peak) / peak)
                if bar > start:
                    change = value / equity - 1
                    if bar == start + 1:
                        shift = change
                    shifted = change - shift
                    total += shifted
                    squares += shifted * shifted
                    # min(change, 0) without a branch of an even chance.
                    loss = 0.5 * (change - abs(change))
                    downside += loss * loss
                equity = value
                bar += 1
            row = out[places[window]]
            measure(row, bar - start, equity, worst, shift, total, squares, downside, settings)
            row[6] = turnover
            row[7] = cost_paid
            row[8] = rebalances

    @njit(parallel=True, error_model="numpy")
    def sweep(prices, times, weights, policies, settings, passes, out):
        for i in prange(len(weights)):
            w, policy, own = weights[i], policies[i], out[i]
            for start, ends, places in passes:
                simulate(prices, times, w, policy, settings, start, ends, places, own)

    return sweep


def make_passes(splits, prefix):
    """Start, ends and places of windows; training windows of a start are one pass or many."""
    count = len(splits)
    train = [([end], [i]) for i, end in enumerate(splits[:, 1])]
    if prefix and len(set(splits[:, 0])) == 1:
        train = [(list(splits[:, 1]), list(range(count)))]
    passes = [(splits[0, 0], *one) for one in train]
    passes += [(row[2], [row[3]], [count + i]) for i, row in enumerate(splits)]
    typed = numba.typed.List()
    for start, ends, places in passes:
        typed.append((int(start), np.array(ends, np.int64), np.array(places, np.int64)))
    return typed


def run(study, candidates, passes):
    """The metrics of every candidate and window; one parallel loop for each set of symbols."""
    settings = study.settings
    constants = (
        settings["capital"],
        settings["cost_rate"],
        settings["bars_per_year"],
        int(settings["lookback"]),
    )
    result = np.empty((len(candidates), 2 * len(study.splits), len(METRICS)))
    for columns in dict.fromkeys(one.columns for one in candidates):
        members = [i for i, one in enumerate(candidates) if one.columns == columns]
        prices = np.ascontiguousarray(study.closes[:, columns])
        weights = np.array([candidates[i].weights for i in members])
        policies = np.array([candidates[i][3:] for i in members], dtype=np.float64)
        out = np.empty((len(members), *result.shape[1:]))
        kernel(len(columns))(prices, study.times, weights, policies, constants, passes, out)
        result[members] = out
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="what prepare.py wrote")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--limit", type=int, default=0, help="candidates, spread over the grid")
    parser.add_argument("--prefix", action="store_true", help="share anchored training windows")
    parser.add_argument("--output")
    options = parser.parse_args()

    numba.set_num_threads(options.threads)
    study = read_study(options.folder)
    candidates = spread(study.candidates, options.limit)
    hold, places = buy_and_hold(candidates)
    passes = make_passes(study.splits, options.prefix)
    # Compiles for each number of symbols; the results are not used.
    for count in {len(one.columns) for one in hold}:
        run(study, [next(one for one in hold if len(one.columns) == count)], passes)

    began = time.perf_counter()
    metrics = run(study, candidates + hold, passes)
    seconds = time.perf_counter() - began
    own, held = metrics[: len(candidates)], metrics[len(candidates) :][places]
    if options.output:
        write_figures(options.output, candidates, figures(own, held))
    bars = sum(int(ends[-1]) - start for start, ends, _ in passes)
    report(candidates, seconds, bars * len(candidates))


if __name__ == "__main__":
    main()
