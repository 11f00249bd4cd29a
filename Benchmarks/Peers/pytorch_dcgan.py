"""The tutorial's training step in PyTorch. The mode names what is asked of it, joined by commas: `channels-last`
memory, `compiled` by torch.compile, `bfloat16` by autocast; `eager` is none of these."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import peer

#: Keras's batch normalisation.
BATCH_NORM = {"eps": 1e-3, "momentum": 0.01}


class Generator(nn.Module):
    """TensorFlow's 'same' padding of stride 2 is 1 before and 2 after; `padding=2` is as much work."""

    def __init__(self):
        super().__init__()
        self.dense = nn.Linear(peer.LATENT_SIZE, 7 * 7 * 256, bias=False)
        self.batch_norm0 = nn.BatchNorm1d(7 * 7 * 256, **BATCH_NORM)
        self.conv1 = nn.ConvTranspose2d(256, 128, 5, padding=2, bias=False)
        self.batch_norm1 = nn.BatchNorm2d(128, **BATCH_NORM)
        self.conv2 = nn.ConvTranspose2d(128, 64, 5, stride=2, padding=2, output_padding=1, bias=False)
        self.batch_norm2 = nn.BatchNorm2d(64, **BATCH_NORM)
        self.conv3 = nn.ConvTranspose2d(64, 1, 5, stride=2, padding=2, output_padding=1, bias=False)

    def forward(self, latents):
        x = F.leaky_relu(self.batch_norm0(self.dense(latents)), peer.LEAKY_SLOPE).view(-1, 256, 7, 7)
        # The memory format of the weights, which decides all that follows.
        if self.conv1.weight.is_contiguous(memory_format=torch.channels_last):
            x = x.contiguous(memory_format=torch.channels_last)
        x = F.leaky_relu(self.batch_norm1(self.conv1(x)), peer.LEAKY_SLOPE)
        x = F.leaky_relu(self.batch_norm2(self.conv2(x)), peer.LEAKY_SLOPE)
        return torch.tanh(self.conv3(x))


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 64, 5, stride=2, padding=2)
        self.conv2 = nn.Conv2d(64, 128, 5, stride=2, padding=2)
        self.dense = nn.Linear(7 * 7 * 128, 1)

    def forward(self, images):
        x = F.dropout(F.leaky_relu(self.conv1(images), peer.LEAKY_SLOPE), peer.DROPOUT_RATE)
        x = F.dropout(F.leaky_relu(self.conv2(x), peer.LEAKY_SLOPE), peer.DROPOUT_RATE)
        return self.dense(x.flatten(1))


def cross_entropy(logits, target: float):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target), reduction="sum")


class Training:
    def __init__(self, mode: set[str]):
        memory_format = torch.channels_last if "channels-last" in mode else torch.contiguous_format
        self.precision = lambda: torch.autocast("cpu", torch.bfloat16, enabled="bfloat16" in mode)
        self.generator = Generator().to(memory_format=memory_format)
        self.discriminator = Discriminator().to(memory_format=memory_format)
        self.memory_format = memory_format
        self.generator_optimizer = torch.optim.Adam(self.generator.parameters(), peer.LEARNING_RATE, fused=True)
        self.discriminator_optimizer = torch.optim.Adam(self.discriminator.parameters(), peer.LEARNING_RATE, fused=True)
        if "compiled" in mode:
            self.discriminator_loss = torch.compile(self.discriminator_loss)
            self.generator_loss = torch.compile(self.generator_loss)
            self.draw = torch.compile(self.draw)

    def discriminator_loss(self, real_images, latents):
        with self.precision():
            with torch.no_grad():
                fake_images = self.generator(latents)
            return cross_entropy(self.discriminator(real_images), 1) + cross_entropy(self.discriminator(fake_images), 0)

    def generator_loss(self, latents):
        with self.precision():
            return cross_entropy(self.discriminator(self.generator(latents)), 1)

    def step(self, real_images):
        self.discriminator_optimizer.zero_grad()
        discriminator_loss = self.discriminator_loss(real_images, torch.randn(peer.BATCH, peer.LATENT_SIZE))
        discriminator_loss.backward()
        self.discriminator_optimizer.step()

        # No gradients for the discriminator's weights.
        self.discriminator.requires_grad_(False)
        self.generator_optimizer.zero_grad()
        generator_loss = self.generator_loss(torch.randn(peer.BATCH, peer.LATENT_SIZE))
        generator_loss.backward()
        self.generator_optimizer.step()
        self.discriminator.requires_grad_(True)
        return discriminator_loss.item(), generator_loss.item()

    def draw(self, latents):
        with self.precision():
            return self.generator(latents)


def train(options):
    training = Training(set(options.mode.split(",")))
    images = torch.from_numpy(peer.first_batch(options.data)).permute(0, 3, 1, 2)
    real_images = images.contiguous(memory_format=training.memory_format)
    latents = torch.randn(peer.BATCH, peer.LATENT_SIZE)

    @torch.inference_mode()
    def generate():
        training.generator.eval()
        return training.draw(latents).float().numpy()

    peer.measure(torch.__version__, options, step=lambda: training.step(real_images), generate=generate)
    torch.save(training.generator.state_dict(), options.weights)


@torch.inference_mode()
def draw(options):
    generator = Generator().eval()
    generator.load_state_dict(torch.load(options.weights))
    np.save(options.output, generator(torch.randn(16, peer.LATENT_SIZE)).numpy())


if __name__ == "__main__":
    torch.set_num_threads(peer.THREADS)
    options = peer.arguments(
        [
            "eager",
            "channels-last",
            "compiled",
            "bfloat16,channels-last",
            "compiled,bfloat16,channels-last",
        ]
    )
    {"train": train, "draw": draw}[options.action](options)
