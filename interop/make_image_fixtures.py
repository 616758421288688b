"""Writes fixtures/images: small pictures of every kind the decoders know, with the pixels Pillow reads from them, and
resize results of TensorFlow and Pillow.

Run with Python 3.11, numpy 2.4.6, pillow 13.0.0 (libjpeg-turbo 3.2.0, libwebp 1.6.0), tensorflow 2.21.0, keras 3.15.
Everything is made here from formulas and a seed; no file comes from elsewhere.
"""

import base64
import hashlib
import json
import os
import struct
import zlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import io

import keras
import numpy as np
import tensorflow as tf
from PIL import Image, ImageOps

FOLDER = os.path.join(os.path.dirname(__file__), "..", "fixtures", "images")
W, H = 19, 11
cases = []
pixel_arrays = []
tensorflow_cases = []


def pack(array):
    """Base64 of deflated little-endian bytes."""
    return base64.b64encode(zlib.compress(np.ascontiguousarray(array).tobytes(), 9)).decode()


def write_json(name, lists):
    """One line per entry: small, and readable in a diff."""
    parts = []
    for key, entries in lists.items():
        lines = ",\n".join("  " + json.dumps(entry) for entry in entries)
        parts.append(f'"{key}": [\n{lines}\n]')
    with open(os.path.join(FOLDER, name), "w") as file:
        file.write("{" + ",\n".join(parts) + "}\n")


def base_picture(bits=8):
    """RGBA samples of `bits` bits: ramps, a disc, and alpha from 0 to full."""
    top = 2**bits - 1
    y, x = np.mgrid[0:H, 0:W].astype(np.float64)
    red = x / (W - 1)
    green = y / (H - 1)
    blue = ((x - 9) ** 2 + (y - 5) ** 2 < 20) * 0.8
    alpha = (x + y) / (W + H - 2)
    stack = np.stack([red, green, blue, alpha], -1)
    return np.round(stack * top).astype(np.uint16 if bits > 8 else np.uint8)


def add(name, data, pixels, notes=(), oracle="pillow"):
    """Stores a file with its pixels: [H, W] or [H, W, channels]."""
    with open(os.path.join(FOLDER, name), "wb") as file:
        file.write(data)
    pixels = np.asarray(pixels, dtype=np.uint8)
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    packed = pack(pixels)
    if packed not in pixel_arrays:
        pixel_arrays.append(packed)
    cases.append(
        {
            "file": name,
            "width": pixels.shape[1],
            "height": pixels.shape[0],
            "channels": pixels.shape[2],
            "notes": list(notes),
            "oracle": oracle,
            "pixels": pixel_arrays.index(packed),
        }
    )


def opened(data, mode=None):
    image = Image.open(io.BytesIO(data))
    image.load()
    return np.asarray(image if mode is None else image.convert(mode))


# ---- PNG: our own encoder, because Pillow writes neither 16-bit colour nor interlacing ----

COLOR = {"gray": 0, "rgb": 2, "palette": 3, "gray-alpha": 4, "rgba": 6}


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pack_row(samples, bits):
    if bits == 16:
        return samples.astype(">u2").tobytes()
    if bits == 8:
        return samples.astype(np.uint8).tobytes()
    flat = samples.reshape(-1).astype(np.uint8)
    unpacked = ((flat[:, None] >> np.arange(bits - 1, -1, -1)) & 1).reshape(-1)
    return np.packbits(unpacked).tobytes()


