#include "geo/shp_reader.h"
#include "geo/saio.h"

#include <stdlib.h>

struct shp_reader {
    const shp_index *index;
    shp_index *own; /* NULL: the index is another reader's */
    window *file;   /* NULL: the index's */
    saio io;
    SHPHandle shp;
    SHPObject *object; /* of the last read */
};

static err_code open_handle(shp_reader *r, err *e) {
    char name[SAIO_NAME_MAX];
    SAHooks hooks;
    saio_hooks(&hooks);
    saio_name(&r->io, name);
    r->io.main.file = r->file ? r->file : r->index->file;
    r->io.index.memory = buf_view(&r->index->shx);
    r->shp = SHPOpenLL(name, "rb", &hooks);
    if (!r->shp) return err_set(e, ERR_FORMAT, "cannot be read: its header is damaged");
    int count = 0;
    SHPGetInfo(r->shp, &count, NULL, NULL, NULL);
    if ((size_t)count != r->index->records)
        return err_set(e, ERR_UNSUPPORTED, "has too many records");
    SHPSetFastModeReadObject(r->shp, 1); /* one buffer for all shapes */
    return ERR_OK;
}

err_code shp_reader_open(const char *path, shp_family wanted, strlist *warnings, shp_reader **out,
                         err *e) {
    shp_reader *r = calloc(1, sizeof *r);
    if (!r) return err_nomem(e);
    err_code rc = shp_index_open(path, wanted, warnings, &r->own, e);
    r->index = r->own;
    if (!rc) rc = open_handle(r, e);
    if (rc)
        shp_reader_close(r);
    else
        *out = r;
    return rc;
}

err_code shp_reader_share(const shp_reader *from, shp_reader **out, err *e) {
    shp_reader *r = calloc(1, sizeof *r);
    if (!r) return err_nomem(e);
    r->index = from->index;
    err_code rc = window_share(from->index->file, &r->file, e);
    if (!rc) rc = open_handle(r, e);
    if (rc)
        shp_reader_close(r);
    else
        *out = r;
    return rc;
}

void shp_reader_close(shp_reader *r) {
    if (!r) return;
    SHPDestroyObject(r->object);
    if (r->shp) SHPClose(r->shp);
    window_close(r->file);
    shp_index_close(r->own);
    free(r);
}

const shp_index *shp_reader_index(const shp_reader *r) { return r->index; }

err_code shp_reader_read(shp_reader *r, size_t record, shp_shape *out, err *e) {
    SHPDestroyObject(r->object);
    SHPObject *o = r->object = SHPReadObject(r->shp, (int)record);
    *out = (shp_shape){0};
    if (!o) return err_set(e, ERR_FORMAT, "the shape cannot be read: the file is damaged");
    if (o->nSHPType == SHPT_NULL || o->nVertices <= 0) return ERR_OK;
    *out =
        (shp_shape){(size_t)o->nParts, (size_t)o->nVertices, o->panPartStart, o->padfX, o->padfY};
    return ERR_OK;
}
