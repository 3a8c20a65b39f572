#include "recurrent_cells.h"

#include <string.h>

// No product and sum in one: not every processor has that, and bits would differ.
#pragma STDC FP_CONTRACT OFF

enum { lanes = 16 };
typedef float vector __attribute__((vector_size(4 * lanes)));
typedef int32_t mask __attribute__((vector_size(4 * lanes)));

static inline vector load(const float *from) {
    vector x;
    memcpy(&x, from, sizeof x);
    return x;
}

static inline void store(float *to, vector x) { memcpy(to, &x, sizeof x); }

static inline vector all(float x) { return x - (vector){0}; }

static inline vector choose(mask where, vector x, vector y) {
    return (vector)((where & (mask)x) | (~where & (mask)y));
}

// What is no number stays.
static inline vector between(vector x, float least, float most) {
    x = choose(x < all(least), all(least), x);
    return choose(x > all(most), all(most), x);
}

// What the hyperbolic tangent is the quotient of: polynomials of degree four in the square, fitted for the least
// relative error up to where the result rounds to one (FloatVector.hyperbolicTangent has the same). The divisor is
// from 1 to 300, so that four of them can be multiplied.
struct quotient { vector top, bottom; };

static inline struct quotient tangent_quotient(vector x) {
    x = between(x, -8.3f, 8.3f);
    vector square = x * x;
    vector top = 1.46483251e-8f * square + 2.15085463e-5f;
    top = top * square + 3.54917234e-3f;
    top = top * square + 0.134258732f;
    top = top * square + 0.999999991f;
    vector bottom = 8.2951364e-7f * square + 3.3739556e-4f;
    bottom = bottom * square + 2.6079962e-2f;
    bottom = bottom * square + 0.46759198f;
    bottom = bottom * square + 1.0f;
    return (struct quotient){x * top, bottom};
}

static inline vector tangent(vector x) {
    struct quotient q = tangent_quotient(x);
    return between(q.top / q.bottom, -1, 1);
}

// 1 / (1 + exp(-x)), given a hyperbolic tangent of half of x.
static inline vector gate(vector tangent) { return 0.5f * between(tangent, -1, 1) + 0.5f; }

static inline void lstm(
    float *one, float *two, float *three, float *four, const float *memory, float *new_state,
    float *new_memory) {
    // Four quotients by one division: divisions take the most time of all.
    struct quotient a = tangent_quotient(0.5f * load(one)), b = tangent_quotient(0.5f * load(two));
    struct quotient c = tangent_quotient(load(three)), d = tangent_quotient(0.5f * load(four));
    vector left = a.bottom * b.bottom, right = c.bottom * d.bottom;
    vector inverse = 1.0f / (left * right);
    vector of_left = inverse * right, of_right = inverse * left;
    vector enter = gate(a.top * (of_left * b.bottom));
    vector forget = gate(b.top * (of_left * a.bottom));
    vector candidate = between(c.top * (of_right * d.bottom), -1, 1);
    vector leave = gate(d.top * (of_right * c.bottom));
    vector cell = enter * candidate;
    if (memory != NULL) cell += forget * load(memory);
    store(one, enter);
    store(two, forget);
    store(three, candidate);
    store(four, leave);
    store(new_memory, cell);
    store(new_state, leave * tangent(cell));
}

static inline void lstm_back(
    float *one, float *two, float *three, float *four, const float *state_slope,
    float *memory_slope, const float *memory, const float *old_memory) {
    vector enter = load(one), forget = load(two), candidate = load(three), leave = load(four);
    vector shown = tangent(load(memory)), slope = load(state_slope);
    vector cell = load(memory_slope) + slope * leave * (1.0f - shown * shown);
    vector old = old_memory != NULL ? load(old_memory) : all(0);
    store(one, cell * candidate * enter * (1.0f - enter));
    store(two, cell * old * forget * (1.0f - forget));
    store(three, cell * enter * (1.0f - candidate * candidate));
    store(four, slope * shown * leave * (1.0f - leave));
    store(memory_slope, cell * forget);
}

static inline void gru(
    float *one, float *two, float *three, const float *four, const float *state,
    float *new_state) {
    struct quotient a = tangent_quotient(0.5f * load(two)), b = tangent_quotient(0.5f * load(three));
    vector inverse = 1.0f / (a.bottom * b.bottom);
    vector reset = gate(a.top * (inverse * b.bottom));
    vector update = gate(b.top * (inverse * a.bottom));
    vector candidate = tangent(load(one) + reset * load(four));
    vector result = (1.0f - update) * candidate;
    if (state != NULL) result += update * load(state);
    store(one, candidate);
    store(two, reset);
    store(three, update);
    store(new_state, result);
}

static inline void gru_back(
    float *one, float *two, float *three, float *four, float *state_slope,
    const float *old_state) {
    vector candidate = load(one), reset = load(two), update = load(three), given = load(four);
    vector slope = load(state_slope);
    vector old = old_state != NULL ? load(old_state) : all(0);
    vector inside = slope * (1.0f - update) * (1.0f - candidate * candidate);
    store(one, inside);
    store(two, inside * given * reset * (1.0f - reset));
    store(three, slope * (old - candidate) * update * (1.0f - update));
    store(four, inside * reset);
    store(state_slope, slope * update);
}

