// The figures of every candidate over all splits, as in Apus's results.csv.
#pragma once

#include <charconv>
#include <cmath>
#include <fstream>
#include <stdexcept>
#include <string>

#include "sweep.hpp"

namespace study {

constexpr const char* header =
    "id,test_outperformance,test_return,test_sharpe,test_drawdown,test_win_rate,"
    "test_consistency,train_outperformance,generalization_gap,splits_tested,train_return,"
    "train_sharpe,train_drawdown,test_sortino,test_calmar,test_volatility,test_turnover,"
    "test_cost,test_rebalances\n";

// Shortest text that reads back as the same number.
inline void append(std::string& text, double value) {
    char digits[32];
    auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    text += ',';
    text.append(digits, end);
}

inline void appendRow(
    std::string& text, int64_t id, int splits, const WindowMetrics* own,
    const WindowMetrics* hold) {
    auto mean = [&](int first, double WindowMetrics::* figure) {
        double sum = 0;
        for (int i = first; i < first + splits; i++) sum += own[i].*figure;
        return sum / splits;
    };
    auto outperformance = [&](int i) { return own[i].totalReturn - hold[i].totalReturn; };
    double tested = 0, trained = 0, wins = 0, squares = 0;
    for (int i = 0; i < splits; i++) {
        trained += outperformance(i);
        tested += outperformance(splits + i);
        wins += outperformance(splits + i) > 0;
    }
    tested /= splits;
    trained /= splits;
    for (int i = 0; i < splits; i++) {
        double difference = outperformance(splits + i) - tested;
        squares += difference * difference;
    }
    text += std::to_string(id);
    append(text, tested);
    append(text, mean(splits, &WindowMetrics::totalReturn));
    append(text, mean(splits, &WindowMetrics::sharpe));
    append(text, mean(splits, &WindowMetrics::drawdown));
    append(text, wins / splits);
    append(text, std::sqrt(squares / splits));
    append(text, trained);
    append(text, trained - tested);
    append(text, splits);
    append(text, mean(0, &WindowMetrics::totalReturn));
    append(text, mean(0, &WindowMetrics::sharpe));
    append(text, mean(0, &WindowMetrics::drawdown));
    append(text, mean(splits, &WindowMetrics::sortino));
    append(text, mean(splits, &WindowMetrics::calmar));
    append(text, mean(splits, &WindowMetrics::volatility));
    append(text, mean(splits, &WindowMetrics::turnover));
    append(text, mean(splits, &WindowMetrics::cost));
    append(text, mean(splits, &WindowMetrics::rebalances));
    text += '\n';
}

inline void writeResults(const Sweep& sweep, const std::string& path) {
    std::string text = header;
    int splits = sweep.windows / 2;
    for (size_t i = 0; i < sweep.study.candidates.size(); i++)
        appendRow(
            text, sweep.study.candidates[i].id, splits, &sweep.metrics[i * sweep.windows],
            &sweep.metrics[sweep.hold[i] * sweep.windows]);
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace study
