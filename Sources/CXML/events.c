#define _GNU_SOURCE
#include "CXML.h"
#include <libxml/SAX2.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlreader.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

struct xml_events {
    // Of XML.
    xmlTextReaderPtr reader;
    bool ends_next;
    char entity[8];
    // Of HTML: the node at hand, and whether its children are behind.
    xmlDocPtr document;
    xmlNodePtr node;
    bool is_left;
    bool is_begun;
    // Of both.
    char error[256];
    int32_t line;
    bool left_document;
};

static __thread bool asked_for_entity;

// Elements that may be open at once. Each end tag may be looked for among all of them.
enum { DEEPEST = 4096 };

static void report(xml_events *events, const char *error, int line) {
    if (events->error[0]) return;
    snprintf(events->error, sizeof events->error, "%s", error);
    events->line = line;
}

static void report_depth(xml_events *events, int line) {
    char error[64];
    snprintf(error, sizeof error, "it is nested deeper than %d elements", DEEPEST);
    report(events, error, line);
}

// Begins an element of HTML, and stops the parser where too many are open.
static void start_of_html(void *user, const xmlChar *name, const xmlChar **attributes) {
    htmlParserCtxtPtr context = user;
    if (context->nodeNr >= DEEPEST) {
        report_depth(context->_private, context->input ? context->input->line : 0);
        xmlStopParser(context);
        return;
    }
    xmlSAX2StartElement(context, name, attributes);
}

static bool declares_entities(const uint8_t *bytes, size_t count) { return memmem(bytes, count, "<!ENTITY", 8); }

static xmlParserInputPtr refuse(const char *url, const char *id, xmlParserCtxtPtr context) {
    (void)url, (void)id, (void)context;
    asked_for_entity = true;
    return NULL;
}

static void initialize(void) {
    xmlInitParser();
    xmlSetExternalEntityLoader(refuse);
}

static void take_error(void *context, xmlErrorPtr error) {
    xml_events *events = context;
    if (error->level < XML_ERR_FATAL || events->error[0]) return;
    const char *message = error->message ? error->message : "it is not well-formed";
    // The parser's limits are told as what to set in a program.
    if (strstr(message, "XML_PARSE_HUGE"))
        message = "it declares entities, and is nested deeper or has a longer text in one element than such may have";
    report(events, message, error->line);
}

xml_events *xml_events_open(const uint8_t *bytes, size_t count, bool is_html) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, initialize);
    if (count > INT32_MAX) return NULL;
    xml_events *events = calloc(1, sizeof *events);
    if (!events) return NULL;
    asked_for_entity = false;
    // Without entities a text is no longer than what it is written in.
    int huge = declares_entities(bytes, count) ? 0 : XML_PARSE_HUGE;
    int quiet = huge | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET;
    if (is_html) {
        htmlParserCtxtPtr context = htmlCreateMemoryParserCtxt((const char *)bytes, (int)count);
        if (context) {
            htmlCtxtUseOptions(
                context, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET
                    | HTML_PARSE_IGNORE_ENC);
            // HTML declares no entities; what is read is bounded by who calls.
            context->options |= XML_PARSE_HUGE;
            context->_private = events;
            context->sax->startElement = start_of_html;
            xmlSwitchToEncoding(context, xmlFindCharEncodingHandler("UTF-8"));
            if (context->input && !context->input->encoding) context->input->encoding = xmlStrdup(BAD_CAST "UTF-8");
            htmlParseDocument(context);
            events->document = context->myDoc;
            context->myDoc = NULL;
            // A page beyond the parser's limits ends where it gave up, and nothing else tells.
            if (context->disableSAX && !events->error[0]) {
                xmlErrorPtr last = xmlCtxtGetLastError(context);
                snprintf(
                    events->error, sizeof events->error, "%s",
                    last && last->message ? last->message : "it is beyond what is read");
                events->line = last ? last->line : 0;
            }
            htmlFreeParserCtxt(context);
        }
        if (events->document) return events;
    } else {
        events->reader = xmlReaderForMemory(
            (const char *)bytes, (int)count, NULL, "UTF-8", quiet | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC | XML_PARSE_NOCDATA);
        if (events->reader) {
            xmlTextReaderSetStructuredErrorHandler(events->reader, (xmlStructuredErrorFunc)take_error, events);
            return events;
        }
    }
    free(events);
    return NULL;
}

void xml_events_close(xml_events *events) {
    if (events->reader) xmlFreeTextReader(events->reader);
    if (events->document) xmlFreeDoc(events->document);
    free(events);
}

