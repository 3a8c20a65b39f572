// The walk-forward study of Apus's crypto space, written by hand; see ../README.md.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include "input.hpp"
#include "kernel_bench.hpp"
#include "output.hpp"
#include "sweep.hpp"

using namespace study;

namespace {

const char* usage =
    "usage: study MODE FOLDER [--threads N] [--prefix] [--output FILE] [--repeats N]\n"
    "\n"
    "  MODE       scalar, lanes, lanes-fast or kernel\n"
    "  FOLDER     what prepare.py wrote\n"
    "  --prefix   run anchored training windows as prefixes of the longest\n"
    "  --repeats  of the kernel mode (15)\n";

struct Options {
    std::string mode, folder, output;
    int threads = 1, repeats = 15;
    bool prefix = false;

    Options(int count, char** arguments) {
        auto fail = [] {
            std::fputs(usage, stderr);
            std::exit(64);
        };
        if (count < 3) fail();
        mode = arguments[1];
        folder = arguments[2];
        for (int i = 3; i < count; i++) {
            std::string name = arguments[i];
            if (name == "--prefix") {
                prefix = true;
                continue;
            }
            if (i + 1 == count) fail();
            std::string value = arguments[++i];
            if (name == "--threads") threads = std::max(1, std::atoi(value.c_str()));
            else if (name == "--repeats") repeats = std::max(1, std::atoi(value.c_str()));
            else if (name == "--output") output = value;
            else fail();
        }
        if (mode != "scalar" && mode != "lanes" && mode != "lanes-fast" && mode != "kernel") fail();
    }
};

void sweep(const Study& study, const Options& options) {
    Engine engine = options.mode == "scalar" ? Engine::scalar
                    : options.mode == "lanes" ? Engine::lanes
                                              : Engine::lanesFast;
    Sweep sweep(study, engine, options.prefix);
    auto start = std::chrono::steady_clock::now();
    sweep.run(options.threads);
    double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!options.output.empty()) writeResults(sweep, options.output);
    std::printf("candidates\t%zu\n", study.candidates.size());
    std::printf("sweep_seconds\t%.6f\n", seconds);
    std::printf("candidate_bars\t%.0f\n", sweep.candidateBars());
}

}  // namespace

int main(int count, char** arguments) {
    Options options(count, arguments);
    try {
        Study study = readStudy(options.folder);
        if (options.mode != "kernel") {
            sweep(study, options);
            return 0;
        }
        std::printf("%d lanes\n", laneCount);
        benchKernels<2>(study, options.repeats);
        benchKernels<3>(study, options.repeats);
        benchKernels<4>(study, options.repeats);
        benchKernels<5>(study, options.repeats);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "study: %s\n", error.what());
        return 1;
    }
}
