// The cases of the peer programs, for any C++ runtime; see ../README.md for the line format.
//
// A runtime offers, for its number of threads:
//   enter(f)        run f where loops below may be called; from a foreign thread
//   enterTasks(f)   the same for join and tasks
//   join(a, b)      run both, possibly at once
//   forEach(n, shape, f), sum(n, shape, f)
//   sumTasks(n, f)  every f(i) a task of its own, which may call sumTasks itself
//   sumUneven(n, f) a loop over tasks of unknown lengths
#pragma once

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace peer {

enum class Shape { even, skewed };

using Clock = std::chrono::steady_clock;

// Hides where a value comes from from the optimiser, and that nobody uses it.
template <class T>
inline T consume(T value) {
    asm volatile("" : "+m"(value) : : "memory");
    return value;
}

inline double milliseconds(Clock::time_point since) {
    return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

// A chain of dependent steps, which no compiler shortens.
inline uint64_t spin(uint64_t steps, uint64_t seed) {
    uint64_t x = seed + 1;
    for (uint64_t i = 0; i < steps; i++) x = (x ^ (x >> 32)) * 6364136223846793005u;
    return x;
}

// The fastest of a few runs, so that a busy machine does not shorten the tasks.
inline double stepsPerMicrosecond() {
    const uint64_t steps = 10000000;
    double fastest = 1e9;
    for (int i = 0; i < 10; i++) {
        auto start = Clock::now();
        consume(spin(consume(steps), 1));
        fastest = std::min(fastest, milliseconds(start));
    }
    return double(steps) / (fastest * 1e3);
}

struct Options {
    int threads = 2;
    int repeats = 7;
    double spin = 600;  // steps of spin() in a microsecond
    bool quick = false;
    std::vector<std::string> only;

    Options(int count, char** arguments) {
        for (int i = 1; i < count; i++) {
            std::string name = arguments[i];
            if (name == "--calibrate") {
                std::printf("%.1f\n", stepsPerMicrosecond());
                std::exit(0);
            }
            if (name == "--quick") {
                quick = true;
                continue;
            }
            std::string value = i + 1 < count ? arguments[++i] : "";
            double number = std::atof(value.c_str());
            if (name == "--only" && !value.empty()) {
                size_t start = 0;
                while (start <= value.size()) {
                    size_t comma = std::min(value.find(',', start), value.size());
                    only.push_back(value.substr(start, comma - start));
                    start = comma + 1;
                }
            } else if (name == "--threads" && number >= 1) {
                threads = int(number);
            } else if (name == "--repeats" && number >= 1) {
                repeats = int(number);
            } else if (name == "--spin" && number >= 1) {
                spin = number;
            } else {
                std::fprintf(
                    stderr,
                    "usage: [--threads N] [--repeats N] [--spin X] [--only A,B] [--quick]\n");
                std::exit(64);
            }
        }
    }

    // Whether a case is asked for: its name starts with one of --only.
    bool wants(const std::string& name) const {
        if (only.empty()) return true;
        for (auto& prefix : only)
            if (name.rfind(prefix, 0) == 0) return true;
        return false;
    }
};

inline std::vector<double> inputData(size_t n) {
    std::vector<double> data(n);
    for (size_t i = 0; i < n; i++) data[i] = double(uint32_t(i) * 2654435761u) / 4294967296.0;
    return data;
}

inline double tiny(double x) { return x * 2 + 1; }
inline double halve(double x) { return x * 0.5 + 1; }
// Not inlined: every program then runs the same scalar instructions, whatever its vectoriser does.
__attribute__((noinline)) static double roots(double x, size_t count) {
    for (size_t i = 0; i < count; i++) x = std::sqrt(x + 1);
    return x;
}

// 10,000 lengths of a Pareto distribution of shape 4/3, ascending, `total` steps in all.
inline std::vector<uint64_t> paretoLengths(double total) {
    uint64_t state = 1;
    std::vector<double> lengths(10000);
    for (auto& length : lengths) {
        state += 0x9E3779B97F4A7C15u;
        uint64_t z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        z ^= z >> 31;
        double uniform = (double(z >> 11) + 0.5) / 9007199254740992.0;
        length = 1 / (std::sqrt(uniform) * std::sqrt(std::sqrt(uniform)));
    }
    std::sort(lengths.begin(), lengths.end());
    double sum = 0;
    for (double length : lengths) sum += length;
    std::vector<uint64_t> steps;
    for (double length : lengths) steps.push_back(uint64_t(length * (total / sum)));
    return steps;
}

inline void report(const std::string& name, int threads, const std::string& metric, double value) {
    std::printf("%s\t%d\t%s\t%.17g\n", name.c_str(), threads, metric.c_str(), value);
}

// Reports median, minimum and maximum; returns the median.
inline double reportSamples(
    const std::string& name, int threads, const std::string& unit, std::vector<double> samples) {
    std::sort(samples.begin(), samples.end());
    double median = samples[samples.size() / 2];
    report(name, threads, unit, median);
    report(name, threads, unit + ".min", samples.front());
    report(name, threads, unit + ".max", samples.back());
    return median;
}

// One way of doing a case; 0 threads is the serial loop.
struct Variant {
    int threads;
    std::function<void()> body;
    std::vector<double> samples = {};
    double median = 0;
};

// Warms up, then runs the variants in turn; 3 repeats where one run takes more than 100 ms.
inline void compare(
    const Options& options, const std::string& name, std::vector<Variant>& variants) {
    double slowest = 0;
    for (auto& variant : variants) {
        auto start = Clock::now();
        variant.body();
        slowest = std::max(slowest, milliseconds(start));
    }
    int repeats = slowest > 100 ? std::min(options.repeats, 3) : options.repeats;
    for (int i = 0; i < repeats; i++) {
        for (auto& variant : variants) {
            auto start = Clock::now();
            variant.body();
            variant.samples.push_back(milliseconds(start));
        }
    }
    for (auto& variant : variants)
        variant.median = reportSamples(name, variant.threads, "ms", variant.samples);
    for (size_t i = 1; i < variants.size(); i++)
        report(name, variants[i].threads, "ratio", variants[0].median / variants[i].median);
}

// A call of either kind, timed in a loop of its own so that it may be inlined.
struct Calls {
    int threads;
    std::function<void(size_t)> repeat;
};

template <class F>
Calls calls(int threads, F body) {
    return {threads, [body](size_t count) {
                for (size_t i = 0; i < count; i++) body();
            }};
}

// Nanoseconds per call, in batches of about 2 ms.
inline void compareCalls(
    const Options& options, const std::string& name, const std::vector<Calls>& variants) {
    std::vector<size_t> counts;
    std::vector<std::vector<double>> samples(variants.size());
    for (auto& variant : variants) {
        variant.repeat(20);
        auto start = Clock::now();
        variant.repeat(100);
        double one = milliseconds(start) / 100;
        counts.push_back(size_t(std::min(std::max(2 / one, 20.0), 100000.0)));
    }
    for (int i = 0; i < options.repeats * 3; i++) {
        for (size_t v = 0; v < variants.size(); v++) {
            auto start = Clock::now();
            variants[v].repeat(counts[v]);
            samples[v].push_back(milliseconds(start) * 1e6 / double(counts[v]));
        }
    }
    std::vector<double> medians;
    for (size_t v = 0; v < variants.size(); v++)
        medians.push_back(reportSamples(name, variants[v].threads, "ns", samples[v]));
    for (size_t v = 1; v < variants.size(); v++)
        report(name, variants[v].threads, "ratio", medians[0] / medians[v]);
}

// Microseconds of one call after each millisecond of sleep.
template <class F>
void afterIdle(const std::string& name, int threads, F body) {
    std::vector<double> samples;
    for (int i = 0; i < 201; i++) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        auto start = Clock::now();
        body();
        samples.push_back(milliseconds(start) * 1e3);
    }
    reportSamples(name, threads, "us", samples);
}

// Microseconds from the fork until both sides run, after 2 ms of sleep. Both sides wait for each
// other, so that two threads are needed; where none comes in time it is a miss, and counted.
// `join` is called with two callables.
template <class Join>
void handOvers(const std::string& name, int threads, Join join) {
    std::vector<double> samples;
    int missed = 0;
    for (int i = 0; i < 101; i++) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        std::atomic<int64_t> started[2] = {{-1}, {-1}};
        std::atomic<int> met{0};
        auto fork = Clock::now();
        auto nanoseconds = [fork] {
            return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - fork)
                .count();
        };
        auto side = [&](int index) {
            started[index].store(nanoseconds(), std::memory_order_release);
            while (started[1 - index].load(std::memory_order_acquire) < 0) {
                if (nanoseconds() > 5000000) return;
#if defined(__x86_64__)
                __builtin_ia32_pause();
#endif
            }
            met.fetch_add(1);
        };
        join([&] { side(0); }, [&] { side(1); });
        if (met.load() == 2) {
            samples.push_back(double(std::max(started[0].load(), started[1].load())) / 1e3);
        } else {
            missed += 1;
        }
    }
    if (!samples.empty()) reportSamples(name, threads, "us", samples);
    report(name, threads, "missed", missed);
}

