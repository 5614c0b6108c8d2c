#include "CICU.h"

#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/ucptrie.h>
#include <unicode/uloc.h>
#include <unicode/utext.h>
#include <unicode/uversion.h>

const char *icu_version(void) { return U_ICU_VERSION; }

bool icu_is_language(const char *code) { return *uloc_getISO3Language(code) != 0; }

struct icu_boundaries {
    UBreakIterator *iterator;
    UText text;
};

icu_boundaries *icu_boundaries_open(int32_t kind, const char *language, int32_t *error) {
    static const UBreakIteratorType types[] = {UBRK_CHARACTER, UBRK_WORD, UBRK_SENTENCE};
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(types[kind], language, NULL, 0, &status);
    icu_boundaries *boundaries = U_SUCCESS(status) ? malloc(sizeof *boundaries) : NULL;
    if (boundaries) {
        boundaries->iterator = iterator;
        boundaries->text = (UText)UTEXT_INITIALIZER;
    } else if (U_SUCCESS(status)) {
        ubrk_close(iterator);
        status = U_MEMORY_ALLOCATION_ERROR;
    }
    *error = status;
    return boundaries;
}

void icu_boundaries_close(icu_boundaries *boundaries) {
    ubrk_close(boundaries->iterator);
    utext_close(&boundaries->text);
    free(boundaries);
}

void icu_boundaries_set_text(icu_boundaries *boundaries, const uint8_t *text, int64_t count, int32_t *error) {
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&boundaries->text, (const char *)text, count, &status);
    ubrk_setUText(boundaries->iterator, &boundaries->text, &status);
    *error = status;
}

int32_t icu_boundaries_next(icu_boundaries *boundaries, int32_t *status) {
    int32_t end = ubrk_next(boundaries->iterator);
    *status = ubrk_getRuleStatus(boundaries->iterator);
    return end;
}

int32_t icu_boundaries_rules(icu_boundaries *boundaries, uint8_t *bytes, int32_t capacity, int32_t *error) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t count = ubrk_getBinaryRules(boundaries->iterator, bytes, capacity, &status);
    *error = status;
    return count;
}

const int32_t icu_first_word_status = UBRK_WORD_NONE_LIMIT;

bool icu_trie_values(const void *trie, int32_t count, uint8_t *values) {
    UErrorCode status = U_ZERO_ERROR;
    UCPTrie *opened = ucptrie_openFromBinary(UCPTRIE_TYPE_FAST, UCPTRIE_VALUE_BITS_ANY, trie, count, NULL, &status);
    if (U_FAILURE(status)) return false;
    bool fits = true;
    UChar32 start = 0;
    while (fits && start <= 0x10FFFF) {
        uint32_t value = 0;
        UChar32 end = ucptrie_getRange(opened, start, UCPMAP_RANGE_NORMAL, 0, NULL, NULL, &value);
        fits = value <= 255 && end >= start;
        while (fits && start <= end) values[start++] = (uint8_t)value;
    }
    ucptrie_close(opened);
    return fits;
}
