#include "geo/saio.h"

#include <stdio.h>
#include <string.h>

/* The hooks' SAFile is an int pointer by name only: it is passed on, never looked into. */
static saio_stream *stream_of(SAFile file) { return (saio_stream *)(void *)file; }

static SAFile open_stream(const char *name, const char *access) {
    void *address = NULL;
    const char *extension = strrchr(name, '.');
    if (!extension || *access != 'r' || sscanf(name, "%p", &address) != 1) return NULL;
    saio *io = address;
    if (!strcmp(extension, ".shp") || !strcmp(extension, ".dbf")) return (SAFile)(void *)&io->main;
    return !strcmp(extension, ".shx") && io->index.memory.data ? (SAFile)(void *)&io->index : NULL;
}

static size_t read_memory(const saio_stream *s, void *out, size_t len) {
    size_t left = s->at < s->memory.len ? s->memory.len - (size_t)s->at : 0;
    if (len > left) len = left;
    if (len) memcpy(out, s->memory.data + s->at, len);
    return len;
}

static SAOffset read_stream(void *out, SAOffset size, SAOffset count, SAFile file) {
    saio_stream *s = stream_of(file);
    if (!size || count > SIZE_MAX / size) return 0;
    size_t len = size * count;
    len = s->file ? window_read(s->file, s->at, out, len) : read_memory(s, out, len);
    s->at += len;
    return len / size;
}

static SAOffset seek_stream(SAFile file, SAOffset offset, int whence) {
    saio_stream *s = stream_of(file);
    uint64_t end = s->file ? window_size(s->file) : s->memory.len;
    uint64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? s->at : end;
    s->at = base + offset; /* beyond the end: the next read gives nothing */
    return 0;
}

static SAOffset tell_stream(SAFile file) { return (SAOffset)stream_of(file)->at; }

static SAOffset refuse_write(void *data, SAOffset size, SAOffset count, SAFile file) {
    (void)data, (void)size, (void)count, (void)file;
    return 0;
}

static int do_nothing(SAFile file) {
    (void)file;
    return 0;
}

static int refuse_remove(const char *name) {
    (void)name;
    return -1;
}

static void stay_silent(const char *text) { (void)text; }

void saio_hooks(SAHooks *out) {
    SASetupDefaultHooks(out); /* for Atof */
    out->FOpen = open_stream;
    out->FRead = read_stream;
    out->FWrite = refuse_write;
    out->FSeek = seek_stream;
    out->FTell = tell_stream;
    out->FFlush = do_nothing;
    out->FClose = do_nothing;
    out->Remove = refuse_remove;
    out->Error = stay_silent;
}

void saio_name(const saio *io, char name[SAIO_NAME_MAX]) {
    snprintf(name, SAIO_NAME_MAX, "%p", (const void *)io);
}
