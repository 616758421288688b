"""Writes fixtures/tensorflow: small graphs of TensorFlow's operators with the answers that TensorFlow gives.

Usage: python make_tensorflow_fixtures.py <repository>
Made with TensorFlow 2.21.0. `cases.jsonl` has one case per line, `golden.bin` the tensors, `*.pb` frozen graphs.
"""

import json
import os
import shutil
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
raw = tf.raw_ops
rng = np.random.RandomState(7)

CASES = []
GOLDEN = bytearray()
NAMES = {"<f4": "float32", "<f8": "float64", "<i4": "int32", "<i8": "int64", "|u1": "uint8", "|b1": "bool", "<f2": "float16"}


def store(array):
    array = np.asarray(array)
    offset = len(GOLDEN)
    data = array.tobytes("C")
    GOLDEN.extend(data)
    return [offset, len(data), list(array.shape), NAMES[array.dtype.str]]


def f32(*shape):
    return rng.uniform(-2, 2, shape).astype(np.float32)


def case(folder, name, build, feeds, atol=1e-5, batch=()):
    """`build` gets placeholders by name and gives outputs by name."""
    graph = tf.Graph()
    with graph.as_default():
        inputs = {}
        for key, value in feeds.items():
            shape = [None if axis in batch else dim for axis, dim in enumerate(value.shape)]
            inputs[key] = v1.placeholder(value.dtype, shape, name=key)
        outputs = {"out_" + key: tf.identity(value, name="out_" + key) for key, value in build(**inputs).items()}
        with v1.Session(graph=graph, config=v1.ConfigProto(graph_options=v1.GraphOptions(rewrite_options=off()))) as session:
            answers = session.run(outputs, {inputs[key]: value for key, value in feeds.items()})
    with open(os.path.join(folder, name + ".pb"), "wb") as file:
        file.write(graph.as_graph_def().SerializeToString(deterministic=True))
    CASES.append(
        {
            "name": name,
            "file": name + ".pb",
            "format": "frozen-graph",
            "atol": atol,
            "rtol": 1e-5,
            "oracle": "TensorFlow " + tf.__version__,
            "golden": "golden.bin",
            "requested_outputs": list(answers),
            "inputs": [{"name": key} for key in feeds],
            "outputs": [{"name": key} for key in answers],
            "sets": [
                {
                    "in": {key: store(value) for key, value in feeds.items()},
                    "out": {key: store(value) for key, value in answers.items()},
                }
            ],
        }
    )


def off():
    from tensorflow.core.protobuf import rewriter_config_pb2

    return rewriter_config_pb2.RewriterConfig(disable_meta_optimizer=True)


def elementwise(x, y, p):
    one = dict(
        abs=tf.abs(x), neg=-x, sign=tf.sign(x), ceil=tf.math.ceil(x), floor=tf.floor(x), round=tf.round(x),
        rint=tf.math.rint(x), exp=tf.exp(x), expm1=tf.math.expm1(x), log=tf.math.log(p), log1p=tf.math.log1p(p),
        sqrt=tf.sqrt(p), rsqrt=tf.math.rsqrt(p), square=tf.square(x), reciprocal=tf.math.reciprocal(p),
        sin=tf.sin(x), cos=tf.cos(x), tan=tf.tan(x), asin=tf.asin(x / 2), acos=tf.acos(x / 2), atan=tf.atan(x),
        sinh=tf.sinh(x), cosh=tf.cosh(x), asinh=tf.asinh(x), acosh=tf.acosh(p + 1), atanh=tf.atanh(x / 3),
        tanh=tf.tanh(x), sigmoid=tf.sigmoid(x), softplus=tf.math.softplus(x), softsign=tf.math.softsign(x),
        erf=tf.math.erf(x), erfc=tf.math.erfc(x), relu=tf.nn.relu(x), relu6=tf.nn.relu6(3 * x), elu=tf.nn.elu(x),
        selu=tf.nn.selu(x), leaky=tf.nn.leaky_relu(x, 0.3), ones=tf.ones_like(x), zeros=tf.zeros_like(x),
        isnan=tf.math.is_nan(x), isfinite=tf.math.is_finite(x), lnot=tf.logical_not(x > 0), cast=tf.cast(x, tf.int32),
    )
    two = dict(
        add=x + y, sub=x - y, mul=x * y, div=x / y, divnonan=tf.math.divide_no_nan(x, tf.round(y)),
        floordiv=tf.math.floordiv(x, p), floormod=tf.math.floormod(x, p), pow=tf.pow(p, x), maximum=tf.maximum(x, y),
        minimum=tf.minimum(x, y), sqdiff=tf.math.squared_difference(x, y), atan2=tf.atan2(x, y),
        xdivy=tf.math.xdivy(x, y), xlogy=tf.math.xlogy(tf.round(x), p), equal=tf.equal(tf.round(x), tf.round(y)),
        greater=x > y, lessequal=x <= y, lor=tf.logical_or(x > 0, y > 0), addn=tf.add_n([x, y, p]),
        clip=tf.clip_by_value(x, -0.5, 0.5), select=tf.where(x > y, x, y), rows=v1.where(x[:, 0] > 0, x, y),
        mod=raw.Mod(x=tf.cast(5 * x, tf.int32), y=tf.constant(3)), tdiv=raw.TruncateDiv(x=tf.cast(9 * x, tf.int32), y=tf.constant(4)),
        fmod=raw.FloorMod(x=tf.cast(9 * x, tf.int32), y=tf.constant(4)),
    )
    return {**one, **two}


