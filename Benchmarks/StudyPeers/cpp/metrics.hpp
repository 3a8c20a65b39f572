// What a simulation collects bar by bar, and the figures of a window that follow from it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace study {

struct Settings {
    double capital = 0;
    double costRate = 0;
    double barsPerYear = 0;
    int64_t lookback = 0;  // bars of the momentum veto
};

// At the end of a window. The sums run over returns less `shift`, which loses no digits.
struct Totals {
    int64_t bars = 0;
    double equity = 0;
    double worst = 0;  // lowest (E - peak) / peak
    double shift = 0;
    double shiftedSum = 0;
    double shiftedSquares = 0;
    double downsideSquares = 0;
    double rebalances = 0;
    double turnover = 0;
    double costPaid = 0;
};

struct WindowMetrics {
    double totalReturn, sharpe, sortino, calmar, drawdown, volatility, turnover, cost, rebalances;
};

inline WindowMetrics measure(const Totals& totals, const Settings& settings) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    double returns = double(totals.bars - 1);
    double mean = totals.shift + totals.shiftedSum / returns;
    double squares =
        totals.shiftedSquares - totals.shiftedSum * totals.shiftedSum / returns;
    double deviation = std::sqrt(std::max(squares, 0.0) / (returns - 1));
    double downside = std::sqrt(totals.downsideSquares / returns);
    double annual = std::sqrt(settings.barsPerYear);
    double growth = totals.equity / settings.capital;
    double yearly = std::pow(growth, settings.barsPerYear / returns) - 1;

    WindowMetrics metrics;
    metrics.totalReturn = growth - 1;
    metrics.volatility = deviation * annual;
    metrics.sharpe =
        deviation > 0 ? (mean * settings.barsPerYear) / (deviation * annual) : 0;
    metrics.sortino =
        downside > 0 ? (mean * settings.barsPerYear) / (downside * annual) : none;
    metrics.drawdown = totals.worst;
    metrics.calmar = totals.worst < 0 ? yearly / -totals.worst : none;
    metrics.turnover = totals.turnover;
    metrics.cost = totals.costPaid;
    metrics.rebalances = totals.rebalances;
    return metrics;
}

}  // namespace study
