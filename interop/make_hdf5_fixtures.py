# /// script
# requires-python = "==3.11.*"
# dependencies = ["h5py==3.14.0", "numpy==2.4.6"]
# ///
"""Writes fixtures/hdf5/: small HDF5 files in every layout the reader knows, and what h5py reads from them (expected.json).

    python interop/make_hdf5_fixtures.py fixtures/hdf5

Files that compress well are stored as .gz, since HDF5 pads. HDF5 1.14.6 is the one inside the h5py wheel.
"""
import ctypes
import glob
import gzip
import hashlib
import json
import os
import sys

import h5py
import numpy as np
from h5py import h5d, h5f, h5p, h5s, h5t

OUT = sys.argv[1]
GRID = np.arange(8 * 9, dtype="i4").reshape(8, 9)


def attributes(o):
    a = o.attrs
    a["text"] = "grüße 世界 🎉"
    a["bytes"] = np.bytes_(b"bytes")
    a["int"], a["big"], a["float"], a["bool"] = -5, 2**62 + 1, 1.5, True
    a["bools"] = np.array([True, False])
    a["matrix"] = np.arange(6, dtype=">i4").reshape(2, 3)
    a["texts"] = ["a", "", "ccc"]
    a["names"] = np.array([b"conv", b"bn"], dtype="S8")
    a["nothing"] = h5py.Empty("f4")
    a["no elements"] = np.zeros((0,))
    a["complex"] = np.complex64(1 + 2j)
    a["half"] = np.float16(0.1)
    a.create("array type", np.arange(6).reshape(2, 3), dtype=np.dtype(("<i2", (3,))), shape=(2, 3))


def types(g):
    values = np.array([[0, 1, 2], [3, 100, 5]])
    for d in ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]:
        for order in "<>":
            g.create_dataset(order + d, data=values.astype(order + d))
    g.create_dataset("bool", data=values > 1)
    g.create_dataset("packed big endian", data=values.astype(">f4"), chunks=(1, 2), compression="gzip", shuffle=True)
    g.create_dataset("variable text", data=np.array(["x", "", "äö"], dtype=object), dtype=h5py.string_dtype())
    g.create_dataset("fixed text", data=np.array([b"a", b"bcd", b""]))
    g.create_dataset("one text", data="text")
    g.create_dataset("array", shape=(2,), dtype=np.dtype((">f4", (3,))))[...] = [[1, 2, 3], [4, 5, 6]]
    g.create_dataset("compound", data=np.zeros(2, [("a", "i4"), ("b", "f8")]))
    g.create_dataset("opaque", data=np.zeros(2, "V3"))
    g.create_dataset("reference", data=np.array([g.ref], dtype=h5py.ref_dtype))
    g.create_dataset("enum", data=np.array([1, 2]), dtype=h5py.enum_dtype({"X": 1, "Y": 2}, "i2"))
    g.create_dataset("null", data=h5py.Empty("f4"))
    g.create_dataset("no elements", shape=(0, 3), dtype="f4")
    g.create_dataset("scalar", data=np.float32(2.5))


def layouts(g):
    chunk = {"chunks": (3, 4)}
    gz = {**chunk, "compression": "gzip"}
    for name, options in {
        "contiguous": {},
        "chunks": chunk,
        "gzip": gz,
        "lzf": {**chunk, "compression": "lzf"},
        "shuffle fletcher": {**chunk, "shuffle": True, "fletcher32": True},
        "all filters": {**gz, "shuffle": True, "fletcher32": True},
        "one chunk": {"chunks": (8, 9)},
        "one chunk gzip": {"chunks": (8, 9), "compression": "gzip"},
        "endless rows": {**chunk, "maxshape": (None, 9)},
        "endless columns gzip": {**gz, "maxshape": (10, None)},
        "endless both": {**chunk, "maxshape": (None, None)},
        "endless both gzip": {**gz, "maxshape": (None, None)},
        "room to grow": {**chunk, "maxshape": (20, 30)},
        "single elements": {"chunks": (1, 1), "maxshape": (None, 9)},
    }.items():
        g.create_dataset(name, data=GRID, **options)
    for name, options in {"contiguous": {}, "chunks": chunk, "gzip": gz}.items():
        g.create_dataset("never written " + name, shape=(8, 9), dtype=">f4", fillvalue=3.25, **options)
    g.create_dataset("partly written", shape=(8, 9), dtype="i2", fillvalue=-1, **gz)[2:3, 5:9] = 7
    shrunk = g.create_dataset("shrunk", data=GRID, **{**chunk, "maxshape": (None, None)})
    shrunk.resize((4, 5))
    for name, compact, early in [("compact", True, False), ("implicit", False, True)]:
        plist = h5p.create(h5p.DATASET_CREATE)
        if compact:
            plist.set_layout(h5d.COMPACT)
        else:
            plist.set_chunk((3, 4))
        if early:
            plist.set_alloc_time(h5d.ALLOC_TIME_EARLY)
        space = h5s.create_simple(GRID.shape)
        h5py.Dataset(h5d.create(g.id, name.encode(), h5t.STD_I32LE, space, plist))[...] = GRID


