#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

struct reader {
    const uint8_t *bytes;
    size_t remaining;
    struct ic_request request;
    struct ic_picture *picture;
    png_bytep *rows;
    enum ic_status status;
};

static void read_bytes(png_structp png, png_bytep target, size_t count) {
    struct reader *reader = png_get_io_ptr(png);
    if (count > reader->remaining) png_error(png, "it is cut short");
    memcpy(target, reader->bytes, count);
    reader->bytes += count;
    reader->remaining -= count;
}

static void fail(png_structp png, png_const_charp message) {
    struct reader *reader = png_get_error_ptr(png);
    ic_explain(reader->picture, message);
    png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

// Sets the reader's status, but where libpng fails: that it has explained, and jumps.
static void decode(png_structp png, png_infop info, struct reader *reader) {
    struct ic_picture *picture = reader->picture;
    png_read_info(png, info);
    picture->orientation = 1;
    reader->status = ic_set_size(
        picture, reader->request, png_get_image_width(png, info), png_get_image_height(png, info));
    if (reader->status != ic_ok || reader->request.size_only) return;

    // Palettes become colours, 1 to 4 bits 8, and a transparent colour alpha; 16 bits become 8, rounded.
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    uint32_t samples = png_get_channels(png, info);
    int has_alpha = samples == 2 || samples == 4;
    size_t row_size = (size_t)picture->width * samples;
    if (png_get_bit_depth(png, info) != 8 || png_get_rowbytes(png, info) != row_size) png_error(png, "unknown depth");

    reader->status = ic_allocate(picture, samples);
    reader->rows = malloc(sizeof(png_bytep) * picture->height);
    if (reader->status != ic_ok || !reader->rows) {
        reader->status = ic_no_memory;
        return;
    }
    for (uint32_t y = 0; y < picture->height; y++) reader->rows[y] = picture->pixels + y * row_size;
    png_read_image(png, reader->rows);
    if (has_alpha) {
        picture->channels = samples - 1;
        ic_lay_on_background(
            picture->pixels, (size_t)picture->width * picture->height, picture->channels, reader->request.background);
    }
}

enum ic_status ic_decode_png(
    const uint8_t *bytes, size_t count, struct ic_request request, struct ic_picture *picture) {
    memset(picture, 0, sizeof *picture);
    struct reader reader = {bytes, count, request, picture, NULL, ic_damaged};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, fail, ignore_warning);
    if (!png) return ic_no_memory;
    png_infop info = png_create_info_struct(png);
    if (!info) {
        png_destroy_read_struct(&png, NULL, NULL);
        return ic_no_memory;
    }
    png_set_read_fn(png, &reader, read_bytes);
    // Nothing but the pixels and what they need is kept; an ICC profile or a text could be a bomb.
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_AS_DEFAULT, (png_const_bytep) "tRNS", 1);
    if (setjmp(png_jmpbuf(png)) == 0) {
        decode(png, info, &reader);
    } else {
        reader.status = ic_damaged;
    }
    png_destroy_read_struct(&png, &info, NULL);
    free(reader.rows);
    if (reader.status != ic_ok) {
        free(picture->pixels);
        picture->pixels = NULL;
    }
    return reader.status;
}
