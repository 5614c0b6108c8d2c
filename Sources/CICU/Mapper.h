// The mapper of whole texts, and what its ways to normalize share.
#ifndef GRAMARYE_CICU_MAPPER_H
#define GRAMARYE_CICU_MAPPER_H
#include "CICU.h"

#include <unicode/unorm2.h>

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
    // ICU's option of case folding, and the language of lower case.
    uint32_t folding;
    char language[9];
    int32_t longest_run;
    // The text and what becomes of it, in turns.
    buffer text, other;
    // Of a text that is not left to ICU's normalizer: its decomposition, and room to sort marks.
    scalars decomposed, sorted;
    uint8_t *mapped;
    int32_t mapped_capacity;
};

void icu_reserve(buffer *buffer, int32_t capacity, UErrorCode *status);

// ICU's normalizer brings marks into their order by insertion and closes each gap that a composition leaves by moving what
// follows, both in time quadratic in the length of a run in which scalars act on each other. Texts with runs beyond all
// writing are normalized here instead, as The Unicode Standard has it (3.11, D109 and D117), in linear time.
bool icu_has_long_run(const icu_mapper *mapper);
void icu_normalize_in_linear_time(icu_mapper *mapper, buffer *to, UErrorCode *status);

#endif
