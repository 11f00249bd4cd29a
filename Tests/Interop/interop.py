"""Has the real programs open Atelier's files, and Atelier theirs: interop.py TOOL DOCUMENT FOLDER TEST-COMMAND...

TEST-COMMAND runs Tests/InterchangeTests/InteropTests.swift. Ends with a sentence and a status other than 0 where
anything differs by more than 1e-5.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import keras  # noqa: E402
import numpy as np  # noqa: E402
import onnx  # noqa: E402
import onnxruntime  # noqa: E402
import safetensors.numpy  # noqa: E402
import tf_keras  # noqa: E402
import torch  # noqa: E402
from PIL import Image  # noqa: E402
from tensorboard.backend.event_processing import event_file_loader, plugin_event_accumulator  # noqa: E402
import tutorial  # noqa: E402

sys.path.append(str(pathlib.Path(__file__).parents[1] / "Fixtures"))
import make_evaluation_references  # noqa: E402

tool, document = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
folder = pathlib.Path(sys.argv[3]).resolve()
test_command = sys.argv[4:]

# Latents, image size, channels, width.
SIZES = {"tutorial": (100, 28, 1, 64), "colour": (8, 16, 3, 4)}
ENDINGS = {"keras-h5": ".h5", "keras-v3": ".weights.h5", "keras": ".keras", "safetensors": ".safetensors", "onnx": ".onnx"}


def nhwc(images):
    return np.transpose(images, (0, 2, 3, 1))


def nchw(images):
    return np.transpose(images, (0, 3, 1, 2))


def check(what, values, expected):
    """Both must agree to 1e-5, relative to the greater of 1 and the largest value."""
    values = np.asarray(values)
    if values.shape != expected.shape:
        sys.exit(f"interop: {what}: the shape is {values.shape}, expected {expected.shape}")
    difference = np.abs(values - expected).max() / max(1, np.abs(expected).max())
    if not difference <= 1e-5:
        sys.exit(f"interop: {what}: the largest difference is {difference:.2e}, more than 1e-5")
    print(f"{what}: {difference:.1e}", flush=True)


def atelier(*arguments):
    result = subprocess.run([tool, *map(str, arguments)], cwd=folder, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"interop: atelier {' '.join(map(str, arguments))}: {result.stderr.strip()}")
    return result.stdout


def run_tests(name):
    subprocess.run([*test_command, "--filter", f"InteropTests/{name}"], check=True,
                   env=os.environ | {"ATELIER_INTEROP": str(folder)})


def make_drawings():
    rng = np.random.default_rng(1)
    np.save(folder / "drawings.npy", rng.integers(0, 256, (48, 28, 28)).astype(np.uint8))
    (folder / "colour-drawings").mkdir()
    for number in range(48):
        Image.fromarray(rng.integers(0, 256, (16, 16, 3)).astype(np.uint8)).save(
            folder / f"colour-drawings/{number}.png")


SOURCES = {"tutorial": "drawings.npy", "colour": "colour-drawings"}


def train_and_export(name):
    latent_size, size, _, width = SIZES[name]
    atelier("train", SOURCES[name], "--name", name, "--image-size", size, "--width", width, "--latent-size", latent_size,
            "--preset", "tutorial", "--batch-size", 16, "--epochs", 2, "--tensorboard")
    run = next((folder / "runs").glob(f"*-{name}"))
    (folder / name).mkdir()
    for network in ("generator", "discriminator"):
        for form, ending in ENDINGS.items():
            atelier("export", run, "--format", form, "--network", network, "-o", folder / name / (network + ending))
        # The tutorial's preset kept the same file.
        own, exported = ((place / f"{network}.h5").read_bytes() for place in (run, folder / name))
        if own != exported:
            sys.exit(f"interop: {run}/{network}.h5 is not what export writes")
    return run


def models(library, name):
    """Both ways to write the tutorial's networks."""
    latent_size, *sizes = SIZES[name]
    return {
        "sequential": (tutorial.sequential_generator(library, latent_size, *sizes),
                       tutorial.sequential_discriminator(library, *sizes)),
        "class": (tutorial.class_generator(library, latent_size, *sizes),
                  tutorial.class_discriminator(library, *sizes)),
    }


