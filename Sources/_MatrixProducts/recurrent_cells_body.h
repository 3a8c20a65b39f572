// The steps of recurrent cells, for one kind of processor: included once for each, with NAMED for its name.

#define lstm_step NAMED(lstm_step)
#define lstm_step_back NAMED(lstm_step_back)
#define gru_step NAMED(gru_step)
#define gru_step_back NAMED(gru_step_back)

// `count` is a constant for whole vectors, and the length of what is left of a row.
inline_static vector NAMED(load)(const float *from, int64_t count) {
    vector x = {0};
    memcpy(&x, from, (size_t)count * sizeof(float));
    return x;
}

inline_static void NAMED(store)(float *to, vector x, int64_t count) {
    memcpy(to, &x, (size_t)count * sizeof(float));
}

// To what memory has; nothing where there is none.
inline_static void NAMED(add)(float *to, vector x, int64_t count) {
    NAMED(store)(to, NAMED(load)(to, count) + x, count);
}

inline_static vector NAMED(all)(float x) { return x - (vector){0}; }

inline_static vector NAMED(fma)(vector x, vector y, vector z) {
    return __builtin_elementwise_fma(x, y, z);
}

// What is no number stays.
inline_static vector NAMED(between)(vector x, float least, float most) {
    x = x < NAMED(all)(least) ? NAMED(all)(least) : x;
    return x > NAMED(all)(most) ? NAMED(all)(most) : x;
}

// What the hyperbolic tangent is the quotient of: polynomials of degree four in the square, fitted for the least
// relative error up to where the result rounds to one (FloatVector.hyperbolicTangent has the same). The divisor is
// from 1 to 300, so that four of them can be multiplied.
struct NAMED(quotient) { vector top, bottom; };
#define quotient NAMED(quotient)

inline_static struct quotient NAMED(tangent_quotient)(vector x) {
    x = NAMED(between)(x, -8.3f, 8.3f);
    vector square = x * x;
    vector top = NAMED(fma)(square, NAMED(all)(1.46483251e-8f), NAMED(all)(2.15085463e-5f));
    top = NAMED(fma)(top, square, NAMED(all)(3.54917234e-3f));
    top = NAMED(fma)(top, square, NAMED(all)(0.134258732f));
    top = NAMED(fma)(top, square, NAMED(all)(0.999999991f));
    vector bottom = NAMED(fma)(square, NAMED(all)(8.2951364e-7f), NAMED(all)(3.3739556e-4f));
    bottom = NAMED(fma)(bottom, square, NAMED(all)(2.6079962e-2f));
    bottom = NAMED(fma)(bottom, square, NAMED(all)(0.46759198f));
    bottom = NAMED(fma)(bottom, square, NAMED(all)(1.0f));
    return (struct quotient){x * top, bottom};
}

inline_static vector NAMED(tangent)(vector x) {
    struct quotient q = NAMED(tangent_quotient)(x);
    return NAMED(between)(q.top / q.bottom, -1, 1);
}

// 1 / (1 + exp(-x)), given a hyperbolic tangent of half of x.
inline_static vector NAMED(gate)(vector tangent) {
    vector half = NAMED(all)(0.5f);
    return NAMED(fma)(half, NAMED(between)(tangent, -1, 1), half);
}

// The sum of a slot: what products left there, the bias, and what an input of one number adds.
inline_static vector NAMED(sum)(
    const float *slot, const float *bias, float number, const float *weights, int64_t count) {
    vector sum = NAMED(load)(bias, count);
    if (weights != NULL)
        sum = NAMED(fma)(NAMED(all)(number), NAMED(load)(weights, count), sum);
    return slot != NULL ? NAMED(load)(slot, count) + sum : sum;
}

// That of slot `index`; what a layer of more numbers than one has is in the products.
#define SUM(index)                                                                                 \
    NAMED(sum)(sums + (index) * units, bias + (index) * units, number,                             \
               weights != NULL ? weights + (index) * units : NULL, count)

inline_static void NAMED(lstm)(
    int64_t count, int64_t units, const float *sums, const float *bias, float number,
    const float *weights, const float *memory, float *gates, float *new_state,
    float *new_memory) {
    vector half = NAMED(all)(0.5f);
    // Four quotients by one division: divisions take the most time of all.
    struct quotient a = NAMED(tangent_quotient)(half * SUM(0));
    struct quotient b = NAMED(tangent_quotient)(half * SUM(1));
    struct quotient c = NAMED(tangent_quotient)(SUM(2));
    struct quotient d = NAMED(tangent_quotient)(half * SUM(3));
    vector left = a.bottom * b.bottom, right = c.bottom * d.bottom;
    vector inverse = NAMED(all)(1) / (left * right);
    vector of_left = inverse * right, of_right = inverse * left;
    vector enter = NAMED(gate)(a.top * (of_left * b.bottom));
    vector forget = NAMED(gate)(b.top * (of_left * a.bottom));
    vector candidate = NAMED(between)(c.top * (of_right * d.bottom), -1, 1);
    vector leave = NAMED(gate)(d.top * (of_right * c.bottom));
    vector cell = enter * candidate;
    if (memory != NULL) cell = NAMED(fma)(forget, NAMED(load)(memory, count), cell);
    if (gates != NULL) {
        NAMED(store)(gates, enter, count);
        NAMED(store)(gates + units, forget, count);
        NAMED(store)(gates + 2 * units, candidate, count);
        NAMED(store)(gates + 3 * units, leave, count);
    }
    NAMED(store)(new_memory, cell, count);
    NAMED(store)(new_state, leave * NAMED(tangent)(cell), count);
}

