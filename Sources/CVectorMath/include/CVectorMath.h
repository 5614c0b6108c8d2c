// Elementwise functions over float arrays, with the instruction set chosen at run time.
//
// Each is within 1e-6 relative of the real function where the result is a normal number; smaller results are 0, and
// exp is infinite from 88.37 on.
// A NaN stays a NaN. Results may alias their operands exactly, never partly.
#ifndef GRAMARYE_CVECTORMATH_H
#define GRAMARYE_CVECTORMATH_H
#include <stddef.h>
#include <stdint.h>

// y[i] = exp(x[i])
void vector_exp(const float *x, float *y, size_t count);
// y[i] = tanh(x[i])
void vector_tanh(const float *x, float *y, size_t count);
// y[i] = 1 / (1 + exp(-x[i]))
void vector_sigmoid(const float *x, float *y, size_t count);

// x[i] = exp(x[i] - shift); returns the sum.
float vector_exp_sum(float *x, float shift, size_t count);
// x[i] = exp(x[i] + y[i]); returns the sum.
float vector_add_exp_sum(float *x, const float *y, size_t count);
// x[i] += y[i]; returns the largest x[i] (count > 0). A NaN may be passed over.
float vector_add_maximum(float *x, const float *y, size_t count);
// y[i] += a x[i]
void vector_add_scaled(float a, const float *x, float *y, size_t count);
// sum of x[i]^2, in double
double vector_sum_of_squares(const float *x, size_t count);

// b = a transposed; a has rows x columns elements, a_stride from row to row.
void vector_transpose(
    const float *a, size_t a_stride, size_t rows, size_t columns, float *b, size_t b_stride);

// y[i] = x[i] rounded to the nearest bfloat16 number, ties to even, as its bits: subnormal numbers as exactly as others,
// what is too large to infinity, a NaN to a NaN.
void vector_round_to_bfloat16(const float *x, uint16_t *y, size_t count);

// Treats subnormal numbers as zero on the calling thread, or stops doing so; returns the setting before.
uint64_t vector_flush_subnormals(void);
void vector_restore_subnormals(uint64_t setting);

#endif
