"""Writes test/golden/positions.json: what scipy.ndimage.zoom, as upstream calls it, makes of grids of position embeddings.

Needs numpy and scipy:

    python test/reference/positions.py

The grids are not stored: both sides make them from the name `positions <from> <to>` (in TypeScript: test/unit/onnx/hashed.ts).
Results are base64 of float32. From 24 to 22, 28 to 14 and others rounding puts the last row and column beyond the grid, where
scipy gives zeros: those pairs are here on purpose.
"""

import base64
import json
import pathlib

import numpy as np
import scipy.ndimage

WIDTH = 3
PAIRS = [(1, 5), (5, 1), (2, 7), (7, 2), (7, 9), (7, 12), (8, 26), (12, 24), (14, 14), (14, 24), (14, 37), (16, 37), (22, 20), (24, 14), (24, 22), (28, 14),
         (32, 14), (37, 16)]
RECTANGLES = [((3, 4), (5, 9)), ((14, 1), (7, 6)), ((24, 28), (22, 14))]


def fnv1a(text):
    code = 0x811C9DC5
    for byte in text.encode():
        code = ((code ^ byte) * 0x01000193) & 0xFFFFFFFF
    return code


def uniform(name, count):
    """As in forward.py."""
    state = (np.arange(count, dtype=np.uint32) + np.uint32(fnv1a(name))) * np.uint32(747796405) + np.uint32(2891336453)
    word = ((state >> ((state >> np.uint32(28)) + np.uint32(4))) ^ state) * np.uint32(277803737)
    bits = (word >> np.uint32(22)) ^ word
    return (bits >> np.uint32(8)).astype(np.float64) * (2.0 / 2**24) - 1.0


def golden(old, new):
    name = f'positions {old[0]}x{old[1]} {new[0]}x{new[1]}'
    grid = uniform(name, old[0] * old[1] * WIDTH).astype(np.float32).reshape(old[0], old[1], WIDTH)
    zoomed = scipy.ndimage.zoom(grid, (new[0] / old[0], new[1] / old[1], 1), order=1)
    assert zoomed.shape == (*new, WIDTH) and zoomed.dtype == np.float32
    return {'from': old, 'to': new, 'values': base64.b64encode(zoomed.tobytes()).decode()}


cases = [golden((a, a), (b, b)) for a, b in PAIRS] + [golden(a, b) for a, b in RECTANGLES]
target = pathlib.Path(__file__).parent.parent / 'golden' / 'positions.json'
target.write_text(json.dumps({'scipy': scipy.__version__, 'width': WIDTH, 'cases': cases}, indent=1) + '\n')
print(f'{len(cases)} grids written to {target}')
