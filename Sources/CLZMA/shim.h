#ifndef GRAMARYE_CLZMA_H
#define GRAMARYE_CLZMA_H
#include <lzma.h>

/// A stream without a checksum that can be verified says so.
static const uint32_t gramarye_lzma_flags = LZMA_TELL_NO_CHECK | LZMA_TELL_UNSUPPORTED_CHECK;
#endif
