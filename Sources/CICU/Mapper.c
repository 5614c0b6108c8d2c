#include "Mapper.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>

icu_mapper *icu_mapper_open(
    int32_t normal_form, int32_t letter_case, const char *language, bool is_turkic, int32_t longest_run, int32_t *error) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = normal_form == ICU_NFC ? unorm2_getNFCInstance(&status)
        : normal_form == ICU_NFKC ? unorm2_getNFKCInstance(&status) : NULL;
    icu_mapper *mapper = U_SUCCESS(status) ? calloc(1, sizeof *mapper) : NULL;
    *error = U_FAILURE(status) ? status : mapper ? U_ZERO_ERROR : U_MEMORY_ALLOCATION_ERROR;
    if (mapper) {
        mapper->normalizer = normalizer;
        mapper->letter_case = letter_case;
        mapper->longest_run = longest_run;
        mapper->folding = is_turkic ? U_FOLD_CASE_EXCLUDE_SPECIAL_I : U_FOLD_CASE_DEFAULT;
        strncpy(mapper->language, language, sizeof mapper->language - 1);
    }
    return mapper;
}

void icu_mapper_close(icu_mapper *mapper) {
    free(mapper->text.units);
    free(mapper->other.units);
    free(mapper->decomposed.marked);
    free(mapper->sorted.marked);
    free(mapper->mapped);
    free(mapper);
}

void icu_reserve(buffer *buffer, int32_t capacity, UErrorCode *status) {
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
    // Most stretches are words, too short to have a long run.
    bool is_long = step == NORMALIZE && from->count > mapper->longest_run && icu_has_long_run(mapper);
    if (is_long) icu_normalize_in_linear_time(mapper, to, status);
    if (!is_long) icu_reserve(to, from->count + from->count / 2 + 16, status);
    for (int attempt = 0; attempt < 2 && !is_long && U_SUCCESS(*status); attempt++) {
        if (step == NORMALIZE) {
            to->count = unorm2_normalize(mapper->normalizer, from->units, from->count, to->units, to->capacity, status);
        } else if (mapper->letter_case == ICU_LOWER_CASE) {
            to->count = u_strToLower(to->units, to->capacity, from->units, from->count, mapper->language, status);
        } else {
            to->count =
                u_strFoldCase(to->units, to->capacity, from->units, from->count, mapper->folding, status);
        }
        if (*status != U_BUFFER_OVERFLOW_ERROR) break;
        *status = U_ZERO_ERROR;
        icu_reserve(to, to->count, status);
    }
    buffer text = mapper->text;
    mapper->text = mapper->other;
    mapper->other = text;
}

const uint8_t *icu_map(icu_mapper *mapper, const uint8_t *text, int32_t count, int32_t *mapped_count, int32_t *error) {
    UErrorCode status = U_ZERO_ERROR;
    // UTF-16 has at most as many units as UTF-8 has bytes.
    icu_reserve(&mapper->text, count + 1, &status);
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
