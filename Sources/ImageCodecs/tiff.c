#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#include "internal.h"

struct source {
    const uint8_t *bytes;
    size_t count;
    size_t place;
    struct ic_picture *picture;
};

static tmsize_t read_bytes(thandle_t handle, void *target, tmsize_t count) {
    struct source *source = handle;
    size_t available = source->place < source->count ? source->count - source->place : 0;
    size_t taken = (size_t)count < available ? (size_t)count : available;
    memcpy(target, source->bytes + source->place, taken);
    source->place += taken;
    return (tmsize_t)taken;
}

static tmsize_t write_bytes(thandle_t handle, void *bytes, tmsize_t count) {
    (void)handle, (void)bytes, (void)count;
    return 0;
}

static toff_t seek(thandle_t handle, toff_t offset, int origin) {
    struct source *source = handle;
    toff_t base = origin == SEEK_SET ? 0 : origin == SEEK_CUR ? source->place : source->count;
    source->place = (size_t)(base + offset);
    return source->place;
}

static int close_nothing(thandle_t handle) {
    (void)handle;
    return 0;
}

static toff_t size(thandle_t handle) { return ((struct source *)handle)->count; }

// libtiff may tell several errors; the first is the cause.
static int explain(TIFF *tiff, void *data, const char *module, const char *format, va_list arguments) {
    (void)tiff, (void)module;
    struct ic_picture *picture = data;
    char text[ic_message_size];
    vsnprintf(text, sizeof text, format, arguments);
    if (picture->message[0] == 0) ic_explain(picture, text);
    return 1;
}

static int ignore_warning(TIFF *tiff, void *data, const char *module, const char *format, va_list arguments) {
    (void)tiff, (void)data, (void)module, (void)format, (void)arguments;
    return 1;
}

static enum ic_status decode(TIFF *tiff, struct ic_request request, struct ic_picture *picture) {
    uint32_t width = 0, height = 0;
    uint16_t orientation = 1;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
    if (orientation < 1 || orientation > 8) orientation = 1;
    picture->orientation = orientation;
    enum ic_status status = ic_set_size(picture, request, width, height);
    if (status != ic_ok || request.size_only) return status;
    char reason[1024] = "";
    if (!TIFFRGBAImageOK(tiff, reason)) {
        ic_explain(picture, reason);
        return ic_unsupported;
    }
    size_t count = (size_t)width * height;
    uint32_t *raster = calloc(count, sizeof *raster);
    status = ic_allocate(picture, 3);
    if (!raster || status != ic_ok) {
        free(raster);
        return ic_no_memory;
    }
    // As the rows are stored: the orientation is obeyed by who gets the picture.
    if (TIFFReadRGBAImageOriented(tiff, width, height, raster, orientation, 1)) {
        for (size_t pixel = 0; pixel < count; pixel++) {
            // libtiff has multiplied the colours by alpha.
            uint32_t rest = (255 - TIFFGetA(raster[pixel])) * request.background / 255;
            uint32_t colour[] = {TIFFGetR(raster[pixel]), TIFFGetG(raster[pixel]), TIFFGetB(raster[pixel])};
            for (int channel = 0; channel < 3; channel++) {
                uint32_t value = colour[channel] + rest;
                picture->pixels[pixel * 3 + channel] = (uint8_t)(value > 255 ? 255 : value);
            }
        }
    } else {
        status = ic_damaged;
    }
    free(raster);
    return status;
}

// Of several pages, the first.
enum ic_status ic_decode_tiff(
    const uint8_t *bytes, size_t count, struct ic_request request, struct ic_picture *picture) {
    memset(picture, 0, sizeof *picture);
    struct source source = {bytes, count, 0, picture};
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options) return ic_no_memory;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, 1 << 28);
    TIFFOpenOptionsSetErrorHandlerExtR(options, explain, picture);
    TIFFOpenOptionsSetWarningHandlerExtR(options, ignore_warning, NULL);
    TIFF *tiff = TIFFClientOpenExt(
        "picture", "rm", &source, read_bytes, write_bytes, seek, close_nothing, size, NULL, NULL, options);
    TIFFOpenOptionsFree(options);
    if (!tiff) return ic_damaged;
    enum ic_status status = decode(tiff, request, picture);
    TIFFClose(tiff);
    if (status != ic_ok) {
        free(picture->pixels);
        picture->pixels = NULL;
    }
    return status;
}
