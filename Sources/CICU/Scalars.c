#include "CICU.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

bool icu_is_letter(uint32_t scalar) { return U_GET_GC_MASK((UChar32)scalar) & U_GC_L_MASK; }
bool icu_is_mark(uint32_t scalar) { return U_GET_GC_MASK((UChar32)scalar) & U_GC_M_MASK; }
bool icu_is_digit(uint32_t scalar) { return u_isdigit((UChar32)scalar); }
bool icu_is_number(uint32_t scalar) { return U_GET_GC_MASK((UChar32)scalar) & U_GC_N_MASK; }
bool icu_is_punctuation(uint32_t scalar) { return U_GET_GC_MASK((UChar32)scalar) & U_GC_P_MASK; }
bool icu_is_small(uint32_t scalar) { return u_islower((UChar32)scalar); }
bool icu_is_capital(uint32_t scalar) { return u_isupper((UChar32)scalar); }
bool icu_is_modifier_letter(uint32_t scalar) { return U_GET_GC_MASK((UChar32)scalar) & U_GC_LM_MASK; }
uint8_t icu_combining_class(uint32_t scalar) { return u_getCombiningClass((UChar32)scalar); }

bool icu_is_always_normal(int32_t normal_form, uint32_t scalar) {
    UProperty property = normal_form == ICU_NFKC ? UCHAR_NFKC_QUICK_CHECK : UCHAR_NFC_QUICK_CHECK;
    return normal_form == ICU_NO_NORMAL_FORM || u_getIntPropertyValue((UChar32)scalar, property) == UNORM_YES;
}

bool icu_is_pictograph(uint32_t scalar, bool has_selector) {
    // Below are signs of writing, as © and ™, which are pictures only where a selector says so.
    bool is_sign = scalar < 0x2600 && !has_selector;
    return u_hasBinaryProperty((UChar32)scalar, UCHAR_EMOJI_PRESENTATION) ||
        (!is_sign && u_hasBinaryProperty((UChar32)scalar, UCHAR_EXTENDED_PICTOGRAPHIC));
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

uint32_t icu_lower_alone(uint32_t scalar, const char *language) {
    UChar from[2], to[8];
    int32_t count = 0;
    UErrorCode status = U_ZERO_ERROR;
    U16_APPEND_UNSAFE(from, count, scalar);
    count = u_strToLower(to, 8, from, count, language, &status);
    return alone(to, count, status);
}

uint32_t icu_fold_alone(uint32_t scalar, bool is_turkic) {
    UChar from[2], to[8];
    int32_t count = 0;
    UErrorCode status = U_ZERO_ERROR;
    U16_APPEND_UNSAFE(from, count, scalar);
    count = u_strFoldCase(to, 8, from, count, is_turkic ? U_FOLD_CASE_EXCLUDE_SPECIAL_I : U_FOLD_CASE_DEFAULT, &status);
    return alone(to, count, status);
}
