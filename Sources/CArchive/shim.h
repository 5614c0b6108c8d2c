#ifndef GRAMARYE_CARCHIVE_H
#define GRAMARYE_CARCHIVE_H
#include <archive.h>
#include <archive_entry.h>
#endif
