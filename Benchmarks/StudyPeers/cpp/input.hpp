// The files that prepare.py writes.
#pragma once

#include <cstdint>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "metrics.hpp"

namespace study {

constexpr int largestSet = 5;
constexpr double momentumRise = 0.20;

// Infinite where the method does not look at it; times in seconds.
struct Policy {
    double threshold = std::numeric_limits<double>::infinity();
    double calendar = std::numeric_limits<double>::infinity();
    double interval = 0;
    bool veto = false;
};

struct Candidate {
    int64_t id = 0;
    std::vector<int> columns;
    std::vector<double> weights;
    Policy policy;
};

struct Split {
    int64_t trainStart, trainEnd, testStart, testEnd;
};

struct Study {
    Settings settings;
    int64_t bars = 0;
    int64_t symbols = 0;
    std::vector<double> times;
    std::vector<double> closes;  // bars x symbols
    std::vector<Split> splits;
    std::vector<Candidate> candidates;
};

inline std::vector<std::string> fields(const std::string& text, char separator) {
    std::vector<std::string> result;
    std::stringstream stream(text);
    for (std::string field; std::getline(stream, field, separator);) result.push_back(field);
    return result;
}

// Every line after the header, split at commas.
template <class Body>
void forEachRow(const std::string& path, Body body) {
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line)) throw std::runtime_error("cannot read " + path);
    while (std::getline(file, line)) body(fields(line, ','));
}

inline Candidate parseCandidate(const std::vector<std::string>& row) {
    Candidate candidate;
    candidate.id = std::stoll(row.at(0));
    for (auto& column : fields(row.at(1), '|')) candidate.columns.push_back(std::stoi(column));
    for (auto& weight : fields(row.at(2), '|')) candidate.weights.push_back(std::stod(weight));
    const std::string& method = row.at(4);
    if (method != "calendar") candidate.policy.threshold = std::stod(row.at(3));
    if (method != "threshold") candidate.policy.calendar = std::stod(row.at(5)) * 86400;
    candidate.policy.interval = std::stod(row.at(6)) * 3600;
    candidate.policy.veto = row.at(7) == "1";
    if (candidate.columns.size() < 2 || candidate.columns.size() > largestSet)
        throw std::runtime_error("a candidate must hold two to five symbols");
    return candidate;
}

inline void readPrices(Study& study, const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    auto read = [&](void* to, size_t bytes) {
        if (!file.read(static_cast<char*>(to), std::streamsize(bytes)))
            throw std::runtime_error("cannot read " + path);
    };
    read(&study.bars, sizeof(int64_t));
    read(&study.symbols, sizeof(int64_t));
    std::vector<int64_t> seconds(study.bars);
    read(seconds.data(), seconds.size() * sizeof(int64_t));
    study.times.assign(seconds.begin(), seconds.end());
    study.closes.resize(study.bars * study.symbols);
    read(study.closes.data(), study.closes.size() * sizeof(double));
}

inline Study readStudy(const std::string& folder) {
    Study study;
    readPrices(study, folder + "/prices.bin");
    std::map<std::string, double> values;
    forEachRow(folder + "/settings.csv", [&](const std::vector<std::string>& row) {
        values[row.at(0)] = std::stod(row.at(1));
    });
    study.settings.capital = values.at("capital");
    study.settings.costRate = values.at("cost_rate");
    study.settings.barsPerYear = values.at("bars_per_year");
    study.settings.lookback = int64_t(values.at("lookback"));
    forEachRow(folder + "/windows.csv", [&](const std::vector<std::string>& row) {
        study.splits.push_back(
            {std::stoll(row.at(0)), std::stoll(row.at(1)), std::stoll(row.at(2)),
             std::stoll(row.at(3))});
    });
    forEachRow(folder + "/candidates.csv", [&](const std::vector<std::string>& row) {
        study.candidates.push_back(parseCandidate(row));
    });
    return study;
}

// The closes of some columns side by side: fewer bytes a bar than in the whole table.
inline std::vector<double> packed(const Study& study, const std::vector<int>& columns) {
    std::vector<double> rows(study.bars * columns.size());
    double* to = rows.data();
    const double* from = study.closes.data();
    for (int64_t bar = 0; bar < study.bars; bar++, from += study.symbols)
        for (int column : columns) *to++ = from[column];
    return rows;
}

}  // namespace study
