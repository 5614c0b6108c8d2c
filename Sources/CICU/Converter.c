#include "CICU.h"
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/ucsdet.h>

struct icu_converter {
    UConverter *converter;
    // Half a character that waits for the other.
    uint32_t lead;
};

const char *icu_encoding_name(const char *alias) {
    UErrorCode error = U_ZERO_ERROR;
    // A name that ICU does not know is no error to the functions that follow.
    UConverter *converter = ucnv_open(alias, &error);
    if (U_FAILURE(error)) return NULL;
    ucnv_close(converter);
    static const char *const standards[] = {"MIME", "IANA"};
    for (int i = 0; i < 2; i++) {
        error = U_ZERO_ERROR;
        const char *name = ucnv_getStandardName(alias, standards[i], &error);
        if (name) return name;
    }
    return ucnv_getAlias(alias, 0, &error);
}

icu_converter *icu_converter_open(const char *name, int32_t *error) {
    UErrorCode code = U_ZERO_ERROR;
    icu_converter *result = calloc(1, sizeof *result);
    *error = U_MEMORY_ALLOCATION_ERROR;
    if (!result) return NULL;
    result->converter = ucnv_open(name, &code);
    if (U_SUCCESS(code)) ucnv_setToUCallBack(result->converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
    *error = code;
    if (U_SUCCESS(code)) return result;
    icu_converter_close(result);
    return NULL;
}

void icu_converter_close(icu_converter *converter) {
    if (converter->converter) ucnv_close(converter->converter);
    free(converter);
}

static size_t put(uint32_t scalar, uint8_t *text) {
    if (scalar < 0x80) {
        text[0] = (uint8_t)scalar;
        return 1;
    }
    size_t count = scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4;
    for (size_t i = count; i-- > 1; scalar >>= 6) text[i] = 0x80 | (scalar & 0x3F);
    text[0] = (uint8_t)((0xF00 >> count) & 0xFF) | (uint8_t)scalar;
    return count;
}

int32_t icu_convert(
    icu_converter *converter, const uint8_t *bytes, size_t count, bool is_last, size_t *taken, uint8_t *text,
    size_t *given, uint8_t *invalid, int32_t *invalid_count)
{
    UChar units[ICU_UNITS_AT_ONCE];
    UChar *unit = units;
    const char *source = (const char *)bytes;
    UErrorCode error = U_ZERO_ERROR;
    ucnv_toUnicode(
        converter->converter, &unit, units + ICU_UNITS_AT_ONCE, &source, (const char *)bytes + count, NULL, is_last,
        &error);
    *taken = (size_t)(source - (const char *)bytes);
    *given = 0;
    for (UChar *at = units; at < unit; at++) {
        uint32_t scalar = *at;
        if ((scalar & 0xFC00) == 0xD800) {
            converter->lead = scalar;
            continue;
        }
        if ((scalar & 0xFC00) == 0xDC00 && converter->lead)
            scalar = 0x10000 + ((converter->lead & 0x3FF) << 10) + (scalar & 0x3FF);
        else if ((scalar & 0xF800) == 0xD800)
            scalar = 0xFFFD;
        converter->lead = 0;
        *given += put(scalar, text + *given);
    }
    *invalid_count = 0;
    if (error == U_BUFFER_OVERFLOW_ERROR) return ICU_MORE;
    if (U_SUCCESS(error)) return ICU_DONE;
    if (error != U_ILLEGAL_CHAR_FOUND && error != U_INVALID_CHAR_FOUND && error != U_TRUNCATED_CHAR_FOUND
        && error != U_ILLEGAL_ESCAPE_SEQUENCE && error != U_UNSUPPORTED_ESCAPE_SEQUENCE)
        return error;
    int8_t length = ICU_INVALID_AT_MOST;
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars(converter->converter, (char *)invalid, &length, &ignored);
    *invalid_count = U_SUCCESS(ignored) && length > 0 ? length : 1;
    return ICU_INVALID;
}

int32_t icu_detect_encodings(const uint8_t *bytes, int32_t count, const char **names, int32_t *confidences, int32_t most) {
    // Names are constants of ICU.
    UErrorCode error = U_ZERO_ERROR;
    UCharsetDetector *detector = ucsdet_open(&error);
    int32_t found = 0;
    int32_t total = 0;
    if (U_SUCCESS(error)) ucsdet_setText(detector, (const char *)bytes, count, &error);
    const UCharsetMatch **matches = U_SUCCESS(error) ? ucsdet_detectAll(detector, &total, &error) : NULL;
    for (int32_t i = 0; U_SUCCESS(error) && i < total && found < most; i++) {
        const char *name = ucsdet_getName(matches[i], &error);
        int32_t confidence = ucsdet_getConfidence(matches[i], &error);
        const char *known = name ? icu_encoding_name(name) : NULL;
        if (!known) continue;
        names[found] = known;
        confidences[found++] = confidence;
    }
    ucsdet_close(detector);
    return found;
}
