"""Writes what Keras makes of the tutorial's networks, in Atelier's names and layouts, as safetensors files.

Run by hand (see README.md beside this file); the tests read the files that it wrote.
Each result is computed in float32, which is what is written, and once more in float64, which tells how much
of a difference is rounding.
"""

import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import keras  # noqa: E402
import numpy as np  # noqa: E402
import safetensors.numpy  # noqa: E402
import tensorflow as tf  # noqa: E402

WIDTH = 4  # the tutorial's is 64
LATENT_SIZE = 8
SLOPE = 0.3
LEARNING_RATE = 1e-3
BATCH_SIZES = [6, 6, 6, 6, 4]
# Chosen so that no input of a LeakyReLU comes within 1e-5 of 0, in any step, and no gradient so near to 0 that Adam's
# first step depends on its rounding. With most other seeds, one value that rounding carries across 0 changes a
# gradient or a weight by far more than rounding itself does. `main` prints both margins.
NETWORKS_SEED, STEPS_SEED, LAYERS_SEED = 12, 58, 1


# Layouts: Keras's on the right, Atelier's on the left.


def nchw(images):
    return np.transpose(images, (0, 3, 1, 2))


def nhwc(images):
    return np.transpose(images, (0, 2, 3, 1))


def stored_kernel(kernel):
    """[h, w, in, out] of Conv2D to [out, in, h, w]; [h, w, out, in] of Conv2DTranspose to [in, out, h, w]."""
    return np.transpose(kernel, (3, 2, 0, 1)) if kernel.ndim == 4 else kernel


def keras_kernel(kernel):
    return np.transpose(kernel, (2, 3, 1, 0)) if kernel.ndim == 4 else kernel


# The networks.


class MarginLeakyReLU(keras.layers.LeakyReLU):
    """LeakyReLU that remembers how near to its kink an input came."""

    margin = np.inf

    def call(self, inputs):
        MarginLeakyReLU.margin = min(MarginLeakyReLU.margin, float(tf.reduce_min(tf.abs(inputs))))
        return super().call(inputs)


def make_generator(dtype):
    def conv_transpose(number, channels, stride, activation=None):
        return keras.layers.Conv2DTranspose(
            channels, 5, strides=stride, padding="same", use_bias=False, activation=activation,
            name=f"convTranspose{number}", dtype=dtype,
        )

    def batch_norm(number):
        return keras.layers.BatchNormalization(
            momentum=0.99, epsilon=1e-3, name=f"batchNorm{number}", dtype=dtype)

    return keras.Sequential([
        keras.Input((LATENT_SIZE,), dtype=dtype),
        keras.layers.Dense(7 * 7 * 4 * WIDTH, use_bias=False, name="dense", dtype=dtype),
        batch_norm(0),
        MarginLeakyReLU(negative_slope=SLOPE, dtype=dtype),
        keras.layers.Reshape((7, 7, 4 * WIDTH), dtype=dtype),
        conv_transpose(1, 2 * WIDTH, stride=1),
        batch_norm(1),
        MarginLeakyReLU(negative_slope=SLOPE, dtype=dtype),
        conv_transpose(2, WIDTH, stride=2),
        batch_norm(2),
        MarginLeakyReLU(negative_slope=SLOPE, dtype=dtype),
        conv_transpose(3, 1, stride=2, activation="tanh"),
    ], name="generator")


def make_discriminator(dtype):
    def conv(number, channels):
        return keras.layers.Conv2D(channels, 5, strides=2, padding="same", name=f"conv{number}", dtype=dtype)

    return keras.Sequential([
        keras.Input((28, 28, 1), dtype=dtype),
        conv(1, WIDTH),
        MarginLeakyReLU(negative_slope=SLOPE, dtype=dtype),
        keras.layers.Dropout(0.0, dtype=dtype),
        conv(2, 2 * WIDTH),
        MarginLeakyReLU(negative_slope=SLOPE, dtype=dtype),
        keras.layers.Dropout(0.0, dtype=dtype),
        keras.layers.Flatten(dtype=dtype),
        keras.layers.Dense(1, name="dense", dtype=dtype),
    ], name="discriminator")


KEYS = {"moving_mean": "movingMean", "moving_variance": "movingVariance"}


