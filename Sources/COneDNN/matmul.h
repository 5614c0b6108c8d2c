// Products of two matrices of bfloat16 numbers, accumulated in single precision, on the calling thread alone.
#ifndef GRAMARYE_MATMUL_H
#define GRAMARYE_MATMUL_H
#include <dnnl.h>
#include <stdbool.h>
#include <stddef.h>

// Debian's oneDNN runs on GNU OpenMP. The setting is per calling thread.
int omp_get_max_threads(void);
void omp_set_num_threads(int count);

// C := A B, or C := A B + C. A is m x k and B k x n, row after row without a gap, or column after column if transposed;
// C is m x n, row after row, c_stride numbers apart.
typedef struct {
    dnnl_dim_t m, n, k, c_stride;
    bool a_transposed, b_transposed, accumulating;
} bfloat16_matmul_shape;

// Made for one shape. Used by one thread at a time.
typedef struct {
    dnnl_primitive_t primitive;
    // A, B, C and the scratchpad; where they are is said at each execution.
    dnnl_memory_t memory[4];
    size_t scratch_bytes;
} bfloat16_matmul;

static inline void bfloat16_matmul_destroy(bfloat16_matmul *product) {
    for (int i = 0; i < 4; i++)
        if (product->memory[i]) dnnl_memory_destroy(product->memory[i]);
    if (product->primitive) dnnl_primitive_destroy(product->primitive);
}

// oneDNN 3 made descriptions of memory opaque, and left out those of operations.
static inline dnnl_status_t bfloat16_matmul_describe(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, const bfloat16_matmul_shape *s,
    const_dnnl_primitive_attr_t attributes) {
    const dnnl_dims_t sizes[3] = {{s->m, s->k}, {s->k, s->n}, {s->m, s->n}};
    const dnnl_dims_t steps[3] = {
        {s->a_transposed ? 1 : s->k, s->a_transposed ? s->m : 1},
        {s->b_transposed ? 1 : s->n, s->b_transposed ? s->k : 1},
        {s->c_stride, 1}};
    const dnnl_data_type_t types[3] = {dnnl_bf16, dnnl_bf16, dnnl_f32};
    dnnl_memory_desc_t matrices[3];
    dnnl_status_t status = dnnl_success;
#if DNNL_VERSION_MAJOR >= 3
    int made = 0;
    for (; made < 3 && status == dnnl_success; made++)
        status = dnnl_memory_desc_create_with_strides(&matrices[made], 2, sizes[made], types[made], steps[made]);
    if (status == dnnl_success)
        status = dnnl_matmul_primitive_desc_create(
            description, engine, matrices[0], matrices[1], NULL, matrices[2], attributes);
    else
        made--;
    for (int i = 0; i < made; i++) dnnl_memory_desc_destroy(matrices[i]);
#else
    for (int i = 0; i < 3 && status == dnnl_success; i++)
        status = dnnl_memory_desc_init_by_strides(&matrices[i], 2, sizes[i], types[i], steps[i]);
    dnnl_matmul_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_matmul_desc_init(&operation, &matrices[0], &matrices[1], NULL, &matrices[2]);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
#endif
    return status;
}

static inline dnnl_status_t bfloat16_matmul_append_sum(dnnl_post_ops_t operations) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_post_ops_append_sum(operations, 1.0f, 0, dnnl_data_type_undef);
#else
    return dnnl_post_ops_append_sum(operations, 1.0f);
#endif
}

// dnnl_unimplemented where oneDNN has no such product for this processor. What is made is not to be used after a failure.
static inline dnnl_status_t bfloat16_matmul_create(
    bfloat16_matmul *product, dnnl_engine_t engine, const bfloat16_matmul_shape *shape) {
    *product = (bfloat16_matmul){0};
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_post_ops_t operations = NULL;
    dnnl_primitive_desc_t description = NULL;
    // How many threads share a product is settled here.
    int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    dnnl_status_t status = dnnl_primitive_attr_create(&attributes);
    // The library's own scratchpad belongs to the thread that made the primitive.
    if (status == dnnl_success)
        status = dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    if (status == dnnl_success && shape->accumulating) {
        status = dnnl_post_ops_create(&operations);
        if (status == dnnl_success) status = bfloat16_matmul_append_sum(operations);
        if (status == dnnl_success) status = dnnl_primitive_attr_set_post_ops(attributes, operations);
    }
    if (status == dnnl_success) status = bfloat16_matmul_describe(&description, engine, shape, attributes);
    if (status == dnnl_success) status = dnnl_primitive_create(&product->primitive, description);
    const dnnl_query_t matrices[4] = {
        dnnl_query_src_md, dnnl_query_weights_md, dnnl_query_dst_md, dnnl_query_scratchpad_md};
    for (int i = 0; i < 4 && status == dnnl_success; i++)
        status = dnnl_memory_create(
            &product->memory[i], dnnl_primitive_desc_query_md(description, matrices[i], 0), engine, DNNL_MEMORY_NONE);
    if (status == dnnl_success)
        product->scratch_bytes =
            dnnl_memory_desc_get_size(dnnl_primitive_desc_query_md(description, dnnl_query_scratchpad_md, 0));
    omp_set_num_threads(threads);
    if (description) dnnl_primitive_desc_destroy(description);
    if (operations) dnnl_post_ops_destroy(operations);
    if (attributes) dnnl_primitive_attr_destroy(attributes);
    if (status != dnnl_success) bfloat16_matmul_destroy(product);
    return status;
}

static inline dnnl_status_t bfloat16_matmul_execute(
    const bfloat16_matmul *product, dnnl_stream_t stream, const void *a, const void *b, float *c, void *scratch) {
    void *const places[4] = {(void *)a, (void *)b, c, scratch};
    const int roles[4] = {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST, DNNL_ARG_SCRATCHPAD};
    dnnl_exec_arg_t arguments[4];
    for (int i = 0; i < 4; i++) {
        dnnl_status_t status = dnnl_memory_set_data_handle(product->memory[i], places[i]);
        if (status != dnnl_success) return status;
        arguments[i] = (dnnl_exec_arg_t){roles[i], product->memory[i]};
    }
    int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    dnnl_status_t status = dnnl_primitive_execute(product->primitive, stream, 4, arguments);
    if (status == dnnl_success) status = dnnl_stream_wait(stream);
    omp_set_num_threads(threads);
    return status;
}

// Whether the processor has tiles for products of bfloat16 numbers (AMX), and oneDNN uses them.
static inline bool bfloat16_matmul_has_tiles(void) {
#if defined(__x86_64__)
    return (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_amx) == dnnl_cpu_isa_avx512_core_amx;
#else
    return false;
#endif
}
#endif
