// The inner kernels alone, on one thread, over all bars as one window.
//
// The workload, for a twin in another language: no momentum veto, the study's costs, eight policies
// of method threshold with 24 hours between rebalances and the thresholds below, for the first
// listed portfolio of each number of symbols; see ../README.md.
#pragma once

#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

#include "sweep.hpp"

namespace study {

constexpr double kernelThresholds[8] = {0.05, 0.06, 0.07, 0.08, 0.09, 0.10, 0.12, 0.15};

struct KernelWorkload {
    std::vector<Candidate> candidates;
    std::vector<double> rows;
};

template <int N>
KernelWorkload kernelWorkload(const Study& study) {
    for (const Candidate& candidate : study.candidates) {
        if (candidate.columns.size() != N) continue;
        KernelWorkload workload;
        for (double threshold : kernelThresholds) {
            Policy policy;
            policy.threshold = threshold;
            policy.interval = 24 * 3600;
            workload.candidates.push_back({0, candidate.columns, candidate.weights, policy});
        }
        workload.rows = packed(study, candidate.columns);
        return workload;
    }
    throw std::runtime_error("the study has no portfolio of " + std::to_string(N) + " symbols");
}

template <int N, Rounding rounding>
void runKernelLanes(const Study& study, const KernelWorkload& workload, Totals* totals) {
    for (int first = 0; first < 8; first += laneCount) {
        const Candidate* members[laneCount];
        for (int lane = 0; lane < laneCount; lane++)
            members[lane] = &workload.candidates[first + lane];
        LaneGroup group(members, laneCount);
        simulateLanes<N, true, rounding>(
            study.settings, workload.rows.data(), study.times.data(), group, 0, &study.bars, 1,
            reinterpret_cast<Totals(*)[laneCount]>(totals + first));
    }
}

template <int N>
void runKernelScalar(const Study& study, const KernelWorkload& workload, Totals* totals) {
    for (int i = 0; i < 8; i++) {
        const Candidate& candidate = workload.candidates[i];
        simulateScalar<N>(
            study.settings, workload.rows.data(), study.times.data(), candidate.weights.data(),
            candidate.policy, 0, &study.bars, 1, totals + i);
    }
}

// Median and best of some runs that take turns; every run is repeated until it takes 20 ms.
template <int N>
void benchKernels(const Study& study, int repeats) {
    KernelWorkload workload = kernelWorkload<N>(study);
    Totals totals[8];
    struct Case {
        const char* name;
        std::function<void()> body;
        std::vector<double> rates = {};
        double checksum = 0;
    };
    Case cases[] = {
        {"lanes", [&] { runKernelLanes<N, Rounding::exact>(study, workload, totals); }},
        {"lanes-fast", [&] { runKernelLanes<N, Rounding::fast>(study, workload, totals); }},
        {"scalar", [&] { runKernelScalar<N>(study, workload, totals); }},
    };
    using Clock = std::chrono::steady_clock;
    for (int repeat = 0; repeat < repeats; repeat++)
        for (Case& one : cases) {
            auto start = Clock::now();
            double seconds = 0;
            int runs = 0;
            while (seconds < 0.02) {
                one.body();
                runs++;
                seconds = std::chrono::duration<double>(Clock::now() - start).count();
            }
            one.rates.push_back(8.0 * double(study.bars) * runs / seconds);
            one.checksum = 0;
            for (const Totals& lane : totals) one.checksum += lane.rebalances;
        }
    for (Case& one : cases) {
        std::sort(one.rates.begin(), one.rates.end());
        std::printf(
            "%-10s %d symbols  median %7.1f  best %7.1f M candidate-bars/s  %.0f rebalances\n",
            one.name, N, one.rates[one.rates.size() / 2] / 1e6, one.rates.back() / 1e6,
            one.checksum);
    }
}

}  // namespace study
