#!/usr/bin/env python3
"""The study in vectorbt: a group of columns with shared cash for each candidate.

Thresholds need the portfolio's value at every bar, so that targets cannot be listed beforehand:
`Portfolio.from_order_func` with a flexible order function, which sells first and then buys.
Anchored training windows are slices of the value over the longest one.
"""

import argparse
import time

import numpy as np
import vectorbt as vbt
from numba import njit
from vectorbt.portfolio.enums import Direction, SizeType
from vectorbt.portfolio.nb import order_nb, order_nothing_nb

from figures import METRICS, buy_and_hold, figures, read_study, report, spread, write_figures

RISE = 0.20


@njit(error_model="numpy")
def pre_segment(c, times, weights, policies, constants, state, targets):
    """Decides; fills the target shares. Returns whether to trade and the fees of sells and buys."""
    capital, rate, lookback = constants
    threshold, calendar, interval, veto = policies[c.group]
    own = state[c.group]  # due, allowed, rebalances, turnover, costs
    now = times[c.i]
    if c.i == 0:
        invested = 0.0
        for col in range(c.from_col, c.to_col):
            budget = (capital * weights[col]) / (1 + rate)
            targets[col] = budget / c.close[0, col]
            invested += budget
        own[0], own[1], own[4] = now + calendar, -np.inf, capital - invested
        return True, rate, rate

    value = 0.0
    for col in range(c.from_col, c.to_col):
        value += c.last_position[col] * c.close[c.i, col]
    triggered = now >= own[0]
    for col in range(c.from_col, c.to_col):
        held = c.last_position[col] * c.close[c.i, col]
        triggered = triggered or abs(held - weights[col] * value) > threshold * value
    if not triggered or now < own[1]:
        return False, 0.0, 0.0
    if veto > 0 and c.i >= lookback:
        old = 0.0
        for col in range(c.from_col, c.to_col):
            old += c.last_position[col] * c.close[c.i - lookback, col]
        if (value - old) / old > RISE:
            return False, 0.0, 0.0

    notional = 0.0
    for col in range(c.from_col, c.to_col):
        notional += abs(weights[col] * value - c.last_position[col] * c.close[c.i, col])
    cost = rate * notional
    sold = 0.0
    for col in range(c.from_col, c.to_col):
        targets[col] = ((value - cost) * weights[col]) / c.close[c.i, col]
        sold += max(0.0, (c.last_position[col] - targets[col]) * c.close[c.i, col])
    own[0], own[1] = now + calendar, now + interval
    own[2] += 1
    own[3] += notional / value
    own[4] += cost
    # The whole cost is taken from what the sells bring, so that it does not depend on their order.
    return True, cost / sold, 0.0


@njit(error_model="numpy")
def flex_order(c, trade, sell_fees, buy_fees, targets):
    count = c.to_col - c.from_col
    if not trade or c.call_idx >= 2 * count:
        return -1, order_nothing_nb()
    sells = c.call_idx < count
    col = c.from_col + c.call_idx % count
    if (targets[col] < c.last_position[col]) != sells:
        return col, order_nothing_nb()
    return col, order_nb(
        size=targets[col],
        price=c.close[c.i, col],
        size_type=SizeType.TargetAmount,
        direction=Direction.LongOnly,
        fees=sell_fees if sells else buy_fees,
    )


def sample(candidates, limit):
    """Of each number of symbols its share of the limit, spread over the policies of one set.

    Candidates of a set run together, and few sets keep what a run costs on top small.
    """
    if not limit or limit >= len(candidates):
        return candidates
    chosen = []
    for count in dict.fromkeys(len(one.columns) for one in candidates):
        alike = [one for one in candidates if len(one.columns) == count]
        one_set = [one for one in alike if one.columns == alike[0].columns]
        chosen += spread(one_set, max(1, round(limit * len(alike) / len(candidates))))
    return chosen


