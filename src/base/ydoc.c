#include "base/ydoc.h"
#include "base/fileio.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct ydoc {
    char *name;
    yaml_document_t document;
    bool has_document;
};

static yaml_node_t *raw(ynode n) {
    if (!n.id) return NULL;
    return yaml_document_get_node((yaml_document_t *)(uintptr_t)&n.doc->document, n.id);
}

/* The reader tells an offset only, as it decodes before anything has a line. */
static err_code byte_error(const yaml_parser_t *p, bytes text, err *e) {
    size_t line = 1, column = 1;
    for (size_t i = 0; i < p->problem_offset && i < text.len; i++) {
        column = text.data[i] == '\n' ? 1 : column + ((text.data[i] & 0xc0) != 0x80);
        line += text.data[i] == '\n';
    }
    return err_set(e, ERR_FORMAT, "line %zu, column %zu: %s; the file must be plain UTF-8 text",
                   line, column, p->problem ? p->problem : "not text");
}

static err_code parse_error(const yaml_parser_t *p, bytes text, err *e) {
    if (p->error == YAML_MEMORY_ERROR) return err_nomem(e);
    if (p->error == YAML_READER_ERROR) return byte_error(p, text, e);
    return err_set(e, ERR_FORMAT, "line %zu, column %zu: %s", p->problem_mark.line + 1,
                   p->problem_mark.column + 1, p->problem ? p->problem : "not YAML");
}

static err_code refuse(const yaml_event_t *ev, const char *what, err *e) {
    return err_set(e, ERR_FORMAT, "line %zu, column %zu: %s", ev->start_mark.line + 1,
                   ev->start_mark.column + 1, what);
}

_Static_assert(YDOC_DEPTH_MAX == 32, "a message says so");

/* A pass over the events alone: they show aliases (which the document API would expand)
 * and depth before anything is built. */
static err_code check_events(bytes text, err *e) {
    yaml_parser_t p;
    if (!yaml_parser_initialize(&p)) return err_nomem(e);
    yaml_parser_set_input_string(&p, text.data, text.len);
    err_code rc = ERR_OK;
    int depth = 0, documents = 0;
    for (bool more = true; more && !rc;) {
        yaml_event_t ev;
        if (!yaml_parser_parse(&p, &ev)) {
            rc = parse_error(&p, text, e);
            break;
        }
        if (ev.type == YAML_ALIAS_EVENT) rc = refuse(&ev, "aliases (*name) are not allowed", e);
        if (ev.type == YAML_DOCUMENT_START_EVENT && ++documents > 1)
            rc = refuse(&ev, "a second document is not allowed", e);
        if (ev.type == YAML_MAPPING_START_EVENT || ev.type == YAML_SEQUENCE_START_EVENT) depth++;
        if (ev.type == YAML_MAPPING_END_EVENT || ev.type == YAML_SEQUENCE_END_EVENT) depth--;
        if (depth > YDOC_DEPTH_MAX) rc = refuse(&ev, "more than 32 levels", e);
        more = ev.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&ev);
    }
    yaml_parser_delete(&p);
    return rc;
}

