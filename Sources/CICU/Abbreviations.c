#include "CICU.h"

#include <unicode/ubrk.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>

void icu_each_abbreviation(
    const char *language, void *context, void (*body)(void *context, const char *utf8, int32_t count)) {
    UErrorCode status = U_ZERO_ERROR;
    // Opened by its own name alone: the root has none, and the machine's language is of no matter.
    UResourceBundle *bundle = ures_openDirect(U_ICUDATA_NAME "-brkitr", language, &status);
    UResourceBundle *exceptions = ures_getByKey(bundle, "exceptions", NULL, &status);
    UResourceBundle *list = ures_getByKey(exceptions, "SentenceBreak", NULL, &status);
    int32_t count = U_SUCCESS(status) ? ures_getSize(list) : 0;
    for (int32_t index = 0; index < count; index++) {
        int32_t units = 0, bytes = 0;
        char utf8[128];
        status = U_ZERO_ERROR;
        const UChar *text = ures_getStringByIndex(list, index, &units, &status);
        u_strToUTF8(utf8, sizeof utf8, &bytes, text, units, &status);
        if (U_SUCCESS(status)) body(context, utf8, bytes);
    }
    ures_close(list);
    ures_close(exceptions);
    ures_close(bundle);
}
