"""TF-slim networks at full size with random weights: checkpoints, a frozen channels-first graph, and what TensorFlow answers.

Usage: /path/with/tensorflow/python interop/make_slim_fixtures.py OUT [part of a network's name]
       ... interop/make_slim_fixtures.py fixtures/tensorflow/mobilenet_tiny --tiny
Needs tensorflow, tf_slim and tf_keras (tf_slim's layers are those of Keras 2).
"""

import os
import pathlib
import sys
import types

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["TF_USE_LEGACY_KERAS"] = "1"
import importlib

import numpy as np
import tensorflow as tf

# TensorFlow looks for these modules of Keras 2 where tf_keras no longer has them.
sys.modules.setdefault("tf_keras.legacy_tf_layers", types.ModuleType("tf_keras.legacy_tf_layers"))
for part in ["base", "convolutional", "core", "normalization", "pooling"]:
    sys.modules[f"tf_keras.legacy_tf_layers.{part}"] = importlib.import_module(f"tf_keras.src.legacy_tf_layers.{part}")
import tf_slim as slim
from tf_slim.nets import inception_v1, inception_v3, resnet_v1, resnet_v2, vgg

tf1 = tf.compat.v1
tf1.disable_v2_behavior()
tf1.logging.set_verbosity(tf1.logging.ERROR)


def resnet(module, depth, classes):
    def build(x):
        with slim.arg_scope(module.resnet_arg_scope()):
            name = f"{module.__name__.split('.')[-1]}_{depth}"
            return getattr(module, name)(x, classes, is_training=False)[1]["predictions"]

    return build


def vgg_net(depth):
    def build(x):
        with slim.arg_scope(vgg.vgg_arg_scope()):
            return getattr(vgg, f"vgg_{depth}")(x, 1000, is_training=False)[0]

    return build


def inception_scope(normalizer=None):
    norm = {"decay": 0.9997, "epsilon": 0.001, "is_training": False, **(normalizer or {})}
    return slim.arg_scope([slim.conv2d, slim.separable_conv2d], activation_fn=tf.nn.relu, normalizer_fn=slim.batch_norm, normalizer_params=norm)


def inception(module, name):
    def build(x):
        with inception_scope():
            return getattr(module, name)(x, 1001, is_training=False)[1]["Predictions"]

    return build


def relu6_scope():
    norm = {"center": True, "scale": True, "epsilon": 0.001, "is_training": False}
    return slim.arg_scope([slim.conv2d, slim.separable_conv2d], activation_fn=tf.nn.relu6, normalizer_fn=slim.batch_norm, normalizer_params=norm, padding="SAME")


def mobilenet_head(net, classes):
    with tf1.variable_scope("Logits"):
        net = tf.reduce_mean(net, [1, 2], keepdims=True)
        net = slim.conv2d(net, classes, [1, 1], activation_fn=None, normalizer_fn=None, scope="Conv2d_1c_1x1")
        net = tf.squeeze(net, [1, 2])
    return slim.softmax(net, scope="Predictions")


def mobilenet_v1(width, classes=1001):
    """Howard et al. 2017, table 1."""
    layers = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]

    def build(x):
        with tf1.variable_scope("MobilenetV1"), relu6_scope():
            net = slim.conv2d(x, int(32 * width), [3, 3], stride=2, scope="Conv2d_0")
            for i, (depth, stride) in enumerate(layers, 1):
                net = slim.separable_conv2d(net, None, [3, 3], depth_multiplier=1, stride=stride, scope=f"Conv2d_{i}_depthwise")
                net = slim.conv2d(net, int(depth * width), [1, 1], scope=f"Conv2d_{i}_pointwise")
            return mobilenet_head(net, classes)

    return build