inline double processorMilliseconds() {
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3
        + double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

// Processor time of the second that follows a burst.
template <class F>
void idleProcessorTime(int threads, F burst) {
    std::vector<double> samples;
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 20; j++) burst();
        double before = processorMilliseconds();
        std::this_thread::sleep_for(std::chrono::seconds(1));
        samples.push_back(processorMilliseconds() - before);
    }
    reportSamples("idle-cpu", threads, "ms", samples);
}

// Against max(serial / threads, longest task), the serial time measured in turn.
inline void compareToIdeal(
    const Options& options, const std::string& name, int threads, double longestShare,
    std::function<uint64_t()> serial, std::function<uint64_t()> parallel) {
    uint64_t results[2];
    std::vector<Variant> variants = {
        {0, [&] { results[0] = consume(serial()); }},
        {threads, [&] { results[1] = consume(parallel()); }},
    };
    compare(options, name, variants);
    double ideal = variants[0].median * std::max(1.0 / threads, longestShare);
    report(name, threads, "over-ideal", variants[1].median / ideal);
    // 2^53 and more do not fit a double: the low half is enough to compare.
    report(name, 0, "checksum", double(results[0] & 0xFFFFFFFF));
    report(name, threads, "checksum", double(results[1] & 0xFFFFFFFF));
}