inline_static void NAMED(gru)(
    int64_t count, int64_t units, const float *sums, const float *bias, float number,
    const float *weights, const float *state, float *gates, float *new_state) {
    vector half = NAMED(all)(0.5f);
    struct quotient a = NAMED(tangent_quotient)(half * SUM(1));
    struct quotient b = NAMED(tangent_quotient)(half * SUM(2));
    vector inverse = NAMED(all)(1) / (a.bottom * b.bottom);
    vector reset = NAMED(gate)(a.top * (inverse * b.bottom));
    vector update = NAMED(gate)(b.top * (inverse * a.bottom));
    // Inputs of more numbers than one are in the first slot; nothing but them is.
    vector inside = NAMED(sum)(weights == NULL ? sums : NULL, bias, number, weights, count);
    vector given = NAMED(load)(sums + 3 * units, count) + NAMED(load)(bias + 3 * units, count);
    vector candidate = NAMED(tangent)(NAMED(fma)(reset, given, inside));
    vector old = state != NULL ? NAMED(load)(state, count) : NAMED(all)(0);
    if (gates != NULL) {
        NAMED(store)(gates, candidate, count);
        NAMED(store)(gates + units, reset, count);
        NAMED(store)(gates + 2 * units, update, count);
        NAMED(store)(gates + 3 * units, given, count);
    }
    NAMED(store)(new_state, NAMED(fma)(update, old - candidate, candidate), count);
}

// The gradients of the sums: to their slots, and added to those of bias and weights.
inline_static void NAMED(put)(
    vector x, int64_t index, bool is_input, int64_t count, int64_t units, float *slopes,
    float *bias_slope, float number, float *weight_slope) {
    NAMED(store)(slopes + index * units, x, count);
    NAMED(add)(bias_slope + index * units, x, count);
    if (!is_input || weight_slope == NULL) return;
    float *slope = weight_slope + index * units;
    NAMED(store)(slope, NAMED(fma)(NAMED(all)(number), x, NAMED(load)(slope, count)), count);
}

#define PUT(x, index, is_input)                                                                    \
    NAMED(put)(x, index, is_input, count, units, slopes, bias_slope, number, weight_slope)

inline_static void NAMED(lstm_back)(
    int64_t count, int64_t units, const float *gates, const float *state_slope,
    float *memory_slope, const float *memory, const float *old_memory, float *slopes,
    float *bias_slope, float number, float *weight_slope) {
    vector enter = NAMED(load)(gates, count), forget = NAMED(load)(gates + units, count);
    vector candidate = NAMED(load)(gates + 2 * units, count);
    vector leave = NAMED(load)(gates + 3 * units, count);
    vector shown = NAMED(tangent)(NAMED(load)(memory, count));
    vector slope = NAMED(load)(state_slope, count), one = NAMED(all)(1);
    vector cell = NAMED(fma)(
        slope * leave, NAMED(fma)(-shown, shown, one), NAMED(load)(memory_slope, count));
    vector old = old_memory != NULL ? NAMED(load)(old_memory, count) : NAMED(all)(0);
    vector entered = cell * enter;
    PUT(entered * candidate * (one - enter), 0, true);
    PUT(cell * old * (forget * (one - forget)), 1, true);
    PUT(entered * NAMED(fma)(-candidate, candidate, one), 2, true);
    PUT(slope * shown * (leave * (one - leave)), 3, true);
    NAMED(store)(memory_slope, cell * forget, count);
}

inline_static void NAMED(gru_back)(
    int64_t count, int64_t units, const float *gates, float *state_slope, const float *old_state,
    float *slopes, float *bias_slope, float number, float *weight_slope) {
    vector candidate = NAMED(load)(gates, count), reset = NAMED(load)(gates + units, count);
    vector update = NAMED(load)(gates + 2 * units, count);
    vector given = NAMED(load)(gates + 3 * units, count);
    vector slope = NAMED(load)(state_slope, count), one = NAMED(all)(1);
    vector old = old_state != NULL ? NAMED(load)(old_state, count) : NAMED(all)(0);
    vector inside = slope * (one - update) * NAMED(fma)(-candidate, candidate, one);
    vector back = inside * reset;
    PUT(inside, 0, true);
    PUT(back * given * (one - reset), 1, true);
    PUT(slope * (old - candidate) * (update * (one - update)), 2, true);
    PUT(back, 3, false);
    NAMED(store)(state_slope, slope * update, count);
}

