#ifndef GRAMARYE_CNETTLE_H
#define GRAMARYE_CNETTLE_H
#include <nettle/sha2.h>
#endif
