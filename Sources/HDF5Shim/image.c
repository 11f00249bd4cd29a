#include "hdf5_shim.h"

#include <hdf5.h>
#include <stdlib.h>
#include <string.h>

struct hs_image {
    hid_t file;
    // Makes the groups on the way to a name.
    hid_t with_parents;
};

hs_image *hs_image_create(void) {
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    hs_image *image = calloc(1, sizeof *image);
    if (image == NULL) return NULL;
    // In memory only, growing by a mebibyte at a time.
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fapl_core(access, 1 << 20, false);
    image->file = H5Fcreate("memory", H5F_ACC_TRUNC, H5P_DEFAULT, access);
    H5Pclose(access);
    image->with_parents = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_create_intermediate_group(image->with_parents, 1);
    if (image->file < 0 || image->with_parents < 0) {
        hs_image_free(image);
        return NULL;
    }
    return image;
}

void hs_image_free(hs_image *image) {
    if (image->with_parents >= 0) H5Pclose(image->with_parents);
    if (image->file >= 0) H5Fclose(image->file);
    free(image);
}

bool hs_image_group(hs_image *image, const char *path) {
    const hid_t group = H5Gcreate2(image->file, path, image->with_parents, H5P_DEFAULT, H5P_DEFAULT);
    return group >= 0 && H5Gclose(group) >= 0;
}

static bool add_attribute(hs_image *image, const char *path, const char *name, hid_t type, hid_t space, const void *data) {
    const char *object = path[0] == '\0' ? "/" : path;
    const hid_t attribute =
        H5Acreate_by_name(image->file, object, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    if (attribute < 0) return false;
    const bool written = data == NULL || H5Awrite(attribute, type, data) >= 0;
    return H5Aclose(attribute) >= 0 && written;
}

// Texts of one length, padded with zeros, as NumPy's type S.
static hid_t text_type(size_t length) {
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, length > 0 ? length : 1);
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    return type;
}

bool hs_image_text(hs_image *image, const char *path, const char *name, const char *text) {
    const hid_t type = text_type(strlen(text)), space = H5Screate(H5S_SCALAR);
    const bool added = add_attribute(image, path, name, type, space, text);
    H5Sclose(space);
    H5Tclose(type);
    return added;
}

bool hs_image_texts(hs_image *image, const char *path, const char *name, const char *texts, int32_t count) {
    const hsize_t extent = (hsize_t)count;
    const hid_t space = H5Screate_simple(1, &extent, NULL);
    size_t length = 1;
    const char *text = texts;
    for (int32_t i = 0; i < count; i++, text += strlen(text) + 1) {
        if (strlen(text) > length) length = strlen(text);
    }
    const hid_t type = count == 0 ? H5Tcopy(H5T_IEEE_F64LE) : text_type(length);
    char *padded = calloc(count == 0 ? 1 : (size_t)count, length);
    text = texts;
    for (int32_t i = 0; i < count && padded != NULL; i++, text += strlen(text) + 1) {
        memcpy(padded + (size_t)i * length, text, strlen(text));
    }
    const bool added = padded != NULL && add_attribute(image, path, name, type, space, count == 0 ? NULL : padded);
    free(padded);
    H5Tclose(type);
    H5Sclose(space);
    return added;
}

bool hs_image_numbers(hs_image *image, const char *path, const int64_t *shape, int32_t rank, const float *values) {
    hsize_t extents[H5S_MAX_RANK];
    if (rank < 1 || rank > H5S_MAX_RANK) return false;
    for (int32_t i = 0; i < rank; i++) extents[i] = (hsize_t)shape[i];
    const hid_t space = H5Screate_simple(rank, extents, NULL);
    // Without times, equal contents give equal bytes.
    const hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_obj_track_times(properties, false);
    const hid_t numbers =
        H5Dcreate2(image->file, path, H5T_IEEE_F32LE, space, image->with_parents, properties, H5P_DEFAULT);
    const bool written =
        numbers >= 0 && H5Dwrite(numbers, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0;
    const bool closed = numbers < 0 || H5Dclose(numbers) >= 0;
    H5Pclose(properties);
    H5Sclose(space);
    return written && closed;
}

int64_t hs_image_finish(hs_image *image) {
    if (H5Fflush(image->file, H5F_SCOPE_LOCAL) < 0) return -1;
    return H5Fget_file_image(image->file, NULL, 0);
}

bool hs_image_copy(hs_image *image, void *bytes, int64_t size) {
    return H5Fget_file_image(image->file, bytes, (size_t)size) == size;
}