def check_keras(name, expected):
    real_images = nhwc(expected["realImages"])
    # A class's variables are called after its attributes in Keras 3's format, so it loads the other one alone.
    for library, label, loads in (
            (keras, "Keras 3", {"sequential": (".h5", ".weights.h5"), "class": (".h5",)}),
            (tf_keras, "tf_keras", {"sequential": (".h5", ".weights.h5"), "class": (".h5",)})):
        for kind, endings in loads.items():
            for ending in endings:
                generator, discriminator = models(library, name)[kind]
                generator.load_weights(folder / name / f"generator{ending}")
                discriminator.load_weights(folder / name / f"discriminator{ending}")
                check(f"{name}: {label}, {kind}, generator{ending}",
                      nchw(generator(expected["latents"], training=False).numpy()), expected["images"])
                check(f"{name}: {label}, {kind}, discriminator{ending}",
                      discriminator(real_images, training=False).numpy(), expected["realLogits"])


    generator, discriminator = (keras.saving.load_model(folder / name / f"{network}.keras")
                                for network in ("generator", "discriminator"))
    check(f"{name}: Keras 3, load_model, generator.keras",
          nchw(generator(expected["latents"], training=False).numpy()), expected["images"])
    check(f"{name}: Keras 3, load_model, discriminator.keras",
          discriminator(real_images, training=False).numpy(), expected["realLogits"])


def train_in_keras(name, expected):
    """Trains on from Atelier's files, and saves in every way that there is."""
    back = folder / name / "back"
    back.mkdir()
    outcome = {key: expected[key] for key in ("latents", "realImages")}
    real_images = nhwc(expected["realImages"])
    for library, label in ((keras, "keras"), (tf_keras, "tf_keras")):
        for kind, (generator, discriminator) in models(library, name).items():
            generator.load_weights(folder / name / "generator.h5")
            discriminator.load_weights(folder / name / "discriminator.h5")
            tutorial.train(library, generator, discriminator, real_images, SIZES[name][0], steps=5)
            key = f"{label}_{kind}"
            outcome[f"{key}.images"] = nchw(generator(expected["latents"], training=False).numpy()).copy()
            outcome[f"{key}.realLogits"] = discriminator(real_images, training=False).numpy()
            for model, network in ((generator, "generator"), (discriminator, "discriminator")):
                model.save_weights(back / f"{key}-{network}.weights.h5")
                if library is tf_keras:
                    model.save_weights(back / f"{key}-{network}.h5")
                if kind == "sequential":
                    model.save(back / f"{key}-{network}-model.h5")
                    if library is keras:
                        model.save(back / f"{key}-{network}-model.keras")
    if np.abs(outcome["keras_sequential.images"] - expected["images"]).max() < 1e-4:
        sys.exit("interop: training in Keras changed nothing")
    safetensors.numpy.save_file(outcome, back / "expected.safetensors")


def check_way_back(name, expected):
    """Trained here, continued there, continued here: the run resumes, and Keras opens what comes of it."""
    back = folder / name / "back"
    atelier("import", "--generator", back / "tf_keras_sequential-generator.h5", "--discriminator",
            back / "keras_sequential-discriminator.weights.h5", SOURCES[name], "--name", f"{name}-back", "--epochs", 1,
            "--batch-size", 16)
    run = next((folder / "runs").glob(f"*-{name}-back"))
    atelier("resume", run)
    atelier("export", run, "--format", "onnx", "-o", folder / "back.onnx")
    generator = tutorial.sequential_generator(tf_keras, SIZES[name][0], *SIZES[name][1:])
    generator.load_weights(run / "generator.h5")
    images = nchw(generator(expected["latents"], training=False).numpy())
    check(f"{name}: back in Keras", images, onnx_images(folder / "back.onnx", expected["latents"]))
    if np.abs(images - expected["images"]).max() < 1e-4:
        sys.exit("interop: training on changed nothing")


def onnx_images(path, latents):
    return onnxruntime.InferenceSession(path).run(["images"], {"latents": latents})[0]