def links(f):
    f.create_group("groups/inner/ünï コード").attrs["x"] = 1
    f["soft"] = h5py.SoftLink("/layouts/gzip")
    f["soft relative"] = h5py.SoftLink("groups/inner")
    f["dangling"] = h5py.SoftLink("/nowhere")
    f["external"] = h5py.ExternalLink("other.h5", "/x")
    f["hard"] = f["layouts/gzip"]
    f["groups/inner/back"] = f["groups"]
    f["named type"] = np.dtype("<f4")
    f.create_dataset("uses named type", data=np.ones(3, "f4"), dtype=f["named type"])
    many = f.create_group("many")
    for i in range(24):
        many.create_group(f"layer_{i}")
    for i in range(12):
        f["groups"].attrs[f"attribute {i}"] = np.arange(i)
    tracked = f.create_group("tracked", track_order=True)
    for name in "zyxabc":
        tracked.create_group(name)
        tracked.attrs[name] = name


def everything(f):
    attributes(f)
    types(f.create_group("types"))
    layouts(f.create_group("layouts"))
    links(f)


def write(name, fill, **options):
    with h5py.File(os.path.join(OUT, name), "w", **options) as f:
        fill(f)


def big_attributes(f):
    f.attrs["small"] = 1
    f.attrs["model_config"] = "é" * 40000
    f.attrs["long"] = np.zeros(20000, "f4")


def paged_indexes(f):
    endless = f.create_dataset("extensible", shape=(200000,), dtype="u1", chunks=(1,), maxshape=(None,))
    endless[140000:140003] = 5
    endless[7] = 3
    fixed = f.create_dataset("fixed", shape=(5000,), dtype="u1", chunks=(1,))
    fixed[4999] = 1
    fixed[0] = 2


def refused(f):
    """What the reader refuses by name; h5py's answers are not recorded."""
    f.create_dataset("scale offset", data=GRID, chunks=(3, 4), scaleoffset=True)
    f.create_dataset("huge", shape=(10**12,), dtype="f4", chunks=(100,))
    f.create_dataset("external data", shape=(4,), dtype="f4", external=[("weights.raw", 0, 16)])
    layout = h5py.VirtualLayout(shape=(4,), dtype="f4")
    layout[:] = h5py.VirtualSource("other.h5", "x", shape=(4,))
    f.create_virtual_dataset("virtual", layout)
    f["circle"] = h5py.SoftLink("/circle2")
    f["circle2"] = h5py.SoftLink("/circle")


def low_level(name, sizes=(8, 8), shared=0):
    """Files of other address widths, and with shared messages, which h5py cannot ask for."""
    library = ctypes.CDLL(glob.glob(os.path.join(os.path.dirname(h5py.__file__), "../h5py.libs/libhdf5-*.so*"))[0])
    fcpl = h5p.create(h5p.FILE_CREATE)
    fcpl.set_sizes(*sizes)
    if shared:
        unsigned = ctypes.c_uint
        assert library.H5Pset_shared_mesg_nindexes(ctypes.c_int64(fcpl.id), unsigned(1)) >= 0
        assert library.H5Pset_shared_mesg_index(ctypes.c_int64(fcpl.id), unsigned(0), unsigned(shared), unsigned(1)) >= 0
    fapl = h5p.create(h5p.FILE_ACCESS)
    fapl.set_libver_bounds(h5f.LIBVER_LATEST if shared else h5f.LIBVER_EARLIEST, h5f.LIBVER_LATEST)
    f = h5py.File(h5f.create(os.path.join(OUT, name).encode(), h5f.ACC_TRUNC, fcpl, fapl))
    f.attrs["text"] = "the same"
    for i in range(3):
        d = f.create_dataset(f"d{i}", data=GRID + i, chunks=(3, 4), compression="gzip", fillvalue=2)
        d.attrs["text"] = "the same"
    f.create_dataset("texts", data=["one", "two"])
    f.close()


