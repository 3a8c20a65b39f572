#include "matrix_products.h"

#include <pthread.h>
#include <stdio.h>
#include <stddef.h>

#if defined(__APPLE__)

#define ACCELERATE_NEW_LAPACK
#include <Accelerate/Accelerate.h>

static void begin_run(void) {}
static void end_run(void) {}

const char *apus_matrix_library(void) { return "Accelerate"; }

void apus_sgemm(
    bool transposes_a, bool transposes_b, int32_t m, int32_t n, int32_t k, float alpha,
    const float *a, int32_t lda, const float *b, int32_t ldb, float beta, float *c, int32_t ldc) {
    cblas_sgemm(
        CblasRowMajor, transposes_a ? CblasTrans : CblasNoTrans,
        transposes_b ? CblasTrans : CblasNoTrans, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

#else

#include <dlfcn.h>
#include <signal.h>

// oneDNN is found when it is first needed, not when the program is linked: Apus builds and starts
// without it, and what needs no products does not wait for a large library to load.

typedef int (*product)(
    char, char, long, long, long, float, const float *, long, const float *, long, float, float *,
    long);

// The first fields of dnnl_version_t.
struct version { int major, minor, patch; };

static struct {
    product sgemm;
    int (*threads)(void);
    void (*set_threads)(int);
    char name[40];
} library = {NULL, NULL, NULL, "portable"};

// oneDNN's kernels keep data below the stack pointer, further down than a signal handler spares: a handler
// that runs on this thread meanwhile writes over it, and the kernel then over anything. So signals wait,
// all but those that the code itself causes.
static void hold_signals(sigset_t *before) {
    sigset_t held;
    sigfillset(&held);
    static const int own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) sigdelset(&held, own[i]);
    pthread_sigmask(SIG_SETMASK, &held, before);
}

static void release_signals(const sigset_t *before) { pthread_sigmask(SIG_SETMASK, before, NULL); }

// How many runs of products the calling thread is in, and what it held before the first.
static __thread int runs;
static __thread sigset_t held_before;

static void begin_run(void) {
    if (runs++ == 0) hold_signals(&held_before);
}

static void end_run(void) {
    if (--runs == 0) release_signals(&held_before);
}

static void load(void) {
    static const char *const names[] = {"libdnnl.so.3", "libdnnl.so.2"};
    for (size_t i = 0; i < sizeof names / sizeof *names && library.sgemm == NULL; i++) {
        void *handle = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
        if (handle == NULL) continue;
        const struct version *(*version)(void) =
            (const struct version *(*)(void))dlsym(handle, "dnnl_version");
        product sgemm = (product)dlsym(handle, "dnnl_sgemm");
        if (version == NULL || sgemm == NULL) {
            dlclose(handle);
            continue;
        }
        // Builds that run on OpenMP would otherwise start threads below ours.
        library.threads = (int (*)(void))dlsym(handle, "omp_get_max_threads");
        library.set_threads = (void (*)(int))dlsym(handle, "omp_set_num_threads");
        const struct version *found = version();
        snprintf(
            library.name, sizeof library.name, "oneDNN %d.%d.%d", found->major, found->minor,
            found->patch);
        library.sgemm = sgemm;
    }
}

static void ensure_loaded(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
}

const char *apus_matrix_library(void) {
    ensure_loaded();
    return library.name;
}

void apus_sgemm(
    bool transposes_a, bool transposes_b, int32_t m, int32_t n, int32_t k, float alpha,
    const float *a, int32_t lda, const float *b, int32_t ldb, float beta, float *c, int32_t ldc) {
    ensure_loaded();
    if (library.sgemm != NULL) {
        begin_run();
        int threads = 1;
        // The setting belongs to the calling thread.
        if (library.set_threads != NULL && library.threads != NULL) {
            threads = library.threads();
            if (threads != 1) library.set_threads(1);
        }
        int status = library.sgemm(
            transposes_a ? 'T' : 'N', transposes_b ? 'T' : 'N', m, n, k, alpha, a, lda, b, ldb,
            beta, c, ldc);
        if (threads != 1) library.set_threads(threads);
        end_run();
        if (status == 0) return;
    }
    apus_sgemm_portable(
        transposes_a, transposes_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

#endif

// Blocks of four rows by sixteen columns, four vectors of the compiler's each; the edges one by one.

typedef float vector __attribute__((vector_size(16), aligned(4)));

enum { blockRows = 4, blockColumns = 16, vectorLength = 4, depth = 256 };

static inline float at(const float *a, bool transposes, int32_t lda, int32_t row, int32_t column) {
    return transposes ? a[(ptrdiff_t)column * lda + row] : a[(ptrdiff_t)row * lda + column];
}

static void scale(int32_t m, int32_t n, float beta, float *c, int32_t ldc) {
    if (beta == 1) return;
    for (int32_t i = 0; i < m; i++)
        for (int32_t j = 0; j < n; j++) {
            float *value = c + (ptrdiff_t)i * ldc + j;
            *value = beta == 0 ? 0 : beta * *value;
        }
}

void apus_sgemm_portable(
    bool transposes_a, bool transposes_b, int32_t m, int32_t n, int32_t k, float alpha,
    const float *a, int32_t lda, const float *b, int32_t ldb, float beta, float *c, int32_t ldc) {
    scale(m, n, beta, c, ldc);
    float columns[depth * blockColumns], rows[depth * blockRows];
    for (int32_t first = 0; first < k; first += depth) {
        int32_t length = k - first < depth ? k - first : depth;
        for (int32_t j = 0; j < n; j += blockColumns) {
            int32_t width = n - j < blockColumns ? n - j : blockColumns;
            for (int32_t l = 0; l < length; l++)
                for (int32_t q = 0; q < blockColumns; q++)
                    columns[l * blockColumns + q] =
                        q < width ? at(b, transposes_b, ldb, first + l, j + q) : 0;
            for (int32_t i = 0; i < m; i += blockRows) {
                int32_t height = m - i < blockRows ? m - i : blockRows;
                for (int32_t l = 0; l < length; l++)
                    for (int32_t p = 0; p < blockRows; p++)
                        rows[l * blockRows + p] =
                            p < height ? alpha * at(a, transposes_a, lda, i + p, first + l) : 0;
                vector sums[blockRows][blockColumns / vectorLength] = {{{0}}};
                for (int32_t l = 0; l < length; l++) {
                    const vector *column = (const vector *)(columns + l * blockColumns);
                    for (int32_t p = 0; p < blockRows; p++) {
                        float x = rows[l * blockRows + p];
                        vector factor = {x, x, x, x};
                        for (int32_t q = 0; q < blockColumns / vectorLength; q++)
                            sums[p][q] += factor * column[q];
                    }
                }
                for (int32_t p = 0; p < height; p++)
                    for (int32_t q = 0; q < width; q++)
                        c[(ptrdiff_t)(i + p) * ldc + j + q] +=
                            sums[p][q / vectorLength][q % vectorLength];
            }
        }
    }
}

// Bits 15 (results) and 6 (operands) of the SSE control word; bit 24 of the ARM one covers both.

static uint64_t flush_denormals(void) {
#if defined(__x86_64__)
    uint32_t state = __builtin_ia32_stmxcsr();
    __builtin_ia32_ldmxcsr(state | 0x8040);
    return state;
#elif defined(__aarch64__)
    uint64_t state;
    __asm__ volatile("mrs %0, fpcr" : "=r"(state));
    __asm__ volatile("msr fpcr, %0" : : "r"(state | (1ull << 24)));
    return state;
#else
    return 0;
#endif
}

static void restore_denormals(uint64_t state) {
#if defined(__x86_64__)
    __builtin_ia32_ldmxcsr((uint32_t)state);
#elif defined(__aarch64__)
    __asm__ volatile("msr fpcr, %0" : : "r"(state));
#else
    (void)state;
#endif
}

uint64_t apus_begin_products(void) {
    begin_run();
    return flush_denormals();
}

void apus_end_products(uint64_t state) {
    restore_denormals(state);
    end_run();
}
