"""Writes pictures.json: small picture files of many kinds, and what each looks like on white.

Needs Pillow 11 or later and numpy. What a file looks like is what Pillow, a decoder that Atelier does not use, makes of
it; of PNG files of 16 bits, which Pillow cuts to 8, it is the value divided by 257 and rounded, as the PNG
specification has it. Run it in this folder: python3 make_picture_fixtures.py
"""

import base64
import io
import json
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

WIDTH, HEIGHT = 19, 13
cases = []


def on_white(image):
    """The samples of a picture, with alpha laid on white."""
    if image.mode in ("LA", "RGBA", "PA") or "transparency" in image.info:
        rgba = np.asarray(image.convert("RGBA")).astype(int)
        alpha = rgba[..., 3:]
        return np.floor((rgba[..., :3] * alpha + 255 * (255 - alpha)) / 255 + 0.5).astype("u1")
    return np.asarray(image.convert("L" if image.mode in ("1", "L") else "RGB"))


def add(name, data, expected=None, tolerance=0):
    if expected is None:
        expected = on_white(ImageOps.exif_transpose(Image.open(io.BytesIO(data))))
    expected = np.asarray(expected).astype("u1")
    cases.append(
        {
            "name": name,
            "file": base64.b64encode(data).decode(),
            "width": expected.shape[1],
            "height": expected.shape[0],
            "channels": 1 if expected.ndim == 2 else 3,
            "pixels": base64.b64encode(expected.tobytes()).decode(),
            "tolerance": tolerance,
        }
    )


def saved(image, kind, **options):
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


y, x = np.mgrid[:HEIGHT, :WIDTH]
grey = (x * 13 + y * 7) % 256
grey[3:9, 4] = 0
colour = np.stack([grey, (x * 5 + y * 17) % 256, (255 - x * 11 + y) % 256], -1)
alpha = np.where(y < 4, 255, (x * 14) % 256)
alpha[11:] = 0


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(samples, depth, colour_type, interlaced, before=b""):
    samples = samples.reshape(HEIGHT, WIDTH, -1)

    def packed(row):
        if depth == 16:
            return row.astype(">u2").tobytes()
        bits = "".join(format(int(value), f"0{depth}b") for value in row.reshape(-1))
        bits += "0" * (-len(bits) % 8)
        return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))

    passes = [(0, 0, 1, 1)]
    if interlaced:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    raw = b"".join(b"\0" + packed(row) for x0, y0, dx, dy in passes for row in samples[y0::dy, x0::dx] if row.size)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, colour_type, 0, 0, int(interlaced))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")
    )


def laid(samples):
    """Colours and alpha of 8 bits on white."""
    a = alpha[..., None]
    return np.floor((samples.reshape(HEIGHT, WIDTH, -1) * a + 255 * (255 - a)) / 255 + 0.5).squeeze()


# 16 bits that are not 8 bits twice, and that round up or down.
def wide(samples):
    return np.clip(samples * 257 + (x[..., None] if samples.ndim == 3 else x) * 13 - 120, 0, 65535)


def narrow(samples):
    return np.floor(samples / 257 + 0.5)


