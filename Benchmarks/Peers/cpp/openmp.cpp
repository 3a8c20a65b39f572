// The peer cases on OpenMP; built against libgomp and against libomp.
#include <omp.h>

#include "peer.hpp"

struct OpenMP {
    int threads;

    explicit OpenMP(int threads) : threads(threads) {}

    // Loops open their own parallel region.
    template <class F>
    void enter(F f) {
        f();
    }
    template <class F>
    void enterTasks(F f) {
#pragma omp parallel num_threads(threads)
#pragma omp single
        f();
    }
    template <class A, class B>
    void join(A a, B b) {
#pragma omp task default(shared)
        b();
        a();
#pragma omp taskwait
    }
    template <class F>
    void forEach(size_t n, peer::Shape shape, F f) {
        if (shape == peer::Shape::even) {
#pragma omp parallel for num_threads(threads) schedule(static)
            for (size_t i = 0; i < n; i++) f(i);
        } else {
#pragma omp parallel for num_threads(threads) schedule(dynamic, 4096)
            for (size_t i = 0; i < n; i++) f(i);
        }
    }
    template <class F>
    double sum(size_t n, peer::Shape shape, F f) {
        double total = 0;
        if (shape == peer::Shape::even) {
#pragma omp parallel for num_threads(threads) schedule(static) reduction(+ : total)
            for (size_t i = 0; i < n; i++) total += f(i);
        } else {
#pragma omp parallel for num_threads(threads) schedule(dynamic, 4096) reduction(+ : total)
            for (size_t i = 0; i < n; i++) total += f(i);
        }
        return total;
    }
    template <class F>
    uint64_t sumTasks(size_t n, F f) {
        std::vector<uint64_t> results(n);
#pragma omp taskloop default(shared) grainsize(1)
        for (size_t i = 0; i < n; i++) results[i] = f(i);
        uint64_t total = 0;
        for (uint64_t result : results) total += result;
        return total;
    }
    template <class F>
    uint64_t sumUneven(size_t n, F f) {
        uint64_t total = 0;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1) reduction(+ : total)
        for (size_t i = 0; i < n; i++) total += f(i);
        return total;
    }
};

int main(int count, char** arguments) { return peer::main<OpenMP>(count, arguments); }
