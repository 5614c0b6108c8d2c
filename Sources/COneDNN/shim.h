#ifndef GRAMARYE_CONEDNN_H
#define GRAMARYE_CONEDNN_H
#include <dnnl.h>
// Debian's oneDNN runs on GNU OpenMP. The setting is per calling thread.
void omp_set_num_threads(int count);
#endif
