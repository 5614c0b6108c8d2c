#ifndef GRAMARYE_CZLIB_H
#define GRAMARYE_CZLIB_H
#include <zlib.h>

/// Begins to inflate gzip's format: a macro to C, which Swift cannot call. 16 asks for gzip, 15 is the largest window.
static inline int gramarye_inflate_begin(z_streamp stream) { return inflateInit2(stream, 15 + 16); }
#endif
