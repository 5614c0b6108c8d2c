#include "CICU.h"

#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ucptrie.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>
#include <unicode/uversion.h>

const char *icu_version(void) { return U_ICU_VERSION; }

struct icu_boundaries {
    UBreakIterator *iterator;
    UText text;
};

icu_boundaries *icu_boundaries_open(int32_t kind, int32_t *error) {
    static const UBreakIteratorType types[] = {UBRK_CHARACTER, UBRK_WORD, UBRK_SENTENCE};
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(types[kind], "", NULL, 0, &status);
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

bool icu_is_letter(uint32_t scalar) { return U_GET_GC_MASK((UChar32)scalar) & U_GC_L_MASK; }
bool icu_is_mark(uint32_t scalar) { return U_GET_GC_MASK((UChar32)scalar) & U_GC_M_MASK; }
bool icu_is_modifier_letter(uint32_t scalar) { return U_GET_GC_MASK((UChar32)scalar) & U_GC_LM_MASK; }
uint8_t icu_combining_class(uint32_t scalar) { return u_getCombiningClass((UChar32)scalar); }

bool icu_is_always_nfc(uint32_t scalar) {
    return u_getIntPropertyValue((UChar32)scalar, UCHAR_NFC_QUICK_CHECK) == UNORM_YES;
}

bool icu_begins_cluster(uint32_t scalar) {
    switch (u_getIntPropertyValue((UChar32)scalar, UCHAR_GRAPHEME_CLUSTER_BREAK)) {
    case U_GCB_OTHER: case U_GCB_L: case U_GCB_LV: case U_GCB_LVT: return true;
    default: return false;
    }
}

static uint32_t alone(const UChar *text, int32_t count, UErrorCode status) {
    UChar32 scalar = 0x110000;
    int32_t read = 0;
    if (U_SUCCESS(status) && count > 0 && count <= 8) U16_NEXT(text, read, count, scalar);
    return read == count ? (uint32_t)scalar : 0x110000;
}

uint32_t icu_lower_alone(uint32_t scalar) {
    UChar from[2], to[8];
    int32_t count = 0;
    UErrorCode status = U_ZERO_ERROR;
    U16_APPEND_UNSAFE(from, count, scalar);
    count = u_strToLower(to, 8, from, count, "", &status);
    return alone(to, count, status);
}

uint32_t icu_fold_alone(uint32_t scalar) {
    UChar from[2], to[8];
    int32_t count = 0;
    UErrorCode status = U_ZERO_ERROR;
    U16_APPEND_UNSAFE(from, count, scalar);
    count = u_strFoldCase(to, 8, from, count, U_FOLD_CASE_DEFAULT, &status);
    return alone(to, count, status);
}

typedef struct {
    UChar *units;
    int32_t count, capacity;
} buffer;

struct icu_mapper {
    const UNormalizer2 *normalizer;
    int32_t letter_case;
    // The text and what becomes of it, in turns.
    buffer text, other;
    uint8_t *mapped;
    int32_t mapped_capacity;
};

icu_mapper *icu_mapper_open(bool normalizes, int32_t letter_case, int32_t *error) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = normalizes ? unorm2_getNFCInstance(&status) : NULL;
    icu_mapper *mapper = U_SUCCESS(status) ? calloc(1, sizeof *mapper) : NULL;
    *error = U_FAILURE(status) ? status : mapper ? U_ZERO_ERROR : U_MEMORY_ALLOCATION_ERROR;
    if (mapper) {
        mapper->normalizer = normalizer;
        mapper->letter_case = letter_case;
    }
    return mapper;
}

void icu_mapper_close(icu_mapper *mapper) {
    free(mapper->text.units);
    free(mapper->other.units);
    free(mapper->mapped);
    free(mapper);
}

static void reserve(buffer *buffer, int32_t capacity, UErrorCode *status) {
    if (U_FAILURE(*status) || buffer->capacity >= capacity) return;
    UChar *units = realloc(buffer->units, (size_t)capacity * sizeof *units);
    if (!units) {
        *status = U_MEMORY_ALLOCATION_ERROR;
        return;
    }
    buffer->units = units;
    buffer->capacity = capacity;
}

typedef enum { NORMALIZE, CHANGE_CASE } step;

// Replaces the text by what a step makes of it.
static void take(icu_mapper *mapper, step step, UErrorCode *status) {
    const buffer *from = &mapper->text;
    buffer *to = &mapper->other;
    reserve(to, from->count + from->count / 2 + 16, status);
    for (int attempt = 0; attempt < 2 && U_SUCCESS(*status); attempt++) {
        if (step == NORMALIZE) {
            to->count = unorm2_normalize(mapper->normalizer, from->units, from->count, to->units, to->capacity, status);
        } else if (mapper->letter_case == ICU_LOWER_CASE) {
            to->count = u_strToLower(to->units, to->capacity, from->units, from->count, "", status);
        } else {
            to->count =
                u_strFoldCase(to->units, to->capacity, from->units, from->count, U_FOLD_CASE_DEFAULT, status);
        }
        if (*status != U_BUFFER_OVERFLOW_ERROR) break;
        *status = U_ZERO_ERROR;
        reserve(to, to->count, status);
    }
    buffer text = mapper->text;
    mapper->text = mapper->other;
    mapper->other = text;
}

const uint8_t *icu_map(icu_mapper *mapper, const uint8_t *text, int32_t count, int32_t *mapped_count, int32_t *error) {
    UErrorCode status = U_ZERO_ERROR;
    // UTF-16 has at most as many units as UTF-8 has bytes.
    reserve(&mapper->text, count + 1, &status);
    if (U_SUCCESS(status)) {
        u_strFromUTF8(
            mapper->text.units, mapper->text.capacity, &mapper->text.count, (const char *)text, count, &status);
    }
    if (mapper->normalizer) take(mapper, NORMALIZE, &status);
    if (mapper->letter_case != ICU_PRESERVE_CASE) {
        take(mapper, CHANGE_CASE, &status);
        if (mapper->normalizer) take(mapper, NORMALIZE, &status);
    }
    // A unit of UTF-16 takes at most three bytes.
    int64_t wanted = 3 * (int64_t)mapper->text.count + 1;
    if (U_SUCCESS(status) && mapper->mapped_capacity < wanted) {
        uint8_t *mapped = wanted <= INT32_MAX ? realloc(mapper->mapped, (size_t)wanted) : NULL;
        if (mapped) {
            mapper->mapped = mapped;
            mapper->mapped_capacity = (int32_t)wanted;
        } else {
            status = U_MEMORY_ALLOCATION_ERROR;
        }
    }
    if (U_SUCCESS(status)) {
        u_strToUTF8(
            (char *)mapper->mapped, mapper->mapped_capacity, mapped_count, mapper->text.units, mapper->text.count,
            &status);
    }
    *error = status;
    return U_SUCCESS(status) ? mapper->mapped : NULL;
}
