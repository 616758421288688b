"""Writes fixtures/keras/: small models in every form that Keras saves, and what Keras answers (cases.json).

Run with Python 3.11, numpy 2.4.6, tensorflow 2.21.0, keras 3.15.0 (Keras 3), tf_keras 2.21.0 (Keras 2). Archives are
compressed again, since Keras does not compress them. Weights and inputs are drawn here from seeds.
"""

import json
import os
import pathlib
import sys
import zipfile
import zlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
import keras as keras3
import numpy as np
import tensorflow as tf
import tf_keras as keras2

OUT = pathlib.Path(sys.argv[1])
CASES = []


def randomize(model, seed):
    """Numbers that no initializer gives, so that swapped weights show."""
    random = np.random.default_rng(zlib.crc32(seed.encode()))
    for weight in model.weights:
        shape, kind = tuple(weight.shape), weight.name
        low, high = (0.5, 1.5) if "gamma" in kind or "variance" in kind else (-0.7, 0.7)
        if "float" in str(weight.dtype):
            weight.assign(random.uniform(low, high, shape).astype("float32"))
    return model


def pictures(k):
    """Convolutions of all kinds, shared weights in two nested models, two outputs."""
    L = k.layers
    x = k.Input((8, 8, 3), name="picture")
    block = k.Sequential([k.Input((4, 4, 4)), L.DepthwiseConv2D(3, padding="same", name="dw"), L.ReLU(6.0, name="six")], name="block")
    inner_in = k.Input((4, 4, 4), name="inner_in")
    inner = k.Model(inner_in, L.Add(name="sum")([block(inner_in), inner_in]), name="inner")
    y = L.Conv2D(4, 3, strides=2, padding="same", use_bias=False, name="conv")(x)
    y = L.Activation("relu", name="act")(L.BatchNormalization(name="bn")(y))
    y = L.Dropout(0.3, name="drop")(inner(block(y)))
    up = L.Conv2DTranspose(2, 2, strides=2, name="up")(y)
    pooled = L.GlobalAveragePooling2D(name="pool")(y)
    return k.Model(x, [L.Dense(3, activation="softmax", name="classes")(pooled), up], name="pictures")


def sequences(k):
    """Masked recurrent layers and attention."""
    L = k.layers
    x = k.Input((5,), dtype="int32", name="words")
    y = L.Embedding(7, 4, mask_zero=True, name="embed")(x)
    y = L.Bidirectional(L.LSTM(3, return_sequences=True), name="both")(y)
    a = L.MultiHeadAttention(2, 3, name="attend")(y, y)
    y = L.LayerNormalization(name="norm")(L.Add(name="sum")([y, a]))
    return k.Model(x, L.GRU(2, name="last")(y), name="sequences")


def trained(k):
    """Trained for one step: the optimizer's state is in the file."""
    x = k.Input((4,), name="x")
    model = k.Model(x, k.layers.Dense(2, activation="elu", name="out")(x), name="trained")
    model.compile(k.optimizers.SGD(0.1, momentum=0.9), "mse")
    model.fit(np.ones((2, 4)), np.ones((2, 2)), verbose=0)
    return model


def functions2(k):
    """Functions of TensorFlow as layers."""
    x = k.Input((4, 4, 3), name="x")
    y = tf.image.resize(x / 127.5 - 1.0, [6, 6])
    return k.Model(x, k.layers.Dense(2, name="out")(tf.reduce_mean(tf.nn.relu6(y[:, 1:, ::2, :]), axis=[1, 2])), name="functions")


def functions3(k):
    """Operations of Keras 3, a dictionary of inputs and one of outputs."""
    a, b = k.Input((4, 3), name="a"), k.Input((4, 3), name="b")
    y = k.ops.matmul(k.ops.transpose(a, (0, 2, 1)), b)[:, :2] / 2
    outputs = {"sums": k.ops.sum(y, axis=-1), "dense": k.layers.Dense(2, name="out")(y)}
    return k.Model({"left": a, "right": b}, outputs, name="functions")


