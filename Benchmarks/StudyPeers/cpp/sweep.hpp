// Every candidate over every window, on some threads.
#pragma once

#include <atomic>
#include <map>
#include <thread>
#include <utility>
#include <vector>

#include "input.hpp"
#include "lane_kernel.hpp"
#include "scalar_kernel.hpp"

namespace study {

enum class Engine { scalar, lanes, lanesFast };

// Windows that begin at the same bar; `places` says where their metrics go.
struct Pass {
    int64_t start;
    std::vector<int64_t> ends;
    std::vector<int> places;
};

// Place i is the training window of split i, place `splits + i` its test window. With `prefix`,
// training windows from the same bar on are one pass over the longest.
inline std::vector<Pass> passes(const std::vector<Split>& splits, bool prefix) {
    std::vector<Pass> result;
    for (int i = 0; i < int(splits.size()); i++) {
        const Split& split = splits[i];
        if (prefix && i > 0 && result.back().start == split.trainStart) {
            result.back().ends.push_back(split.trainEnd);
            result.back().places.push_back(i);
        } else {
            result.push_back({split.trainStart, {split.trainEnd}, {i}});
        }
    }
    for (int i = 0; i < int(splits.size()); i++)
        result.push_back(
            {splits[i].testStart, {splits[i].testEnd}, {i + int(splits.size())}});
    return result;
}

class Sweep {
public:
    const Study& study;
    // The listed candidates, then buying and holding each of their portfolios.
    std::vector<Candidate> candidates;
    std::vector<int> hold;  // of every listed candidate, its place in `candidates`
    int windows;
    std::vector<WindowMetrics> metrics;  // candidates x windows

    Sweep(const Study& study, Engine engine, bool prefix)
        : study(study), windows(2 * int(study.splits.size())), engine(engine),
          plan(passes(study.splits, prefix)) {
        candidates = study.candidates;
        addBuyAndHold();
        metrics.resize(candidates.size() * windows);
        makeBlocks();
    }

    void run(int threads) {
        for (auto& [columns, rows] : sets) rows = packed(study, columns);
        std::atomic<size_t> next = 0;
        auto work = [&] {
            for (size_t block; (block = next.fetch_add(1)) < blocks.size();) run(blocks[block]);
        };
        std::vector<std::thread> others;
        for (int i = 1; i < threads; i++) others.emplace_back(work);
        work();
        for (auto& thread : others) thread.join();
    }

    // Bars that are simulated, times candidates, buying and holding not counted.
    double candidateBars() const {
        double bars = 0;
        for (const Pass& pass : plan) bars += double(pass.ends.back() - pass.start);
        return bars * double(study.candidates.size());
    }

private:
    // Candidates of the same columns that run side by side.
    struct Block {
        std::vector<int> members;
        const std::vector<double>* rows;
        bool drifts;
    };

    Engine engine;
    std::vector<Pass> plan;
    std::map<std::vector<int>, std::vector<double>> sets;
    std::vector<Block> blocks;

    void addBuyAndHold() {
        std::map<std::pair<std::vector<int>, std::vector<double>>, int> known;
        for (const Candidate& candidate : study.candidates) {
            auto [place, isNew] =
                known.try_emplace({candidate.columns, candidate.weights}, candidates.size());
            if (isNew) candidates.push_back({0, candidate.columns, candidate.weights, Policy{}});
            hold.push_back(place->second);
        }
    }

    // Candidates that do not look at drifts have less to compute and go together. Neighbours in
    // the grid rebalance at the same bars, which makes the rare branch rarer.
    void makeBlocks() {
        std::map<std::pair<std::vector<int>, bool>, std::vector<int>> alike;
        for (int i = 0; i < int(candidates.size()); i++) {
            bool drifts = candidates[i].policy.threshold < 1;
            alike[{candidates[i].columns, drifts}].push_back(i);
        }
        for (auto& [key, members] : alike) {
            const std::vector<double>& rows = sets[key.first];
            for (size_t from = 0; from < members.size(); from += laneCount) {
                size_t to = std::min(members.size(), from + laneCount);
                blocks.push_back(
                    {{members.begin() + from, members.begin() + to}, &rows, key.second});
            }
        }
    }

    void run(const Block& block) {
        switch (candidates[block.members[0]].columns.size()) {
        case 2: run<2>(block); break;
        case 3: run<3>(block); break;
        case 4: run<4>(block); break;
        default: run<5>(block);
        }
    }

    template <int N>
    void run(const Block& block) {
        if (engine == Engine::scalar) return runScalar<N>(block);
        bool fast = engine == Engine::lanesFast;
        if (block.drifts)
            fast ? runLanes<N, true, Rounding::fast>(block)
                 : runLanes<N, true, Rounding::exact>(block);
        else
            fast ? runLanes<N, false, Rounding::fast>(block)
                 : runLanes<N, false, Rounding::exact>(block);
    }

    template <int N>
    void runScalar(const Block& block) {
        std::vector<Totals> totals(windows);
        for (int member : block.members)
            for (const Pass& pass : plan) {
                const Candidate& candidate = candidates[member];
                simulateScalar<N>(
                    study.settings, block.rows->data(), study.times.data(),
                    candidate.weights.data(), candidate.policy, pass.start, pass.ends.data(),
                    int(pass.ends.size()), totals.data());
                for (size_t i = 0; i < pass.ends.size(); i++)
                    metrics[member * windows + pass.places[i]] =
                        measure(totals[i], study.settings);
            }
    }

    template <int N, bool drifts, Rounding rounding>
    void runLanes(const Block& block) {
        std::vector<const Candidate*> members;
        for (int member : block.members) members.push_back(&candidates[member]);
        LaneGroup group(members.data(), int(members.size()));
        std::vector<Totals> storage(windows * laneCount);
        auto totals = reinterpret_cast<Totals(*)[laneCount]>(storage.data());
        for (const Pass& pass : plan) {
            simulateLanes<N, drifts, rounding>(
                study.settings, block.rows->data(), study.times.data(), group, pass.start,
                pass.ends.data(), int(pass.ends.size()), totals);
            for (size_t i = 0; i < pass.ends.size(); i++)
                for (size_t lane = 0; lane < members.size(); lane++)
                    metrics[block.members[lane] * windows + pass.places[i]] =
                        measure(totals[i][lane], study.settings);
        }
    }
};

}  // namespace study