inline uint64_t fibSerial(uint64_t n) {
    return n < 2 ? n : fibSerial(n - 1) + fibSerial(n - 2);
}

template <class Runtime>
uint64_t fib(Runtime& runtime, uint64_t n) {
    if (n < 2) return n;
    uint64_t a, b;
    runtime.join([&] { a = fib(runtime, n - 1); }, [&] { b = fib(runtime, n - 2); });
    return a + b;
}

template <class Runtime>
struct Cases {
    const Options& options;
    std::vector<Runtime*> runtimes;  // of 1 thread and of options.threads

    Runtime& last() { return *runtimes.back(); }

    uint64_t enterFib(Runtime& runtime, uint64_t n) {
        uint64_t result = 0;
        runtime.enterTasks([&] { result = fib(runtime, consume(n)); });
        return result;
    }

    void forkJoin(uint64_t n) {
        std::string name = "fib" + std::to_string(n);
        if (!options.wants(name)) return;
        double joins = double(fibSerial(n + 1)) - 1;
        std::vector<Variant> variants = {{0, [=] { consume(fibSerial(consume(n))); }}};
        for (auto* runtime : runtimes)
            variants.push_back({runtime->threads, [=, this] { enterFib(*runtime, n); }});
        compare(options, name, variants);
        for (auto& variant : variants)
            report(name, variant.threads, "ns-per-join", variant.median * 1e6 / joins);
        report(name, 0, "checksum", double(enterFib(last(), n)));
    }

