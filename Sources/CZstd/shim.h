#ifndef GRAMARYE_CZSTD_H
#define GRAMARYE_CZSTD_H
#include <zstd.h>

/// Macros to C, which Swift cannot call.
static const unsigned long long gramarye_zstd_size_unknown = ZSTD_CONTENTSIZE_UNKNOWN;
static const unsigned long long gramarye_zstd_size_error = ZSTD_CONTENTSIZE_ERROR;
#endif