def reductions(x, q):
    return dict(
        sum=tf.reduce_sum(x, [1, 2]), mean=tf.reduce_mean(x, [-1], keepdims=True), all_mean=tf.reduce_mean(x),
        prod=tf.reduce_prod(x, 1), max=tf.reduce_max(x, 0), min=tf.reduce_min(x, [0, 1]), any=tf.reduce_any(x > 1, 2),
        all=tf.reduce_all(x > -1.5, 1), norm=tf.norm(x, axis=2), argmax=tf.argmax(x, 1),
        argmin=tf.argmin(x, 2, output_type=tf.int32), cumsum=tf.cumsum(x, 1, exclusive=True, reverse=True),
        top=tf.math.top_k(x, 2)[0], top_at=tf.math.top_k(x, 2)[1],
        usum=tf.math.unsorted_segment_sum(x, q, 3), smax=tf.math.unsorted_segment_max(x, q, 3),
        softmax=tf.nn.softmax(x), logsoftmax=tf.nn.log_softmax(x), lse=tf.reduce_logsumexp(x, -1), l2=tf.nn.l2_loss(x),
        l2norm=tf.nn.l2_normalize(x, -1), var=tf.math.reduce_variance(x, [1]),
    )


def shapes(x, i):
    parts = tf.split(x, 2, axis=2)
    uneven = tf.split(x, [1, 3], axis=2)
    n = tf.shape(x)
    return dict(
        reshape=tf.reshape(x, [n[0], -1]), squeeze=tf.squeeze(x[:, :1], [1]), expand=tf.expand_dims(x, -2),
        transpose=tf.transpose(x, [2, 0, 1]), concat=tf.concat([x, x * 2], 1), stack=tf.stack([x, -x], 1),
        unstack=tf.unstack(x, axis=1)[2], split=parts[1], splitv=uneven[1], slice=tf.slice(x, [0, 1, 0], [-1, 2, 3]),
        strided=x[:, ::-1, 1:3], mask=x[..., tf.newaxis, -1], tile=tf.tile(x, [1, 2, 1]), pad=tf.pad(x, [[0, 0], [1, 2], [0, 1]]),
        padv=tf.pad(x, [[0, 0], [1, 0], [2, 0]], constant_values=3.5), mirror=tf.pad(x, [[0, 0], [1, 1], [1, 1]], "REFLECT"),
        sym=tf.pad(x, [[0, 0], [1, 1], [0, 2]], "SYMMETRIC"), gather=tf.gather(x, i, axis=1),
        gather_b=tf.gather(x, tf.stack([i, i]), axis=1, batch_dims=1), gathernd=tf.gather_nd(x, [[0, 1], [1, 2]]),
        shape=n, size=tf.size(x), rank=tf.rank(x), fill=tf.fill([n[1], 2], 7.0), bcast=tf.broadcast_to(x[:, :1], n),
        range=tf.range(1, n[1] + 3, 2), linspace=tf.linspace(0.0, 1.0, 5), onehot=tf.one_hot(i, 4, 2.0, -1.0),
        reverse=tf.reverse(x, [0, 2]), revseq=tf.reverse_sequence(x, [2, 3], 1, 0), scatter=tf.scatter_nd([[1], [3]], x[:, 0], [5, 4]),
        update=tf.tensor_scatter_nd_update(x[0], [[1]], x[1, :1]), addat=tf.tensor_scatter_nd_add(x[0], [[2], [2]], x[1, :2]),
        diag=tf.linalg.diag(x[:, 0]), setdiag=tf.linalg.set_diag(x[:, :, :3], x[:, 0, :3]), band=tf.linalg.band_part(x, 1, 0),
        roll=tf.roll(x, [1, -1], [1, 2]), bucket=raw.Bucketize(input=x, boundaries=[-1.0, 0.0, 1.0]),
        stitch=tf.dynamic_stitch([[0, 2], [1]], [x[0, :2], x[1, :1]]), where=tf.where(x[0] > 0),
        unique=tf.unique(tf.cast(tf.reshape(x, [-1]), tf.int32))[0], dense=v1.sparse_to_dense([1, 3], [5], [2.0, 3.0], 0.5),
        d2s=tf.nn.depth_to_space(x[:, :, tf.newaxis], 2), s2d=tf.nn.space_to_depth(tf.reshape(x[:, :2], [2, 2, 4, 1]), 2),
        s2b=tf.space_to_batch(x[:, :, :, tf.newaxis], [3, 2], [[0, 0], [0, 0]]), ensure=tf.ensure_shape(x, [None, 3, 4]),
        invert=tf.math.invert_permutation([2, 0, 1]), empty=tf.concat([tf.zeros([0]), x[0, 0]], 0),
    )


