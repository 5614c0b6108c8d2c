#ifndef GRAMARYE_LAST_ERROR_H
#define GRAMARYE_LAST_ERROR_H

#include <stdint.h>

/* Keeps what this thread's last error says, as much of it as there is room for. */
void gramarye_keep_error(const char *text, int32_t code);

#endif
