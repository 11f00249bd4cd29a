#include <stdlib.h>
#include <string.h>
#include <webp/decode.h>
#include <webp/demux.h>

#include "internal.h"

// Lays the frame's pixels, red, green, blue and alpha, on the picture.
static void place(const WebPIterator *frame, const uint8_t *pixels, struct ic_picture *picture, uint8_t background) {
    for (int y = 0; y < frame->height; y++) {
        size_t start = ((size_t)(frame->y_offset + y) * picture->width + (size_t)frame->x_offset) * 3;
        for (int x = 0; x < frame->width; x++) {
            const uint8_t *from = pixels + ((size_t)y * (size_t)frame->width + (size_t)x) * 4;
            for (int channel = 0; channel < 3; channel++) {
                uint32_t value = from[channel] * from[3] + background * (255u - from[3]);
                picture->pixels[start + (size_t)x * 3 + channel] = (uint8_t)((value + 127) / 255);
            }
        }
    }
}

static enum ic_status decode(
    WebPDemuxer *file, const WebPIterator *frame, struct ic_request request, struct ic_picture *picture) {
    WebPChunkIterator exif;
    picture->orientation = 1;
    if (WebPDemuxGetChunk(file, "EXIF", 1, &exif)) {
        picture->orientation = ic_exif_orientation(exif.chunk.bytes, exif.chunk.size);
        WebPDemuxReleaseChunkIterator(&exif);
    }
    enum ic_status status = ic_set_size(
        picture, request, WebPDemuxGetI(file, WEBP_FF_CANVAS_WIDTH), WebPDemuxGetI(file, WEBP_FF_CANVAS_HEIGHT));
    if (status != ic_ok || request.size_only) return status;
    if ((uint64_t)frame->x_offset + (uint64_t)frame->width > picture->width ||
        (uint64_t)frame->y_offset + (uint64_t)frame->height > picture->height) {
        ic_explain(picture, "its first frame lies outside");
        return ic_damaged;
    }
    int width, height;
    uint8_t *pixels = WebPDecodeRGBA(frame->fragment.bytes, frame->fragment.size, &width, &height);
    if (!pixels || width != frame->width || height != frame->height) {
        WebPFree(pixels);
        ic_explain(picture, "its pixels are cut short or damaged");
        return ic_damaged;
    }
    status = ic_allocate(picture, 3);
    if (status == ic_ok) {
        memset(picture->pixels, request.background, (size_t)picture->width * picture->height * 3);
        place(frame, pixels, picture, request.background);
    }
    WebPFree(pixels);
    return status;
}

// Of an animation, the first frame.
enum ic_status ic_decode_webp(
    const uint8_t *bytes, size_t count, struct ic_request request, struct ic_picture *picture) {
    memset(picture, 0, sizeof *picture);
    WebPData data = {bytes, count};
    WebPDemuxer *file = WebPDemux(&data);
    WebPIterator frame;
    memset(&frame, 0, sizeof frame);
    enum ic_status status = ic_damaged;
    if (file && WebPDemuxGetFrame(file, 1, &frame)) {
        status = decode(file, &frame, request, picture);
        WebPDemuxReleaseIterator(&frame);
    } else {
        ic_explain(picture, "it is cut short or damaged");
    }
    WebPDemuxDelete(file);
    return status;
}
