#include "CICU.h"

#include <stdlib.h>
#include <string.h>
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

typedef struct {
    uint32_t *marked;
    int32_t count, capacity;
} scalars;

struct icu_mapper {
    const UNormalizer2 *normalizer;
    int32_t letter_case;
    int32_t longest_run;
    // The text and what becomes of it, in turns.
    buffer text, other;
    // Of a text that is not left to ICU's normalizer: its decomposition, and room to sort marks.
    scalars decomposed, sorted;
    uint8_t *mapped;
    int32_t mapped_capacity;
};

icu_mapper *icu_mapper_open(bool normalizes, int32_t letter_case, int32_t longest_run, int32_t *error) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = normalizes ? unorm2_getNFCInstance(&status) : NULL;
    icu_mapper *mapper = U_SUCCESS(status) ? calloc(1, sizeof *mapper) : NULL;
    *error = U_FAILURE(status) ? status : mapper ? U_ZERO_ERROR : U_MEMORY_ALLOCATION_ERROR;
    if (mapper) {
        mapper->normalizer = normalizer;
        mapper->letter_case = letter_case;
        mapper->longest_run = longest_run;
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

// ICU's normalizer brings marks into their order by insertion and closes each gap that a composition leaves by moving what
// follows, both in time quadratic in the length of a run in which scalars act on each other. Texts with runs beyond all
// writing are normalized here instead, as The Unicode Standard has it (3.11, D109 and D117), in linear time.

static bool has_long_run(const icu_mapper *mapper) {
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

static void normalize_in_linear_time(icu_mapper *mapper, buffer *to, UErrorCode *status) {
    decompose(mapper, status);
    order_marks(mapper, status);
    if (U_FAILURE(*status)) return;
    compose(mapper);
    const scalars *text = &mapper->decomposed;
    int64_t units = 2 * (int64_t)text->count;
    if (units > INT32_MAX) *status = U_MEMORY_ALLOCATION_ERROR;
    reserve(to, (int32_t)units, status);
    if (U_FAILURE(*status)) return;
    to->count = 0;
    for (int32_t index = 0; index < text->count; index++) {
        U16_APPEND_UNSAFE(to->units, to->count, scalar_of(text->marked[index]));
    }
}

typedef enum { NORMALIZE, CHANGE_CASE } step;

// Replaces the text by what a step makes of it.
static void take(icu_mapper *mapper, step step, UErrorCode *status) {
    const buffer *from = &mapper->text;
    buffer *to = &mapper->other;
    // Most stretches are words, too short to have a long run.
    bool is_long = step == NORMALIZE && from->count > mapper->longest_run && has_long_run(mapper);
    if (is_long) normalize_in_linear_time(mapper, to, status);
    if (!is_long) reserve(to, from->count + from->count / 2 + 16, status);
    for (int attempt = 0; attempt < 2 && !is_long && U_SUCCESS(*status); attempt++) {
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
