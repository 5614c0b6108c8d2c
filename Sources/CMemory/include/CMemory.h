#ifndef CMEMORY_H
#define CMEMORY_H

/// Gives memory that was freed back to the system, where the C library keeps it: glibc does, for each of its threads.
void give_back_memory(void);

#endif
