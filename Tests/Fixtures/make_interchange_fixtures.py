"""Writes, with the real programs, the files that Tests/InterchangeTests reads: Tests/Fixtures/interchange/.

    python3 -m venv .venv
    .venv/bin/pip install tensorflow-cpu==2.21.0 keras==3.15.1 tf_keras==2.21.0 h5py==3.14.0 safetensors==0.8.0 ml_dtypes
    .venv/bin/python Tests/Fixtures/make_interchange_fixtures.py

All files of Keras's hold the same weights, so that one `expected.safetensors` serves them all.
"""

import os
import pathlib
import sys
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import h5py  # noqa: E402
import keras  # noqa: E402
import ml_dtypes  # noqa: E402
import numpy as np  # noqa: E402
import safetensors.numpy  # noqa: E402
import tf_keras  # noqa: E402

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.append(str(TESTS / "Interop"))
import tutorial  # noqa: E402

FOLDER = TESTS / "Fixtures/interchange"
SIZE, CHANNELS, WIDTH, LATENT_SIZE = 16, 3, 2, 5


def random_weights(model, seed):
    """No weight stays at a first 0 or 1, so that no mistake hides behind it."""
    rng = np.random.default_rng(seed)
    model.set_weights([rng.uniform(0.1, 0.6, w.shape) * (1 if w.ndim == 1 else rng.choice([-1, 1], w.shape))
                       for w in model.get_weights()])


def write_networks():
    """Every way in which Keras 2 and 3 save the weights of either network."""
    sizes = (SIZE, CHANNELS, WIDTH)
    for name, library in (("tf_keras", tf_keras), ("keras", keras)):
        library.backend.clear_session()
        generator = tutorial.sequential_generator(library, LATENT_SIZE, *sizes)
        discriminator = tutorial.sequential_discriminator(library, *sizes)
        random_weights(generator, 1)
        random_weights(discriminator, 2)
        own_class = tutorial.class_generator(library, LATENT_SIZE, *sizes)
        own_class.set_weights(generator.get_weights())
        if library is tf_keras:
            generator.save_weights(FOLDER / "tf_keras-generator.h5")
            discriminator.save_weights(FOLDER / "tf_keras-discriminator.h5")
            own_class.save_weights(FOLDER / "tf_keras-class-generator.h5")
        generator.save_weights(FOLDER / f"{name}-generator.weights.h5")
        discriminator.save_weights(FOLDER / f"{name}-discriminator.weights.h5")
        own_class.save_weights(FOLDER / f"{name}-class-generator.weights.h5")
        if library is keras:
            generator.save(FOLDER / "keras-generator.keras")
            discriminator.save(FOLDER / "keras-discriminator.keras")
        # With an optimizer that has taken a step of no length, whose moments are in the file too.
        generator.compile(optimizer=library.optimizers.SGD(0.0, momentum=0.9), loss="mse")
        generator.fit(np.zeros((2, LATENT_SIZE)), np.zeros((2, SIZE, SIZE, CHANNELS)), verbose=0, epochs=1)
        random_weights(generator, 1)
        generator.save(FOLDER / f"{name}-generator-model.h5")

    rng = np.random.default_rng(3)
    latents = rng.normal(0, 1, (4, LATENT_SIZE)).astype(np.float32)
    images = rng.uniform(-1, 1, (4, SIZE, SIZE, CHANNELS)).astype(np.float32)
    fake_images = generator(latents, training=False).numpy()
    assert np.array_equal(fake_images, own_class(latents, training=False).numpy())
    nchw = (0, 3, 1, 2)
    safetensors.numpy.save_file({
        "latents": latents, "images": fake_images.transpose(nchw).copy(),
        "realImages": images.transpose(nchw).copy(), "realLogits": discriminator(images, training=False).numpy(),
    }, FOLDER / "expected.safetensors")


def changed(name, change, source="tf_keras-generator.h5"):
    """Writes a copy of a legacy file that `change` has changed."""
    with h5py.File(FOLDER / source, "r") as file, h5py.File(FOLDER / name, "w") as copy:
        for key, value in file.attrs.items():
            copy.attrs[key] = value
        for key in file:
            file.copy(key, copy)
        change(copy)


def write_variants():
    """What is as good."""
    def old_texts(file):
        """h5py before version 3 stored lists of names with a fixed length."""
        def shorten(_, item):
            for key in ("layer_names", "weight_names"):
                if key in item.attrs and len(item.attrs[key]):
                    item.attrs[key] = np.array([name.encode() for name in item.attrs[key]])
        shorten("", file)
        file.visititems(shorten)

    def split_names(file):
        """Keras splits a list of names that is too long for an attribute."""
        names = file.attrs["layer_names"]
        del file.attrs["layer_names"]
        file.attrs["layer_names0"], file.attrs["layer_names1"] = list(names[:4]), list(names[4:])

    changed("old-texts.h5", old_texts)
    changed("split-names.h5", split_names)