def eighths(value):
    """Numbers of channels are whole eighths and never less than nine tenths of what was asked for."""
    nearest = max(8, int(value + 4) // 8 * 8)
    return nearest + 8 if nearest < 0.9 * value else nearest


def mobilenet_v2(width):
    """Sandler et al. 2018, table 2."""
    stages = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]

    def build(x):
        with tf1.variable_scope("MobilenetV2"), relu6_scope():
            net = slim.conv2d(x, eighths(32 * width), [3, 3], stride=2, scope="Conv")
            at = 0
            for expansion, depth, count, first in stages:
                for i in range(count):
                    before, stride = net, first if i == 0 else 1
                    with tf1.variable_scope("expanded_conv" if at == 0 else f"expanded_conv_{at}"):
                        if expansion > 1:
                            net = slim.conv2d(net, net.shape[3] * expansion, [1, 1], scope="expand")
                        net = slim.separable_conv2d(net, None, [3, 3], depth_multiplier=1, stride=stride, scope="depthwise")
                        net = slim.conv2d(net, eighths(depth * width), [1, 1], activation_fn=None, scope="project")
                    if stride == 1 and before.shape[3] == net.shape[3]:
                        net = net + before
                    at += 1
            net = slim.conv2d(net, max(1280, eighths(1280 * width)), [1, 1], scope="Conv_1")
            return mobilenet_head(net, 1001)

    return build


def inception_v4(x):
    """Szegedy et al. 2016, figures 3 to 9; scopes are TF-slim's."""
    conv, most, mean = slim.conv2d, slim.max_pool2d, slim.avg_pool2d

    def mixed(name, net, *branches):
        parts = []
        with tf1.variable_scope(name):
            for i, branch in enumerate(branches):
                with tf1.variable_scope(f"Branch_{i}"):
                    parts.append(branch(net))
        return tf.concat(parts, 3)

    def chain(*steps):
        def run(net):
            for depth, kernel, name in steps:
                wide = "1a" in name and kernel == [3, 3] or name == "Conv2d_0a_3x3"
                net = conv(net, depth, kernel, stride=2 if wide else 1, padding="VALID" if wide else "SAME", scope=name)
            return net

        return run

    def c(depth, height, width, part):
        return depth, [height, width], f"Conv2d_{part}_{height}x{width}"

    def pooled(depth):
        return lambda net: conv(mean(net, [3, 3]), depth, [1, 1], scope="Conv2d_0b_1x1")

    def less(net):
        return most(net, [3, 3], stride=2, padding="VALID")

    def valid(steps, depth):
        return lambda net: conv(chain(*steps)(net), depth, [3, 3], padding="VALID", scope="Conv2d_1a_3x3")

    def forked(steps, one, other):
        def run(net):
            net = chain(*steps)(net)
            return tf.concat([chain(one)(net), chain(other)(net)], 3)

        return run

    with tf1.variable_scope("InceptionV4"), inception_scope(), slim.arg_scope([conv, most, mean], stride=1, padding="SAME"):
        net = conv(x, 32, [3, 3], stride=2, padding="VALID", scope="Conv2d_1a_3x3")
        net = conv(net, 32, [3, 3], padding="VALID", scope="Conv2d_2a_3x3")
        net = conv(net, 64, [3, 3], scope="Conv2d_2b_3x3")
        net = mixed("Mixed_3a", net, less, chain(c(96, 3, 3, "0a")))
        net = mixed("Mixed_4a", net, valid([c(64, 1, 1, "0a")], 96), valid([c(64, 1, 1, "0a"), c(64, 1, 7, "0b"), c(64, 7, 1, "0c")], 96))
        net = mixed("Mixed_5a", net, chain(c(192, 3, 3, "1a")), less)
        for letter in "bcde":
            net = mixed(f"Mixed_5{letter}", net, chain(c(96, 1, 1, "0a")), chain(c(64, 1, 1, "0a"), c(96, 3, 3, "0b")),
                        chain(c(64, 1, 1, "0a"), c(96, 3, 3, "0b"), c(96, 3, 3, "0c")), pooled(96))
        net = mixed("Mixed_6a", net, chain(c(384, 3, 3, "1a")), chain(c(192, 1, 1, "0a"), c(224, 3, 3, "0b"), c(256, 3, 3, "1a")), less)
        for letter in "bcdefgh":
            net = mixed(f"Mixed_6{letter}", net, chain(c(384, 1, 1, "0a")), chain(c(192, 1, 1, "0a"), c(224, 1, 7, "0b"), c(256, 7, 1, "0c")),
                        chain(c(192, 1, 1, "0a"), c(192, 7, 1, "0b"), c(224, 1, 7, "0c"), c(224, 7, 1, "0d"), c(256, 1, 7, "0e")), pooled(128))
        net = mixed("Mixed_7a", net, chain(c(192, 1, 1, "0a"), c(192, 3, 3, "1a")),
                    chain(c(256, 1, 1, "0a"), c(256, 1, 7, "0b"), c(320, 7, 1, "0c"), c(320, 3, 3, "1a")), less)
        for letter in "bcd":
            net = mixed(f"Mixed_7{letter}", net, chain(c(256, 1, 1, "0a")), forked([c(384, 1, 1, "0a")], c(256, 1, 3, "0b"), c(256, 3, 1, "0c")),
                        forked([c(384, 1, 1, "0a"), c(448, 3, 1, "0b"), c(512, 1, 3, "0c")], c(256, 1, 3, "0d"), c(256, 3, 1, "0e")), pooled(256))
        with tf1.variable_scope("Logits"):
            net = tf.reduce_mean(net, [1, 2])
            net = slim.fully_connected(net, 1001, activation_fn=None, scope="Logits")
            return tf.nn.softmax(net, name="Predictions")