// The last units of a row, fewer than a vector, are computed in memory of their own.

static inline const float *tail(float *own, const float *from, size_t size) {
    return from == NULL ? NULL : memcpy(own, from, size);
}

void apus_lstm_step(
    int64_t rows, int64_t units, float *slots, const float *memory, float *new_state,
    float *new_memory) {
    for (int64_t row = 0; row < rows; row++) {
        float *one = slots + 4 * units * row, *two = one + units;
        float *three = two + units, *four = three + units;
        int64_t first = units * row, place = 0;
        for (; place + lanes <= units; place += lanes)
            lstm(
                one + place, two + place, three + place, four + place,
                memory == NULL ? NULL : memory + first + place, new_state + first + place,
                new_memory + first + place);
        if (place == units) continue;
        size_t size = (size_t)(units - place) * sizeof(float);
        float own[7][lanes] = {{0}}, *sums[] = {one, two, three, four};
        for (int slot = 0; slot < 4; slot++) memcpy(own[slot], sums[slot] + place, size);
        const float *old = memory == NULL ? NULL : memory + first + place;
        lstm(own[0], own[1], own[2], own[3], tail(own[4], old, size), own[5], own[6]);
        for (int slot = 0; slot < 4; slot++) memcpy(sums[slot] + place, own[slot], size);
        memcpy(new_state + first + place, own[5], size);
        memcpy(new_memory + first + place, own[6], size);
    }
}

void apus_lstm_step_back(
    int64_t rows, int64_t units, float *slots, const float *state_slope, float *memory_slope,
    const float *memory, const float *old_memory) {
    for (int64_t row = 0; row < rows; row++) {
        float *one = slots + 4 * units * row, *two = one + units;
        float *three = two + units, *four = three + units;
        int64_t first = units * row, place = 0;
        for (; place + lanes <= units; place += lanes)
            lstm_back(
                one + place, two + place, three + place, four + place,
                state_slope + first + place, memory_slope + first + place,
                memory + first + place, old_memory == NULL ? NULL : old_memory + first + place);
        if (place == units) continue;
        size_t size = (size_t)(units - place) * sizeof(float);
        float own[8][lanes] = {{0}}, *gates[] = {one, two, three, four};
        for (int slot = 0; slot < 4; slot++) memcpy(own[slot], gates[slot] + place, size);
        const float *old = old_memory == NULL ? NULL : old_memory + first + place;
        memcpy(own[4], state_slope + first + place, size);
        memcpy(own[5], memory_slope + first + place, size);
        memcpy(own[6], memory + first + place, size);
        lstm_back(
            own[0], own[1], own[2], own[3], own[4], own[5], own[6], tail(own[7], old, size));
        for (int slot = 0; slot < 4; slot++) memcpy(gates[slot] + place, own[slot], size);
        memcpy(memory_slope + first + place, own[5], size);
    }
}

void apus_gru_step(
    int64_t rows, int64_t units, float *slots, const float *state, float *new_state) {
    for (int64_t row = 0; row < rows; row++) {
        float *one = slots + 4 * units * row, *two = one + units;
        float *three = two + units, *four = three + units;
        int64_t first = units * row, place = 0;
        for (; place + lanes <= units; place += lanes)
            gru(
                one + place, two + place, three + place, four + place,
                state == NULL ? NULL : state + first + place, new_state + first + place);
        if (place == units) continue;
        size_t size = (size_t)(units - place) * sizeof(float);
        float own[6][lanes] = {{0}}, *sums[] = {one, two, three, four};
        for (int slot = 0; slot < 4; slot++) memcpy(own[slot], sums[slot] + place, size);
        const float *old = state == NULL ? NULL : state + first + place;
        gru(own[0], own[1], own[2], own[3], tail(own[4], old, size), own[5]);
        for (int slot = 0; slot < 3; slot++) memcpy(sums[slot] + place, own[slot], size);
        memcpy(new_state + first + place, own[5], size);
    }
}

void apus_gru_step_back(
    int64_t rows, int64_t units, float *slots, float *state_slope, const float *old_state) {
    for (int64_t row = 0; row < rows; row++) {
        float *one = slots + 4 * units * row, *two = one + units;
        float *three = two + units, *four = three + units;
        int64_t first = units * row, place = 0;
        for (; place + lanes <= units; place += lanes)
            gru_back(
                one + place, two + place, three + place, four + place,
                state_slope + first + place,
                old_state == NULL ? NULL : old_state + first + place);
        if (place == units) continue;
        size_t size = (size_t)(units - place) * sizeof(float);
        float own[6][lanes] = {{0}}, *gates[] = {one, two, three, four};
        for (int slot = 0; slot < 4; slot++) memcpy(own[slot], gates[slot] + place, size);
        const float *old = old_state == NULL ? NULL : old_state + first + place;
        memcpy(own[4], state_slope + first + place, size);
        gru_back(own[0], own[1], own[2], own[3], own[4], tail(own[5], old, size));
        for (int slot = 0; slot < 4; slot++) memcpy(gates[slot] + place, own[slot], size);
        memcpy(state_slope + first + place, own[4], size);
    }
}
