#include "CICU.h"

#include <stdlib.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

struct icu_collator {
    UCollator *collator;
    // The text at hand as UTF-16.
    UChar *units;
    int32_t capacity;
};

icu_collator *icu_collator_open(const char *language, int32_t *error) {
    UErrorCode code = U_ZERO_ERROR;
    icu_collator *collator = calloc(1, sizeof *collator);
    UCollator *opened = collator ? ucol_open(language, &code) : NULL;
    if (!collator || U_FAILURE(code)) {
        *error = collator ? code : U_MEMORY_ALLOCATION_ERROR;
        free(collator);
        return NULL;
    }
    // Letters and accents count, capitals do not.
    ucol_setStrength(opened, UCOL_SECONDARY);
    collator->collator = opened;
    *error = U_ZERO_ERROR;
    return collator;
}

void icu_collator_close(icu_collator *collator) {
    ucol_close(collator->collator);
    free(collator->units);
    free(collator);
}

int32_t icu_sort_key(icu_collator *collator, const uint8_t *text, int32_t count, uint8_t *key, int32_t capacity) {
    UErrorCode code = U_ZERO_ERROR;
    if (count > collator->capacity || !collator->units) {
        int32_t wanted = count < 64 ? 64 : count;
        UChar *units = realloc(collator->units, (size_t)wanted * sizeof *units);
        if (!units) return 0;
        collator->units = units;
        collator->capacity = wanted;
    }
    int32_t length = 0;
    u_strFromUTF8(collator->units, collator->capacity, &length, (const char *)text, count, &code);
    if (U_FAILURE(code)) return 0;
    return ucol_getSortKey(collator->collator, collator->units, length, key, capacity);
}