def neural(x, v):
    k, d = tf.constant(f32(3, 3, 4, 6)), tf.constant(f32(3, 3, 4, 2))
    t = tf.constant(f32(3, 2, 5, 4))
    m = tf.constant(f32(10, 7))
    g = tf.constant(f32(3, 3, 2, 6))
    s, o = tf.constant(f32(4)), tf.constant(f32(4))
    mean, var = tf.constant(f32(4)), tf.constant(np.abs(f32(4)) + 0.1)
    xt = tf.transpose(x, [0, 3, 1, 2])
    n = tf.shape(x)[0]
    return dict(
        conv=tf.nn.conv2d(x, k, 1, "SAME"), conv_s=tf.nn.conv2d(x, k, [1, 2, 2, 1], "VALID"),
        conv_d=tf.nn.conv2d(x, k, 1, "SAME", dilations=2), conv_e=tf.nn.conv2d(x, k, 2, [[0, 0], [1, 0], [0, 2], [0, 0]]),
        conv_g=tf.nn.conv2d(x, g, 1, "SAME"), depth=tf.nn.depthwise_conv2d(x, d, [1, 2, 2, 1], "SAME"),
        deconv=tf.nn.conv2d_transpose(x, t, tf.stack([n, 12, 14, 5]), 2, "SAME"),
        deconv_v=tf.nn.conv2d_transpose(x, t, [2, 13, 14, 5], 2, "VALID"), bias=tf.nn.bias_add(x, s),
        bias_f=raw.BiasAdd(value=xt, bias=s, data_format="NCHW"),
        matmul=tf.matmul(v, m), matmul_t=tf.matmul(v, v, transpose_b=True), matmul_a=tf.matmul(m, m, transpose_a=True),
        batch=tf.matmul(x, x, adjoint_b=True), einsum=tf.einsum("nhwc,cd->nhwd", x, tf.constant(f32(4, 3))),
        max=tf.nn.max_pool2d(x, [2, 3], [2, 1], "SAME"), avg=tf.nn.avg_pool2d(x, 3, 2, "SAME"), avg_v=tf.nn.avg_pool2d(x, 2, 2, "VALID"),
        maxv2=raw.MaxPoolV2(input=x, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="VALID"),
        bn=raw.FusedBatchNormV3(x=x, scale=s, offset=o, mean=mean, variance=var, is_training=False)[0],
        bn_t=raw.FusedBatchNormV3(x=x, scale=s, offset=o, mean=[], variance=[], is_training=True)[0],
        lrn=tf.nn.lrn(x, 2, 1.5, 0.3, 0.6), fake=tf.quantization.fake_quant_with_min_max_args(x, -1, 1.5),
        bilinear=v1.image.resize_bilinear(x, [9, 5]), bilinear_h=tf.image.resize(x, [9, 5]),
        bilinear_a=v1.image.resize_bilinear(x, [9, 5], align_corners=True), nearest=v1.image.resize_nearest_neighbor(x, [9, 5]),
        nearest_h=tf.image.resize(x, [9, 5], "nearest"), bicubic=tf.image.resize(x, [9, 5], "bicubic"),
        bicubic_1=v1.image.resize_bicubic(x, [9, 5]), area=tf.image.resize(x, [4, 3], "area"),
        lanczos=tf.image.resize(x, [9, 5], "lanczos3"), antialias=tf.image.resize(x, [3, 4], antialias=True),
        conv3=tf.nn.conv3d(x[:, :, :, :, tf.newaxis], tf.constant(f32(2, 2, 2, 1, 3)), [1, 1, 2, 1, 1], "SAME"),
        pool3=tf.nn.max_pool3d(x[:, :, :, :, tf.newaxis], 2, 2, "SAME"),
    )


