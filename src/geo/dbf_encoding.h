/* dbf_encoding: the names that .cpg files and dBASE headers give to text encodings. */
#ifndef GEO_DBF_ENCODING_H
#define GEO_DBF_ENCODING_H
#include <stddef.h>
#include <stdint.h>

/* As iconv calls it, for what a .cpg file or a user writes: "ANSI 1252" -> "CP1252".  A spelling
 * that is not known is returned as it is: iconv may know it.  "" for names of whatever the writing
 * machine used (SYSTEM, OEM), which say nothing. */
const char *dbf_encoding_of_name(const char *text);

/* dBASE's language driver ids (Borland's and FoxPro's, as ESRI lists them): byte 29 of the
 * header.  NULL for ids that nobody lists, and for 0 and 0x57 ("current ANSI"), which say
 * nothing.  iconv may not know an encoding that an id names. */
const char *dbf_encoding_of_id(uint8_t id);
#endif
