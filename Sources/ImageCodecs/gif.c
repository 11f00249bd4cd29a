#include <gif_lib.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

struct source {
    const uint8_t *bytes;
    size_t remaining;
};

static int read_bytes(GifFileType *gif, GifByteType *target, int count) {
    struct source *source = gif->UserData;
    size_t taken = (size_t)count < source->remaining ? (size_t)count : source->remaining;
    memcpy(target, source->bytes, taken);
    source->bytes += taken;
    source->remaining -= taken;
    return (int)taken;
}

static enum ic_status damaged(struct ic_picture *picture, int code) {
    const char *text = GifErrorString(code);
    ic_explain(picture, text ? text : "it is cut short or damaged");
    return ic_damaged;
}

// Skips an extension; a graphics control block tells the transparent colour.
static int read_extension(GifFileType *gif, int *transparent) {
    int code;
    GifByteType *block;
    if (DGifGetExtension(gif, &code, &block) != GIF_OK) return GIF_ERROR;
    while (block) {
        GraphicsControlBlock control;
        if (code == GRAPHICS_EXT_FUNC_CODE && DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK) {
            *transparent = control.TransparentColor;
        }
        if (DGifGetExtensionNext(gif, &block) != GIF_OK) return GIF_ERROR;
    }
    return GIF_OK;
}

static enum ic_status read_image(
    GifFileType *gif, int transparent, struct ic_request request, struct ic_picture *picture) {
    const GifImageDesc *image = &gif->Image;
    // Browsers and others enlarge a screen that is smaller than its first image.
    uint64_t width = (uint64_t)image->Left + (uint64_t)image->Width;
    uint64_t height = (uint64_t)image->Top + (uint64_t)image->Height;
    if (image->Left < 0 || image->Top < 0 || image->Width <= 0 || image->Height <= 0) return damaged(picture, 0);
    if (width < (uint64_t)gif->SWidth) width = (uint64_t)gif->SWidth;
    if (height < (uint64_t)gif->SHeight) height = (uint64_t)gif->SHeight;
    enum ic_status status = ic_set_size(picture, request, width, height);
    if (status != ic_ok || request.size_only) return status;
    const ColorMapObject *colours = image->ColorMap ? image->ColorMap : gif->SColorMap;
    if (!colours) {
        ic_explain(picture, "it has no colours");
        return ic_damaged;
    }
    status = ic_allocate(picture, 3);
    if (status != ic_ok) return status;
    memset(picture->pixels, request.background, (size_t)picture->width * picture->height * 3);
    GifPixelType *line = malloc((size_t)image->Width);
    if (!line) return ic_no_memory;
    static const int starts[] = {0, 4, 2, 1}, steps[] = {8, 8, 4, 2};
    for (int pass = 0; pass < (image->Interlace ? 4 : 1) && status == ic_ok; pass++) {
        int step = image->Interlace ? steps[pass] : 1;
        for (int y = image->Interlace ? starts[pass] : 0; y < image->Height; y += step) {
            if (DGifGetLine(gif, line, image->Width) != GIF_OK) {
                status = damaged(picture, gif->Error);
                break;
            }
            uint8_t *row = picture->pixels + ((size_t)(image->Top + y) * picture->width + (size_t)image->Left) * 3;
            for (int x = 0; x < image->Width; x++) {
                if (line[x] == transparent) continue;
                GifColorType colour = {0, 0, 0};
                if (line[x] < colours->ColorCount) colour = colours->Colors[line[x]];
                row[x * 3] = colour.Red;
                row[x * 3 + 1] = colour.Green;
                row[x * 3 + 2] = colour.Blue;
            }
        }
    }
    free(line);
    return status;
}

static enum ic_status decode(GifFileType *gif, struct ic_request request, struct ic_picture *picture) {
    int transparent = NO_TRANSPARENT_COLOR;
    picture->orientation = 1;
    while (1) {
        GifRecordType type;
        if (DGifGetRecordType(gif, &type) != GIF_OK) return damaged(picture, gif->Error);
        switch (type) {
            case EXTENSION_RECORD_TYPE:
                if (read_extension(gif, &transparent) != GIF_OK) return damaged(picture, gif->Error);
                break;
            case IMAGE_DESC_RECORD_TYPE:
                if (DGifGetImageDesc(gif) != GIF_OK) return damaged(picture, gif->Error);
                return read_image(gif, transparent, request, picture);
            default:
                ic_explain(picture, "it holds no image");
                return ic_damaged;
        }
    }
}

// Of an animation, the first image.
enum ic_status ic_decode_gif(
    const uint8_t *bytes, size_t count, struct ic_request request, struct ic_picture *picture) {
    memset(picture, 0, sizeof *picture);
    struct source source = {bytes, count};
    int code = 0;
    GifFileType *gif = DGifOpen(&source, read_bytes, &code);
    if (!gif) return damaged(picture, code);
    enum ic_status status = decode(gif, request, picture);
    DGifCloseFile(gif, &code);
    if (status != ic_ok) {
        free(picture->pixels);
        picture->pixels = NULL;
    }
    return status;
}
