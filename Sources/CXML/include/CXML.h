// What Documents needs of libxml2, without its types: the events of a document of XML or HTML, one after the other.
//
// Nothing outside of the bytes given is ever read: no DTD, no external entity, no network.
#ifndef GRAMARYE_CXML_H
#define GRAMARYE_CXML_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct xml_events xml_events;
enum { XML_FAILED = -1, XML_ENDED, XML_STARTS, XML_ENDS, XML_TEXT };

// Begins a document in UTF-8, whatever it says of its encoding; the bytes must stay where they are. NULL if there is no
// memory. HTML is read whole, and whatever it is; XML as it comes.
xml_events *xml_events_open(const uint8_t *bytes, size_t count, bool is_html);
void xml_events_close(xml_events *events);
// Goes to the next event. An element without content starts and ends.
int32_t xml_events_next(xml_events *events);
// The local name of the element that starts or ends, valid up to the next event.
const char *xml_events_name(xml_events *events);
// Text, valid up to the next event, with its entities replaced.
const char *xml_events_text(xml_events *events);
// The value of an attribute of the element that starts, by its local name; NULL if there is none. To be freed.
char *xml_events_attribute(xml_events *events, const char *name);
void xml_string_free(char *string);
// Why the document cannot be read further, and in which line.
const char *xml_events_error(xml_events *events, int32_t *line);
// Whether it names an entity that is outside of it.
bool xml_events_left_document(xml_events *events);

// The character that HTML has by a name, as eacute; 0 if it has none.
uint32_t xml_entity(const char *name);
// The character of a byte in Windows-1252; the few that have none are themselves.
uint32_t xml_windows1252(uint8_t byte);

#endif
