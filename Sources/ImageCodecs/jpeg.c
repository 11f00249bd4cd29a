#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "internal.h"

// libjpeg's error manager, and what its callbacks need besides.
struct reader {
    struct jpeg_error_mgr errors;
    jmp_buf jump;
    struct ic_request request;
    struct ic_picture *picture;
    uint8_t *cmyk_row;
    enum ic_status status;
};

static void fail(j_common_ptr jpeg) {
    struct reader *reader = (struct reader *)jpeg->err;
    char text[JMSG_LENGTH_MAX];
    reader->errors.format_message(jpeg, text);
    ic_explain(reader->picture, text);
    reader->status = jpeg->err->msg_code == JERR_OUT_OF_MEMORY ? ic_no_memory : ic_damaged;
    longjmp(reader->jump, 1);
}

// Where data is missing, libjpeg warns and goes on with grey: that is damage. Other warnings are about things that many
// sound pictures have, such as bytes between markers.
static void warn(j_common_ptr jpeg, int level) {
    if (level >= 0) return;
    switch (jpeg->err->msg_code) {
        case JWRN_JPEG_EOF:
        case JWRN_HIT_MARKER:
        case JWRN_HUFF_BAD_CODE:
        case JWRN_ARITH_BAD_CODE:
        case JWRN_MUST_RESYNC:
            fail(jpeg);
            break;
        default:
            break;
    }
}

// A few bytes can ask for thousands of passes over the largest picture.
static void limit_scans(j_common_ptr jpeg) {
    if (((j_decompress_ptr)jpeg)->input_scan_number > 100) ERREXIT(jpeg, JERR_BAD_PROGRESSION);
}

// Photoshop, which makes nearly all CMYK pictures, stores them inverted and marks them so.
static void convert_cmyk(const uint8_t *row, uint8_t *target, uint32_t width, int is_inverted) {
    for (uint32_t x = 0; x < width; x++) {
        uint32_t black = is_inverted ? row[x * 4 + 3] : 255 - row[x * 4 + 3];
        for (int channel = 0; channel < 3; channel++) {
            uint32_t ink = row[x * 4 + channel];
            target[x * 3 + channel] = (uint8_t)(((is_inverted ? ink : 255 - ink) * black + 127) / 255);
        }
    }
}

static void decode(j_decompress_ptr jpeg, const uint8_t *bytes, size_t count, struct reader *reader) {
    struct ic_picture *picture = reader->picture;
    jpeg_create_decompress(jpeg);
    jpeg->mem->max_memory_to_use = 1 << 29;
    jpeg_mem_src(jpeg, bytes, count);
    jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xffff);
    jpeg_read_header(jpeg, TRUE);
    picture->orientation = 1;
    for (jpeg_saved_marker_ptr marker = jpeg->marker_list; marker; marker = marker->next) {
        if (marker->data_length >= 6 && memcmp(marker->data, "Exif\0\0", 6) == 0) {
            picture->orientation = ic_exif_orientation(marker->data, marker->data_length);
            break;
        }
    }
    reader->status = ic_set_size(picture, reader->request, jpeg->image_width, jpeg->image_height);
    if (reader->status != ic_ok || reader->request.size_only) return;

    int is_cmyk = jpeg->jpeg_color_space == JCS_CMYK || jpeg->jpeg_color_space == JCS_YCCK;
    int is_grey = jpeg->jpeg_color_space == JCS_GRAYSCALE;
    jpeg->out_color_space = is_cmyk ? JCS_CMYK : is_grey ? JCS_GRAYSCALE : JCS_RGB;
    struct jpeg_progress_mgr progress = {.progress_monitor = limit_scans};
    jpeg->progress = &progress;
    jpeg_start_decompress(jpeg);
    reader->status = ic_allocate(picture, is_grey ? 1 : 3);
    if (is_cmyk && reader->status == ic_ok) {
        reader->cmyk_row = malloc((size_t)picture->width * 4);
        if (!reader->cmyk_row) reader->status = ic_no_memory;
    }
    if (reader->status != ic_ok) return;
    while (jpeg->output_scanline < jpeg->output_height) {
        uint8_t *target = picture->pixels + (size_t)jpeg->output_scanline * picture->width * picture->channels;
        JSAMPROW row = is_cmyk ? reader->cmyk_row : target;
        jpeg_read_scanlines(jpeg, &row, 1);
        if (is_cmyk) convert_cmyk(row, target, picture->width, jpeg->saw_Adobe_marker);
    }
}

enum ic_status ic_decode_jpeg(
    const uint8_t *bytes, size_t count, struct ic_request request, struct ic_picture *picture) {
    memset(picture, 0, sizeof *picture);
    struct jpeg_decompress_struct jpeg;
    memset(&jpeg, 0, sizeof jpeg);
    struct reader reader = {.request = request, .picture = picture, .status = ic_damaged};
    jpeg.err = jpeg_std_error(&reader.errors);
    reader.errors.error_exit = fail;
    reader.errors.emit_message = warn;
    if (setjmp(reader.jump) == 0) decode(&jpeg, bytes, count, &reader);
    jpeg_destroy_decompress(&jpeg);
    free(reader.cmyk_row);
    if (reader.status != ic_ok) {
        free(picture->pixels);
        picture->pixels = NULL;
    }
    return reader.status;
}
