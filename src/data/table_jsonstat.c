#include "data/table_jsonstat.h"
#include "base/json.h"
#include "base/text.h"
#include "data/excerpt.h"

#include <string.h>

bool table_jsonstat_sniff(bytes text) {
    size_t i = 0;
    while (i < text.len && text.data[i] && strchr(" \t\r\n", text.data[i])) i++;
    return i < text.len && text.data[i] == '{';
}

/* ---- the dataset in the file */

static err_code load(bytes text, json_t **out, err *e) {
    json_error_t why;
    bool marked = text.len >= 3 && !memcmp(text.data, "\xef\xbb\xbf", 3);
    if (marked) text = (bytes){text.data + 3, text.len - 3};
    *out = json_loadb((const char *)text.data, text.len,
                      JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &why);
    if (*out) return ERR_OK;
    if (json_error_code(&why) == json_error_out_of_memory) return err_nomem(e);
    return err_set(e, ERR_FORMAT, "line %d, column %d: not JSON: %s", why.line, why.column,
                   excerpt_of(why.text).text);
}

static bool is_dataset(const json_t *o) {
    return json_is_object(json_object_get(o, "dimension")) && json_object_get(o, "value");
}

/* Borrowed from `root`. */
static err_code find_dataset(const json_t *root, const json_t **out, err *e) {
    const char *class = json_string_value(json_object_get(root, "class"));
    const json_t *wrapped = json_object_get(root, "dataset");
    if (class && strcmp(class, "dataset"))
        return err_set(e, ERR_UNSUPPORTED,
                       "this is JSON-stat of the class \"%s\"; a \"dataset\" is needed: download "
                       "one of its tables",
                       excerpt_of(class).text);
    *out = is_dataset(root) ? root : wrapped;
    if (is_dataset(*out)) return ERR_OK;
    return err_set(e, ERR_FORMAT,
                   "this JSON is no JSON-stat dataset: it has no \"dimension\" or no \"value\"");
}

/* JSON-stat 1 has `id` and `size` inside `dimension`. */
static const json_t *list_of(const json_t *dataset, const char *name) {
    const json_t *own = json_object_get(dataset, name);
    return own ? own : json_object_get(json_object_get(dataset, "dimension"), name);
}

static bool whole_number(const json_t *v, size_t below, size_t *out) {
    double d = json_is_real(v) ? json_real_value(v) : -1;
    if (!(d >= 0 && d < (double)below)) return false;
    *out = (size_t)d;
    return (double)*out == d;
}

/* ---- dimensions */

static err_code store_json_text(table *t, const json_t *v, uint32_t *at, err *e) {
    return table_store_text(t, json_string_value(v), json_string_length(v), at, e);
}

static err_code fail_index(err *e) {
    return err_set(e, ERR_FORMAT, "its index must give each of its categories one place");
}

/* Offset 0 is the empty text, so a code's place is taken if its offset is not 0. */
static err_code store_category(table *t, cube_dimension *d, size_t place, const char *code,
                               const json_t *labels, err *e) {
    if (place >= d->size || d->code[place]) return fail_index(e);
    err_code rc = table_store_text(t, code, strlen(code), &d->code[place], e);
    const json_t *label = json_object_get(labels, code);
    d->label[place] = d->code[place];
    return !rc && json_is_string(label) ? store_json_text(t, label, &d->label[place], e) : rc;
}

/* As {code: place}, or {code: label} of one category that needs no index. */
static err_code store_object(table *t, cube_dimension *d, const json_t *index, const json_t *labels,
                             err *e) {
    json_t *object = (json_t *)(uintptr_t)index; /* the iterator's type is not const */
    err_code rc = ERR_OK;
    for (void *it = json_object_iter(object); it && !rc; it = json_object_iter_next(object, it)) {
        size_t place = 0;
        if (index != labels && !whole_number(json_object_iter_value(it), d->size, &place))
            return fail_index(e);
        rc = store_category(t, d, place, json_object_iter_key(it), labels, e);
    }
    return rc;
}

static err_code store_list(table *t, cube_dimension *d, const json_t *index, const json_t *labels,
                           err *e) {
    err_code rc = ERR_OK;
    for (size_t i = 0; i < d->size && !rc; i++) {
        const char *code = json_string_value(json_array_get(index, i));
        rc = code ? store_category(t, d, i, code, labels, e) : fail_index(e);
    }
    return rc;
}

static err_code add_categories(table *t, const char *id, const json_t *dimension,
                               const json_t *size, err *e) {
    const json_t *category = json_object_get(dimension, "category");
    const json_t *labels = json_object_get(category, "label");
    const json_t *index = json_object_get(category, "index");
    size_t n, said;
    if (!index && json_object_size(labels) == 1) index = labels;
    if (!json_is_array(index) && !json_is_object(index))
        return err_set(e, ERR_FORMAT, "it has no category index");
    n = json_is_array(index) ? json_array_size(index) : json_object_size(index);
    if (!whole_number(size, (size_t)UINT32_MAX, &said) || said != n)
        return err_set(e, ERR_FORMAT, "it has %zu categories, which is not what \"size\" says", n);
    err_code rc = cube_add_dimension(&t->cube, id, n, e);
    if (rc) return rc;
    cube_dimension *d = &t->cube.dimension[t->cube.n_dimensions - 1];
    return json_is_array(index) ? store_list(t, d, index, labels, e)
                                : store_object(t, d, index, labels, e);
}