def check_onnx(name, expected):
    for network in ("generator", "discriminator"):
        onnx.checker.check_model(onnx.load(folder / name / f"{network}.onnx"), full_check=True)
    generator, discriminator = folder / name / "generator.onnx", folder / name / "discriminator.onnx"
    check(f"{name}: ONNX Runtime, images", onnx_images(generator, expected["latents"]), expected["images"])
    check(f"{name}: ONNX Runtime, one image", onnx_images(generator, expected["latents"][:1]), expected["images"][:1])
    logits = onnxruntime.InferenceSession(discriminator).run(["logits"], {"images": expected["realImages"]})[0]
    check(f"{name}: ONNX Runtime, logits", logits, expected["realLogits"])


def documented_blocks():
    return re.findall(r"```python\n(.*?)```", document.read_text(), re.DOTALL)


def check_torch(name, expected):
    """With the module of the document."""
    module = {}
    definitions = next(block for block in documented_blocks() if "class Generator" in block).split("\nimages = ")[0]
    exec(definitions, module)
    generator = module["Generator"](folder / name / "generator.safetensors")
    discriminator = module["Discriminator"](folder / name / "discriminator.safetensors")
    check(f"{name}: PyTorch, images", generator(torch.from_numpy(expected["latents"])), expected["images"])
    check(f"{name}: PyTorch, logits", discriminator(torch.from_numpy(expected["realImages"])), expected["realLogits"])


def check_documented_blocks():
    """Every block of the document runs as it stands beside the exported files."""
    for number, block in enumerate(documented_blocks(), 1):
        result = subprocess.run([sys.executable, "-c", block], cwd=folder / "tutorial", capture_output=True, text=True)
        if result.returncode != 0:
            sys.exit(f"interop: the document's block {number} fails: {result.stderr.strip()}")
        print(f"block {number} of {document.name} runs", flush=True)


def check_tensorboard(run, name):
    files = list((run / "tensorboard").iterdir())
    # The loader checks each record's two checksums.
    events = [event for path in files for event in event_file_loader.EventFileLoader(str(path)).Load()]
    accumulator = plugin_event_accumulator.EventAccumulator(
        str(run / "tensorboard"), size_guidance={plugin_event_accumulator.TENSORS: 0})
    accumulator.Reload()
    for plugin, tag in (("scalars", "epoch/generator loss"), ("images", "drawings"), ("text", "configuration")):
        if tag not in accumulator.PluginTagToContent(plugin):
            sys.exit(f"interop: TensorBoard's {plugin} finds no {tag} in {run}")
    text = accumulator.Tensors("configuration")[0].tensor_proto.string_val[0].decode()
    if f'"width" : {SIZES[name][3]}' not in text:
        sys.exit(f"interop: TensorBoard's text of {run} does not say its width: {text}")
    log = [json.loads(line) for line in (run / "events.jsonl").read_text().splitlines()]
    recorded = [line["generatorLoss"] for line in log if line["event"] == "epoch"]
    curve = [float(event.tensor_proto.float_val[0]) for event in accumulator.Tensors("epoch/generator loss")]
    check(f"{name}: TensorBoard, the generator's losses", np.array(curve), np.array(recorded, np.float32))
    drawings = accumulator.Tensors("drawings")
    picture = (run / "samples/epoch-0002.png").read_bytes()
    if len(drawings) != 2 or drawings[-1].tensor_proto.string_val[2] != picture:
        sys.exit(f"interop: TensorBoard's drawings of {run} are not the run's")
    print(f"{name}: TensorBoard, {len(events)} events, {len(drawings)} drawings", flush=True)


def check_evaluation():
    """The numbers that the tests of Evaluation compare with, which are those of the fixture."""
    fixture = safetensors.numpy.load_file(make_evaluation_references.FILE)
    numbers = make_evaluation_references.expected(fixture["real"], fixture["fake"])
    for name, value in numbers.items():
        check(f"evaluation: {name}", value, fixture[name])


def main():
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    make_drawings()
    runs = {name: train_and_export(name) for name in SIZES}
    run_tests("givesExpectations")
    expectations = {name: safetensors.numpy.load_file(folder / name / "expected.safetensors") for name in SIZES}
    for name, expected in expectations.items():
        check_onnx(name, expected)
        check_torch(name, expected)
        check_keras(name, expected)
        train_in_keras(name, expected)
        check_tensorboard(runs[name], name)
    check_evaluation()
    run_tests("readsWhatKerasWrote")
    for name, expected in expectations.items():
        check_way_back(name, expected)
    check_documented_blocks()
    print("interop: all programs agree")


main()
