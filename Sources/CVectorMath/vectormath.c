#include "CVectorMath.h"
#include <float.h>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif
// The version is chosen while the program is loaded, before the thread sanitizer could be told of a call.
#if defined(__x86_64__) && !__has_feature(thread_sanitizer)
#define MULTIVERSIONED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define MULTIVERSIONED
#endif
// Results may stand where their operands stood, which a compiler left to itself takes for a reason not to vectorize.
#define ELEMENT_BY_ELEMENT _Pragma("clang loop vectorize(assume_safety)")
#define INLINE static inline __attribute__((always_inline))

// exp(x) = 2^n e^r with n = round(x / ln 2) and |r| <= ln 2 / 2, ln 2 being taken away in two pieces (Cody & Waite).
// e^r - 1 = r + r^2 q(r), q the Taylor polynomial through r^5 (relative error below 2e-8 on that interval).
#define LOG2_E 1.44269504088896341f
#define LN2_HIGH 0.693359375f
#define LN2_LOW -2.12194440054690583e-4f
// 1.5 * 2^23: adding it rounds a float of small magnitude to an integer held in its low bits.
#define ROUNDER 12582912.0f
#define LOWEST -87.3365448f
// Here n reaches 128, whose power of two is held as infinity.
#define HIGHEST 88.4f

INLINE float power_of_two(float rounded) {
    uint32_t bits;
    __builtin_memcpy(&bits, &rounded, sizeof bits);
    bits = (bits + 127) << 23;
    float power;
    __builtin_memcpy(&power, &bits, sizeof power);
    return power;
}

INLINE float remainder_exp_minus_one(float r) {
    float q = 1.0f / 5040.0f;
    q = q * r + 1.0f / 720.0f;
    q = q * r + 1.0f / 120.0f;
    q = q * r + 1.0f / 24.0f;
    q = q * r + 1.0f / 6.0f;
    q = q * r + 0.5f;
    return r + r * r * q;
}

INLINE float exp_one(float x) {
    float clamped = x < LOWEST ? LOWEST : x;
    clamped = clamped > HIGHEST ? HIGHEST : clamped;
    float rounded = clamped * LOG2_E + ROUNDER;
    float n = rounded - ROUNDER;
    float r = (clamped - n * LN2_HIGH) - n * LN2_LOW;
    float y = power_of_two(rounded) * (1.0f + remainder_exp_minus_one(r));
    return x < LOWEST ? 0.0f : y;
}

// For x <= 0. Where n = 0 the result keeps its relative accuracy near 0.
INLINE float exp_minus_one_of_negative(float x) {
    float clamped = x < -80.0f ? -80.0f : x;
    float rounded = clamped * LOG2_E + ROUNDER;
    float n = rounded - ROUNDER;
    float r = (clamped - n * LN2_HIGH) - n * LN2_LOW;
    float power = power_of_two(rounded);
    return power * remainder_exp_minus_one(r) + (power - 1.0f);
}

MULTIVERSIONED void vector_exp(const float *x, float *y, size_t count) {
    ELEMENT_BY_ELEMENT
    for (size_t i = 0; i < count; i++) y[i] = exp_one(x[i]);
}

// tanh(x) = -sign(x) e / (2 + e) with e = exp(-2|x|) - 1
MULTIVERSIONED void vector_tanh(const float *x, float *y, size_t count) {
    ELEMENT_BY_ELEMENT
    for (size_t i = 0; i < count; i++) {
        float e = exp_minus_one_of_negative(-2.0f * __builtin_fabsf(x[i]));
        y[i] = __builtin_copysignf(-e / (2.0f + e), x[i]);
    }
}

MULTIVERSIONED void vector_sigmoid(const float *x, float *y, size_t count) {
    ELEMENT_BY_ELEMENT
    for (size_t i = 0; i < count; i++) {
        float e = exp_one(-__builtin_fabsf(x[i]));
        float s = 1.0f / (1.0f + e);
        y[i] = x[i] < 0.0f ? e * s : s;
    }
}

MULTIVERSIONED float vector_exp_sum(float *x, float shift, size_t count) {
#pragma clang fp reassociate(on)
    float sum = 0.0f;
    for (size_t i = 0; i < count; i++) {
        float y = exp_one(x[i] - shift);
        x[i] = y;
        sum += y;
    }
    return sum;
}

