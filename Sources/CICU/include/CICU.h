// What Tokenization needs of ICU, without ICU's own types: Foundation on Linux carries an ICU of another version, and a
// Swift module that sees the headers of both does not compile. (ICU's names carry its version by macros besides, which
// Swift does not see.)
//
// Errors are ICU's codes: negative for warnings, 0, positive for failures.
#ifndef GRAMARYE_CICU_H
#define GRAMARYE_CICU_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

const char *icu_version(void);

// Whether ICU knows a language of this ISO 639 code. In what follows an empty code stands for Unicode's root locale.
bool icu_is_language(const char *code);

// An iterator over the boundaries of a text, by the rules of a language.
typedef struct icu_boundaries icu_boundaries;
enum { ICU_GRAPHEME_CLUSTERS, ICU_WORDS, ICU_SENTENCES };

// NULL and an error if ICU has no such rules.
icu_boundaries *icu_boundaries_open(int32_t kind, const char *language, int32_t *error);
void icu_boundaries_close(icu_boundaries *boundaries);
// The text, valid UTF-8, must stay where it is while it is iterated over.
void icu_boundaries_set_text(icu_boundaries *boundaries, const uint8_t *text, int64_t count, int32_t *error);
// The next boundary, negative after the last; sets the status of the rule that found it.
int32_t icu_boundaries_next(icu_boundaries *boundaries, int32_t *status);
// Copies the compiled rules; returns how many bytes they have, whatever the capacity.
int32_t icu_boundaries_rules(icu_boundaries *boundaries, uint8_t *bytes, int32_t capacity, int32_t *error);

// The abbreviations after which no sentence of a language ends, as CLDR has them, called `body` with one after the other.
void icu_each_abbreviation(const char *language, void *context, void (*body)(void *context, const char *utf8, int32_t count));

// From this status on, what stands between two word boundaries is a word.
extern const int32_t icu_first_word_status;

// Reads a serialized trie, aligned to four bytes, into the value of each of 0x110000 code points.
// False if it is no trie, or has values above 255.
bool icu_trie_values(const void *trie, int32_t count, uint8_t *values);

// Properties of code points.
bool icu_is_letter(uint32_t scalar);
bool icu_is_mark(uint32_t scalar);
bool icu_is_digit(uint32_t scalar);
bool icu_is_number(uint32_t scalar);
bool icu_is_punctuation(uint32_t scalar);
bool icu_is_small(uint32_t scalar);
bool icu_is_capital(uint32_t scalar);
bool icu_is_modifier_letter(uint32_t scalar);
uint8_t icu_combining_class(uint32_t scalar);
// Whether the scalar stands in any text of that normal form and never combines with one before it.
bool icu_is_always_normal(int32_t normal_form, uint32_t scalar);
// Whether it is a picture: by itself, or with U+FE0F behind it.
bool icu_is_pictograph(uint32_t scalar, bool has_selector);
// Whether the scalar never joins a grapheme cluster begun by white space.
bool icu_begins_cluster(uint32_t scalar);

// What lower case, in a language, or case folding makes of a scalar by itself; above 0x10FFFF if it makes several of it.
// A Turkic folding takes dotted and dotless i for two letters.
uint32_t icu_lower_alone(uint32_t scalar, const char *language);
uint32_t icu_fold_alone(uint32_t scalar, bool is_turkic);

// Maps whole texts by the rules of a language: the normal form asked for, the case mapping, the normal form again.
typedef struct icu_mapper icu_mapper;
enum { ICU_PRESERVE_CASE, ICU_LOWER_CASE, ICU_FOLD_CASE };
enum { ICU_NO_NORMAL_FORM, ICU_NFC, ICU_NFKC };

// NULL and an error if ICU has no data, or there is no memory. Texts in which more than `longest_run` scalars in turn may
// act on those before them are normalized without ICU's normalizer, in linear time. The language has at most eight letters.
icu_mapper *icu_mapper_open(
    int32_t normal_form, int32_t letter_case, const char *language, bool is_turkic, int32_t longest_run, int32_t *error);
void icu_mapper_close(icu_mapper *mapper);
// The mapped text, which is the mapper's until the next call; NULL and an error if there is no memory.
const uint8_t *icu_map(icu_mapper *mapper, const uint8_t *text, int32_t count, int32_t *mapped_count, int32_t *error);

// Encodings by name. The name that the web, or else IANA, gives one; NULL for what ICU does not know.
const char *icu_encoding_name(const char *alias);
// Makes UTF-8 of bytes in an encoding, as they come; NULL and an error if there is no such.
typedef struct icu_converter icu_converter;
icu_converter *icu_converter_open(const char *name, int32_t *error);
void icu_converter_close(icu_converter *converter);
enum { ICU_DONE, ICU_MORE = -1, ICU_INVALID = -2 };
enum { ICU_UNITS_AT_ONCE = 8192, ICU_TEXT_AT_ONCE = 3 * ICU_UNITS_AT_ONCE + 4, ICU_INVALID_AT_MOST = 32 };
// Converts bytes: all of them, or as many as there is room for in ICU_TEXT_AT_ONCE bytes of text, or up to invalid ones,
// which are taken too. A character cut by their end waits for the next bytes. A positive result is another error of ICU.
int32_t icu_convert(
    icu_converter *converter, const uint8_t *bytes, size_t count, bool is_last, size_t *taken, uint8_t *text,
    size_t *given, uint8_t *invalid, int32_t *invalid_count);
// The encodings that a text may be in, the likeliest first, with a confidence of up to 100; returns how many.
int32_t icu_detect_encodings(
    const uint8_t *bytes, int32_t count, const char **names, int32_t *confidences, int32_t most);

// A regular expression that whole texts are tested by.
typedef struct icu_expression icu_expression;
// NULL and an error if it is none, with the place of the fault in UTF-16 units, negative where it has none.
icu_expression *icu_expression_open(
    const uint8_t *pattern, int32_t count, bool ignores_case, int32_t *place, int32_t *error);
void icu_expression_close(icu_expression *expression);
// Whether the whole of a text, valid UTF-8, matches; an error if that takes more than a limit of steps.
bool icu_expression_matches(icu_expression *expression, const uint8_t *text, int32_t count, int32_t *error);
// Looks for it in a text, valid UTF-8, that must stay where it is: bounds in bytes of each place where it is found, in turn.
void icu_expression_set_text(icu_expression *expression, const uint8_t *text, int32_t count, int32_t *error);
bool icu_expression_next(icu_expression *expression, int32_t *start, int32_t *end, int32_t *error);
// Whether an error says that there were too many steps.
bool icu_is_step_limit(int32_t error);

// The order of texts by the rules of a language, without regard to capitals.
typedef struct icu_collator icu_collator;
icu_collator *icu_collator_open(const char *language, int32_t *error);
void icu_collator_close(icu_collator *collator);
// Writes bytes in whose order texts stand; returns how many there are, whatever the capacity, and 0 without memory.
int32_t icu_sort_key(icu_collator *collator, const uint8_t *text, int32_t count, uint8_t *key, int32_t capacity);

#endif