def simulate(study, candidates, start, end):
    """Value at every bar, and state, of candidates of the same columns over one window."""
    columns = candidates[0].columns
    count = len(candidates)
    closes = np.tile(study.closes[start:end, columns], count)
    settings = study.settings
    constants = (settings["capital"], settings["cost_rate"], int(settings["lookback"]))
    weights = np.concatenate([one.weights for one in candidates])
    policies = np.array([one[3:] for one in candidates], dtype=np.float64)
    state = np.zeros((count, 5))
    targets = np.zeros(closes.shape[1])
    portfolio = vbt.Portfolio.from_order_func(
        closes,
        flex_order,
        targets,
        flexible=True,
        init_cash=constants[0],
        cash_sharing=True,
        group_by=np.repeat(np.arange(count), len(columns)),
        pre_segment_func_nb=pre_segment,
        pre_segment_args=(study.times[start:end], weights, policies, constants, state, targets),
        update_value=False,
        fill_pos_record=False,
        # No candidate may rebalance more often than every 12 hours.
        max_orders=closes.size // 12 + 2 * closes.shape[1],
        freq="1h",
    )
    return portfolio.value().to_numpy().reshape(end - start, count), state


def measure(values, state, settings, out):
    """The metrics of a window; vectorbt's own where they are defined alike."""
    returns = values[1:] / values[:-1] - 1
    periods = settings["bars_per_year"]
    metrics = vbt.returns.nb
    growth = values[-1] / settings["capital"]
    peaks = np.maximum.accumulate(values)
    worst = ((values - peaks) / peaks).min(axis=0)
    yearly = growth ** (periods / len(returns)) - 1
    with np.errstate(divide="ignore"):
        calmar = np.where(worst < 0, yearly / np.abs(worst), np.nan)
    out[:, 0] = growth - 1
    out[:, 1] = metrics.sharpe_ratio_nb(returns, periods, 0.0, 1)
    out[:, 2] = metrics.sortino_ratio_nb(returns, periods, 0.0)
    out[:, 3] = calmar
    out[:, 4] = worst
    out[:, 5] = metrics.annualized_volatility_nb(returns, periods, 2.0, 1)
    out[:, 6], out[:, 7], out[:, 8] = state[:, 3], state[:, 4], state[:, 2]


def run(study, candidates):
    splits = study.splits
    result = np.empty((len(candidates), 2 * len(splits), len(METRICS)))
    for columns in dict.fromkeys(one.columns for one in candidates):
        members = [i for i, one in enumerate(candidates) if one.columns == columns]
        group = [candidates[i] for i in members]
        out = np.empty((len(members), *result.shape[1:]))
        first = splits[0, 0]
        values, state = simulate(study, group, first, splits[-1, 1])
        for i, end in enumerate(splits[:, 1]):
            # Trading totals of training windows are in no column of the results.
            measure(values[: end - first], state, study.settings, out[:, i])
        for i, (start, end) in enumerate(splits[:, 2:]):
            values, state = simulate(study, group, start, end)
            measure(values, state, study.settings, out[:, len(splits) + i])
        result[members] = out
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="what prepare.py wrote")
    parser.add_argument("--limit", type=int, default=48, help="candidates; 0 for all")
    parser.add_argument("--output")
    options = parser.parse_args()

    study = read_study(options.folder)
    candidates = sample(study.candidates, options.limit)
    hold, places = buy_and_hold(candidates)
    # Compiles everything on windows of 100 bars; the results are not used.
    short = study._replace(splits=np.array([[0, 100, 100, 200]]))
    run(short, candidates)
    run(short, hold)

    began = time.perf_counter()
    own = run(study, candidates)
    held = run(study, hold)
    seconds = time.perf_counter() - began
    if options.output:
        write_figures(options.output, candidates, figures(own, held[places]))
    # In the whole grid buying and holding is a few of many; among these few it counts as they do.
    seconds *= len(candidates) / (len(candidates) + len(hold))
    splits = study.splits
    bars = int(splits[-1, 1] - splits[0, 0] + (splits[:, 3] - splits[:, 2]).sum())
    report(candidates, seconds, bars * len(candidates))


if __name__ == "__main__":
    main()