def gradients(x, y, c):
    soft, back = raw.SoftmaxCrossEntropyWithLogits(features=x, labels=tf.nn.softmax(y))
    sparse, sparse_back = raw.SparseSoftmaxCrossEntropyWithLogits(features=x, labels=c)
    return dict(
        relu=raw.ReluGrad(gradients=y, features=x), relu6=raw.Relu6Grad(gradients=y, features=4 * x),
        elu=raw.EluGrad(gradients=y, outputs=tf.nn.elu(x)), selu=raw.SeluGrad(gradients=y, outputs=tf.nn.selu(x)),
        leaky=raw.LeakyReluGrad(gradients=y, features=x, alpha=0.3), softplus=raw.SoftplusGrad(gradients=y, features=x),
        sigmoid=raw.SigmoidGrad(y=tf.sigmoid(x), dy=y), tanh=raw.TanhGrad(y=tf.tanh(x), dy=y), sqrt=raw.SqrtGrad(y=tf.abs(x) + 1, dy=y),
        rsqrt=raw.RsqrtGrad(y=x, dy=y), reciprocal=raw.ReciprocalGrad(y=x, dy=y), bias=raw.BiasAddGrad(out_backprop=x),
        soft=soft, back=back, sparse=sparse, sparse_back=sparse_back,
        args0=raw.BroadcastGradientArgs(s0=tf.shape(x), s1=[3, 1])[0], args1=raw.BroadcastGradientArgs(s0=tf.shape(x), s1=[3, 1])[1],
    )


def backprop(x, k, d, y):
    image, kernel, depth = [2, 6, 7, 4], [3, 3, 4, 6], [3, 3, 4, 2]
    grads = {}
    for name, stride, padding in (("same", 1, "SAME"), ("valid", 2, "VALID"), ("half", 2, "SAME")):
        out = tf.nn.conv2d(x, k, stride, padding)
        dy = tf.sin(out)
        grads["filter_" + name] = raw.Conv2DBackpropFilter(
            input=x, filter_sizes=kernel, out_backprop=dy, strides=[1, stride, stride, 1], padding=padding)
        grads["input_" + name] = raw.Conv2DBackpropInput(
            input_sizes=image, filter=k, out_backprop=dy, strides=[1, stride, stride, 1], padding=padding)
        deep = tf.sin(tf.nn.depthwise_conv2d(x, d, [1, stride, stride, 1], padding))
        grads["dfilter_" + name] = raw.DepthwiseConv2dNativeBackpropFilter(
            input=x, filter_sizes=depth, out_backprop=deep, strides=[1, stride, stride, 1], padding=padding)
        grads["dinput_" + name] = raw.DepthwiseConv2dNativeBackpropInput(
            input_sizes=image, filter=d, out_backprop=deep, strides=[1, stride, stride, 1], padding=padding)
        pool = tf.nn.max_pool2d(x, 2, stride, padding)
        grads["max_" + name] = raw.MaxPoolGrad(orig_input=x, orig_output=pool, grad=tf.sin(pool), ksize=[1, 2, 2, 1],
                                               strides=[1, stride, stride, 1], padding=padding)
        mean = tf.nn.avg_pool2d(x, 2, stride, padding)
        grads["avg_" + name] = raw.AvgPoolGrad(orig_input_shape=image, grad=tf.sin(mean), ksize=[1, 2, 2, 1],
                                               strides=[1, stride, stride, 1], padding=padding)
    bn = raw.FusedBatchNormV3(x=x, scale=y, offset=y, mean=[], variance=[], is_training=True)
    back = raw.FusedBatchNormGradV3(y_backprop=tf.sin(bn[0]), x=x, scale=y, reserve_space_1=bn[3], reserve_space_2=bn[4],
                                    reserve_space_3=bn[5], is_training=True)
    grads.update(bn_x=back[0], bn_scale=back[1], bn_offset=back[2])
    return grads


