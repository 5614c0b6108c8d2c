#ifndef GRAMARYE_CONEDNN_H
#define GRAMARYE_CONEDNN_H
#include <dnnl.h>
#include "matmul.h"
#endif
