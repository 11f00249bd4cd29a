#include <stdlib.h>
#include <string.h>

#include "internal.h"

void ic_explain(struct ic_picture *picture, const char *text) {
    size_t length = strnlen(text, ic_message_size - 1);
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        picture->message[i] = byte < 0x20 || byte >= 0x7f ? '?' : (char)byte;
    }
    picture->message[length] = 0;
}

enum ic_status ic_set_size(struct ic_picture *picture, struct ic_request request, uint64_t width, uint64_t height) {
    if (width == 0 || height == 0 || width > UINT32_MAX || height > UINT32_MAX) {
        ic_explain(picture, "it has no pixels");
        return ic_damaged;
    }
    picture->width = (uint32_t)width;
    picture->height = (uint32_t)height;
    return width > request.maximum_pixels / height ? ic_too_large : ic_ok;
}

enum ic_status ic_allocate(struct ic_picture *picture, uint32_t channels) {
    picture->channels = channels;
    picture->pixels = calloc((size_t)picture->width * picture->height, channels);
    return picture->pixels ? ic_ok : ic_no_memory;
}

void ic_lay_on_background(uint8_t *pixels, size_t pixel_count, uint32_t channels, uint8_t background) {
    for (size_t pixel = 0; pixel < pixel_count; pixel++) {
        const uint8_t *from = pixels + pixel * (channels + 1);
        uint32_t alpha = from[channels];
        for (uint32_t channel = 0; channel < channels; channel++) {
            uint32_t value = from[channel] * alpha + background * (255 - alpha);
            pixels[pixel * channels + channel] = (uint8_t)((value + 127) / 255);
        }
    }
}

static uint32_t number(const uint8_t *bytes, int size, int big_endian) {
    uint32_t value = 0;
    for (int i = 0; i < size; i++) value |= (uint32_t)bytes[i] << 8 * (big_endian ? size - 1 - i : i);
    return value;
}

uint32_t ic_exif_orientation(const uint8_t *bytes, size_t count) {
    if (count >= 6 && memcmp(bytes, "Exif\0\0", 6) == 0) {
        bytes += 6;
        count -= 6;
    }
    if (count < 8 || (memcmp(bytes, "II*\0", 4) != 0 && memcmp(bytes, "MM\0*", 4) != 0)) return 1;
    int big_endian = bytes[0] == 'M';
    size_t place = number(bytes + 4, 4, big_endian);
    if (place > count - 2) return 1;
    uint32_t entries = number(bytes + place, 2, big_endian);
    place += 2;
    for (uint32_t entry = 0; entry < entries && count - place >= 12; entry++, place += 12) {
        const uint32_t orientation_tag = 0x112, short_type = 3;
        if (number(bytes + place, 2, big_endian) != orientation_tag) continue;
        if (number(bytes + place + 2, 2, big_endian) != short_type) return 1;
        uint32_t orientation = number(bytes + place + 8, 2, big_endian);
        return orientation >= 1 && orientation <= 8 ? orientation : 1;
    }
    return 1;
}