def key(network, variable):
    layer, name = variable.path.split("/")[-2:]
    return f"{network.name}.{layer}.{KEYS.get(name, name)}"


def state(network, prefix):
    return {f"{prefix}/{key(network, v)}": stored_kernel(v.numpy()) for v in network.variables}


def load(network, tensors, prefix):
    for variable in network.variables:
        variable.assign(keras_kernel(tensors[f"{prefix}/{key(network, variable)}"]))


def initial_weights(rng):
    """Glorot-uniform kernels; every other weight is random too, so that no mistake hides behind a 0 or a 1."""
    tensors = {}
    for network in (make_generator("float32"), make_discriminator("float32")):
        for variable in network.variables:
            shape = tuple(variable.shape)
            name = key(network, variable)
            if name.endswith(".kernel"):
                receptive = int(np.prod(shape[:-2]))
                limit = np.sqrt(6 / (receptive * (shape[-2] + shape[-1])))
                value = stored_kernel(rng.uniform(-limit, limit, shape))
            elif name.endswith(".gamma"):
                value = rng.uniform(0.5, 1.5, shape)
            elif name.endswith(".movingVariance"):
                value = rng.uniform(0.1, 0.5, shape)
            else:
                value = rng.normal(0, 0.2, shape)
            tensors[f"initial/{name}"] = value.astype(np.float32)
    return tensors


def random_images(rng, count):
    return ((rng.integers(0, 256, (count, 1, 28, 28)) - 127.5) / 127.5).astype(np.float32)


def random_latents(rng, count):
    return rng.normal(0, 1, (count, LATENT_SIZE)).astype(np.float32)


def cross_entropy(logits, target):
    """The sum over the batch."""
    return tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.fill(logits.shape, tf.constant(
        target, logits.dtype)), logits=logits))


def named_gradients(network, gradients):
    return {f"gradient/{key(network, v)}": stored_kernel(g.numpy())
            for v, g in zip(network.trainable_variables, gradients)}


def networks_inputs():
    rng = np.random.default_rng(NETWORKS_SEED)
    tensors = initial_weights(rng)
    tensors["input/realImages"] = random_images(rng, BATCH_SIZES[0])
    tensors["input/latents"] = random_latents(rng, BATCH_SIZES[0])
    return tensors


def networks_results(inputs, dtype):
    generator, discriminator = make_generator(dtype), make_discriminator(dtype)
    load(generator, inputs, "initial")
    load(discriminator, inputs, "initial")
    latents = tf.constant(inputs["input/latents"], dtype)
    real_images = tf.constant(nhwc(inputs["input/realImages"]), dtype)
    results = {
        "inference/fakeImages": nchw(generator(latents, training=False).numpy()),
        "inference/realLogits": discriminator(real_images, training=False).numpy(),
        "training/realLogits": discriminator(real_images, training=True).numpy(),
    }

    fake_images = generator(latents, training=True)
    results["training/fakeImages"] = nchw(fake_images.numpy())
    for variable in generator.non_trainable_variables:
        results[f"training/{key(generator, variable)}"] = variable.numpy()

    with tf.GradientTape() as tape:
        tape.watch([real_images, fake_images])
        real_loss = cross_entropy(discriminator(real_images, training=True), 1)
        fake_logits = discriminator(fake_images, training=True)
        fake_loss = cross_entropy(fake_logits, 0)
        loss = real_loss + fake_loss
    results["training/fakeLogits"] = fake_logits.numpy()
    results["loss/discriminator.real"] = real_loss.numpy()
    results["loss/discriminator.fake"] = fake_loss.numpy()
    results["loss/discriminator"] = loss.numpy()
    gradients, of_images = tape.gradient(
        loss, [[v.value for v in discriminator.trainable_variables], [real_images, fake_images]])
    results |= named_gradients(discriminator, gradients)
    results["gradient/discriminatorStep.realImages"] = nchw(of_images[0].numpy())
    results["gradient/discriminatorStep.fakeImages"] = nchw(of_images[1].numpy())

    with tf.GradientTape() as tape:
        tape.watch(latents)
        fake_images = generator(latents, training=True)
        loss = cross_entropy(discriminator(fake_images, training=True), 1)
    results["loss/generator"] = loss.numpy()
    gradients, of_inputs = tape.gradient(
        loss, [[v.value for v in generator.trainable_variables], [latents, fake_images]])
    results |= named_gradients(generator, gradients)
    results["gradient/generatorStep.latents"] = of_inputs[0].numpy()
    results["gradient/generatorStep.fakeImages"] = nchw(of_inputs[1].numpy())
    return results


