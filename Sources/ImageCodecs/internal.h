#pragma once

#include "image_codecs.h"

// Keeps text as the picture's message, the control characters in it replaced.
void ic_explain(struct ic_picture *picture, const char *text);

// Sets the size and says whether the pixels should be decoded: ic_ok if so; ic_too_large; ic_damaged where there are none.
enum ic_status ic_set_size(struct ic_picture *picture, struct ic_request request, uint64_t width, uint64_t height);

// Takes memory for the pixels, of `channels` bytes each.
enum ic_status ic_allocate(struct ic_picture *picture, uint32_t channels);

// Of pixels with alpha as their last channel, lays each on the background, in place. `channels` does not count alpha.
void ic_lay_on_background(uint8_t *pixels, size_t pixel_count, uint32_t channels, uint8_t background);

// The orientation in EXIF data, which may begin with "Exif\0\0"; 1 where there is none.
uint32_t ic_exif_orientation(const uint8_t *bytes, size_t count);
