"""The tutorial's training step in JAX, compiled as one function."""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax, random

import peer

LAYOUT = ("NHWC", "HWIO", "NHWC")


def glorot(key, *shape):
    return jax.nn.initializers.glorot_uniform()(key, shape)


def make_generator(key):
    """The parameters, and the moving moments of batch normalisation."""
    keys = random.split(key, 4)
    sizes = [7 * 7 * 256, 128, 64]
    parameters = {
        "dense": glorot(keys[0], peer.LATENT_SIZE, 7 * 7 * 256),
        "conv1": glorot(keys[1], 5, 5, 256, 128),
        "conv2": glorot(keys[2], 5, 5, 128, 64),
        "conv3": glorot(keys[3], 5, 5, 64, 1),
        "batch_norm": [{"gamma": jnp.ones(size), "beta": jnp.zeros(size)} for size in sizes],
    }
    return parameters, [{"mean": jnp.zeros(size), "variance": jnp.ones(size)} for size in sizes]


def make_discriminator(key):
    keys = random.split(key, 3)
    return {
        "conv1": {"kernel": glorot(keys[0], 5, 5, 1, 64), "bias": jnp.zeros(64)},
        "conv2": {"kernel": glorot(keys[1], 5, 5, 64, 128), "bias": jnp.zeros(128)},
        "dense": {"kernel": glorot(keys[2], 7 * 7 * 128, 1), "bias": jnp.zeros(1)},
    }


def leaky_relu(x):
    return jax.nn.leaky_relu(x, peer.LEAKY_SLOPE)


def batch_norm(x, parameters, moments, training):
    """The normalised x, and the moving moments after it."""
    if training:
        axes = tuple(range(x.ndim - 1))
        batch = {"mean": x.mean(axes), "variance": x.var(axes)}
        moving = jax.tree.map(lambda old, new: 0.99 * old + 0.01 * new, moments, batch)
    else:
        batch = moving = moments
    scale = parameters["gamma"] * lax.rsqrt(batch["variance"] + 1e-3)
    return (x - batch["mean"]) * scale + parameters["beta"], moving


def generator(parameters, moments, latents, training=True):
    def activated(x, layer):
        x, moved[layer] = batch_norm(x, parameters["batch_norm"][layer], moments[layer], training)
        return leaky_relu(x)

    def conv(x, name, stride):
        return lax.conv_transpose(x, parameters[name], (stride, stride), "SAME", dimension_numbers=LAYOUT)

    moved = list(moments)
    x = activated(latents @ parameters["dense"], 0).reshape(-1, 7, 7, 256)
    x = activated(conv(x, "conv1", 1), 1)
    x = activated(conv(x, "conv2", 2), 2)
    return jnp.tanh(conv(x, "conv3", 2)), moved


def discriminator(parameters, images, key):
    def dropped(x, key):
        keep = 1 - peer.DROPOUT_RATE
        return jnp.where(random.bernoulli(key, keep, x.shape), x / keep, 0)

    def conv(x, layer):
        return lax.conv_general_dilated(x, layer["kernel"], (2, 2), "SAME", dimension_numbers=LAYOUT) + layer["bias"]

    key1, key2 = random.split(key)
    x = dropped(leaky_relu(conv(images, parameters["conv1"])), key1)
    x = dropped(leaky_relu(conv(x, parameters["conv2"])), key2)
    return x.reshape(len(x), -1) @ parameters["dense"]["kernel"] + parameters["dense"]["bias"]


def adam(parameters, gradients, state):
    """The updated parameters and the new state, in TensorFlow's form of Adam."""
    step = state["step"] + 1
    m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, state["m"], gradients)
    v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g**2, state["v"], gradients)
    rate = peer.LEARNING_RATE * jnp.sqrt(1 - 0.999**step) / (1 - 0.9**step)
    updated = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-8), parameters, m, v)
    return updated, {"step": step, "m": m, "v": v}


class State(NamedTuple):
    generator: dict
    moments: list
    discriminator: dict
    generator_adam: dict
    discriminator_adam: dict

    @classmethod
    def initial(cls, key):
        def adam_state(parameters):
            zeros = partial(jax.tree.map, jnp.zeros_like)
            return {"step": jnp.zeros(()), "m": zeros(parameters), "v": zeros(parameters)}

        key_g, key_d = random.split(key)
        parameters, moments = make_generator(key_g)
        discriminator = make_discriminator(key_d)
        return cls(parameters, moments, discriminator, adam_state(parameters), adam_state(discriminator))


def discriminator_loss(parameters, real_images, fake_images, key):
    real_key, fake_key = random.split(key)
    real_logits = discriminator(parameters, real_images, real_key)
    fake_logits = discriminator(parameters, fake_images, fake_key)
    return jax.nn.softplus(-real_logits).sum() + jax.nn.softplus(fake_logits).sum()


def generator_loss(parameters, moments, discriminator_parameters, latents, key):
    fake_images, moments = generator(parameters, moments, latents)
    return jax.nn.softplus(-discriminator(discriminator_parameters, fake_images, key)).sum(), moments


@partial(jax.jit, donate_argnums=0)
def train_step(state, real_images, key):
    keys = random.split(key, 4)
    latents = random.normal(keys[0], (peer.BATCH, peer.LATENT_SIZE))
    fake_images, moments = generator(state.generator, state.moments, latents)
    loss_d, gradients = jax.value_and_grad(discriminator_loss)(state.discriminator, real_images, fake_images, keys[1])
    discriminator_parameters, discriminator_adam = adam(state.discriminator, gradients, state.discriminator_adam)

    latents = random.normal(keys[2], (peer.BATCH, peer.LATENT_SIZE))
    (loss_g, moments), gradients = jax.value_and_grad(generator_loss, has_aux=True)(
        state.generator, moments, discriminator_parameters, latents, keys[3]
    )
    generator_parameters, generator_adam = adam(state.generator, gradients, state.generator_adam)
    state = State(generator_parameters, moments, discriminator_parameters, generator_adam, discriminator_adam)
    return state, (loss_d, loss_g)


@jax.jit
def generate(parameters, moments, latents):
    return generator(parameters, moments, latents, training=False)[0]


def train(options):
    state_key, latent_key, key = random.split(random.key(0), 3)
    state = State.initial(state_key)
    real_images = jnp.asarray(peer.first_batch(options.data))
    latents = random.normal(latent_key, (peer.BATCH, peer.LATENT_SIZE))

    def step():
        nonlocal state, key
        key, step_key = random.split(key)
        state, losses = train_step(state, real_images, step_key)
        return [float(loss) for loss in losses]

    def draw():
        return np.asarray(generate(state.generator, state.moments, latents))

    peer.measure(jax.__version__, options, step=step, generate=draw)
    np.savez(options.weights, *jax.tree.leaves((state.generator, state.moments)))


def draw(options):
    structure = jax.tree.structure(jax.eval_shape(make_generator, random.key(0)))
    with np.load(options.weights) as file:
        parameters, moments = jax.tree.unflatten(structure, [file[name] for name in file.files])
    latents = random.normal(random.key(0), (16, peer.LATENT_SIZE))
    np.save(options.output, generate(parameters, moments, latents))


if __name__ == "__main__":
    options = peer.arguments(["jit"])
    {"train": train, "draw": draw}[options.action](options)