# Five whole training steps.


def steps_inputs():
    rng = np.random.default_rng(STEPS_SEED)
    tensors = initial_weights(rng)
    for step, count in enumerate(BATCH_SIZES, 1):
        tensors[f"step{step}/realImages"] = random_images(rng, count)
        tensors[f"step{step}/latents.discriminator"] = random_latents(rng, count)
        tensors[f"step{step}/latents.generator"] = random_latents(rng, count)
    return tensors


def steps_results(inputs, dtype):
    generator, discriminator = make_generator(dtype), make_discriminator(dtype)
    load(generator, inputs, "initial")
    load(discriminator, inputs, "initial")
    optimizers = {}
    for network in (generator, discriminator):
        optimizers[network.name] = keras.optimizers.Adam(LEARNING_RATE, beta_1=0.9, beta_2=0.999, epsilon=1e-8)
        optimizers[network.name].build(network.trainable_variables)

    results = {}
    for step in range(1, len(BATCH_SIZES) + 1):
        real_images = tf.constant(nhwc(inputs[f"step{step}/realImages"]), dtype)
        with tf.GradientTape() as tape:
            fake_images = generator(tf.constant(inputs[f"step{step}/latents.discriminator"], dtype), training=True)
            loss = cross_entropy(discriminator(real_images, training=True), 1)
            loss += cross_entropy(discriminator(fake_images, training=True), 0)
        gradients = tape.gradient(loss, [v.value for v in discriminator.trainable_variables])
        optimizers["discriminator"].apply_gradients(zip(gradients, discriminator.trainable_variables))
        results[f"step{step}/loss.discriminator"] = loss.numpy()

        with tf.GradientTape() as tape:
            fake_images = generator(tf.constant(inputs[f"step{step}/latents.generator"], dtype), training=True)
            loss = cross_entropy(discriminator(fake_images, training=True), 1)
        gradients = tape.gradient(loss, [v.value for v in generator.trainable_variables])
        optimizers["generator"].apply_gradients(zip(gradients, generator.trainable_variables))
        results[f"step{step}/loss.generator"] = loss.numpy()

        if step in (1, len(BATCH_SIZES)):
            for network in (generator, discriminator):
                results |= state(network, f"step{step}")
                optimizer = optimizers[network.name]
                for variable, m, v in zip(
                        network.trainable_variables, optimizer._momentums, optimizer._velocities):
                    name = f"step{step}/{key(network, variable)}"
                    results[f"{name}.m"] = stored_kernel(m.numpy())
                    results[f"{name}.v"] = stored_kernel(v.numpy())
    return results


# Single layers. A layer's gradients are those of sum(output * outputGradient).

CONVOLUTIONS = [(kernel, stride, size) for kernel in (3, 4, 5) for stride in (1, 2, 3) for size in ((7, 8), (9, 14))]
IN_CHANNELS, OUT_CHANNELS = 3, 2
BATCH_NORMS = {"rank2": (6, 5), "rank4": (3, 4, 5, 6)}  # Atelier's shapes
TARGETS = [0.0, 0.9, 1.0]
ADAMS = [("beta1-0.9", 1e-4, 0.9), ("beta1-0.5", 2e-4, 0.5)]
ADAM_STEPS = 6


def convolution_name(layer, kernel, stride, size):
    return f"{layer}/kernel{kernel}-stride{stride}-{size[0]}x{size[1]}"


