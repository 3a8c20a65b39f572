// Small products for one kind of processor: included once for each, with NAMED for its name.

// Some rows by sixteen columns at most. B's rows are there as whole vectors.
inline_static void NAMED(block)(
    int32_t rows, int32_t k, const float *a, ptrdiff_t a_row, ptrdiff_t a_column, const float *b,
    ptrdiff_t ldb, float beta, float *c, ptrdiff_t ldc, int32_t count) {
    vector sums[4] = {{0}};
    for (int32_t l = 0; l < k; l++) {
        vector column;
        memcpy(&column, b + l * ldb, sizeof column);
        for (int32_t p = 0; p < rows; p++)
            sums[p] = __builtin_elementwise_fma(
                a[p * a_row + l * a_column] - (vector){0}, column, sums[p]);
    }
    for (int32_t p = 0; p < rows; p++) {
        float *to = c + p * ldc;
        if (beta != 0) {
            vector old = {0};
            memcpy(&old, to, (size_t)count * sizeof(float));
            sums[p] = __builtin_elementwise_fma(beta - (vector){0}, old, sums[p]);
        }
        memcpy(to, &sums[p], (size_t)count * sizeof(float));
    }
}

static void NAMED(small_sgemm)(
    bool transposes_a, bool transposes_b, int32_t m, int32_t n, int32_t k, const float *a,
    int32_t lda, const float *b, int32_t ldb, float beta, float *c, int32_t ldc, bool has_room) {
    ptrdiff_t a_row = transposes_a ? 1 : lda, a_column = transposes_a ? lda : 1;
    float own[depth * lanes];
    for (int32_t first = 0; first < k; first += depth) {
        int32_t length = k - first < depth ? k - first : depth;
        const float *factor = a + first * a_column;
        float kept = first == 0 ? beta : 1;
        for (int32_t j = 0; j < n; j += lanes) {
            int32_t width = n - j < lanes ? n - j : lanes;
            const float *columns = b + (ptrdiff_t)first * ldb + j;
            ptrdiff_t apart = ldb;
            if (transposes_b || width < lanes) {
                ptrdiff_t b_row = transposes_b ? 1 : ldb, b_column = transposes_b ? ldb : 1;
                const float *from = b + first * b_row + j * b_column;
                for (int32_t l = 0; l < length; l++)
                    for (int32_t q = 0; q < lanes; q++)
                        own[l * lanes + q] = q < width ? from[l * b_row + q * b_column] : 0;
                columns = own;
                apart = lanes;
            }
            int32_t count = has_room && kept == 0 ? lanes : width, i = 0;
#define BLOCK(rows, count)                                                                         \
    NAMED(block)(                                                                                  \
        rows, length, factor + i * a_row, a_row, a_column, columns, apart, kept,                   \
        c + (ptrdiff_t)i * ldc + j, ldc, count)
            for (; i + 4 <= m; i += 4) {
                if (count == lanes) BLOCK(4, lanes);
                else BLOCK(4, count);
            }
            for (; i < m; i++) {
                if (count == lanes) BLOCK(1, lanes);
                else BLOCK(1, count);
            }
#undef BLOCK
        }
    }
}