    // One body at one size: a new array of results, and their sum.
    template <class F>
    void body(const std::string& bodyName, Shape shape, const std::vector<double>& input, F f) {
        size_t n = input.size();
        auto serialMap = [&] {
            const double* in = consume(input.data());
            std::unique_ptr<double[]> out(new double[n]);
            for (size_t i = 0; i < n; i++) out[i] = f(i, in[i]);
            return out;
        };
        auto map = [&](Runtime& runtime) {
            const double* in = consume(input.data());
            std::unique_ptr<double[]> out(new double[n]);
            double* slots = out.get();
            runtime.enter([&] {
                runtime.forEach(n, shape, [=](size_t i) { slots[i] = f(i, in[i]); });
            });
            return out;
        };
        std::string name = "map-" + bodyName + "-" + std::to_string(n);
        if (options.wants(name)) {
            std::vector<Variant> variants = {{0, [&] { consume(serialMap()[n / 2]); }}};
            for (auto* runtime : runtimes)
                variants.push_back(
                    {runtime->threads, [=] { consume(map(*runtime)[n / 2]); }});
            compare(options, name, variants);
            auto results = map(last());
            double total = 0;
            for (size_t i = 0; i < n; i++) total += results[i];
            report(name, 0, "checksum", total);
        }

        auto sum = [&](Runtime& runtime) {
            const double* in = consume(input.data());
            double total = 0;
            runtime.enter([&] {
                total = runtime.sum(n, shape, [=](size_t i) { return f(i, in[i]); });
            });
            return total;
        };
        name = "sum-" + bodyName + "-" + std::to_string(n);
        if (options.wants(name)) {
            std::vector<Variant> variants = {{0, [&] {
                const double* in = consume(input.data());
                double total = 0;
                for (size_t i = 0; i < n; i++) total += f(i, in[i]);
                consume(total);
            }}};
            for (auto* runtime : runtimes)
                variants.push_back({runtime->threads, [=] { consume(sum(*runtime)); }});
            compare(options, name, variants);
            report(name, 0, "checksum", sum(last()));
        }
    }

    void update(size_t n) {
        std::string name = "update-tiny-" + std::to_string(n);
        if (!options.wants(name)) return;
        auto run = [n](Runtime& runtime, std::vector<double>& data) {
            double* slots = consume(data.data());
            runtime.enter([&] {
                runtime.forEach(n, Shape::even, [=](size_t i) { slots[i] = halve(slots[i]); });
            });
        };
        auto serialData = inputData(n);
        std::vector<std::vector<double>> datas(runtimes.size(), serialData);
        std::vector<Variant> variants = {{0, [&] {
            double* slots = consume(serialData.data());
            for (size_t i = 0; i < n; i++) slots[i] = halve(slots[i]);
        }}};
        for (size_t r = 0; r < runtimes.size(); r++)
            variants.push_back({runtimes[r]->threads, [&, r] { run(*runtimes[r], datas[r]); }});
        compare(options, name, variants);
        auto data = inputData(n);
        run(last(), data);
        double total = 0;
        for (double x : data) total += x;
        report(name, 0, "checksum", total);
    }

    void small() {
        Runtime& runtime = last();
        for (size_t n : {0, 1, 10, 100, 1000}) {
            auto input = inputData(n);
            const double* data = input.data();
            auto serialMap = [=] {
                size_t count = consume(n);
                std::unique_ptr<double[]> out(new double[count]);
                for (size_t i = 0; i < count; i++) out[i] = tiny(data[i]);
                consume(out.get());
            };
            auto map = [=, &runtime] {
                size_t count = consume(n);
                std::unique_ptr<double[]> out(new double[count]);
                double* slots = out.get();
                runtime.forEach(count, Shape::even, [=](size_t i) { slots[i] = tiny(data[i]); });
                consume(out.get());
            };
            auto serialSum = [=] {
                size_t count = consume(n);
                double total = 0;
                for (size_t i = 0; i < count; i++) total += tiny(data[i]);
                consume(total);
            };
            auto sum = [=, &runtime] {
                consume(
                    runtime.sum(consume(n), Shape::even, [=](size_t i) { return tiny(data[i]); }));
            };
            std::string size = std::to_string(n);
            if (options.wants("small-map-" + size)) {
                runtime.enter([&] {
                    compareCalls(options, "small-map-" + size,
                                 {calls(0, serialMap), calls(runtime.threads, map)});
                });
            }
            if (options.wants("small-sum-" + size)) {
                runtime.enter([&] {
                    compareCalls(options, "small-sum-" + size,
                                 {calls(0, serialSum), calls(runtime.threads, sum)});
                });
            }
            if (options.wants("small-sum-foreign-" + size)) {
                compareCalls(
                    options, "small-sum-foreign-" + size,
                    {calls(0, serialSum),
                     calls(runtime.threads, [=, &runtime] { runtime.enter([&] { sum(); }); })});
            }
        }
    }