def mixed(k):
    """Half precision inside, single precision at the end."""
    x = k.Input((6, 6, 2), name="x")
    y = k.layers.Conv2D(3, 3, activation="relu", dtype="mixed_float16", name="conv")(x)
    return k.Model(x, k.layers.Conv1D(2, 2, dtype="float32", name="out")(y[:, 0]), name="mixed")


def quantized(k):
    x = k.Input((8,), name="x")
    model = k.Model(x, k.layers.Dense(3, name="out")(k.layers.Dense(5, activation="tanh", name="hidden")(x)), name="quantized")
    randomize(model, "quantized").quantize("int8")
    return model


@keras3.saving.register_keras_serializable("fixtures")
class Swirl(keras3.layers.Layer):
    """y = x + amount * sin(turns * x)"""

    def __init__(self, turns=1.0, **kwargs):
        super().__init__(**kwargs)
        self.turns = turns

    def build(self, shape):
        self.amount = self.add_weight(name="amount", shape=(shape[-1],))

    def call(self, x):
        return x + self.amount * keras3.ops.sin(self.turns * x)

    def get_config(self):
        return {**super().get_config(), "turns": self.turns}


def custom(k):
    x = k.Input((4,), name="x")
    return k.Model(x, k.layers.Dense(2, name="out")(Swirl(2.0, name="swirl")(x)), name="custom")


def compress(path):
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


def case(make, k, *endings, atol=1e-5, trouble=None):
    keras2.backend.clear_session()
    keras3.backend.clear_session()
    major = "3" if k is keras3 else "2"
    stem = f"{make.__name__.rstrip('23')}_k{major}"
    model = make(k)
    if make not in (quantized, trained):
        randomize(model, stem)
    random = np.random.default_rng(zlib.crc32(stem.encode()))
    inputs, feed = {}, []
    for tensor in model.inputs:
        shape = (2, *tensor.shape[1:])
        name = tensor.name.split(":")[0]
        whole = "int" in str(tensor.dtype)
        value = random.integers(1, 7, shape).astype("int32") if whole else random.uniform(-1, 1, shape).astype("float32")
        if whole:
            value[0, 3:] = 0
        inputs[name] = f"{stem}.{name}.npy"
        feed.append(value)
        np.save(OUT / inputs[name], value)
    structure = feed if len(feed) > 1 else feed[0]
    if make is functions3:
        structure = {"left": feed[0], "right": feed[1]}
    answer = model(structure, training=False)
    named = answer if isinstance(answer, dict) else dict(zip(model.output_names, answer if isinstance(answer, list) else [answer]))
    outputs = {}
    for name, value in named.items():
        outputs[name] = f"{stem}.{name}.npy"
        np.save(OUT / outputs[name], np.asarray(value))
    formats = {"keras": "keras-v3", "h5": "keras-h5", "weights.h5": "keras-weights"}
    for ending in endings:
        path = OUT / f"{stem}.{ending}"
        entry = {"name": path.name, "file": path.name, "format": formats[ending], "producer": f"Keras {k.__version__}"}
        if ending == "weights.h5":
            model.save_weights(path)
            entry["architecture"] = f"{stem}.json"
            (OUT / entry["architecture"]).write_text(model.to_json())
        else:
            model.save(path)
        if ending == "keras":
            compress(path)
        told = {"outputs": outputs} if trouble is None else {"expect": trouble, "mended": {"outputs": outputs}}
        CASES.append({**entry, "inputs": inputs, **told, "atol": atol, "rtol": 1e-4})


case(pictures, keras3, "keras")
case(pictures, keras2, "keras")
case(sequences, keras3, "keras")
case(sequences, keras2, "keras")
case(trained, keras3, "h5")
case(trained, keras2, "h5")
case(functions2, keras2, "keras")
case(functions3, keras3, "keras")
case(mixed, keras3, "keras", "weights.h5", atol=2e-3)
case(quantized, keras3, "keras", atol=1e-4)
case(custom, keras3, "keras", trouble={"problem": "layer class fixtures>Swirl is custom", "code": "KER-E008"})
(OUT / "cases.json").write_text(json.dumps(CASES, indent=0) + "\n")