def layers_inputs():
    rng = np.random.default_rng(LAYERS_SEED)
    tensors = {}

    def add(name, *shape):
        tensors[name] = rng.normal(0, 1, shape).astype(np.float32)

    for kernel, stride, (height, width) in CONVOLUTIONS:
        name = convolution_name("conv2D", kernel, stride, (height, width))
        add(f"{name}/input", 2, IN_CHANNELS, height, width)
        add(f"{name}/kernel", OUT_CHANNELS, IN_CHANNELS, kernel, kernel)
        add(f"{name}/bias", OUT_CHANNELS)
        add(f"{name}/outputGradient", 2, OUT_CHANNELS, -(-height // stride), -(-width // stride))
        name = convolution_name("convTranspose2D", kernel, stride, (height, width))
        add(f"{name}/input", 2, IN_CHANNELS, height, width)
        add(f"{name}/kernel", IN_CHANNELS, OUT_CHANNELS, kernel, kernel)
        add(f"{name}/bias", OUT_CHANNELS)
        add(f"{name}/outputGradient", 2, OUT_CHANNELS, height * stride, width * stride)
    for rank, shape in BATCH_NORMS.items():
        features = shape[1]
        name = f"batchNorm/{rank}"
        add(f"{name}/input", *shape)
        tensors[f"{name}/input"] += 0.5
        for weight in ("gamma", "beta", "movingMean", "movingVariance"):
            add(f"{name}/{weight}", features)
        tensors[f"{name}/movingVariance"] = np.abs(tensors[f"{name}/movingVariance"]) + np.float32(0.1)
        add(f"{name}/outputGradient", *shape)
    add("dense/input", 4, 6)
    add("dense/kernel", 6, 3)
    add("dense/bias", 3)
    add("dense/outputGradient", 4, 3)
    add("flatten/input", 2, 3, 4, 5)
    add("reshape/input", 2, 4 * 5 * 3)
    add("leakyReLU/input", 4, 9)
    add("leakyReLU/outputGradient", 4, 9)
    tensors["sigmoidCrossEntropy/logits"] = np.array(
        [[x] for x in (-100, -30, -5, -1, -0.1, 0, 0.1, 1, 5, 30, 100)], np.float32)
    for name, _, _ in ADAMS:
        add(f"adam/{name}/initial", 2, 5)
        for step in range(1, ADAM_STEPS + 1):
            add(f"adam/{name}/step{step}/gradient", 2, 5)
            # From column to column the gradients shrink down to and below epsilon; the last is 0.
            tensors[f"adam/{name}/step{step}/gradient"] *= np.array([1, 1e-3, 1e-7, 1e-9, 0], np.float32)
    return tensors


def layers_results(inputs, dtype):
    results = {}

    def constant(name, image=True):
        value = inputs[name]
        return tf.constant(nhwc(value) if value.ndim == 4 and image else value, dtype)

    def stored(value):
        return nchw(value.numpy()) if len(value.shape) == 4 else value.numpy()

    def differentiate(name, layer, suffix="", **arguments):
        x = constant(f"{name}/input")
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = layer(x, **arguments)
            loss = tf.reduce_sum(y * constant(f"{name}/outputGradient"))
        weights = layer.trainable_variables
        of_input, of_weights = tape.gradient(loss, [x, [v.value for v in weights]])
        results[f"{name}/output{suffix}"] = stored(y)
        results[f"{name}/inputGradient{suffix}"] = stored(of_input)
        for variable, gradient in zip(weights, of_weights):
            results[f"{name}/{variable.name}Gradient{suffix}"] = stored_kernel(gradient.numpy())

    def with_weights(name, layer):
        layer.build(constant(f"{name}/input").shape)
        for variable in layer.variables:
            variable.assign(keras_kernel(inputs[f"{name}/{KEYS.get(variable.name, variable.name)}"]))
        return layer

    for case in CONVOLUTIONS:
        kernel, stride, _ = case
        for layer, make in (("conv2D", keras.layers.Conv2D), ("convTranspose2D", keras.layers.Conv2DTranspose)):
            name = convolution_name(layer, *case)
            differentiate(name, with_weights(
                name, make(OUT_CHANNELS, kernel, strides=stride, padding="same", dtype=dtype)))
    differentiate("dense", with_weights("dense", keras.layers.Dense(3, dtype=dtype)))
    differentiate("leakyReLU", keras.layers.LeakyReLU(negative_slope=SLOPE, dtype=dtype))

    for rank in BATCH_NORMS:
        name = f"batchNorm/{rank}"
        layer = with_weights(name, keras.layers.BatchNormalization(momentum=0.99, epsilon=1e-3, dtype=dtype))
        differentiate(name, layer, ".inference", training=False)
        differentiate(name, layer, ".training", training=True)
        results[f"{name}/movingMean.afterTraining"] = layer.moving_mean.numpy()
        results[f"{name}/movingVariance.afterTraining"] = layer.moving_variance.numpy()

    results["flatten/output"] = keras.layers.Flatten(dtype=dtype)(constant("flatten/input")).numpy()
    results["reshape/output"] = stored(keras.layers.Reshape((4, 5, 3), dtype=dtype)(constant("reshape/input")))

    logits = constant("sigmoidCrossEntropy/logits")
    for target in TARGETS:
        with tf.GradientTape() as tape:
            tape.watch(logits)
            losses = tf.nn.sigmoid_cross_entropy_with_logits(
                labels=tf.fill(logits.shape, tf.constant(target, dtype)), logits=logits)
        results[f"sigmoidCrossEntropy/target{target}/losses"] = losses.numpy()
        results[f"sigmoidCrossEntropy/target{target}/logitsGradient"] = tape.gradient(losses, logits).numpy()

    for name, rate, beta1 in ADAMS:
        parameter = keras.Variable(inputs[f"adam/{name}/initial"], dtype=dtype)
        optimizer = keras.optimizers.Adam(rate, beta_1=beta1, beta_2=0.999, epsilon=1e-8)
        optimizer.build([parameter])
        for step in range(1, ADAM_STEPS + 1):
            optimizer.apply([constant(f"adam/{name}/step{step}/gradient")], [parameter])
            results[f"adam/{name}/step{step}/parameter"] = parameter.numpy()
            results[f"adam/{name}/step{step}/m"] = optimizer._momentums[0].numpy()
            results[f"adam/{name}/step{step}/v"] = optimizer._velocities[0].numpy()
    return results


def variance_findings():
    """Says which variance of the batch goes into the moving one."""
    rng = np.random.default_rng(LAYERS_SEED)
    for shape in ((6, 5), (3, 4, 5, 6)):
        x = rng.normal(0, 1, shape).astype(np.float32)
        layer = keras.layers.BatchNormalization(momentum=0.99)
        layer(x, training=True)
        axes = tuple(range(len(shape) - 1))
        batch = (layer.moving_variance.numpy() - 0.99) / 0.01
        distances = {name: np.abs(batch - x.var(axes, ddof=ddof)).max()
                     for name, ddof in (("biased", 0), ("unbiased", 1))}
        nearest = min(distances, key=distances.get)
        print(f"rank {len(shape)}: the moving variance takes the {nearest} batch variance; distances: "
              + ", ".join(f"{name} {distance:.1e}" for name, distance in distances.items()))


def report(title, single, double):
    """The largest difference of float32 from float64, relative to the tensor's largest value."""
    errors = {}
    for name, value in single.items():
        scale = np.abs(double[name]).max()
        errors[name] = np.abs(value - double[name]).max() / scale if scale > 0 else np.abs(value).max()
    worst = sorted(errors, key=errors.get, reverse=True)
    print(f"{title}: {len(errors)} results; float32 against float64: worst "
          + ", ".join(f"{errors[name]:.1e} ({name})" for name in worst[:3]))


def main():
    tf.config.threading.set_intra_op_parallelism_threads(1)
    variance_findings()
    folder = pathlib.Path(__file__).parent
    source = f"Keras {keras.__version__}, TensorFlow {tf.__version__}"
    for title, make_inputs, make_results in (
            ("keras-networks", networks_inputs, networks_results),
            ("keras-steps", steps_inputs, steps_results),
            ("keras-layers", layers_inputs, layers_results)):
        inputs = make_inputs()
        single = make_results(inputs, "float32")
        MarginLeakyReLU.margin = np.inf
        double = make_results(inputs, "float64")
        report(title, single, double)
        if np.isfinite(MarginLeakyReLU.margin):
            print(f"{title}: nearest LeakyReLU input to 0: {MarginLeakyReLU.margin:.1e}")
        tensors = {name: np.array(value, np.float32, order="C") for name, value in (inputs | single).items()}
        path = folder / f"{title}.safetensors"
        safetensors.numpy.save_file(tensors, path, {"source": source})
        path.chmod(0o644)
        print(f"{path.name}: {len(tensors)} tensors, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
