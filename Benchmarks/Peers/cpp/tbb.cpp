// The peer cases on oneTBB.
#include <oneapi/tbb.h>

#include "peer.hpp"

struct TBB {
    int threads;
    tbb::task_arena arena;

    explicit TBB(int threads) : threads(threads), arena(threads) {}

    template <class F>
    void enter(F f) {
        arena.execute(f);
    }
    template <class F>
    void enterTasks(F f) {
        arena.execute(f);
    }
    template <class A, class B>
    void join(A a, B b) {
        tbb::parallel_invoke(a, b);
    }
    template <class F>
    void forEach(size_t n, peer::Shape, F f) {
        tbb::parallel_for(tbb::blocked_range<size_t>(0, n), [=](auto& range) {
            for (size_t i = range.begin(); i != range.end(); i++) f(i);
        });
    }
    template <class F>
    double sum(size_t n, peer::Shape, F f) {
        return tbb::parallel_reduce(
            tbb::blocked_range<size_t>(0, n), 0.0,
            [=](auto& range, double total) {
                for (size_t i = range.begin(); i != range.end(); i++) total += f(i);
                return total;
            },
            std::plus<double>());
    }
    template <class F>
    uint64_t sumTasks(size_t n, F f) {
        return tbb::parallel_reduce(
            tbb::blocked_range<size_t>(0, n), uint64_t(0),
            [=](auto& range, uint64_t total) {
                for (size_t i = range.begin(); i != range.end(); i++) total += f(i);
                return total;
            },
            std::plus<uint64_t>());
    }
    template <class F>
    uint64_t sumUneven(size_t n, F f) {
        return sumTasks(n, f);
    }
};

int main(int count, char** arguments) { return peer::main<TBB>(count, arguments); }