def write_hostile():
    """What is to be refused."""
    kernel = "conv2d_1/conv2d_1/kernel:0"

    def replace(file, **options):
        values = file[kernel][:]
        del file[kernel]
        file.create_dataset(kernel, **({"data": values} | options))

    def value(number):
        def change(file):
            file[kernel][0, 0, 0, 0] = number
        return change

    def links(link):
        def change(file):
            del file[kernel]
            file[kernel] = link
        return change

    def external(file):
        shape = file[kernel].shape
        del file[kernel]
        file.create_dataset(kernel, shape, "<f4", external=[("/etc/passwd", 0, 800)])

    def cycle(file):
        file["conv2d/again"] = file["/"]

    def wide(file):
        for number in range(300):
            file.create_group(f"wide/{number}")
        for number in range(300):
            file[f"wide/{number}/again"] = file["wide"]

    def huge(file):
        del file[kernel]
        file.create_dataset(kernel, (1 << 20, 1 << 20), "<f4", chunks=(1024, 1024))

    def names(group, key, value):
        def change(file):
            file[group].attrs[key] = value
        return change

    hostile = {
        "nan": value(np.nan), "infinite": value(np.inf),
        "float64": lambda file: replace(file, dtype="<f8"), "big-endian": lambda file: replace(file, dtype=">f4"),
        "float16": lambda file: replace(file, dtype="<f2"), "integers": lambda file: replace(file, dtype="<i4"),
        "texts": lambda file: replace(file, data=["a", "b"]),
        "compressed": lambda file: replace(file, compression="gzip"), "in-pieces": lambda file: replace(file, chunks=True),
        "another-shape": lambda file: replace(file, data=np.zeros((5, 5, 3, 4), "<f4")),
        "nothing-stored": lambda file: replace(file, data=None, shape=(5, 5, 2, 4), dtype="<f4"),
        "empty": lambda file: replace(file, data=None, shape=(5, 5, 0, 4), dtype="<f4"), "huge": huge,
        "soft-link": links(h5py.SoftLink("/conv2d/conv2d/kernel:0")),
        "external-link": links(h5py.ExternalLink("../tf_keras-discriminator.h5", kernel)), "external-numbers": external,
        "cycle": cycle, "wide-cycle": wide,
        "no-such-layer": names("/", "layer_names", ["conv2d", "nonsense"]),
        "no-such-weight": names("conv2d", "weight_names", ["conv2d/colonel:0"]),
        "numbers-for-names": names("/", "layer_names", np.arange(5)),
        "a-layer-more": names("flatten", "weight_names", ["x"]),
    }
    for name, change in hostile.items():
        changed(f"hostile/{name}.h5", change, source="tf_keras-discriminator.h5")
    with h5py.File(FOLDER / "hostile/a-layer-more.h5", "a") as file:
        file["flatten/x"] = np.zeros(3, "<f4")
    with h5py.File(FOLDER / "hostile/nothing.h5", "w"):
        pass
    with h5py.File(FOLDER / "hostile/other-data.h5", "w") as file:
        file["temperatures"] = np.arange(4.0)


def write_archives():
    """Archives that are packed otherwise than Keras packs them, and bad ones."""
    folder = FOLDER / "archives"
    with zipfile.ZipFile(FOLDER / "keras-generator.keras") as archive:
        weights = archive.read("model.weights.h5")

    def write(name, content, *, entry="model.weights.h5", method=zipfile.ZIP_STORED):
        with zipfile.ZipFile(folder / f"{name}.keras", "w", method) as archive:
            archive.writestr(zipfile.ZipInfo("config.json"), "{}", method)
            archive.writestr(zipfile.ZipInfo(entry), content, method)
        return folder / f"{name}.keras"

    write("deflated", weights, method=zipfile.ZIP_DEFLATED)
    write("bomb", bytes(20 << 20), method=zipfile.ZIP_DEFLATED)
    write("no-weights", weights[:100], entry="other.h5")
    write("text", b"no numbers at all")
    damaged = bytearray(write("wrong-checksum", weights).read_bytes())
    damaged[damaged.index(weights) + 5000] ^= 1
    (folder / "wrong-checksum.keras").write_bytes(damaged)
    (folder / "cut.keras").write_bytes(damaged[:20_000])


def write_safetensors():
    """Each type that Atelier reads, by the Python library."""
    values = np.arange(6).reshape(2, 3) * 0.75 - 1
    safetensors.numpy.save_file({
        "float32": values.astype(np.float32), "float64": values, "bfloat16": values.astype(ml_dtypes.bfloat16),
        "int64": np.arange(-2, 3), "uint8": np.array([0, 7, 255], np.uint8), "bool": np.array([True, False, True]),
        "number": np.array(2.5, np.float32), "none": np.zeros((0, 4), np.float32),
    }, FOLDER / "every-type.safetensors", metadata={"format": "np", "note": "naïve \"quoted\" 象"})


for name in ("hostile", "archives"):
    (FOLDER / name).mkdir(parents=True, exist_ok=True)
write_networks()
write_variants()
write_hostile()
write_archives()
write_safetensors()
