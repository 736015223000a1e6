"""Writes what of samples/checkpoints does not load: a small ViT as upstream saves it but for its last norm, and timm's names.

    python test/reference/sample-checkpoints.py

Needs NumPy. The weights are random and of few digits, so that they deflate well.
"""

import json
import pathlib
import struct

import numpy as np

FOLDER = pathlib.Path(__file__).parents[2] / "samples" / "checkpoints"
PATCH, WIDTH, MLP, HEADS, LAYERS, GRID, CLASSES = 8, 16, 32, 2, 2, 4, 10


def shapes():
    yield "cls", (1, 1, WIDTH)
    yield "embedding/bias", (WIDTH,)
    yield "embedding/kernel", (PATCH, PATCH, 3, WIDTH)
    yield "Transformer/posembed_input/pos_embedding", (1, GRID * GRID + 1, WIDTH)
    depth = WIDTH // HEADS
    for i in range(LAYERS):
        block = f"Transformer/encoderblock_{i}"
        for norm in ("LayerNorm_0", "LayerNorm_2"):
            yield f"{block}/{norm}/scale", (WIDTH,)
            yield f"{block}/{norm}/bias", (WIDTH,)
        attention = f"{block}/MultiHeadDotProductAttention_1"
        for part in ("query", "key", "value"):
            yield f"{attention}/{part}/kernel", (WIDTH, HEADS, depth)
            yield f"{attention}/{part}/bias", (HEADS, depth)
        yield f"{attention}/out/kernel", (HEADS, depth, WIDTH)
        yield f"{attention}/out/bias", (WIDTH,)
        yield f"{block}/MlpBlock_3/Dense_0/kernel", (WIDTH, MLP)
        yield f"{block}/MlpBlock_3/Dense_0/bias", (MLP,)
        yield f"{block}/MlpBlock_3/Dense_1/kernel", (MLP, WIDTH)
        yield f"{block}/MlpBlock_3/Dense_1/bias", (WIDTH,)
    yield "Transformer/encoder_norm/scale", (WIDTH,)
    yield "Transformer/encoder_norm/bias", (WIDTH,)
    yield "head/kernel", (WIDTH, CLASSES)
    yield "head/bias", (CLASSES,)


def main():
    random = np.random.default_rng(0)
    weights = {name: (random.integers(-32, 33, shape) / 128).astype(np.float32) for name, shape in shapes()}
    for name in weights:
        if name.endswith("/scale"):
            weights[name] += 1
    FOLDER.mkdir(exist_ok=True)
    np.savez_compressed(FOLDER / "incomplete.npz", **{name: value for name, value in weights.items() if "encoder_norm" not in name})

    timm = {"cls_token": (1, 1, 4), "pos_embed": (1, 5, 4), "patch_embed.proj.weight": (4, 3, 2, 2), "blocks.0.attn.qkv.weight": (12, 4)}
    header, at = {}, 0
    for name, shape in timm.items():
        size = 4 * int(np.prod(shape))
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (FOLDER / "timm.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + bytes(at))


main()
