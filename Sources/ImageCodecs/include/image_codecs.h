// Decoders of picture files in memory, each through the library that Linux distributions keep for it. Their errors, of
// which libpng's and libjpeg's leave by longjmp, end here: no function jumps across its caller.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum ic_status {
    ic_ok = 0,
    ic_damaged,      // cut short or damaged
    ic_unsupported,  // sound, but of a kind that is not read
    ic_too_large,    // more than the limit's pixels; the size is told
    ic_no_memory,
};

enum { ic_message_size = 200 };

// What is asked of a decoder.
struct ic_request {
    // More pixels than these are refused before memory is taken for them.
    size_t maximum_pixels;
    // The grey level, 0 to 255, on which transparent pixels are laid.
    uint8_t background;
    // Whether to stop at the size.
    uint8_t size_only;
};

struct ic_picture {
    uint32_t width;
    uint32_t height;
    // 1 (grey) or 3 (red, green, blue).
    uint32_t channels;
    // As in EXIF, 1 to 8: how the picture is to be turned.
    uint32_t orientation;
    // height rows of width pixels of channels bytes, from malloc; NULL where only the size was asked for.
    uint8_t *pixels;
    // One line of what is wrong.
    char message[ic_message_size];
};

typedef enum ic_status ic_decoder(
    const uint8_t *bytes, size_t count, struct ic_request request, struct ic_picture *picture);

ic_decoder ic_decode_png, ic_decode_jpeg, ic_decode_webp, ic_decode_gif, ic_decode_tiff;
