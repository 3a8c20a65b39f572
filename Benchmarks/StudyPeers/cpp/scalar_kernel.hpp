// One candidate, one bar after another; the loops over symbols are unrolled.
#pragma once

#include <cmath>
#include <cstdint>

#include "input.hpp"

namespace study {

// Runs the windows that start at `start` and end at each of the ascending `ends`.
template <int N>
void simulateScalar(
    const Settings& settings, const double* rows, const double* times, const double* weights,
    const Policy& policy, int64_t start, const int64_t* ends, int count, Totals* totals) {
    const double rate = settings.costRate;
    const double threshold = policy.threshold;
    double w[N], shares[N], values[N];
    double invested = 0;
    for (int a = 0; a < N; a++) {
        w[a] = weights[a];
        double budget = (settings.capital * w[a]) / (1 + rate);
        shares[a] = budget / rows[start * N + a];
        invested += budget;
    }
    double costPaid = rate > 0 ? settings.capital - invested : 0;
    double rebalances = 0, turnover = 0;
    double due = times[start] + policy.calendar;
    double allowed = -std::numeric_limits<double>::infinity();
    double equity = 0, peak = 0, worst = 0;
    double shift = 0, shiftedSum = 0, shiftedSquares = 0, downsideSquares = 0;

    int64_t bar = start;
    for (int window = 0; window < count; window++) {
        for (; bar < ends[window]; bar++) {
            const double* row = rows + bar * N;
            double value = 0;
            for (int a = 0; a < N; a++) {
                values[a] = shares[a] * row[a];
                value += values[a];
            }
            const double limit = threshold * value;
            bool triggered = times[bar] >= due;
            for (int a = 0; a < N; a++) triggered |= std::fabs(values[a] - w[a] * value) > limit;
            if (triggered && times[bar] >= allowed) [[unlikely]] {
                bool vetoed = false;
                if (policy.veto && bar - start >= settings.lookback) {
                    const double* past = row - settings.lookback * N;
                    double old = 0;
                    for (int a = 0; a < N; a++) old += shares[a] * past[a];
                    vetoed = (value - old) / old > momentumRise;
                }
                if (!vetoed) {
                    double notional = 0;
                    for (int a = 0; a < N; a++) notional += std::fabs(w[a] * value - values[a]);
                    double cost = rate * notional;
                    rebalances += 1;
                    turnover += notional / value;
                    costPaid += cost;
                    value -= cost;
                    for (int a = 0; a < N; a++) shares[a] = (value * w[a]) / row[a];
                    due = times[bar] + policy.calendar;
                    allowed = times[bar] + policy.interval;
                }
            }
            if (value > peak) peak = value;
            // Divided only where it can be a new worst.
            if (value - peak <= worst * peak) {
                double drawdown = (value - peak) / peak;
                if (drawdown < worst) worst = drawdown;
            }
            if (bar > start) [[likely]] {
                double change = value / equity - 1;
                if (bar == start + 1) shift = change;
                double shifted = change - shift;
                shiftedSum += shifted;
                shiftedSquares += shifted * shifted;
                // min(change, 0) without the branch of an even chance that compilers make of it.
                double loss = 0.5 * (change - std::fabs(change));
                downsideSquares += loss * loss;
            }
            equity = value;
        }
        totals[window] = {
            bar - start,    equity,          worst,      shift,    shiftedSum,
            shiftedSquares, downsideSquares, rebalances, turnover, costPaid};
    }
}

}  // namespace study
