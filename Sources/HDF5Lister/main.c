// Lists what is in an HDF5 file, in a process that may do nothing else: `hdf5_shim.h` says what it writes.
//
//     atelier-hdf5 FILE MEMORY MILLISECONDS
//
// HDF5's library was not written for files that mean harm. Whatever such a file makes it do, it does here: with MEMORY
// bytes beyond what the process starts with and so many MILLISECONDS of the processor's time, with no file open but FILE
// and none to be had, and on Linux with no system call but those that reading takes.
#define _GNU_SOURCE
#include "confine.h"

#include <fcntl.h>
#include <hdf5.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// More than any file of Keras's has, and little enough to list in a moment.
enum { MAXIMUM_DEPTH = 16, MAXIMUM_OBJECTS = 20000, MAXIMUM_TEXTS = 10000, MAXIMUM_TEXT_BYTES = 1 << 20 };

typedef struct {
    FILE *output;
    // The path of the group under way, without a slash before or after.
    char path[4096];
    int depth;
    int objects;
} listing;

static void put(listing *list, const char *text) {
    fputs(text, list->output);
    fputc('\0', list->output);
}

static void put_number(listing *list, long long number) {
    fprintf(list->output, "%lld", number);
    fputc('\0', list->output);
}

// Ends the process, with a sentence for the user.
static _Noreturn void refuse(listing *list, const char *format, ...) {
    char sentence[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    put(list, "problem");
    put(list, sentence);
    fflush(list->output);
    _exit(0);
}

static _Noreturn void refuse_damaged(listing *list) { refuse(list, "the file is damaged at \"%s\"", list->path); }

// The text of `size` bytes, which may fill them without a zero at its end.
static void put_part(listing *list, const char *text, size_t size) {
    fwrite(text, 1, strnlen(text, size), list->output);
    fputc('\0', list->output);
}

static void put_texts(listing *list, hid_t attribute, hid_t type, size_t count) {
    if (count == 0) return;
    if (H5Tget_class(type) != H5T_STRING) refuse(list, "an attribute of \"%s\" is not a list of names", list->path);
    const bool variable = H5Tis_variable_str(type) > 0;
    const size_t size = H5Tget_size(type);
    if (size == 0 || size > MAXIMUM_TEXT_BYTES || size * count > MAXIMUM_TEXT_BYTES) refuse_damaged(list);
    char *texts = calloc(count, size);
    if (texts == NULL || H5Aread(attribute, type, texts) < 0) refuse_damaged(list);
    for (size_t i = 0; i < count; i++) {
        if (!variable) {
            put_part(list, texts + i * size, size);
        } else {
            const char *text = ((char **)texts)[i];
            put(list, text == NULL ? "" : text);
        }
    }
}

static herr_t list_attribute(hid_t group, const char *name, const H5A_info_t *info, void *context) {
    (void)info;
    listing *list = context;
    if (strncmp(name, "layer_names", 11) != 0 && strncmp(name, "weight_names", 12) != 0) return 0;
    const hid_t attribute = H5Aopen(group, name, H5P_DEFAULT);
    if (attribute < 0) refuse_damaged(list);
    const hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
    const hssize_t count = H5Sget_simple_extent_npoints(space);
    if (type < 0 || count < 0 || count > MAXIMUM_TEXTS) refuse_damaged(list);
    put(list, "texts");
    put(list, list->path);
    put(list, name);
    put_number(list, count);
    put_texts(list, attribute, type, (size_t)count);
    H5Sclose(space);
    H5Tclose(type);
    H5Aclose(attribute);
    return 0;
}

static void put_type(listing *list, hid_t type) {
    if (H5Tequal(type, H5T_IEEE_F32LE) > 0) {
        put(list, "float32");
        return;
    }
    const int bits = (int)(8 * H5Tget_size(type));
    const H5T_class_t kind = H5Tget_class(type);
    char name[64] = "no numbers";
    if (kind == H5T_FLOAT) snprintf(name, sizeof name, "another float of %d bits", bits);
    if (kind == H5T_INTEGER) snprintf(name, sizeof name, "integers of %d bits", bits);
    put(list, name);
}

static void list_numbers(listing *list, hid_t numbers) {
    const hid_t type = H5Dget_type(numbers), space = H5Dget_space(numbers);
    const hid_t properties = H5Dget_create_plist(numbers);
    hsize_t extents[H5S_MAX_RANK];
    const int rank = H5Sget_simple_extent_dims(space, extents, NULL);
    if (type < 0 || properties < 0 || rank < 0) refuse_damaged(list);
    if (H5Pget_external_count(properties) != 0) refuse(list, "\"%s\" lies in another file", list->path);

    put(list, "numbers");
    put(list, list->path);
    put_type(list, type);
    const haddr_t offset = H5Dget_offset(numbers);
    if (H5Pget_nfilters(properties) != 0) {
        put(list, "compressed");
    } else if (H5Pget_layout(properties) != H5D_CONTIGUOUS) {
        put(list, "in pieces");
    } else {
        put(list, "plain");
    }
    put_number(list, offset == HADDR_UNDEF ? -1 : (long long)offset);
    put_number(list, rank);
    for (int i = 0; i < rank; i++) put_number(list, (long long)extents[i]);
    H5Pclose(properties);
    H5Sclose(space);
    H5Tclose(type);
}

static void list_group(listing *list, hid_t group);

static herr_t list_link(hid_t group, const char *name, const H5L_info_t *info, void *context) {
    listing *list = context;
    const size_t length = strlen(list->path);
    const int added = snprintf(
        list->path + length, sizeof list->path - length, "%s%s", length == 0 ? "" : "/", name);
    if (added < 0 || (size_t)added >= sizeof list->path - length) refuse_damaged(list);
    if (info->type != H5L_TYPE_HARD) {
        refuse(list, "\"%s\" is a link to another place, which is not followed", list->path);
    }
    if (++list->objects > MAXIMUM_OBJECTS) refuse(list, "the file has more than %d parts", MAXIMUM_OBJECTS);
    const hid_t object = H5Oopen(group, name, H5P_DEFAULT);
    if (object < 0) refuse_damaged(list);
    const H5I_type_t kind = H5Iget_type(object);
    if (kind == H5I_GROUP) list_group(list, object);
    if (kind == H5I_DATASET) list_numbers(list, object);
    H5Oclose(object);
    list->path[length] = '\0';
    return 0;
}

static void list_group(listing *list, hid_t group) {
    if (++list->depth > MAXIMUM_DEPTH) refuse(list, "the file has groups in each other, more than %d deep", MAXIMUM_DEPTH);
    if (H5Aiterate2(group, H5_INDEX_NAME, H5_ITER_NATIVE, NULL, list_attribute, list) < 0) refuse_damaged(list);
    if (H5Literate(group, H5_INDEX_NAME, H5_ITER_NATIVE, NULL, list_link, list) < 0) refuse_damaged(list);
    list->depth--;
}

int main(int count, char **arguments) {
    if (count != 4) {
        fputs("atelier-hdf5 is a part of atelier, which runs it to read a file of Keras's: atelier import\n", stderr);
        return 64;
    }
    listing list = {.output = stdout};
    // A lock on the file is of no use to one who only reads it, and some file systems have none.
    setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1);
    H5open();
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    H5PLset_loading_state(0);
    confine_before_opening(strtoull(arguments[2], NULL, 10), strtoull(arguments[3], NULL, 10));
    const hid_t file = H5Fopen(arguments[1], H5F_ACC_RDONLY, H5P_DEFAULT);
    forbid_opening();
    if (file < 0) refuse(&list, "HDF5's library cannot open it");
    const hid_t root = H5Gopen2(file, "/", H5P_DEFAULT);
    if (root < 0) refuse_damaged(&list);
    list_group(&list, root);
    put(&list, "end");
    fflush(list.output);
    _exit(0);
}
