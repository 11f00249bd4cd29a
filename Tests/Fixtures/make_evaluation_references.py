"""Writes features of two sets, and what NumPy, SciPy and prdc say of them: evaluation.safetensors beside this file.

    pip install numpy scipy prdc safetensors
    python Tests/Fixtures/make_evaluation_references.py
"""

import pathlib

import numpy as np
import prdc
import safetensors.numpy
import scipy.linalg

FILE = pathlib.Path(__file__).with_name("evaluation.safetensors")


def features():
    """Two sets of 400 and 300 features whose spread differs among their 12 numbers, as a network's do."""
    random = np.random.default_rng(0)
    mixing = random.normal(size=(12, 12))
    real = np.maximum(random.normal(size=(400, 12)) @ mixing, 0)
    fake = np.maximum(random.normal(size=(300, 12)) @ mixing * 0.8 + 0.3, 0)
    return real.astype("float32"), fake.astype("float32")


def frechet_distance(real, fake):
    real, fake = real.astype("float64"), fake.astype("float64")
    cross = scipy.linalg.sqrtm(np.cov(real, rowvar=False) @ np.cov(fake, rowvar=False)).real
    difference = real.mean(0) - fake.mean(0)
    return difference @ difference + np.trace(np.cov(real, rowvar=False) + np.cov(fake, rowvar=False) - 2 * cross)


def kernel_distance(real, fake):
    """Without bias, by the sums of the definition."""
    real, fake = real.astype("float64"), fake.astype("float64")

    def kernel(x, y):
        return (x @ y.T / x.shape[1] + 1) ** 3

    def within(x):
        return (kernel(x, x).sum() - np.trace(kernel(x, x))) / (len(x) * (len(x) - 1))

    return within(real) + within(fake) - 2 * kernel(real, fake).mean()


def expected(real, fake):
    scores = prdc.compute_prdc(real.astype("float64"), fake.astype("float64"), nearest_k=5)
    return {
        "frechetDistance": frechet_distance(real, fake),
        "kernelDistance": kernel_distance(real, fake),
        **{name: scores[name] for name in ("precision", "recall", "density", "coverage")},
    }


if __name__ == "__main__":
    real, fake = features()
    numbers = {name: np.array(value, "float64") for name, value in expected(real, fake).items()}
    safetensors.numpy.save_file({"real": real, "fake": fake, **numbers}, FILE)
    for name, value in numbers.items():
        print(name, float(value))
