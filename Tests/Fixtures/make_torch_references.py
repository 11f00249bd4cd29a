"""Prints the numbers from TensorFlow and Keras that Tests/TorchTests compare with.

    pip install tensorflow-cpu==2.21.0
    python Tests/Fixtures/make_torch_references.py
"""

import keras
import numpy as np
import tensorflow as tf


def ramp(shape, period, offset):
    """What `ramp` in Tests/TorchTests/References.swift gives: quarters, which float32 sums without rounding."""
    count = int(np.prod(shape))
    return ((np.arange(count) * 9 % period - offset) / 4).astype("float32").reshape(shape)


def digest(values):
    """A sum that sees each value's place."""
    values = np.asarray(values, "float64").ravel()
    return float(np.sum(values * (np.arange(values.size) % 13 + 1)))


def nhwc(x):
    return tf.transpose(x, [0, 2, 3, 1])


def nchw(x):
    return tf.transpose(x, [0, 3, 1, 2])


def convolution(transposed, height, width, kernel, stride):
    x = tf.Variable(ramp([2, 3, height, width], 11, 5))
    shape = [3, 2, kernel, kernel] if transposed else [2, 3, kernel, kernel]
    k = tf.Variable(ramp(shape, 5, 2))
    with tf.GradientTape() as tape:
        filters = tf.transpose(k, [2, 3, 1, 0])
        if transposed:
            output = [2, height * stride, width * stride, 2]
            y = nchw(tf.nn.conv2d_transpose(nhwc(x), filters, output, stride, "SAME"))
        else:
            y = nchw(tf.nn.conv2d(nhwc(x), filters, stride, "SAME"))
        loss = tf.reduce_sum(y * ramp(y.shape, 7, 3))
    gx, gk = tape.gradient(loss, [x, k])
    numbers = ", ".join(f"{digest(v):.10g}" for v in (y, gx, gk))
    print(f"    .init({height}, {width}, {kernel}, {stride}, shape: {list(y.shape)}, digests: [{numbers}]),")


def batch_norm(shape):
    x = tf.Variable(ramp(shape, 11, 3))
    layer = keras.layers.BatchNormalization(momentum=0.9)
    layer.build([None, shape[1]])
    layer.gamma.assign([0.5, 1.5, 2.0])
    layer.beta.assign([0.25, -1.0, 0.0])
    move = (lambda t: t) if len(shape) == 2 else nhwc
    back = (lambda t: t) if len(shape) == 2 else nchw
    layer.axis = -1
    if len(shape) == 4:
        layer._reduction_axes = [0, 1, 2]
        layer.input_spec = None
    with tf.GradientTape() as tape:
        y = back(layer(move(x), training=True))
        loss = tf.reduce_sum(y * ramp(shape, 7, 3))
    gradients = tape.gradient(loss, [x, layer.gamma.value, layer.beta.value])
    inference = back(layer(move(x), training=False))
    print("batch norm", shape)
    for name, value in [
        ("output", y), ("gradient of x", gradients[0]), ("of gamma", gradients[1]), ("of beta", gradients[2]),
        ("moving mean", layer.moving_mean), ("moving variance", layer.moving_variance), ("inference", inference),
    ]:
        print(f"    {name}:", ", ".join(f"{v:.8g}" for v in np.asarray(value).ravel()))


def adam():
    parameter = tf.Variable(np.array([1, -2, 0.5], "float32"))
    optimizer = keras.optimizers.Adam(0.01, beta_1=0.5, beta_2=0.999, epsilon=1e-8)
    for gradient in ([0.5, -1, 1e-4], [0.25, 2, -1e-4], [-1, 0, 3e-4]):
        optimizer.apply([tf.constant(gradient, "float32")], [parameter])
        print("adam", ", ".join(f"{v:.9g}" for v in parameter.numpy()))


print("conv2d")
CASES = [(6, 6, 5, 2), (7, 5, 5, 2), (4, 7, 3, 1), (5, 5, 4, 1), (7, 8, 2, 3), (8, 6, 3, 3), (5, 4, 1, 2), (1, 2, 5, 2)]
for case in CASES:
    convolution(False, *case)
print("conv_transpose2d")
for case in CASES:
    convolution(True, *case)
batch_norm([4, 3])
batch_norm([2, 3, 2, 2])
adam()
logits = [-100, -2, 0, 3, 100]
for target in (0, 1, 0.9):
    loss = keras.ops.binary_crossentropy(np.full(5, target, "float32"), np.array(logits, "float32"), from_logits=True)
    print("sigmoid cross-entropy", target, ", ".join(f"{v:.8g}" for v in np.asarray(loss)))