static err_code add_dimensions(table *t, const json_t *dataset, err *e) {
    const json_t *ids = list_of(dataset, "id"), *sizes = list_of(dataset, "size");
    const json_t *dimensions = json_object_get(dataset, "dimension");
    size_t n = json_array_size(ids);
    if (!n || json_array_size(sizes) != n)
        return err_set(e, ERR_FORMAT, "\"id\" and \"size\" must be lists of the same length");
    err_code rc = ERR_OK;
    for (size_t i = 0; i < n && !rc; i++) {
        const char *id = json_string_value(json_array_get(ids, i));
        if (!id) return err_set(e, ERR_FORMAT, "\"id\" must be a list of texts");
        rc = add_categories(t, id, json_object_get(dimensions, id), json_array_get(sizes, i), e);
        if (rc) err_wrap(e, rc, "dimension \"%s\"", excerpt_of(id).text);
    }
    return rc;
}

/* ---- values and status */

static err_code store_item(table *t, const json_t *v, uint32_t *at, err *e) {
    char number[32];
    if (!v || json_is_null(v)) return ERR_OK; /* 0: the empty text */
    if (json_is_string(v)) return store_json_text(t, v, at, e);
    if (!json_is_real(v))
        return err_set(e, ERR_FORMAT, "it is neither a number nor a text nor null");
    json_shortest(json_real_value(v), number);
    return table_store_text(t, number, strlen(number), at, e);
}

static err_code store_sparse(table *t, const json_t *by_number, uint32_t *out, err *e) {
    json_t *object = (json_t *)(uintptr_t)by_number;
    err_code rc = ERR_OK;
    for (void *it = json_object_iter(object); it && !rc; it = json_object_iter_next(object, it)) {
        unsigned long i;
        const char *key = json_object_iter_key(it);
        rc = text_to_uint(key, t->cube.rows - 1, &i)
                 ? store_item(t, json_object_iter_value(it), &out[i], e)
                 : err_set(e, ERR_FORMAT, "there are %zu values only", t->cube.rows);
        if (rc) err_wrap(e, rc, "\"%s\"", excerpt_of(key).text);
    }
    return rc;
}

static err_code store_items(table *t, const json_t *items, uint32_t *out, err *e) {
    err_code rc = ERR_OK;
    if (json_is_object(items)) return store_sparse(t, items, out, e);
    for (size_t i = 0; i < t->cube.rows && !rc; i++) {
        rc = store_item(t, json_array_get(items, i), &out[i], e);
        if (rc) err_wrap(e, rc, "item %zu", i + 1);
    }
    return rc;
}

/* A list must be as long as there are rows, unless it is a status's. */
static err_code measure(table *t, const json_t *value, err *e) {
    bool list = json_is_array(value);
    if (!list && !json_is_object(value))
        return err_set(e, ERR_FORMAT, "\"value\" must be a list, or an object by number");
    err_code rc =
        cube_measure(&t->cube, list ? UINT32_MAX : JSONSTAT_SPARSE_MAX, TABLE_CELLS_MAX, e);
    if (rc || !list || json_array_size(value) == t->cube.rows) return rc;
    return err_set(e, ERR_FORMAT, "\"value\" has %zu values where its dimensions make %zu",
                   json_array_size(value), t->cube.rows);
}

static err_code store_status(table *t, const json_t *status, err *e) {
    uint32_t all = 0;
    if (!json_is_string(status)) return store_items(t, status, t->cube.status, e);
    err_code rc = store_json_text(t, status, &all, e);
    for (size_t i = 0; i < t->cube.rows && !rc; i++) t->cube.status[i] = all;
    return rc;
}

static err_code store_values(table *t, const json_t *dataset, err *e) {
    const json_t *value = json_object_get(dataset, "value");
    const json_t *status = json_object_get(dataset, "status");
    bool has_status = json_is_string(status) || json_is_array(status) || json_is_object(status);
    err_code rc = measure(t, value, e);
    if (!rc) rc = cube_reserve_values(&t->cube, has_status, false, e);
    if (!rc && (rc = store_items(t, value, t->cube.value, e))) err_wrap(e, rc, "value");
    if (!rc && has_status && (rc = store_status(t, status, e))) err_wrap(e, rc, "status");
    return rc;
}

static err_code store_facts(table *t, const json_t *dataset, err *e) {
    const json_t *note = json_object_get(dataset, "note");
    const json_t *fact[TABLE_FACTS] = {
        [TABLE_TITLE] = json_object_get(dataset, "label"),
        [TABLE_SOURCE] = json_object_get(dataset, "source"),
        [TABLE_NOTE] = json_is_array(note) ? json_array_get(note, 0) : note,
    };
    for (int i = 0; i < TABLE_FACTS; i++)
        if (json_is_string(fact[i]) && !(t->about[i] = strdup(json_string_value(fact[i]))))
            return err_nomem(e);
    return ERR_OK;
}

static err_code read_dataset(table *t, const json_t *dataset, err *e) {
    uint32_t empty;
    err_code rc = table_store_text(t, "", 0, &empty, e); /* at offset 0 */
    if (!rc) rc = add_dimensions(t, dataset, e);
    if (!rc) rc = store_values(t, dataset, e);
    if (!rc) rc = store_facts(t, dataset, e);
    return rc ? rc : table_store_cube_header(t, e);
}

err_code table_jsonstat_parse(bytes text, table *t, err *e) {
    json_t *root = NULL;
    const json_t *dataset = NULL;
    err_code rc = load(text, &root, e);
    t->encoding = "UTF-8"; /* jansson takes nothing else */
    t->decimal = '.';
    if (!rc) rc = find_dataset(root, &dataset, e);
    if (!rc) rc = read_dataset(t, dataset, e);
    json_decref(root);
    return rc;
}
