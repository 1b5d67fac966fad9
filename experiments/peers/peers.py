"""Value and gradient of a perceptron's objective by PyTorch or by numpy, on one thread.

    python3 peers.py torch|numpy SECONDS LAMBDA FOLDER...

Each folder holds a task as task.ts writes it. Its answer, the value and then the gradients, goes to <library>.f64 there, as
doubles; the seconds of a call in each batch go to standard output, a line of JSON for each folder. It exits with 3 where the
library is not installed.
"""

import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

try:
    import numpy as np

    package = __import__(sys.argv[1])
except ImportError:
    sys.exit(3)


def arrays(folder, task):
    """The inputs by name, in the task's precision."""
    numbers = np.fromfile(os.path.join(folder, "inputs.f64"), dtype="<f8")
    found, start = {}, 0
    for name, shape in task["shapes"].items():
        end = start + int(np.prod(shape))
        found[name] = numbers[start:end].reshape(shape).astype(task["precision"])
        start = end
    return found


def by_numpy(inputs, scale):
    """The formulas of the book (Dive into Deep Learning, section 5.3), by matrix products."""
    x, y, W1, W2 = (inputs[name] for name in ("x", "y", "W1", "W2"))
    batch = x.dtype.type(x.shape[1])
    scale = x.dtype.type(scale)

    def call():
        h = np.tanh(W1 @ x)
        o = W2 @ h
        shift = o.max(axis=0)
        e = np.exp(o - shift)
        total = e.sum(axis=0)
        losses = np.log(total) + shift - (y * o).sum(axis=0)
        value = losses.mean() + scale / 2 * (np.vdot(W1, W1) + np.vdot(W2, W2))
        by_o = (e / total - y) / batch
        by_z = (W2.T @ by_o) * (1 - h * h)
        return value, by_z @ x.T + scale * W1, by_o @ h.T + scale * W2

    return call


def by_torch(inputs, scale):
    """Autograd as a user has it: the graph is recorded in each call."""
    torch = package
    torch.set_num_threads(1)
    x, y, W1, W2 = (torch.from_numpy(inputs[name]) for name in ("x", "y", "W1", "W2"))
    labels = y.argmax(0)
    W1.requires_grad_()
    W2.requires_grad_()

    def call():
        o = W2 @ torch.tanh(W1 @ x)
        loss = torch.nn.functional.cross_entropy(o.T, labels)
        value = loss + scale / 2 * (W1.square().sum() + W2.square().sum())
        return (value.detach(), *torch.autograd.grad(value, (W1, W2)))

    return call


def timed(call, seconds):
    """Seconds of a call in each of many batches, warm."""
    end = time.perf_counter() + seconds / 2
    calls, spent = 0, 0.0
    while calls < 2 or time.perf_counter() < end:
        start = time.perf_counter()
        call()
        spent = time.perf_counter() - start
        calls += 1
    count = max(1, int(1e-3 / max(spent, 1e-9)))
    samples = []
    end = time.perf_counter() + seconds
    while len(samples) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        for _ in range(count):
            call()
        samples.append((time.perf_counter() - start) / count)
    return samples


def algebra():
    """The library for matrix products that was loaded."""
    try:
        with open("/proc/self/maps") as maps:
            paths = {line.split()[-1] for line in maps if "/" in line}
    except OSError:
        return None
    names = sorted({os.path.realpath(path).rsplit("/", 1)[-1] for path in paths})
    found = [name for name in names if "openblas" in name or "mkl" in name or "blis" in name or "blas" in name]
    return ", ".join(name.split(".so")[0] for name in found) or None


def main():
    library, seconds, scale, *folders = sys.argv[1:]
    make = by_torch if library == "torch" else by_numpy
    for folder in folders:
        with open(os.path.join(folder, "task.json")) as file:
            task = json.load(file)
        call = make(arrays(folder, task), float(scale))
        answer = [np.asarray(part, dtype="<f8").ravel() for part in call()]
        np.concatenate(answer).tofile(os.path.join(folder, library + ".f64"))
        told = {"version": package.__version__, "algebra": algebra(), "seconds": timed(call, float(seconds))}
        print(json.dumps(told), flush=True)


main()
