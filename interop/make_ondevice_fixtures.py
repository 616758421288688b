"""Writes fixtures/ondevice: a small model that trains, saves and restores on the device, and what TensorFlow makes of it.

    /path/to/python interop/make_ondevice_fixtures.py        # TensorFlow 2.21

A convolution, relu6, dropout by stateless random numbers, relu, a dense layer; the gradients by GradientTape, so that the
file carries Flex operators. The expected numbers come from the same functions run by TensorFlow. (A relu after a product
with a variable is no good here: the converter of TensorFlow 2.21 fuses it into BATCH_MATMUL, which has no place for it.)
"""

import json
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf

FOLDER = pathlib.Path(__file__).parent.parent / "fixtures" / "ondevice"
X = tf.TensorSpec([2, 6, 6, 2], tf.float32)
Y = tf.TensorSpec([2, 3], tf.float32)


class Trainable(tf.Module):
    def __init__(self):
        rng = np.random.default_rng(7)
        self.kernel = tf.Variable(rng.normal(0, 0.4, (3, 3, 2, 4)).astype("float32"), name="kernel")
        self.weights = tf.Variable(rng.normal(0, 0.4, (36, 3)).astype("float32"), name="weights")
        self.step = tf.Variable(0, dtype=tf.int32, name="step")
        self.names = ["kernel", "weights", "step"]
        self.all = [self.kernel, self.weights, self.step]

    def scores(self, x):
        features = tf.nn.relu6(tf.nn.conv2d(x, self.kernel, strides=2, padding="SAME"))
        return features, tf.reshape(features, [2, 36]) @ self.weights

    @tf.function(input_signature=[X])
    def infer(self, x):
        return {"y": tf.nn.softmax(self.scores(x)[1])}

    @tf.function(input_signature=[X, Y])
    def train(self, x, y):
        with tf.GradientTape() as tape:
            features, _ = self.scores(x)
            key, counter = tf.raw_ops.StatelessRandomGetKeyCounter(seed=tf.stack([3, self.step]))
            noise = tf.raw_ops.StatelessRandomUniformV2(shape=[2, 36], key=key, counter=counter, alg=1)
            kept = tf.reshape(features, [2, 36]) * tf.cast(noise >= 0.25, tf.float32) / 0.75
            scores = tf.nn.relu(kept - 0.1) @ self.weights
            loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(y, scores))
        for variable, gradient in zip(self.all[:2], tape.gradient(loss, self.all[:2])):
            variable.assign_sub(0.2 * gradient)
        self.step.assign_add(1)
        return {"loss": loss, "step": self.step.read_value()}

    @tf.function(input_signature=[tf.TensorSpec([], tf.string)])
    def save(self, path):
        tf.raw_ops.Save(filename=path, tensor_names=self.names, data=[v.read_value() for v in self.all])
        return {"path": path}

    @tf.function(input_signature=[tf.TensorSpec([], tf.string)])
    def restore(self, path):
        for name, variable in zip(self.names, self.all):
            value = tf.raw_ops.Restore(file_pattern=path, tensor_name=name, dt=variable.dtype)
            variable.assign(tf.ensure_shape(value, variable.shape))
        return {"step": self.step.read_value()}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    module = Trainable()
    signatures = {name: getattr(module, name) for name in ["infer", "train", "save", "restore"]}
    saved = "/tmp/ondevice-saved-model"
    tf.saved_model.save(module, saved, signatures=signatures)
    converter = tf.lite.TFLiteConverter.from_saved_model(saved)
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS, tf.lite.OpsSet.SELECT_TF_OPS]
    converter.experimental_enable_resource_variables = True
    (FOLDER / "trainable.tflite").write_bytes(converter.convert())

    rng = np.random.default_rng(8)
    arrays = {
        "x": rng.normal(0, 1, X.shape).astype("float32"),
        "y": np.eye(3, dtype="float32")[[0, 2]],
    }
    text = {"path": {"string": "state.ckpt"}}
    calls = []

    def call(signature, inputs):
        outputs = signatures[signature](**{name: tf.constant(arrays[name]) for name in inputs})
        call = {"signature": signature, "inputs": {name: f"{name}.npy" for name in inputs}, "outputs": {}}
        for name, value in outputs.items():
            key = f"{len(calls)}.{name}"
            arrays[key] = value.numpy()
            call["outputs"][name] = f"{key}.npy"
        calls.append(call)

    def restore_after(state, expected_step):
        for variable, value in zip(module.all, state):
            variable.assign(value)
        arrays[f"{len(calls)}.step"] = np.array(expected_step, "int32")
        outputs = {"step": f"{len(calls)}.step.npy"}
        calls.append({"signature": "restore", "inputs": text, "outputs": outputs})

    first = [v.numpy() for v in module.all]
    call("infer", ["x"])
    for _ in range(3):
        call("train", ["x", "y"])
    call("infer", ["x"])
    calls.append({"signature": "save", "inputs": text, "outputs": text})
    trained = [v.numpy() for v in module.all]
    calls.append({"new_interpreter": True})
    for variable, value in zip(module.all, first):
        variable.assign(value)
    call("infer", ["x"])
    restore_after(trained, 3)
    call("infer", ["x"])
    call("train", ["x", "y"])

    for name, array in arrays.items():
        np.save(FOLDER / f"{name}.npy", array)
    missing = [{"signature": "restore", "inputs": {"path": {"string": "other.ckpt"}}, "error": "nothing is saved there"}]
    common = {"file": "trainable.tflite", "format": "tflite", "oracle": f"TensorFlow {tf.__version__}"}
    tolerance = {"atol": 1e-6, "rtol": 1e-5}
    for name, script in [("trainable", calls), ("nothing_saved", missing)]:
        (FOLDER / f"{name}.script.json").write_text(json.dumps({"calls": script}, indent=1) + "\n")
    cases = [
        {"name": name, "script": f"{name}.script.json", **common, **tolerance} for name in ["trainable", "nothing_saved"]
    ]
    (FOLDER / "cases.json").write_text(json.dumps(cases, indent=1) + "\n")


main()