NETWORKS = {
    "resnet_v1_50": (224, resnet(resnet_v1, 50, 1000)),
    "resnet_v1_101": (224, resnet(resnet_v1, 101, 1000)),
    "resnet_v1_152": (224, resnet(resnet_v1, 152, 1000)),
    "resnet_v2_50": (224, resnet(resnet_v2, 50, 1001)),
    "mobilenet_v1": (224, mobilenet_v1(1)),
    "mobilenet_v1_025": (224, mobilenet_v1(0.25)),
    "mobilenet_v2": (224, mobilenet_v2(1)),
    "mobilenet_v2_035": (224, mobilenet_v2(0.35)),
    "inception_v1": (224, inception(inception_v1, "inception_v1")),
    "inception_v3": (299, inception(inception_v3, "inception_v3")),
    "inception_v4": (299, inception_v4),
    "vgg_16": (224, vgg_net(16)),
    "vgg_19": (224, vgg_net(19)),
}


def random_weights(session, seed=7):
    """Weights that keep activations near one."""
    draw = np.random.default_rng(seed)
    for variable in tf1.global_variables():
        name, shape = variable.op.name, variable.shape.as_list()
        if name.endswith("moving_variance"):
            value = draw.uniform(0.6, 1.6, shape)
        elif name.endswith("gamma"):
            value = draw.uniform(0.7, 1.2, shape)
        elif name.endswith(("moving_mean", "beta", "biases")):
            value = draw.normal(0, 0.1, shape)
        else:
            fan = np.prod(shape[:2]) if "depthwise" in name else np.prod(shape[:-1])
            value = draw.normal(0, np.sqrt(2 / fan), shape)
        variable.load(value.astype(np.float32), session)


def soften(session, feeds, classes):
    """Scales the last layer until its softmax is not all zeros and ones, which would hide differences."""
    last = [op for op in tf1.get_default_graph().get_operations() if op.type == "Softmax"]
    if not last:
        return
    spread = float(np.std(session.run(last[-1].inputs[0], feeds)))
    for variable in tf1.global_variables():
        if variable.shape.as_list()[-1:] == [classes]:
            variable.load(session.run(variable) * np.float32(2 / spread), session)


def make(name, out):
    size, build = NETWORKS[name]
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    picture = np.random.default_rng(3).uniform(-1, 1, [1, size, size, 3]).astype(np.float32)
    with tf.Graph().as_default(), tf1.Session() as session:
        x = tf1.placeholder(tf.float32, [None, size, size, 3], name="input")
        output = build(x)
        random_weights(session)
        soften(session, {x: picture}, output.shape[-1])
        answer = session.run(output, {x: picture})
        np.save(folder / "x.npy", picture)
        np.save(folder / "y.npy", answer.reshape(1, -1))
        tf1.train.Saver().save(session, str(folder / "model.ckpt"), write_meta_graph=False)
        if name != "resnet_v1_50":
            return
        with_meta = out / f"{name}_meta"
        with_meta.mkdir(exist_ok=True)
        tf1.train.Saver().save(session, str(with_meta / "model.ckpt"))
        weights = {v.op.name: session.run(v) for v in tf1.global_variables()}
    with tf.Graph().as_default():
        x = tf1.placeholder(tf.float32, [None, 3, size, size], name="input")
        channels_first(x, weights, out / f"{name}_nchw")