palette = np.array([[255, 255, 255], [10, 20, 200], [200, 10, 10], [0, 0, 0], [1, 2, 3], [90, 80, 70]])
for interlaced in (False, True):
    end = " interlaced" if interlaced else ""
    for depth in (1, 2, 4, 8):
        few = grey >> (8 - depth)
        add(f"PNG grey {depth}{end}", png(few, depth, 0, interlaced), few * (255 // (2**depth - 1)))
        index = few % min(len(palette), 2**depth)
        plte = chunk(b"PLTE", bytes(palette[: 2**depth].astype("u1").reshape(-1)))
        add(f"PNG palette {depth}{end}", png(index, depth, 3, interlaced, plte), palette[index])
        trns = chunk(b"tRNS", bytes([255, 0])[: 2**depth])
        shown = np.where((index == 1)[..., None], 255, palette[index])
        add(f"PNG palette {depth} transparent{end}", png(index, depth, 3, interlaced, plte + trns), shown)
    add(f"PNG grey 16{end}", png(wide(grey), 16, 0, interlaced), narrow(wide(grey)))
    for depth, make, make_back in ((8, lambda v: v, lambda v: v), (16, wide, narrow)):
        add(f"PNG colour {depth}{end}", png(make(colour), depth, 2, interlaced), make_back(make(colour)))
        a = alpha if depth == 8 else alpha * 257
        ga = np.concatenate([make(grey)[..., None], a[..., None]], -1)
        add(f"PNG grey alpha {depth}{end}", png(ga, depth, 4, interlaced), laid(make_back(make(grey))))
        ca = np.concatenate([make(colour), a[..., None]], -1)
        add(f"PNG colour alpha {depth}{end}", png(ca, depth, 6, interlaced), laid(make_back(make(colour))))
    key = chunk(b"tRNS", struct.pack(">H", 26))
    add(f"PNG grey 8 transparent{end}", png(grey, 8, 0, interlaced, key), np.where(grey == 26, 255, grey))
add("PNG gamma", png(grey, 8, 0, False, chunk(b"gAMA", struct.pack(">I", 100000))), grey)

small_grey = Image.fromarray(grey.astype("u1"))
small = Image.fromarray(colour.astype("u1"))
with_alpha = Image.fromarray(np.concatenate([colour, alpha[..., None]], -1).astype("u1"), "RGBA")
for quality in (50, 95):
    add(f"JPEG grey {quality}", saved(small_grey, "JPEG", quality=quality), tolerance=1)
    for subsampling in (0, 1, 2):
        data = saved(small, "JPEG", quality=quality, subsampling=subsampling)
        add(f"JPEG colour {quality} {subsampling}", data, tolerance=4)
add("JPEG progressive", saved(small, "JPEG", progressive=True, subsampling=0), tolerance=2)
cmyk = Image.fromarray(np.concatenate([colour, grey[..., None] // 3], -1).astype("u1"), "CMYK")
add("JPEG CMYK", saved(cmyk, "JPEG", quality=95), tolerance=2)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x112] = orientation
    add(f"JPEG orientation {orientation}", saved(small_grey, "JPEG", quality=95, exif=exif), tolerance=1)
    add(f"TIFF orientation {orientation}", saved(small, "TIFF", tiffinfo={0x112: orientation}))
exif = Image.Exif()
exif[0x112] = 6
add("WebP orientation 6", saved(small, "WEBP", lossless=True, exif=exif.tobytes()))
add("WebP lossless", saved(small, "WEBP", lossless=True))
add("WebP lossy", saved(small, "WEBP", quality=80), tolerance=2)
add("WebP alpha", saved(with_alpha, "WEBP", lossless=True, exact=True))
add("WebP animated", saved(small, "WEBP", lossless=True, save_all=True, append_images=[small.rotate(180)]))

flat = small.quantize(16)
add("GIF", saved(flat, "GIF", interlace=0))
add("GIF interlaced", saved(flat, "GIF", interlace=1))
add("GIF grey", saved(small_grey, "GIF"), np.stack([grey] * 3, -1))
add("GIF transparent", saved(flat, "GIF", transparency=3))
add("GIF animated", saved(flat, "GIF", save_all=True, append_images=[flat.rotate(180)]))

for compression in (None, "tiff_lzw", "tiff_adobe_deflate", "packbits"):
    add(f"TIFF colour {compression}", saved(small, "TIFF", compression=compression))
    add(f"TIFF grey {compression}", saved(small_grey, "TIFF", compression=compression), np.stack([grey] * 3, -1))
bilevel = small_grey.convert("1")
add("TIFF fax", saved(bilevel, "TIFF", compression="group4"), np.stack([np.asarray(bilevel) * 255] * 3, -1))
add("TIFF palette", saved(flat, "TIFF"))
sixteen = wide(grey)
add("TIFF grey 16", saved(Image.fromarray(sixteen.astype("u2")), "TIFF"), np.stack([narrow(sixteen)] * 3, -1), tolerance=1)
add("TIFF alpha", saved(with_alpha, "TIFF"), tolerance=1)

add("BMP 1", saved(bilevel, "BMP"), np.stack([np.asarray(bilevel) * 255] * 3, -1))
add("BMP 8 grey", saved(small_grey, "BMP"), np.stack([grey] * 3, -1))
add("BMP 8", saved(flat, "BMP"))
add("BMP 24", saved(small, "BMP"))
add("BMP 32", saved(with_alpha, "BMP"))


def bmp(bits, compression, pixels, palette=b"", height=HEIGHT, masks=b""):
    offset = 14 + 40 + len(masks) + len(palette)
    info = struct.pack("<IiiHHIIiiII", 40, WIDTH, height, 1, bits, compression, len(pixels), 0, 0, len(palette) // 4, 0)
    return struct.pack("<2sIHHI", b"BM", offset + len(pixels), 0, 0, offset) + info + masks + palette + pixels


five = np.zeros((HEIGHT, WIDTH + WIDTH % 2), "<u2")
five[:, :WIDTH] = colour[..., 0] >> 3 << 10 | colour[..., 1] >> 3 << 5 | colour[..., 2] >> 3
scaled5 = np.floor((colour >> 3) * 255 / 31 + 0.5)
add("BMP 16 top down", bmp(16, 0, five.tobytes(), height=-HEIGHT), scaled5)
six = np.zeros((HEIGHT, WIDTH + WIDTH % 2), "<u2")
six[:, :WIDTH] = colour[..., 0] >> 3 << 11 | colour[..., 1] >> 2 << 5 | colour[..., 2] >> 3
scaled6 = scaled5.copy()
scaled6[..., 1] = np.floor((colour[..., 1] >> 2) * 255 / 63 + 0.5)
masks = struct.pack("<III", 0xF800, 0x7E0, 0x1F)
add("BMP 16 masks", bmp(16, 3, six.tobytes(), height=-HEIGHT, masks=masks), scaled6)

shades = bytes(v for level in range(16) for v in (level * 17, level * 9, 255 - level * 16, 0))
shade = np.array([[255 - level * 16, level * 9, level * 17] for level in range(16)])
index = (grey // 40 + y) % 16
rows8, rows4 = b"", b""
for row in index[::-1]:
    # Runs of one colour, literal pixels, and the end of the line.
    rows8 += bytes([4, row[0], 0, WIDTH - 4, *row[4:]]) + (b"\0" if (WIDTH - 4) % 2 else b"") + b"\0\0"
    nibbles = [*row[4:], 0]
    rows4 += bytes([4, row[0] << 4 | row[1], 0, WIDTH - 4])
    rows4 += bytes(int(nibbles[i]) << 4 | int(nibbles[i + 1]) for i in range(0, 16, 2)) + b"\0\0"
first8, first4 = index.copy(), index.copy()
first8[:, :4] = index[:, :1]
first4[:, 2:4] = index[:, :2]
add("BMP run lengths 8", bmp(8, 1, rows8 + b"\0\1", shades), shade[first8])
add("BMP run lengths 4", bmp(4, 2, rows4 + b"\0\1", shades), shade[first4])

with open("pictures.json", "w") as file:
    json.dump(cases, file, indent=0)
    file.write("\n")