    void latency() {
        Runtime& runtime = last();
        int threads = runtime.threads;
        auto empty = [&] { runtime.join([] {}, [] {}); };
        auto foreign = [&] { runtime.enterTasks(empty); };
        auto join = [&](auto a, auto b) { runtime.join(a, b); };
        if (options.wants("empty-worker")) {
            runtime.enterTasks(
                [&] { compareCalls(options, "empty-worker", {calls(threads, empty)}); });
        }
        if (options.wants("empty-foreign"))
            compareCalls(options, "empty-foreign", {calls(threads, foreign)});
        if (options.wants("idle-worker"))
            runtime.enterTasks([&] { afterIdle("idle-worker", threads, empty); });
        if (options.wants("idle-foreign")) afterIdle("idle-foreign", threads, foreign);
        if (options.wants("handover-worker"))
            runtime.enterTasks([&] { handOvers("handover-worker", threads, join); });
        if (options.wants("handover-foreign")) {
            handOvers("handover-foreign", threads, [&](auto a, auto b) {
                runtime.enterTasks([&] { runtime.join(a, b); });
            });
        }
        if (options.wants("idle-cpu"))
            idleProcessorTime(threads, [&] { enterFib(runtime, 20); });
    }

    void tasks() {
        Runtime& runtime = last();
        if (options.wants("nested")) {
            uint64_t steps = uint64_t(options.spin * 5);
            compareToIdeal(
                options, "nested", runtime.threads, 0,
                [=] {
                    uint64_t total = 0;
                    for (uint64_t i = 0; i < 10000; i++) total += spin(steps, i);
                    return total;
                },
                [=, &runtime] {
                    uint64_t total = 0;
                    runtime.enterTasks([&] {
                        total = runtime.sumTasks(100, [&runtime, steps](size_t i) {
                            return runtime.sumTasks(
                                100, [=](size_t j) { return spin(steps, i * 100 + j); });
                        });
                    });
                    return total;
                });
        }
        if (options.wants("pareto")) {
            auto lengths = paretoLengths(options.spin * 1e6);
            double all = 0;
            for (uint64_t length : lengths) all += double(length);
            compareToIdeal(
                options, "pareto", runtime.threads, double(lengths.back()) / all,
                [&] {
                    uint64_t total = 0;
                    for (size_t i = 0; i < lengths.size(); i++) total += spin(lengths[i], i);
                    return total;
                },
                [&] {
                    uint64_t total = 0;
                    runtime.enter([&] {
                        total = runtime.sumUneven(
                            lengths.size(), [&](size_t i) { return spin(lengths[i], i); });
                    });
                    return total;
                });
        }
    }

    void all() {
        forkJoin(32);
        forkJoin(20);
        for (size_t n : {1000000, 10000000}) {
            if (options.quick && n > 1000000) break;
            auto input = inputData(n);
            body("tiny", Shape::even, input, [](size_t, double x) { return tiny(x); });
            body("medium", Shape::even, input, [](size_t, double x) { return roots(x, 20); });
            body("skewed", Shape::skewed, input,
                 [n](size_t i, double x) { return roots(x, i * 40 / n); });
            update(n);
        }
        small();
        latency();
        tasks();
    }
};

template <class Runtime>
int main(int count, char** arguments) {
    Options options(count, arguments);
    Runtime one(1), all(options.threads);
    Cases<Runtime>{options, {&one, &all}}.all();
    return 0;
}

}  // namespace peer