def plain(value):
    if isinstance(value, h5py.Empty):
        return None
    if isinstance(value, (bytes, np.bytes_)):
        return value.decode()
    if isinstance(value, np.ndarray):
        parts = [p for c in value.ravel() for p in (c.real, c.imag)] if value.dtype.kind == "c" else value.ravel()
        return [plain(v) for v in parts]
    if isinstance(value, (complex, np.complexfloating)):
        return [float(value.real), float(value.imag)]
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return int(value) if abs(int(value)) < 2**53 else str(int(value))
    return value.item() if isinstance(value, np.generic) else value


def type_name(dtype):
    if dtype.subdtype:
        return type_name(dtype.subdtype[0])
    if h5py.check_string_dtype(dtype):
        return "string"
    if dtype.kind in "VO":
        return "other"
    return dtype.newbyteorder("=").name


def describe_attributes(o):
    described = {}
    for name in o.attrs:
        attribute = h5py.h5a.open(o.id, name.encode())
        shape = [0] if attribute.get_space().get_simple_extent_type() == h5s.NULL else list(attribute.shape)
        shape += list(attribute.dtype.subdtype[1]) if attribute.dtype.subdtype else []
        value = plain(o.attrs[name])
        text = json.dumps(value)
        if len(text) > 1000:
            value = "sha256 " + hashlib.sha256(text.encode()).hexdigest()
        described[name] = {"dtype": type_name(attribute.dtype), "shape": shape, "value": value}
    return described


def describe(o):
    described = {"kind": "group" if isinstance(o, h5py.Group) else "dataset", "attributes": describe_attributes(o)}
    if isinstance(o, h5py.Dataset):
        dtype = type_name(o.dtype)
        value = None if o.shape is None else np.asarray(o[()])
        described |= {"dtype": dtype, "shape": [0] if value is None else list(value.shape)}
        if dtype == "string":
            described["strings"] = [plain(v) for v in value.ravel()]
        elif dtype != "other":
            little = b"" if value is None else np.ascontiguousarray(value.astype(value.dtype.newbyteorder("<"))).tobytes()
            described["sha256"] = hashlib.sha256(little).hexdigest()
    return described


def walk(group, path, ancestors, found):
    for name in group:
        here = f"{path}/{name}"
        if isinstance(group.get(name, getlink=True), h5py.ExternalLink):
            found[here] = {"error": "HDF-E008"}
        elif (o := group.get(name)) is None or isinstance(o, h5py.Datatype):
            found[here] = {"kind": "none"}
        elif isinstance(o, h5py.Group) and (address := h5py.h5o.get_info(o.id).addr) in ancestors:
            found[here] = {"error": "HDF-E009"}
        else:
            found[here] = describe(o)
            if isinstance(o, h5py.Group):
                walk(o, here, ancestors | {address}, found)


def expected(name):
    found = {}
    with h5py.File(os.path.join(OUT, name)) as f:
        found["/"] = describe(f)
        walk(f, "", {h5py.h5o.get_info(f.id).addr}, found)
    return found


os.makedirs(OUT, exist_ok=True)
write("old.h5", everything, libver=("earliest", "v108"))
write("new.h5", everything, libver="latest")
write("user_block.h5", types, userblock_size=512)
write("big_attributes.h5", big_attributes, libver="latest")
write("paged_indexes.h5", paged_indexes, libver="latest")
write("refused.h5", refused, libver="latest")
low_level("sizes_4.h5", sizes=(4, 4))
low_level("shared_messages.h5", shared=0x1F)
files = ["old", "new", "user_block", "big_attributes", "paged_indexes", "sizes_4", "shared_messages"]
with open(os.path.join(OUT, "expected.json"), "w") as out:
    json.dump({name: expected(name + ".h5") for name in files}, out, indent=1, ensure_ascii=False)
for name in [*files, "refused"]:
    path = os.path.join(OUT, name + ".h5")
    with open(path, "rb") as plain_file, open(path + ".gz", "wb") as packed:
        packed.write(gzip.compress(plain_file.read(), 9, mtime=0))
    os.remove(path)