def branches(x, side):
    """Conditions that are only known in the run, of both generations, nested."""
    flag = side > 0
    old = v1.cond(flag, lambda: x * 2, lambda: tf.exp(x) + tf.reduce_sum(x))
    nested = v1.cond(flag, lambda: v1.cond(x[0, 0] > 0, lambda: x + 1, lambda: x - 1), lambda: -x)
    return dict(old=old, nested=nested, after=tf.reduce_sum(nested) + old)


def loops(x, n):
    count, total = v1.while_loop(lambda i, s: i < n, lambda i, s: (i + 1, s * 0.5 + x), [tf.constant(0), x])
    outer, grown = v1.while_loop(
        lambda i, s: i < 3,
        lambda i, s: (i + 1, v1.while_loop(lambda j, t: j < i, lambda j, t: (j + 1, t + x * tf.cast(i, tf.float32)), [tf.constant(0), s])[1]),
        [tf.constant(0), tf.zeros_like(x)],
    )
    joined = v1.while_loop(lambda i, s: i < 3, lambda i, s: (i + 1, tf.concat([s, x], 0)), [tf.constant(0), x],
                           shape_invariants=[tf.TensorShape([]), tf.TensorShape([None, 3])])[1]
    return dict(count=count, total=total, outer=outer, grown=grown, joined=joined)


def arrays(x):
    """A loop over a TensorArray of TensorFlow 1, as its recurrent layers have."""
    source = tf.TensorArray(tf.float32, 4).unstack(tf.transpose(x, [1, 0, 2]))
    result = tf.TensorArray(tf.float32, 4)

    def step(i, state, out):
        state = tf.tanh(state + source.read(i))
        return i + 1, state, out.write(i, state * 2)

    _, last, out = v1.while_loop(lambda i, s, o: i < 4, step, [tf.constant(0), tf.zeros_like(x[:, 0]), result])
    return dict(last=last, all=tf.transpose(out.stack(), [1, 0, 2]))


def functional(x, side, which):
    """Control flow of TensorFlow 2: calls, If, While, Case, lists."""
    two = tf.function(lambda a: tf.tanh(a) * 2)
    chosen = tf.cond(side > 0, lambda: two(x), lambda: x - 1)
    case = tf.switch_case(which, [lambda: x, lambda: x * x, lambda: -x])
    _, looped = tf.while_loop(lambda i, s: i < 4, lambda i, s: (i + 1, two(s) + x), [tf.constant(0), x])
    mapped = tf.map_fn(lambda row: tf.reduce_sum(row) * row, x)
    return dict(chosen=chosen, case=case, looped=looped, mapped=mapped)