MULTIVERSIONED float vector_add_exp_sum(float *restrict x, const float *restrict y, size_t count) {
#pragma clang fp reassociate(on)
    float sum = 0.0f;
    for (size_t i = 0; i < count; i++) {
        float e = exp_one(x[i] + y[i]);
        x[i] = e;
        sum += e;
    }
    return sum;
}

MULTIVERSIONED float vector_add_maximum(float *x, const float *y, size_t count) {
    enum { LANES = 32 };
    float lanes[LANES];
    for (size_t j = 0; j < LANES; j++) lanes[j] = -FLT_MAX;
    size_t i = 0;
    for (; i + LANES <= count; i += LANES)
        for (size_t j = 0; j < LANES; j++) {
            float v = x[i + j] + y[i + j];
            x[i + j] = v;
            lanes[j] = v > lanes[j] ? v : lanes[j];
        }
    float maximum = -FLT_MAX;
    for (; i < count; i++) {
        x[i] += y[i];
        maximum = x[i] > maximum ? x[i] : maximum;
    }
    for (size_t j = 0; j < LANES; j++) maximum = lanes[j] > maximum ? lanes[j] : maximum;
    return maximum;
}

MULTIVERSIONED void vector_add_scaled(float a, const float *x, float *y, size_t count) {
    for (size_t i = 0; i < count; i++) y[i] += a * x[i];
}

MULTIVERSIONED double vector_sum_of_squares(const float *x, size_t count) {
#pragma clang fp reassociate(on)
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) sum += (double)x[i] * (double)x[i];
    return sum;
}

// Tile by tile, so that the rows of both stay in the cache.
MULTIVERSIONED void vector_transpose(
    const float *restrict a, size_t a_stride, size_t rows, size_t columns, float *restrict b, size_t b_stride) {
    enum { TILE = 16 };
    for (size_t i0 = 0; i0 < rows; i0 += TILE)
        for (size_t j0 = 0; j0 < columns; j0 += TILE)
            if (i0 + TILE <= rows && j0 + TILE <= columns) {
                for (size_t j = 0; j < TILE; j++)
                    for (size_t i = 0; i < TILE; i++)
                        b[(j0 + j) * b_stride + i0 + i] = a[(i0 + i) * a_stride + j0 + j];
            } else {
                for (size_t j = j0; j < j0 + TILE && j < columns; j++)
                    for (size_t i = i0; i < i0 + TILE && i < rows; i++) b[j * b_stride + i] = a[i * a_stride + j];
            }
}

// A bfloat16 number is the upper half of a float. Adding half of what is cut off, less one if the half kept is even, carries
// over where it is to be rounded up. Of a NaN a bit is set that stays, or it could be cut down to infinity.
MULTIVERSIONED void vector_round_to_bfloat16(const float *restrict x, uint16_t *restrict y, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t bits;
        __builtin_memcpy(&bits, &x[i], sizeof bits);
        uint32_t rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
        uint32_t quiet = bits >> 16 | 0x40;
        y[i] = (uint16_t)((bits & 0x7fffffff) > 0x7f800000 ? quiet : rounded);
    }
}

#if defined(__x86_64__)
// Bits 15 and 6 of MXCSR: flush results to zero, take subnormal operands for zero.
uint64_t vector_flush_subnormals(void) {
    unsigned setting = _mm_getcsr();
    _mm_setcsr(setting | 0x8040);
    return setting;
}
void vector_restore_subnormals(uint64_t setting) { _mm_setcsr((unsigned)setting); }
#elif defined(__aarch64__)
// Bit 24 of FPCR.
uint64_t vector_flush_subnormals(void) {
    uint64_t setting;
    __asm__ volatile("mrs %0, fpcr" : "=r"(setting));
    __asm__ volatile("msr fpcr, %0" : : "r"(setting | (1ull << 24)));
    return setting;
}
void vector_restore_subnormals(uint64_t setting) { __asm__ volatile("msr fpcr, %0" : : "r"(setting)); }
#else
uint64_t vector_flush_subnormals(void) { return 0; }
void vector_restore_subnormals(uint64_t setting) { (void)setting; }
#endif