def channels_first(x, weights, folder):
    """ResNet v1 50 frozen with data_format NCHW and every node on a GPU, as training on one leaves it."""
    folder.mkdir(exist_ok=True)
    scope = "resnet_v1_50"

    def conv(net, name, stride=1, relu=True):
        kernel = weights[f"{name}/weights"]
        pad = (kernel.shape[0] - 1) // 2
        if stride > 1 and pad > 0:
            net = tf.pad(net, [[0, 0], [0, 0], [pad, pad], [pad, pad]])
        border = "VALID" if stride > 1 else "SAME"
        net = tf.nn.conv2d(net, tf.constant(kernel), [1, 1, stride, stride], border, data_format="NCHW")
        parts = [tf.constant(weights[f"{name}/BatchNorm/{part}"]) for part in ["gamma", "beta", "moving_mean", "moving_variance"]]
        net = tf1.nn.fused_batch_norm(net, *parts, epsilon=1e-5, data_format="NCHW", is_training=False)[0]
        return tf.nn.relu(net) if relu else net

    net = tf.nn.max_pool2d(conv(x, f"{scope}/conv1", 2), 3, 2, "SAME", data_format="NCHW")
    for block, count in enumerate([3, 4, 6, 3], 1):
        for unit in range(1, count + 1):
            name = f"{scope}/block{block}/unit_{unit}/bottleneck_v1"
            stride = 2 if unit == count and block < 4 else 1
            if f"{name}/shortcut/weights" in weights:
                short = conv(net, f"{name}/shortcut", stride, relu=False)
            else:
                short = net if stride == 1 else tf.nn.max_pool2d(net, 1, stride, "VALID", data_format="NCHW")
            net = conv(conv(conv(net, f"{name}/conv1"), f"{name}/conv2", stride), f"{name}/conv3", relu=False)
            net = tf.nn.relu(net + short)
    net = tf.reduce_mean(net, [2, 3], keepdims=True)
    net = tf.nn.conv2d(net, tf.constant(weights[f"{scope}/logits/weights"]), 1, "SAME", data_format="NCHW")
    net = tf.nn.bias_add(net, tf.constant(weights[f"{scope}/logits/biases"]), data_format="NCHW")
    net = tf.nn.softmax(tf.squeeze(net, [2, 3]), name="predictions")
    graph = tf1.get_default_graph().as_graph_def()
    for node in graph.node:
        node.device = "/device:GPU:0"
    (folder / "frozen.pb").write_bytes(graph.SerializeToString())


def make_tiny(folder):
    """MobileNet v1 a thirty-second as wide, with moving averages of its variables, for tests of the project itself."""
    folder.mkdir(parents=True, exist_ok=True)
    size, classes = 224, 6
    steps = np.arange(size * size * 3, dtype=np.int64) * 7919 % 256
    picture = (steps / 127.5 - 1).astype(np.float32).reshape(1, size, size, 3)
    with tf.Graph().as_default(), tf1.Session() as session:
        x = tf1.placeholder(tf.float32, [None, size, size, 3], name="input")
        output = mobilenet_v1(1 / 32, classes)(x)
        def drawn(seed, kept):
            random_weights(session, seed)
            for variable in tf1.global_variables():
                if variable.op.name in kept:
                    variable.load(kept[variable.op.name], session)
            soften(session, {x: picture}, classes)
            return session.run(output, {x: picture}), {v.op.name: session.run(v) for v in tf1.global_variables()}

        answer, values = drawn(12, {})
        moving = {name: value for name, value in values.items() if "moving_" in name}
        averaged, averages = drawn(11, moving)
        np.save(folder / "y.npy", answer)
        np.save(folder / "averages.y.npy", averaged)
        for variable in tf1.global_variables():
            variable.load(values[variable.op.name], session)
        saved = {v.op.name: v for v in tf1.global_variables()}
        for name, value in averages.items():
            if name in moving:
                continue
            average = tf1.get_variable(f"{name}/ExponentialMovingAverage", value.shape)
            average.load(value, session)
            saved[average.op.name] = average
        step = tf1.get_variable("global_step", [], tf.int64)
        step.load(100, session)
        tf1.train.Saver({**saved, "global_step": step}).save(session, str(folder / "model.ckpt-100"), write_meta_graph=False)


def main():
    out = pathlib.Path(sys.argv[1])
    if sys.argv[2:] == ["--tiny"]:
        make_tiny(out)
        return
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    for name in NETWORKS:
        if wanted in name:
            make(name, out)
            print(name)


if __name__ == "__main__":
    main()