def optimizers(folder):
    """A SavedModel whose signature takes one step of each optimizer and gives the variables after it."""
    start = {name: f32(3) for name in "abcdefg"}

    class Steps(tf.Module):
        def __init__(self):
            super().__init__()
            self.vars = {name: tf.Variable(value, name=name) for name, value in start.items()}
            self.slots = {name: [tf.Variable(np.full(3, 0.1, np.float32)) for _ in range(2)] for name in start}

        @tf.function(input_signature=[tf.TensorSpec([3], tf.float32, name="g")])
        def step(self, g):
            v = {name: var.handle for name, var in self.vars.items()}
            s = {name: [slot.handle for slot in slots] for name, slots in self.slots.items()}
            raw.ResourceApplyGradientDescent(var=v["a"], alpha=0.1, delta=g)
            raw.ResourceApplyMomentum(var=v["b"], accum=s["b"][0], lr=0.1, grad=g, momentum=0.9, use_nesterov=True)
            raw.ResourceApplyKerasMomentum(var=v["c"], accum=s["c"][0], lr=0.1, grad=g, momentum=0.9)
            raw.ResourceApplyAdam(var=v["d"], m=s["d"][0], v=s["d"][1], beta1_power=0.9, beta2_power=0.999, lr=0.1,
                                  beta1=0.9, beta2=0.999, epsilon=1e-7, grad=g)
            raw.ResourceApplyRMSProp(var=v["e"], ms=s["e"][0], mom=s["e"][1], lr=0.1, rho=0.9, momentum=0.5, epsilon=1e-7, grad=g)
            raw.ResourceApplyAdagrad(var=v["f"], accum=s["f"][0], lr=0.1, grad=g)
            raw.ResourceApplyAdagradV2(var=v["g"], accum=s["g"][0], lr=0.1, epsilon=1e-3, grad=g)
            slots = {f"slot_{name}_{i}": tf.identity(slot) for name, both in self.slots.items() for i, slot in enumerate(both)}
            return {**{"var_" + name: tf.identity(var) for name, var in self.vars.items()}, **slots}

    module = Steps()
    tf.saved_model.save(module, os.path.join(folder, "optimizers"), signatures={"step": module.step})
    shutil.rmtree(os.path.join(folder, "optimizers", "assets"), ignore_errors=True)
    sets = []
    for _ in range(2):
        g = f32(3)
        answer = {key: value.numpy() for key, value in module.step(g).items()}
        sets.append({"signature": "step", "in": {"g": store(g)}, "out": {key: store(value) for key, value in answer.items()}})
    CASES.append(
        {
            "name": "optimizers", "file": "optimizers", "format": "saved-model", "atol": 1e-6, "rtol": 1e-5,
            "oracle": "TensorFlow " + tf.__version__, "golden": "golden.bin", "inputs": [{"name": "g"}],
            "outputs": [{"name": key} for key in answer], "sets": sets,
        }
    )


def main():
    folder = os.path.join(sys.argv[1], "fixtures/tensorflow")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    case(folder, "elementwise", elementwise, dict(x=f32(3, 4), y=f32(3, 4), p=np.abs(f32(3, 4)) + 0.2))
    case(folder, "reductions", reductions, dict(x=f32(4, 3, 5), q=np.array([2, 0, 2, 1], np.int32)))
    case(folder, "shapes", shapes, dict(x=f32(2, 3, 4), i=np.array([2, 0], np.int32)))
    case(folder, "neural", neural, dict(x=f32(2, 6, 7, 4), v=f32(3, 10)), atol=2e-5)
    case(folder, "gradients", gradients, dict(x=f32(3, 5), y=f32(3, 5), c=np.array([1, 4, 0], np.int32)))
    case(folder, "backprop", backprop, dict(x=f32(2, 6, 7, 4), k=f32(3, 3, 4, 6), d=f32(3, 3, 4, 2), y=f32(4)), atol=1e-4)
    v1.disable_control_flow_v2()
    case(folder, "branches_taken", branches, dict(x=f32(2, 3), side=np.array(1, np.int32)))
    case(folder, "branches_left", branches, dict(x=f32(2, 3), side=np.array(-1, np.int32)))
    case(folder, "loops", loops, dict(x=f32(2, 3), n=np.array(3, np.int32)))
    case(folder, "arrays", arrays, dict(x=f32(2, 4, 3)))
    v1.enable_control_flow_v2()
    case(folder, "functional", functional, dict(x=f32(2, 3), side=np.array(1, np.int32), which=np.array(1, np.int32)))
    case(folder, "functional_else", functional, dict(x=f32(2, 3), side=np.array(-1, np.int32), which=np.array(7, np.int32)))
    optimizers(folder)
    with open(os.path.join(folder, "cases.jsonl"), "w", encoding="utf-8") as file:
        file.writelines(json.dumps(entry) + "\n" for entry in CASES)
    with open(os.path.join(folder, "golden.bin"), "wb") as file:
        file.write(GOLDEN)


main()