// The next node of a tree in the order of its text, without recursion: a page may be nested without end.
static int32_t next_of_tree(xml_events *events) {
    while (true) {
        xmlNodePtr node = events->node;
        if (!events->is_begun) {
            events->is_begun = true;
            events->node = events->document->children;
            events->is_left = false;
        } else if (!node) {
            return XML_ENDED;
        } else if (!events->is_left && node->type == XML_ELEMENT_NODE && node->children) {
            events->node = node->children;
        } else if (!events->is_left && node->type == XML_ELEMENT_NODE) {
            events->is_left = true;
            return XML_ENDS;
        } else if (node->next) {
            events->node = node->next;
            events->is_left = false;
        } else {
            node = node->parent;
            if (!node || node->type != XML_ELEMENT_NODE) {
                events->node = NULL;
                return XML_ENDED;
            }
            events->node = node;
            events->is_left = true;
            return XML_ENDS;
        }
        node = events->node;
        if (!node) return XML_ENDED;
        if (node->type == XML_ELEMENT_NODE) return XML_STARTS;
        if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content) return XML_TEXT;
    }
}

static int32_t next_of_xml(xml_events *events) {
    if (events->ends_next) {
        events->ends_next = false;
        return XML_ENDS;
    }
    events->entity[0] = 0;
    while (true) {
        int status = xmlTextReaderRead(events->reader);
        if (asked_for_entity) events->left_document = true;
        if (status != 1 || events->error[0] || events->left_document)
            return status == 0 && !events->error[0] && !events->left_document ? XML_ENDED : XML_FAILED;
        switch (xmlTextReaderNodeType(events->reader)) {
        case XML_READER_TYPE_ELEMENT:
            if (xmlTextReaderDepth(events->reader) >= DEEPEST) {
                report_depth(events, xmlTextReaderGetParserLineNumber(events->reader));
                return XML_FAILED;
            }
            events->ends_next = xmlTextReaderIsEmptyElement(events->reader);
            return XML_STARTS;
        case XML_READER_TYPE_END_ELEMENT: return XML_ENDS;
        case XML_READER_TYPE_TEXT:
        case XML_READER_TYPE_CDATA:
        case XML_READER_TYPE_WHITESPACE:
        case XML_READER_TYPE_SIGNIFICANT_WHITESPACE: return XML_TEXT;
        case XML_READER_TYPE_ENTITY_REFERENCE: {
            // Of a DTD that is not read; those of HTML are known.
            const char *name = (const char *)xmlTextReaderConstName(events->reader);
            const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)name);
            if (!known) {
                snprintf(events->error, sizeof events->error, "the entity %s is not defined in it", name);
                events->line = xmlTextReaderGetParserLineNumber(events->reader);
                return XML_FAILED;
            }
            int length = xmlCopyCharMultiByte((xmlChar *)events->entity, (int)known->value);
            events->entity[length] = 0;
            return XML_TEXT;
        }
        default: break;
        }
    }
}

int32_t xml_events_next(xml_events *events) {
    if (events->reader) return next_of_xml(events);
    return events->error[0] ? XML_FAILED : next_of_tree(events);
}

const char *xml_events_name(xml_events *events) {
    const char *name = (const char *)(events->reader ? xmlTextReaderConstLocalName(events->reader) : events->node->name);
    if (!name) return "";
    // HTML's parser knows no namespaces.
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xml_events_text(xml_events *events) {
    if (events->entity[0]) return events->entity;
    const char *text = (const char *)(events->reader ? xmlTextReaderConstValue(events->reader) : events->node->content);
    return text ? text : "";
}

static const char *local(const xmlChar *name) {
    const char *colon = name ? strrchr((const char *)name, ':') : NULL;
    return colon ? colon + 1 : (const char *)name;
}

char *xml_events_attribute(xml_events *events, const char *name) {
    xmlNodePtr node = events->reader ? xmlTextReaderCurrentNode(events->reader) : events->node;
    if (!node || node->type != XML_ELEMENT_NODE) return NULL;
    for (xmlAttrPtr attribute = node->properties; attribute; attribute = attribute->next)
        if (!strcmp(local(attribute->name), name))
            return (char *)(attribute->children ? xmlNodeListGetString(node->doc, attribute->children, 1) : xmlStrdup(BAD_CAST ""));
    return NULL;
}

void xml_string_free(char *string) { xmlFree(string); }

const char *xml_events_error(xml_events *events, int32_t *line) {
    *line = events->line;
    return events->error[0] ? events->error : NULL;
}

bool xml_events_left_document(xml_events *events) { return events->left_document; }

uint32_t xml_entity(const char *name) {
    const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)name);
    return known ? known->value : 0;
}

uint32_t xml_windows1252(uint8_t byte) {
    static const uint16_t scalars[32] = {
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    };
    return byte >= 0x80 && byte < 0xA0 ? scalars[byte - 0x80] : byte;
}
