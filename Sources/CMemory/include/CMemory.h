#ifndef CMEMORY_H
#define CMEMORY_H

/// Gives memory that was freed back to the system, where the C library keeps it: glibc does, for each of its threads.
void give_back_memory(void);

/// Has pieces of a quarter of a megabyte and more given back to the system as soon as they are freed: glibc would keep ever larger
/// ones for the next time.
void keep_little_memory(void);

#endif