def filter_row(kind, row, prior, step):
    out = bytearray()
    for i, value in enumerate(row):
        a = row[i - step] if i >= step else 0
        b = prior[i]
        c = prior[i - step] if i >= step else 0
        p = a + b - c
        nearest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
        guess = [0, a, b, (a + b) // 2, nearest][kind]
        out.append((value - guess) & 255)
    return bytes([kind]) + bytes(out)


def scanlines(samples, bits, first_filter):
    step = max(1, samples.shape[2] * bits // 8)
    prior = bytes(len(pack_row(samples[0], bits)))
    out = b""
    for y, line in enumerate(samples):
        row = pack_row(line, bits)
        out += filter_row((first_filter + y) % 5, row, prior, step)
        prior = row
    return out


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(color, bits, samples, interlaced=False, extra=(), first_filter=0, idat=None):
    """`samples`: [H, W, n] of stored samples; `extra`: chunks between header and pixels."""
    height, width = samples.shape[:2]
    if interlaced:
        passes = [samples[y::dy, x::dx] for x, y, dx, dy in ADAM7]
        raw = b"".join(scanlines(p, bits, first_filter) for p in passes if p.size)
    else:
        raw = scanlines(samples, bits, first_filter)
    packed = zlib.compress(raw, 9)
    parts = [packed] if idat is None else [packed[i : i + idat] for i in range(0, len(packed), idat)]
    header = struct.pack(">IIBBBBB", width, height, bits, COLOR[color], 0, 0, int(interlaced))
    chunks = [chunk(b"IHDR", header), *extra, *(chunk(b"IDAT", part) for part in parts), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def make_png():
    rgba = base_picture()
    wide = base_picture(16)
    gray = np.round(rgba[..., :3].astype(float).mean(-1)).astype(np.uint8)
    gray16 = np.round(wide[..., :3].astype(float).mean(-1)).astype(np.uint16)
    rng = np.random.default_rng(1)

    for bits in (1, 2, 4, 8):
        stored = (gray >> (8 - bits))[..., None]
        data = png("gray", bits, stored)
        add(f"gray{bits}.png", data, opened(data, "L"))
    add("gray16.png", png("gray", 16, gray16[..., None]), gray16 >> 8, ["IMG-N002"], "upper 8 bits")
    data = png("rgb", 8, rgba[..., :3], first_filter=1, idat=100)
    add("rgb8_split.png", data, opened(data))
    data = png("rgb", 16, wide[..., :3])
    add("rgb16.png", data, opened(data), ["IMG-N002"])
    data = png("rgba", 8, rgba, first_filter=2)
    add("rgba8.png", data, opened(data))
    data = png("rgba", 16, wide)
    add("rgba16.png", data, opened(data), ["IMG-N002"])
    data = png("gray-alpha", 8, np.stack([gray, rgba[..., 3]], -1))
    add("gray_alpha8.png", data, opened(data, "RGBA"))
    data = png("gray-alpha", 16, np.stack([gray16, wide[..., 3]], -1))
    add("gray_alpha16.png", data, opened(data, "RGBA"), ["IMG-N002"])

    for bits in (1, 2, 4, 8):
        colors = rng.integers(0, 256, (2**bits if bits < 8 else 200, 3), dtype=np.uint8)
        index = (gray.astype(int) * len(colors) // 256).astype(np.uint8)[..., None]
        data = png("palette", bits, index, extra=[chunk(b"PLTE", colors.tobytes())])
        add(f"palette{bits}.png", data, opened(data, "RGB"))
    alpha = rng.integers(0, 256, 5, dtype=np.uint8)
    extra = [chunk(b"PLTE", colors.tobytes()), chunk(b"tRNS", alpha.tobytes())]
    data = png("palette", 8, index, interlaced=True, extra=extra)
    add("palette8_alpha_interlaced.png", data, opened(data, "RGBA"))

    for color, bits, samples in (
        ("gray", 1, (gray >> 7)[..., None]),
        ("rgb", 8, rgba[..., :3]),
        ("rgba", 16, wide),
    ):
        data = png(color, bits, samples, interlaced=True, first_filter=3)
        notes = ["IMG-N002"] if bits == 16 else []
        add(f"{color}{bits}_interlaced.png", data, opened(data, "L" if color == "gray" else None), notes)
    tiny = rgba[:1, :2, :3]
    data = png("rgb", 8, tiny, interlaced=True)
    add("tiny_interlaced.png", data, opened(data))

    key = struct.pack(">HHH", *(int(v) for v in rgba[5, 9, :3]))
    data = png("rgb", 8, rgba[..., :3], extra=[chunk(b"tRNS", key)])
    keyed = np.dstack([rgba[..., :3], np.where((rgba[..., :3] == rgba[5, 9, :3]).all(-1), 0, 255)])
    assert (opened(data, "RGBA") == keyed).all()
    add("rgb8_key.png", data, keyed)
    data = png("gray", 16, gray16[..., None], extra=[chunk(b"tRNS", struct.pack(">H", int(gray16[0, 0])))])
    high = (gray16 >> 8).astype(np.uint8)
    keyed = np.dstack([high, high, high, np.where(gray16 == gray16[0, 0], 0, 255)])
    add("gray16_key.png", data, keyed, ["IMG-N002"], "upper 8 bits, key compared in 16")

    actl = chunk(b"acTL", struct.pack(">II", 3, 0))
    data = png("rgb", 8, rgba[..., :3], extra=[actl])
    add("animated.png", data, rgba[..., :3], ["IMG-N001"], "default image")
    profile = chunk(b"iCCP", b"x\0\0" + zlib.compress(b"not a real profile"))
    exif = chunk(b"eXIf", exif_block(6, ">"))
    data = png("rgb", 8, rgba[..., :3], extra=[profile, exif])
    add("profile_turned.png", data, np.rot90(rgba[..., :3], -1), ["IMG-N004", "IMG-N005"], "numpy rot90")


def exif_block(orientation, order):
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entries = [(0x010F, 2, 4, b"abc\0"), (0x0112, 3, 1, struct.pack(order + "HH", orientation, 0))]
    body = struct.pack(order + "H", len(entries))
    for tag, kind, count, value in entries:
        body += struct.pack(order + "HHI", tag, kind, count) + value
    return mark + struct.pack(order + "I", 8) + body + struct.pack(order + "I", 0)


# ---- JPEG, by Pillow's libjpeg-turbo ----


def make_jpeg():
    image = Image.fromarray(base_picture()[..., :3])

    def saved(picture, **options):
        out = io.BytesIO()
        picture.save(out, "JPEG", **options)
        return out.getvalue()

    for name, options in {
        "420": {"subsampling": 2, "quality": 75},
        "422": {"subsampling": 1, "quality": 60},
        "444": {"subsampling": 0, "quality": 90},
        "progressive": {"progressive": True, "quality": 80},
        "restart": {"restart_marker_blocks": 1},
        "rgb": {"keep_rgb": True},
    }.items():
        data = saved(image, **options)
        add(f"{name}.jpg", data, opened(data))
    data = saved(image.convert("L"))
    add("gray.jpg", data, opened(data))
    data = saved(image.convert("CMYK"))
    add("cmyk.jpg", data, opened(data, "RGB"), ["IMG-N003"])

    for name in ("420", "444", "progressive"):
        with open(os.path.join(FOLDER, f"{name}.jpg"), "rb") as file:
            pixels = tf.io.decode_jpeg(file.read(), channels=3).numpy()
        tensorflow_cases.append({"file": f"{name}.jpg", "pixels": pack(pixels)})

    # 4:4:0 and 4:1:1: the sampling factors of a 4:2:2 and a 4:2:0 file changed, the block count kept.
    square = image.resize((32, 16))
    for name, subsampling, old, new in (("440", 1, 0x21, 0x12), ("411", 2, 0x22, 0x41)):
        data = bytearray(saved(square, subsampling=subsampling))
        at = data.find(b"\xff\xc0") + 11
        assert data[at] == old
        data[at] = new
        add(f"{name}.jpg", bytes(data), opened(bytes(data)))

    upright = image.crop((0, 0, 9, 6))
    for orientation in range(1, 9):
        exif = b"Exif\0\0" + exif_block(orientation, "<" if orientation % 2 else ">")
        data = saved(upright, exif=exif, quality=90)
        turned = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
        notes = [] if orientation == 1 else ["IMG-N004"]
        add(f"orientation{orientation}.jpg", data, np.asarray(turned), notes)

    whole = saved(image)
    assert whole.endswith(b"\xff\xd9")
    add("no_end_marker.jpg", whole[:-2], opened(whole), ["IMG-W002"], "pillow on the complete file")
    # Zeros between the last block and the end marker: libjpeg warns of extraneous bytes and goes on.
    stray = whole[:-2] + bytes(4) + whole[-2:]
    add("stray_bytes.jpg", stray, opened(stray), ["IMG-W001"])


# ---- WebP, by Pillow's libwebp ----


def make_webp():
    rgba = Image.fromarray(base_picture())
    rgb = rgba.convert("RGB")

    def saved(picture, **options):
        out = io.BytesIO()
        picture.save(out, "WEBP", **options)
        return out.getvalue()

    for name, picture, options in (
        ("lossy", rgb, {"quality": 70}),
        ("lossy_alpha", rgba, {"quality": 70}),
        ("lossless", rgb, {"lossless": True}),
        ("lossless_alpha", rgba, {"lossless": True, "exact": True}),
    ):
        data = saved(picture, **options)
        add(f"{name}.webp", data, opened(data))
    frames = [rgba.rotate(90), rgba.rotate(180)]
    data = saved(rgba, save_all=True, append_images=frames, lossless=True)
    add("animated_alpha.webp", data, opened(data), ["IMG-N001"])
    # The same on a larger canvas, its first frame 4 pixels from the left and 2 from the top.
    moved = bytearray(data)
    assert moved[12:16] == b"VP8X"
    moved[24], moved[27] = moved[24] + 6, moved[27] + 3
    at = moved.find(b"ANMF") + 8
    moved[at], moved[at + 3] = 2, 1
    add("animated_offset.webp", bytes(moved), opened(bytes(moved)), ["IMG-N001"])
    data = saved(rgb, save_all=True, append_images=[f.convert("RGB") for f in frames], quality=60)
    add("animated.webp", data, opened(data), ["IMG-N001"])
    exif = b"Exif\0\0" + exif_block(3, "<")
    data = saved(rgb, lossless=True, exif=exif)
    turned = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    add("turned.webp", data, np.asarray(turned), ["IMG-N004"])


# ---- BMP: our own encoder ----


def bmp(bits, rows, palette=b"", masks=None, top_down=False, header=40, compression=None, width=W):
    """`rows`: stored bytes of each row from the top, unpadded."""
    if not top_down:
        rows = rows[::-1]
    pixels = b"".join(row + bytes(-len(row) % 4) for row in rows)
    kind = compression if compression is not None else (3 if masks else 0)
    if header == 12:
        info = struct.pack("<IHHHH", 12, width, len(rows), 1, bits)
    else:
        height = -len(rows) if top_down else len(rows)
        info = struct.pack("<IiiHHIIiiII", header, width, height, 1, bits, kind, len(pixels), 2835, 2835, 0, 0)
        if header > 40:
            info += struct.pack("<4I", *masks) + bytes(header - 56)
        elif masks:
            info += struct.pack(f"<{len(masks)}I", *masks)
    offset = 14 + len(info) + len(palette)
    return b"BM" + struct.pack("<IHHI", offset + len(pixels), 0, 0, offset) + info + palette + pixels


def make_bmp():
    rgba = base_picture()
    rgb = rgba[..., :3]
    gray = rgb.mean(-1).astype(np.uint8)
    bgr = [row[:, ::-1].tobytes() for row in rgb]
    rng = np.random.default_rng(2)

    data = bmp(24, bgr)
    add("rgb24.bmp", data, opened(data))
    data = bmp(24, bgr, top_down=True)
    add("rgb24_top_down.bmp", data, opened(data))
    data = bmp(24, bgr, header=12)
    add("rgb24_core.bmp", data, opened(data))
    bgrx = [np.dstack([line[None, :, ::-1], np.full((1, W, 1), 7, np.uint8)])[0].tobytes() for line in rgb]
    data = bmp(32, bgrx)
    add("rgb32.bmp", data, opened(data, "RGB"))
    bgra = [line[:, [2, 1, 0, 3]].tobytes() for line in rgba]
    data = bmp(32, bgra, masks=(0xFF0000, 0xFF00, 0xFF, 0xFF000000), header=108)
    add("rgba32_masks.bmp", data, opened(data))
    words = (rgb[..., 0].astype(int) >> 3 << 10) | (rgb[..., 1].astype(int) >> 3 << 5) | (rgb[..., 2].astype(int) >> 3)
    data = bmp(16, [line.astype("<u2").tobytes() for line in words])
    add("rgb555.bmp", data, opened(data))
    words = (rgb[..., 0].astype(int) >> 3 << 11) | (rgb[..., 1].astype(int) >> 2 << 5) | (rgb[..., 2].astype(int) >> 3)
    data = bmp(16, [line.astype("<u2").tobytes() for line in words], masks=(0xF800, 0x7E0, 0x1F))
    add("rgb565.bmp", data, opened(data))
    ramp = b"".join(bytes([i, i, i, 0]) for i in range(256))
    data = bmp(8, [line.tobytes() for line in gray], palette=ramp)
    add("gray8.bmp", data, opened(data))
    for bits in (1, 4, 8):
        colors = rng.integers(0, 256, (2**bits, 4), dtype=np.uint8)
        colors[:, 3] = 0
        index = gray >> (8 - bits)
        data = bmp(bits, [pack_row(line, bits) for line in index], palette=colors.tobytes())
        add(f"palette{bits}.bmp", data, opened(data, "RGB"))


# ---- Resizing ----


def make_resize():
    rng = np.random.default_rng(3)
    pil = {"nearest": Image.NEAREST, "bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC, "area": Image.BOX}
    sources, results = [], []
    for width, height, channels, targets in (
        (14, 11, 3, [(7, 5), (8, 15)]),
        (10, 30, 1, [(8, 9), (10, 12), (12, 14)]),
        (1, 1, 1, [(3, 2)]),
    ):
        source = rng.integers(0, 256, (height, width, channels), dtype=np.uint8)
        number = len(sources)
        sources.append({"width": width, "height": height, "channels": channels, "pixels": pack(source)})
        picture = Image.fromarray(source if channels == 3 else source[..., 0])

        def sixty_fourths(floats):
            """Floats in two bytes: enough for a tolerance of 0.25 and half the size."""
            return np.round(np.asarray(floats, dtype=np.float64) * 64).astype("<i2")

        def result(target, method, definition, fit, values):
            results.append(
                {
                    "source": number,
                    "width": target[0],
                    "height": target[1],
                    "method": method,
                    "definition": definition,
                    "fit": fit,
                    "values": pack(values),
                }
            )

        for target in targets:
            size = (target[1], target[0])
            for method, filter in pil.items():
                floats = tf.image.resize(source, size, method=method, antialias=False).numpy()
                result(target, method, "tensorflow", "stretch", sixty_fourths(floats))
                result(target, method, "pil", "stretch", np.asarray(picture.resize(target, filter)))
                if method == "bicubic":
                    # Along the rows first, as Pillow 3.3 to 12 always did (checked with 10.4, 11.3 and 12.0).
                    across = picture.resize((target[0], height), filter)
                    result(target, method, "pil-12", "stretch", np.asarray(across.resize(target, filter)))
            if channels == 3:
                padded = tf.image.resize_with_pad(source, *size, method="bilinear").numpy()
                result(target, "bilinear", "tensorflow", "pad", sixty_fourths(padded))
                smart = keras.preprocessing.image.smart_resize(source, size)
                result(target, "bilinear", "tensorflow", "cover", sixty_fourths(smart))
                result(target, "bicubic", "pil", "pad", np.asarray(ImageOps.pad(picture, target, Image.BICUBIC)))
                result(target, "bilinear", "pil", "cover", np.asarray(ImageOps.fit(picture, target, Image.BILINEAR)))
    write_json("resize.json", {"sources": sources, "results": results})


# ---- Digests of the photographs beside the project, where they are ----


def make_photos():
    shared = os.path.join(os.path.dirname(__file__), "..", "..", "shared")
    if not os.path.isdir(shared):
        return
    endings = (".png", ".jpg", ".bmp", ".webp")
    found = [
        os.path.relpath(os.path.join(folder, name), shared)
        for top in ("models/labels_photos", "models/tflite", "fixtures/letters/images")
        for folder, _, names in os.walk(os.path.join(shared, top))
        for name in names
        if name.endswith(endings)
    ]
    photos = []
    letters = hashlib.sha256()
    for path in sorted(found):
        with Image.open(os.path.join(shared, path)) as image:
            pixels = image.tobytes()
            if path.startswith("fixtures"):
                letters.update(pixels)
            else:
                digest = hashlib.sha256(pixels).hexdigest()
                photos.append({"file": path, "width": image.width, "height": image.height, "sha256": digest})
    write_json("photos.json", {"photos": photos, "letters": [letters.hexdigest()]})


os.makedirs(FOLDER, exist_ok=True)
make_png()
make_jpeg()
make_webp()
make_bmp()
write_json("decode.json", {"pixels": pixel_arrays, "cases": cases, "tensorflow": tensorflow_cases})
make_resize()
make_photos()
