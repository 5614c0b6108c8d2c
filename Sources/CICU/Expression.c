#include "CICU.h"

#include <stdlib.h>
#include <unicode/uregex.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

// In ICU's units of some thousand steps each: a word takes a few steps, an expression that explodes any number of them.
// A place in a whole text may take more.
enum { STEP_LIMIT = 8, SEARCH_LIMIT = 1 << 13, STACK_LIMIT = 1 << 22 };

struct icu_expression {
    URegularExpression *regex;
    // The text at hand as UTF-16.
    UChar *units;
    int32_t capacity;
    // The text at hand as UTF-8, where it is looked through.
    UText text;
};

icu_expression *icu_expression_open(
    const uint8_t *pattern, int32_t count, bool ignores_case, int32_t *place, int32_t *error) {
    UErrorCode code = U_ZERO_ERROR;
    UParseError fault = {.offset = -1};
    icu_expression *expression = calloc(1, sizeof *expression);
    UChar *units = malloc(((size_t)count + 1) * sizeof *units);
    int32_t length = 0;
    *place = -1;
    if (!expression || !units) {
        code = U_MEMORY_ALLOCATION_ERROR;
    } else {
        u_strFromUTF8(units, count + 1, &length, (const char *)pattern, count, &code);
    }
    if (U_SUCCESS(code)) {
        uint32_t flags = ignores_case ? UREGEX_CASE_INSENSITIVE : 0;
        expression->regex = uregex_open(units, length, flags, &fault, &code);
        if (U_FAILURE(code)) *place = fault.offset;
    }
    if (U_SUCCESS(code)) uregex_setTimeLimit(expression->regex, STEP_LIMIT, &code);
    if (U_SUCCESS(code)) uregex_setStackLimit(expression->regex, STACK_LIMIT, &code);
    free(units);
    *error = code;
    if (U_SUCCESS(code)) return expression;
    icu_expression_close(expression);
    return NULL;
}

void icu_expression_close(icu_expression *expression) {
    if (!expression) return;
    uregex_close(expression->regex);
    if (expression->text.magic) utext_close(&expression->text);
    free(expression->units);
    free(expression);
}

bool icu_expression_matches(icu_expression *expression, const uint8_t *text, int32_t count, int32_t *error) {
    UErrorCode code = U_ZERO_ERROR;
    if (!expression->units || count > expression->capacity) {
        int32_t capacity = count < 64 ? 64 : count;
        UChar *units = realloc(expression->units, (size_t)capacity * sizeof *units);
        if (!units) {
            *error = U_MEMORY_ALLOCATION_ERROR;
            return false;
        }
        expression->units = units;
        expression->capacity = capacity;
    }
    int32_t length = 0;
    u_strFromUTF8(expression->units, expression->capacity, &length, (const char *)text, count, &code);
    // A text that fills the room to its end has no zero behind it, which is a warning.
    if (U_FAILURE(code)) {
        *error = code;
        return false;
    }
    code = U_ZERO_ERROR;
    uregex_setText(expression->regex, expression->units, length, &code);
    bool matches = uregex_matches(expression->regex, 0, &code);
    *error = U_FAILURE(code) ? code : 0;
    return U_SUCCESS(code) && matches;
}

void icu_expression_set_text(icu_expression *expression, const uint8_t *text, int32_t count, int32_t *error) {
    UErrorCode code = U_ZERO_ERROR;
    if (!expression->text.magic) expression->text = (UText)UTEXT_INITIALIZER;
    utext_openUTF8(&expression->text, (const char *)text, count, &code);
    uregex_setUText(expression->regex, &expression->text, &code);
    uregex_setTimeLimit(expression->regex, SEARCH_LIMIT, &code);
    *error = U_FAILURE(code) ? code : 0;
}

bool icu_expression_next(icu_expression *expression, int32_t *start, int32_t *end, int32_t *error) {
    UErrorCode code = U_ZERO_ERROR;
    bool found = uregex_findNext(expression->regex, &code);
    if (found) {
        *start = (int32_t)uregex_start64(expression->regex, 0, &code);
        *end = (int32_t)uregex_end64(expression->regex, 0, &code);
    }
    *error = U_FAILURE(code) ? code : 0;
    return U_SUCCESS(code) && found;
}

bool icu_is_step_limit(int32_t error) { return error == U_REGEX_TIME_OUT || error == U_REGEX_STACK_OVERFLOW; }
