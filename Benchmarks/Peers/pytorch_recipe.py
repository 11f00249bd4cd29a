"""A training step with the deeper discriminator, relativistic loss, R1 and R2 in PyTorch; modes as in pytorch_dcgan.py.
torch.compile cannot differentiate twice."""

import argparse
import time

import torch
from torch import nn
from torch.nn import functional as F

SLOPE = 0.3
GAMMA = 1.0
BATCH_NORM = {"eps": 1e-3, "momentum": 0.01}


class Generator(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.width = width
        self.dense = nn.Linear(100, 49 * 4 * width, bias=False)
        self.batch_norm0 = nn.BatchNorm1d(49 * 4 * width, **BATCH_NORM)
        self.conv1 = nn.ConvTranspose2d(4 * width, 2 * width, 5, padding=2, bias=False)
        self.batch_norm1 = nn.BatchNorm2d(2 * width, **BATCH_NORM)
        self.conv2 = nn.ConvTranspose2d(2 * width, width, 5, stride=2, padding=2, output_padding=1, bias=False)
        self.batch_norm2 = nn.BatchNorm2d(width, **BATCH_NORM)
        self.conv3 = nn.ConvTranspose2d(width, 1, 5, stride=2, padding=2, output_padding=1, bias=False)

    def forward(self, latents):
        x = F.leaky_relu(self.batch_norm0(self.dense(latents)), SLOPE).view(-1, 4 * self.width, 7, 7)
        if self.conv1.weight.is_contiguous(memory_format=torch.channels_last):
            x = x.contiguous(memory_format=torch.channels_last)
        x = F.leaky_relu(self.batch_norm1(self.conv1(x)), SLOPE)
        x = F.leaky_relu(self.batch_norm2(self.conv2(x)), SLOPE)
        return torch.tanh(self.conv3(x))


class Block(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 5, padding=2)
        self.conv2 = nn.Conv2d(width, width, 5, padding=2)
        nn.init.zeros_(self.conv2.weight)

    def forward(self, x):
        return x + self.conv2(F.leaky_relu(self.conv1(F.leaky_relu(x, SLOPE)), SLOPE))


class Discriminator(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.conv1 = nn.Conv2d(1, width, 5, stride=2, padding=2)
        self.block1 = Block(width)
        self.conv2 = nn.Conv2d(width, 2 * width, 5, stride=2, padding=2)
        self.block2 = Block(2 * width)
        self.dense = nn.Linear(49 * 2 * width, 1)

    def forward(self, images):
        x = self.block1(self.conv1(images))
        x = self.block2(self.conv2(F.leaky_relu(x, SLOPE)))
        return self.dense(F.leaky_relu(x, SLOPE).flatten(1))


class Training:
    def __init__(self, mode: set[str], width: int, batch: int):
        memory_format = torch.channels_last if "channels-last" in mode else torch.contiguous_format
        self.precision = lambda: torch.autocast("cpu", torch.bfloat16, enabled="bfloat16" in mode)
        self.batch = batch
        self.generator = Generator(width).to(memory_format=memory_format)
        self.discriminator = Discriminator(width).to(memory_format=memory_format)
        self.memory_format = memory_format
        adam = {"lr": 1e-4, "betas": (0.5, 0.999), "fused": True}
        self.generator_optimizer = torch.optim.Adam(self.generator.parameters(), **adam)
        self.discriminator_optimizer = torch.optim.Adam(self.discriminator.parameters(), **adam)

    def step(self, real_images):
        self.discriminator_optimizer.zero_grad()
        with self.precision():
            with torch.no_grad():
                fake_images = self.generator(torch.randn(self.batch, 100))
            images = torch.cat([real_images, fake_images]).requires_grad_()
            logits = self.discriminator(images)
            (slopes,) = torch.autograd.grad(logits.sum(), images, create_graph=True)
        logits = logits.float()
        margins = logits[self.batch :] - logits[: self.batch]
        loss = F.softplus(margins).mean() + slopes.square().sum() * (GAMMA / 2 / self.batch)
        loss.backward()
        self.discriminator_optimizer.step()

        self.discriminator.requires_grad_(False)
        self.generator_optimizer.zero_grad()
        with self.precision():
            with torch.no_grad():
                real_logits = self.discriminator(real_images)
            fake_logits = self.discriminator(self.generator(torch.randn(self.batch, 100)))
        generator_loss = F.softplus(real_logits.float() - fake_logits.float()).mean()
        generator_loss.backward()
        self.generator_optimizer.step()
        self.discriminator.requires_grad_(True)
        return loss.item() + generator_loss.item()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modes", nargs="*", default=["eager", "channels-last", "bfloat16,channels-last"])
    parser.add_argument("--width", type=int, default=32)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--steps", type=int, default=9)
    options = parser.parse_args()
    for mode in options.modes:
        training = Training(set(mode.split(",")), options.width, options.batch)
        images = torch.rand(options.batch, 1, 28, 28).mul(2).sub(1).contiguous(memory_format=training.memory_format)
        for _ in range(2):
            training.step(images)
        times = []
        for _ in range(options.steps):
            start = time.perf_counter()
            training.step(images)
            times.append(time.perf_counter() - start)
        times.sort()
        print(f"PyTorch, {mode}: {times[len(times) // 2]:.4f} s a step (least {times[0]:.4f})", flush=True)


if __name__ == "__main__":
    main()