#undef SUM
#undef PUT

// At a row's place from one of its first unit; nothing where there is none.
#define AT(pointer) ((pointer) != NULL ? (pointer) + place : NULL)

// Whole vectors of a row's units, and what is left.
#define FOR_UNITS(CALL)                                                                            \
    do {                                                                                           \
        int64_t place = 0;                                                                         \
        for (; place + lanes <= units; place += lanes) CALL(lanes);                                \
        if (place < units) CALL(units - place);                                                    \
    } while (0)

// The gates of the step before, which is the next one on the way back, are far away: they are asked for early.
inline_static void NAMED(fetch)(const float *gates, int64_t rows, int64_t units) {
    for (int64_t slot = 0; slot < 4; slot++)
        __builtin_prefetch(gates + (slot - 4 * rows) * units, 0, 2);
}

static void lstm_step(
    int64_t rows, int64_t units, const float *sums, const float *bias, const float *numbers,
    const float *weights, const float *memory, float *gates, float *new_state,
    float *new_memory) {
    for (int64_t row = 0; row < rows; row++, sums += 4 * units) {
        float number = numbers != NULL ? numbers[row] : 0;
        int64_t first = row * units;
        const float *old = memory != NULL ? memory + first : NULL;
        float *kept = gates != NULL ? gates + 4 * first : NULL;
#define CALL(count)                                                                                \
    NAMED(lstm)(                                                                                   \
        count, units, sums + place, bias + place, number, AT(weights), AT(old), AT(kept),          \
        new_state + first + place, new_memory + first + place)
        FOR_UNITS(CALL);
#undef CALL
    }
}

static void lstm_step_back(
    int64_t rows, int64_t units, const float *gates, const float *state_slope,
    float *memory_slope, const float *memory, const float *old_memory, float *slopes,
    float *bias_slope, const float *numbers, float *weight_slope) {
    for (int64_t row = 0; row < rows; row++, gates += 4 * units, slopes += 4 * units) {
        float number = numbers != NULL ? numbers[row] : 0;
        int64_t first = row * units;
        const float *old = old_memory != NULL ? old_memory + first : NULL;
#define CALL(count)                                                                                \
    do {                                                                                           \
        if (old != NULL) NAMED(fetch)(gates + place, rows, units);                                 \
        if (old != NULL) __builtin_prefetch(old + place - rows * units, 0, 2);                     \
        NAMED(lstm_back)(                                                                          \
            count, units, gates + place, state_slope + first + place,                              \
            memory_slope + first + place, memory + first + place, AT(old), slopes + place,         \
            bias_slope + place, number, AT(weight_slope));                                         \
    } while (0)
        FOR_UNITS(CALL);
#undef CALL
    }
}

static void gru_step(
    int64_t rows, int64_t units, const float *sums, const float *bias, const float *numbers,
    const float *weights, const float *state, float *gates, float *new_state) {
    for (int64_t row = 0; row < rows; row++, sums += 4 * units) {
        float number = numbers != NULL ? numbers[row] : 0;
        int64_t first = row * units;
        const float *old = state != NULL ? state + first : NULL;
        float *kept = gates != NULL ? gates + 4 * first : NULL;
#define CALL(count)                                                                                \
    NAMED(gru)(                                                                                    \
        count, units, sums + place, bias + place, number, AT(weights), AT(old), AT(kept),          \
        new_state + first + place)
        FOR_UNITS(CALL);
#undef CALL
    }
}

static void gru_step_back(
    int64_t rows, int64_t units, const float *gates, float *state_slope, const float *old_state,
    float *slopes, float *bias_slope, const float *numbers, float *weight_slope) {
    for (int64_t row = 0; row < rows; row++, gates += 4 * units, slopes += 4 * units) {
        float number = numbers != NULL ? numbers[row] : 0;
        int64_t first = row * units;
        const float *old = old_state != NULL ? old_state + first : NULL;
#define CALL(count)                                                                                \
    do {                                                                                           \
        if (old != NULL) NAMED(fetch)(gates + place, rows, units);                                 \
        if (old != NULL) __builtin_prefetch(old + place - rows * units, 0, 2);                     \
        NAMED(gru_back)(                                                                           \
            count, units, gates + place, state_slope + first + place, AT(old), slopes + place,     \
            bias_slope + place, number, AT(weight_slope));                                         \
    } while (0)
        FOR_UNITS(CALL);
#undef CALL
    }
}

#undef AT
#undef FOR_UNITS
#undef quotient
#undef lstm_step
#undef lstm_step_back
#undef gru_step
#undef gru_step_back
