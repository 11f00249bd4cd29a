"""The tutorial's training step in TensorFlow, with Keras. Modes: tf.function, the same compiled by XLA, and with
Keras's mixed precision."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf
from keras import layers

import peer


def make_generator() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((peer.LATENT_SIZE,)),
            layers.Dense(7 * 7 * 256, use_bias=False),
            layers.BatchNormalization(),
            layers.LeakyReLU(peer.LEAKY_SLOPE),
            layers.Reshape((7, 7, 256)),
            layers.Conv2DTranspose(128, 5, padding="same", use_bias=False),
            layers.BatchNormalization(),
            layers.LeakyReLU(peer.LEAKY_SLOPE),
            layers.Conv2DTranspose(64, 5, strides=2, padding="same", use_bias=False),
            layers.BatchNormalization(),
            layers.LeakyReLU(peer.LEAKY_SLOPE),
            layers.Conv2DTranspose(1, 5, strides=2, padding="same", use_bias=False, activation="tanh", dtype="float32"),
        ]
    )


def make_discriminator() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(64, 5, strides=2, padding="same"),
            layers.LeakyReLU(peer.LEAKY_SLOPE),
            layers.Dropout(peer.DROPOUT_RATE),
            layers.Conv2D(128, 5, strides=2, padding="same"),
            layers.LeakyReLU(peer.LEAKY_SLOPE),
            layers.Dropout(peer.DROPOUT_RATE),
            layers.Flatten(),
            layers.Dense(1, dtype="float32"),
        ]
    )


def make_train_step(generator: keras.Model, discriminator: keras.Model, jit_compile: bool):
    cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True, reduction="sum")
    generator_optimizer = keras.optimizers.Adam(peer.LEARNING_RATE, epsilon=1e-8)
    discriminator_optimizer = keras.optimizers.Adam(peer.LEARNING_RATE, epsilon=1e-8)
    generator_optimizer.build(generator.trainable_variables)
    discriminator_optimizer.build(discriminator.trainable_variables)

    @tf.function(jit_compile=jit_compile)
    def train_step(real_images):
        latents = tf.random.normal([peer.BATCH, peer.LATENT_SIZE])
        fake_images = generator(latents, training=True)
        with tf.GradientTape() as tape:
            real_logits = discriminator(real_images, training=True)
            fake_logits = discriminator(fake_images, training=True)
            discriminator_loss = cross_entropy(tf.ones_like(real_logits), real_logits) + cross_entropy(
                tf.zeros_like(fake_logits), fake_logits
            )
        variables = discriminator.trainable_variables
        discriminator_optimizer.apply_gradients(zip(tape.gradient(discriminator_loss, variables), variables))

        latents = tf.random.normal([peer.BATCH, peer.LATENT_SIZE])
        with tf.GradientTape() as tape:
            fake_logits = discriminator(generator(latents, training=True), training=True)
            generator_loss = cross_entropy(tf.ones_like(fake_logits), fake_logits)
        variables = generator.trainable_variables
        generator_optimizer.apply_gradients(zip(tape.gradient(generator_loss, variables), variables))
        return discriminator_loss, generator_loss

    return train_step


def train(options):
    jit_compile = options.mode == "xla"
    if options.mode == "bfloat16":
        keras.mixed_precision.set_global_policy("mixed_bfloat16")
    generator = make_generator()
    train_step = make_train_step(generator, make_discriminator(), jit_compile)
    draw = tf.function(lambda latents: generator(latents, training=False), jit_compile=jit_compile)
    real_images = tf.constant(peer.first_batch(options.data))
    latents = tf.random.normal([peer.BATCH, peer.LATENT_SIZE])
    peer.measure(
        tf.__version__,
        options,
        step=lambda: [float(loss) for loss in train_step(real_images)],
        generate=lambda: draw(latents).numpy(),
    )
    generator.save_weights(options.weights)


def draw(options):
    generator = make_generator()
    generator.load_weights(options.weights)
    np.save(options.output, generator(tf.random.normal([16, peer.LATENT_SIZE]), training=False))


if __name__ == "__main__":
    tf.config.threading.set_intra_op_parallelism_threads(peer.THREADS)
    tf.config.threading.set_inter_op_parallelism_threads(peer.THREADS)
    options = peer.arguments(["tf.function", "xla", "bfloat16"])
    {"train": train, "draw": draw}[options.action](options)
