/* manifest_notes: what a manifest says, to readers, for the notes of single figures. */
#include "atlas/field.h"

#include <stdlib.h>

static err_code read_note(const field_reader *r, ynode map, size_t i, manifest_note *out, err *e) {
    err_code rc = field_text(r, ynode_key(map, i), &out->cell, e);
    if (!rc) rc = field_localized(r, ynode_value(map, i), &out->text, e);
    if (!rc && !manifest_text_given(&out->text))
        rc = ynode_fail(ynode_value(map, i), e, "a text or {en: ..., sv: ...} is needed here");
    return rc;
}

err_code manifest_notes_read(const field_reader *r, ynode n, void *at, err *e) {
    manifest_values *out = at;
    if (ynode_kind_of(n) != YNODE_MAP || !ynode_count(n))
        return ynode_fail(n, e, "{CELL: {en: ..., sv: ...}, ...} is needed here");
    if (!out->note.column)
        return ynode_fail(n, e, "notes are of a column's cells: note: {column: NAME} is missing");
    if (!(out->notes = calloc(ynode_count(n), sizeof *out->notes))) return err_nomem(e);
    out->n_notes = ynode_count(n);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < out->n_notes && !rc; i++) rc = read_note(r, n, i, &out->notes[i], e);
    return rc;
}
