// Several candidates at a time, one in each lane, for sets of N symbols.
//
// A bar costs a few instructions a symbol, one division and no comparison that is not needed:
// - Whether a lane may rebalance is known ahead. Its `limit` is infinite while it may not or while
//   it does not look at drifts; the next bar at which a calendar or a minimum interval changes that
//   is one number for all lanes, `wake`.
// - Drifts and new worst drawdowns are tested with slack for the rounding of a shorter formula.
//   What passes goes to the rare branch, which decides by the exact formula.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "input.hpp"
#include "lanes.hpp"

namespace study {

struct LaneGroup {
    alignas(64) double weights[largestSet][laneCount];
    alignas(64) double thresholds[laneCount];
    alignas(64) double calendars[laneCount];
    alignas(64) double intervals[laneCount];
    alignas(64) double vetoes[laneCount];  // 1 or 0
    bool usesVeto = false;

    // Lanes beyond the last candidate do what the first one does.
    LaneGroup(const Candidate* const* candidates, int count) {
        for (int lane = 0; lane < laneCount; lane++) {
            const Candidate& candidate = *candidates[lane < count ? lane : 0];
            for (size_t a = 0; a < candidate.weights.size(); a++)
                weights[a][lane] = candidate.weights[a];
            thresholds[lane] = candidate.policy.threshold;
            calendars[lane] = candidate.policy.calendar;
            intervals[lane] = candidate.policy.interval;
            vetoes[lane] = candidate.policy.veto;
            usesVeto |= candidate.policy.veto;
        }
    }
};

// How returns are added up. Exact has the rounding of the scalar kernel; Fast fuses operations and
// takes a reciprocal instead of a division, which changes figures in the thirteenth digit and no
// decision.
enum class Rounding { exact, fast };

// Runs the windows that start at `start` and end at each of the ascending `ends`; `totals` has a
// row of lanes for each. `drifts` is whether some lane looks at drifts.
template <int N, bool drifts, Rounding rounding>
void simulateLanes(
    const Settings& settings, const double* rows, const double* times, const LaneGroup& group,
    int64_t start, const int64_t* ends, int count, Totals (*totals)[laneCount]) {
    const double infinity = std::numeric_limits<double>::infinity();
    const Lanes zero = broadcast(0), one = broadcast(1);
    const Lanes rate = broadcast(settings.costRate);
    const Lanes thresholds = load(group.thresholds);
    // More than the weights' sum may differ from 1, and than rounding can add.
    const Lanes cautious = thresholds - broadcast(1e-8);
    // A bound on the rounding of (V - peak) / peak.
    const Lanes slack = broadcast(1e-15);

    Lanes w[N], shares[N], values[N];
    Lanes invested = zero;
    for (int a = 0; a < N; a++) {
        w[a] = load(group.weights[a]);
        Lanes budget = (settings.capital * w[a]) / (1 + settings.costRate);
        shares[a] = budget / broadcast(rows[start * N + a]);
        invested += budget;
    }
    Lanes costPaid = settings.costRate > 0 ? settings.capital - invested : zero;
    Lanes rebalances = zero, turnover = zero;
    Lanes due = times[start] + load(group.calendars);
    Lanes allowed = broadcast(-infinity);
    Lanes limit = cautious;
    // The first bar from `time` on.
    auto barAt = [=, last = ends[count - 1]](double time) {
        return std::lower_bound(times + start, times + last, time) - times;
    };
    int64_t wake = barAt(smallest(due));

    // The value on investing: nothing can have drifted by then.
    Lanes equity = zero;
    for (int a = 0; a < N; a++) equity += shares[a] * broadcast(rows[start * N + a]);
    Lanes peak = equity, worst = zero;
    Lanes floor = one;  // a value below floor * peak may be a new worst
    Lanes shift = zero, shiftedSum = zero, shiftedSquares = zero, downsideSquares = zero;

    int64_t bar = start + 1;
    const double* row = rows + bar * N;
    for (int window = 0; window < count; window++) {
        for (; bar < ends[window]; bar++, row += N) {
            values[0] = shares[0] * broadcast(row[0]);
            Lanes value = values[0];
            for (int a = 1; a < N; a++) {
                values[a] = shares[a] * broadcast(row[a]);
                value += values[a];
            }
            Lanes nextPeak = larger(peak, value);
            // Negative where something may have to be done.
            Lanes quiet = lessProduct(value, floor, nextPeak);
            if constexpr (drifts) {
                // Of two drifts, one is the other's negative.
                Lanes drift = lessProduct(values[0], w[0], value);
                if constexpr (N == 2) drift = magnitude(drift);
                for (int a = 1; a < (N == 2 ? 1 : N); a++)
                    drift = largerMagnitude(drift, lessProduct(values[a], w[a], value));
                quiet = signs(quiet, productLess(limit, value, drift));
            }
            if (anyNegative(quiet) || bar >= wake) [[unlikely]] {
                const Lanes time = broadcast(times[bar]);
                Mask triggers = notAbove(due, time);
                if constexpr (drifts) {
                    Lanes drift = magnitude(values[0] - w[0] * value);
                    for (int a = 1; a < N; a++)
                        drift = largerMagnitude(drift, values[a] - w[a] * value);
                    triggers = either(triggers, above(drift, thresholds * value));
                }
                triggers = both(triggers, notAbove(allowed, time));
                if (any(triggers) && group.usesVeto && bar - start >= settings.lookback) {
                    const double* past = row - settings.lookback * N;
                    Lanes old = shares[0] * broadcast(past[0]);
                    for (int a = 1; a < N; a++) old += shares[a] * broadcast(past[a]);
                    Mask rises = above((value - old) / old, broadcast(momentumRise));
                    triggers = firstOnly(triggers, both(rises, above(load(group.vetoes), zero)));
                }
                if (any(triggers)) {
                    Lanes notional = magnitude(w[0] * value - values[0]);
                    for (int a = 1; a < N; a++) notional += magnitude(w[a] * value - values[a]);
                    Lanes cost = rate * notional;
                    rebalances = choose(triggers, rebalances + one, rebalances);
                    turnover = choose(triggers, turnover + notional / value, turnover);
                    costPaid = choose(triggers, costPaid + cost, costPaid);
                    value = choose(triggers, value - cost, value);
                    for (int a = 0; a < N; a++) {
                        Lanes share = (value * w[a]) / broadcast(row[a]);
                        shares[a] = choose(triggers, share, shares[a]);
                    }
                    due = choose(triggers, time + load(group.calendars), due);
                    allowed = choose(triggers, time + load(group.intervals), allowed);
                    nextPeak = larger(peak, value);
                }
                if (any(triggers) || bar >= wake) {
                    Mask blocked = above(allowed, time);
                    limit = choose(blocked, broadcast(infinity), cautious);
                    Lanes free = choose(blocked, allowed, broadcast(infinity));
                    wake = barAt(smallest(smaller(free, larger(due, allowed))));
                }
                Lanes drawdown = (value - nextPeak) / nextPeak;
                worst = smaller(worst, drawdown);
                floor = choose(below(worst, zero), (one + worst) + slack, one);
            }
            peak = nextPeak;
            if constexpr (rounding == Rounding::exact) {
                Lanes change = value / equity - one;
                if (bar == start + 1) [[unlikely]] shift = change;
                Lanes shifted = change - shift;
                shiftedSum += shifted;
                shiftedSquares += shifted * shifted;
                Lanes loss = smaller(change, zero);
                downsideSquares += loss * loss;
            } else {
                Lanes change = quotient(value - equity, equity);
                shiftedSum += change;
                shiftedSquares = addProduct(shiftedSquares, change, change);
                Lanes loss = smaller(change, zero);
                downsideSquares = addProduct(downsideSquares, loss, loss);
            }
            equity = value;
        }
        for (int lane = 0; lane < laneCount; lane++)
            totals[window][lane] = {
                bar - start,          equity[lane],          worst[lane],
                shift[lane],          shiftedSum[lane],      shiftedSquares[lane],
                downsideSquares[lane], rebalances[lane],      turnover[lane],
                costPaid[lane]};
    }
}

}  // namespace study