static int by_text(const void *a, const void *b) {
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

static err_code check_map(ynode map, err *e) {
    size_t n = ynode_count(map);
    const char **keys = calloc(n ? n : 1, sizeof *keys);
    if (!keys) return err_nomem(e);
    err_code rc = ERR_OK;
    for (size_t i = 0; i < n && !rc; i++)
        if (!(keys[i] = ynode_text(ynode_key(map, i))))
            rc = ynode_fail(ynode_key(map, i), e, "a key must be a text");
    if (!rc) qsort(keys, n, sizeof *keys, by_text);
    for (size_t i = 1; i < n && !rc; i++)
        if (!strcmp(keys[i - 1], keys[i]))
            for (size_t j = n; j-- > 0 && !rc;)
                if (!strcmp(ynode_text(ynode_key(map, j)), keys[i]))
                    rc = ynode_fail(ynode_key(map, j), e, "\"%s\" is given twice", keys[i]);
    free(keys);
    return rc;
}

static err_code check_keys_once(const ydoc *d, err *e) {
    err_code rc = ERR_OK;
    yaml_document_t *doc = (yaml_document_t *)(uintptr_t)&d->document;
    for (int id = 1; !rc && yaml_document_get_node(doc, id); id++) {
        ynode n = {d, id};
        if (ynode_kind_of(n) == YNODE_MAP) rc = check_map(n, e);
    }
    return rc;
}

static err_code load_document(ydoc *d, bytes text, err *e) {
    yaml_parser_t p;
    if (!yaml_parser_initialize(&p)) return err_nomem(e);
    yaml_parser_set_input_string(&p, text.data, text.len);
    err_code rc = ERR_OK;
    if (yaml_parser_load(&p, &d->document))
        d->has_document = true;
    else
        rc = parse_error(&p, text, e);
    yaml_parser_delete(&p);
    return rc;
}

err_code ydoc_parse(const char *name, bytes text, ydoc **out, err *e) {
    ydoc *d = calloc(1, sizeof *d);
    if (!d || !(d->name = strdup(name))) {
        ydoc_free(d);
        return err_nomem(e);
    }
    if (!text.data) text.data = (const uint8_t *)"";
    err_code rc = check_events(text, e);
    if (!rc) rc = load_document(d, text, e);
    if (rc) rc = err_wrap(e, rc, "%s", name);
    if (!rc) rc = check_keys_once(d, e);
    if (rc)
        ydoc_free(d);
    else
        *out = d;
    return rc;
}

err_code ydoc_load(const char *path, ydoc **out, err *e) {
    buf text = BUF_EMPTY;
    err_code rc = file_read(path, YDOC_BYTES_MAX, &text, e);
    if (!rc) rc = ydoc_parse(path, buf_view(&text), out, e);
    buf_free(&text);
    return rc;
}

void ydoc_free(ydoc *d) {
    if (!d) return;
    if (d->has_document) yaml_document_delete(&d->document);
    free(d->name);
    free(d);
}

ynode ydoc_root(const ydoc *d) {
    yaml_document_t *doc = (yaml_document_t *)(uintptr_t)&d->document;
    return (ynode){d, yaml_document_get_root_node(doc) ? 1 : 0};
}

ynode_kind ynode_kind_of(ynode n) {
    yaml_node_t *r = raw(n);
    if (!r) return YNODE_ABSENT;
    return r->type == YAML_SCALAR_NODE     ? YNODE_SCALAR
           : r->type == YAML_SEQUENCE_NODE ? YNODE_LIST
                                           : YNODE_MAP;
}

size_t ynode_count(ynode n) {
    yaml_node_t *r = raw(n);
    if (!r || r->type == YAML_SCALAR_NODE) return 0;
    return r->type == YAML_SEQUENCE_NODE
               ? (size_t)(r->data.sequence.items.top - r->data.sequence.items.start)
               : (size_t)(r->data.mapping.pairs.top - r->data.mapping.pairs.start);
}

ynode ynode_item(ynode list, size_t i) {
    if (ynode_kind_of(list) != YNODE_LIST || i >= ynode_count(list)) return (ynode){list.doc, 0};
    return (ynode){list.doc, raw(list)->data.sequence.items.start[i]};
}

ynode ynode_key(ynode map, size_t i) {
    if (ynode_kind_of(map) != YNODE_MAP || i >= ynode_count(map)) return (ynode){map.doc, 0};
    return (ynode){map.doc, raw(map)->data.mapping.pairs.start[i].key};
}

ynode ynode_value(ynode map, size_t i) {
    if (ynode_kind_of(map) != YNODE_MAP || i >= ynode_count(map)) return (ynode){map.doc, 0};
    return (ynode){map.doc, raw(map)->data.mapping.pairs.start[i].value};
}

ynode ynode_get(ynode map, const char *key) {
    for (size_t i = 0, n = ynode_kind_of(map) == YNODE_MAP ? ynode_count(map) : 0; i < n; i++) {
        const char *text = ynode_text(ynode_key(map, i));
        if (text && !strcmp(text, key)) return ynode_value(map, i);
    }
    return (ynode){map.doc, 0};
}

const char *ynode_text(ynode n) {
    yaml_node_t *r = raw(n);
    if (!r || r->type != YAML_SCALAR_NODE) return NULL;
    const char *text = (const char *)r->data.scalar.value;
    bool plain = r->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (strlen(text) != r->data.scalar.length) return NULL; /* an embedded NUL */
    if (plain && (!*text || !strcmp(text, "~") || !strcmp(text, "null"))) return NULL;
    return text;
}

unsigned ynode_line(ynode n) {
    yaml_node_t *r = raw(n);
    return r ? (unsigned)r->start_mark.line + 1 : 0;
}

err_code ynode_fail(ynode n, err *e, const char *fmt, ...) {
    char text[400];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    yaml_node_t *r = raw(n);
    if (!r) return err_set(e, ERR_FORMAT, "%s: %s", n.doc->name, text);
    return err_set(e, ERR_FORMAT, "%s: line %zu, column %zu: %s", n.doc->name,
                   r->start_mark.line + 1, r->start_mark.column + 1, text);
}

err_code ynode_check_keys(ynode map, const char *const *allowed, err *e) {
    if (ynode_kind_of(map) != YNODE_MAP) return ynode_fail(map, e, "a mapping is needed here");
    for (size_t i = 0; i < ynode_count(map); i++) {
        const char *key = ynode_text(ynode_key(map, i));
        const char *const *a = allowed;
        while (*a && strcmp(*a, key)) a++;
        if (*a) continue;
        char list[300] = "";
        for (a = allowed; *a; a++)
            snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s",
                     a == allowed ? "" : ", ", *a);
        return ynode_fail(ynode_key(map, i), e, "unknown key \"%.60s\"; allowed are: %s", key,
                          list);
    }
    return ERR_OK;
}
