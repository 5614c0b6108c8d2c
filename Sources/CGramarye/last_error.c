#include "gramarye.h"
#include "last_error.h"

#include <string.h>

// Room of a fixed size needs nobody to free it when a thread ends.
static _Thread_local char last_text[2048];
static _Thread_local int32_t last_code;

void gramarye_keep_error(const char *text, int32_t code) {
    size_t length = strnlen(text, sizeof last_text - 1);
    // No scalar is cut: bytes that go on one are left out with it.
    if (text[length] != 0) {
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) length--;
    }
    memcpy(last_text, text, length);
    last_text[length] = 0;
    last_code = code;
}

const char *gramarye_last_error(void) { return last_text; }

int32_t gramarye_last_error_code(void) { return last_code; }
