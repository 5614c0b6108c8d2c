#ifndef CPREFETCH_H
#define CPREFETCH_H

/// Asks for the line of memory at an address, to be read soon; nothing is read now, and no address is wrong.
static inline __attribute__((always_inline)) void prefetch_line(const void *address) {
    __builtin_prefetch(address, 0, 3);
}

#endif
