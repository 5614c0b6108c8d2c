#include "Mapper.h"

#include <stdlib.h>
#include <string.h>

bool icu_has_long_run(const icu_mapper *mapper) {
    const buffer *text = &mapper->text;
    int32_t run = 0;
    for (int32_t read = 0; read < text->count;) {
        UChar32 scalar;
        U16_NEXT(text->units, read, text->count, scalar);
        // Letters of ASCII and Latin-1 begin a run of their own.
        run = scalar < 0x300 || unorm2_hasBoundaryBefore(mapper->normalizer, scalar) ? 0 : run + 1;
        if (run > mapper->longest_run) return true;
    }
    return false;
}

// A scalar with its canonical combining class above it.
static uint32_t with_class(const UNormalizer2 *normalizer, UChar32 scalar) {
    return (uint32_t)unorm2_getCombiningClass(normalizer, scalar) << 24 | (uint32_t)scalar;
}
static UChar32 scalar_of(uint32_t marked) { return (UChar32)(marked & 0x1FFFFF); }
static int32_t class_of(uint32_t marked) { return (int32_t)(marked >> 24); }

static void reserve_scalars(scalars *scalars, int64_t capacity, UErrorCode *status) {
    if (U_FAILURE(*status) || scalars->capacity >= capacity) return;
    int64_t grown = 2 * (int64_t)scalars->capacity;
    if (grown < capacity) grown = capacity;
    uint32_t *marked = grown <= INT32_MAX ? realloc(scalars->marked, (size_t)grown * sizeof *marked) : NULL;
    if (!marked) {
        *status = U_MEMORY_ALLOCATION_ERROR;
        return;
    }
    scalars->marked = marked;
    scalars->capacity = (int32_t)grown;
}

static void decompose(icu_mapper *mapper, UErrorCode *status) {
    const buffer *text = &mapper->text;
    scalars *to = &mapper->decomposed;
    to->count = 0;
    reserve_scalars(to, (int64_t)text->count + 32, status);
    for (int32_t read = 0; read < text->count && U_SUCCESS(*status);) {
        UChar32 scalar;
        UChar parts[32];
        U16_NEXT(text->units, read, text->count, scalar);
        int32_t count = unorm2_getDecomposition(mapper->normalizer, scalar, parts, 32, status);
        reserve_scalars(to, (int64_t)to->count + 32 + (text->count - read), status);
        if (U_FAILURE(*status)) return;
        if (count < 0) to->marked[to->count++] = with_class(mapper->normalizer, scalar);
        for (int32_t part = 0; part < count;) {
            U16_NEXT(parts, part, count, scalar);
            to->marked[to->count++] = with_class(mapper->normalizer, scalar);
        }
    }
}

// Sorts the marks between two starters by their classes, equal ones in the order of the text.
static void sort_marks(icu_mapper *mapper, int32_t start, int32_t end, UErrorCode *status) {
    uint32_t *marks = mapper->decomposed.marked + start;
    int32_t count = end - start, places[256] = {0};
    bool descends = false;
    for (int32_t index = 0; index < count; index++) {
        places[class_of(marks[index])]++;
        descends |= index > 0 && class_of(marks[index]) < class_of(marks[index - 1]);
    }
    if (!descends) return;
    reserve_scalars(&mapper->sorted, count, status);
    if (U_FAILURE(*status)) return;
    for (int32_t class = 0, place = 0; class < 256; class++) {
        int32_t with_class = places[class];
        places[class] = place;
        place += with_class;
    }
    uint32_t *sorted = mapper->sorted.marked;
    for (int32_t index = 0; index < count; index++) sorted[places[class_of(marks[index])]++] = marks[index];
    memcpy(marks, sorted, (size_t)count * sizeof *marks);
}

static void order_marks(icu_mapper *mapper, UErrorCode *status) {
    const scalars *text = &mapper->decomposed;
    for (int32_t start = 0; start < text->count && U_SUCCESS(*status);) {
        int32_t end = start;
        while (end < text->count && class_of(text->marked[end]) > 0) end++;
        if (end - start > 1) sort_marks(mapper, start, end, status);
        start = end + 1;
    }
}

// Composes each starter with what follows and is not blocked from it.
static void compose(icu_mapper *mapper) {
    scalars *text = &mapper->decomposed;
    int32_t kept = 0, starter = -1, last_class = -1;
    for (int32_t read = 0; read < text->count; read++) {
        uint32_t marked = text->marked[read];
        int32_t class = class_of(marked);
        // A class of −1 says that nothing stands between.
        if (starter >= 0 && last_class < class) {
            UChar32 composed =
                unorm2_composePair(mapper->normalizer, scalar_of(text->marked[starter]), scalar_of(marked));
            if (composed >= 0) {
                text->marked[starter] = (uint32_t)composed;
                continue;
            }
        }
        if (class == 0) starter = kept;
        last_class = class == 0 ? -1 : class;
        text->marked[kept++] = marked;
    }
    text->count = kept;
}

void icu_normalize_in_linear_time(icu_mapper *mapper, buffer *to, UErrorCode *status) {
    decompose(mapper, status);
    order_marks(mapper, status);
    if (U_FAILURE(*status)) return;
    compose(mapper);
    const scalars *text = &mapper->decomposed;
    int64_t units = 2 * (int64_t)text->count;
    if (units > INT32_MAX) *status = U_MEMORY_ALLOCATION_ERROR;
    icu_reserve(to, (int32_t)units, status);
    if (U_FAILURE(*status)) return;
    to->count = 0;
    for (int32_t index = 0; index < text->count; index++) {
        U16_APPEND_UNSAFE(to->units, to->count, scalar_of(text->marked[index]));
    }
}
