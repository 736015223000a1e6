/**
 * Draws samples/images: a lake in the mountains (JPEG) and an owl without a background (PNG), both of odd sizes.
 *
 *     node scripts/sample-images.mjs
 *
 * Deterministic: the shapes come from a seeded generator, the pixels from the renderer inside sharp.
 */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'samples', 'images');

/** Numbers from 0 to 1 (mulberry32). */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const round = (value) => Math.round(value * 10) / 10;

/** Heights of a ridge by midpoint displacement, from left to right. */
function ridge(random, base, roughness, steps) {
  let heights = [base + (random() - 0.5) * roughness, base + (random() - 0.5) * roughness];
  for (let spread = roughness; heights.length < steps; spread *= 0.52) {
    heights = heights.flatMap((height, i) => (i + 1 < heights.length ? [height, (height + heights[i + 1]) / 2 + (random() - 0.5) * spread] : [height]));
  }
  return heights;
}

function landscape(width, height) {
  const random = generator(7);
  const shore = Math.round(height * 0.64);
  const layers = [
    { base: 0.36, roughness: 150, fill: '#8d8fb5' },
    { base: 0.46, roughness: 110, fill: '#666a9a' },
    { base: 0.55, roughness: 70, fill: '#434a78' },
  ].map(({ base, roughness, fill }) => {
    const heights = ridge(random, height * base, roughness, 120);
    const points = heights.map((y, i) => `${round((i / (heights.length - 1)) * width)},${round(Math.min(y, shore))}`);
    return `<polygon points="0,${shore} ${points.join(' ')} ${width},${shore}" fill="${fill}"/>`;
  });
  const pine = (x, foot, size, fill) =>
    [0, 1, 2, 3]
      .map((tier) => {
        const top = foot - size + tier * size * 0.2;
        const half = size * (0.1 + tier * 0.055);
        return `<polygon points="${round(x)},${round(top)} ${round(x - half)},${round(top + size * 0.36)} ${round(x + half)},${round(top + size * 0.36)}" fill="${fill}"/>`;
      })
      .join('');
  const trees = Array.from({ length: 46 }, () => {
    const x = random() * width;
    const edge = Math.abs(x / width - 0.5) * 2;
    return pine(x, shore + 6 + random() * 4, 18 + edge * 52 * (0.6 + random() * 0.7), random() < 0.5 ? '#1d2b44' : '#243452');
  });
  const stars = Array.from(
    { length: 70 },
    () =>
      `<circle cx="${round(random() * width)}" cy="${round(random() * height * 0.3)}" r="${round(0.4 + random() * 0.9)}" fill="#fff" opacity="${round(0.2 + random() * 0.6)}"/>`,
  );
  const ripples = Array.from({ length: 130 }, () => {
    const y = shore + 8 + random() * (height - shore - 8);
    const depth = (y - shore) / (height - shore);
    const x = width * 0.66 + (random() - 0.5) * (60 + depth * 260);
    return `<rect x="${round(x)}" y="${round(y)}" width="${round(8 + random() * 50 * (0.4 + depth))}" height="${round(0.8 + depth * 1.8)}" fill="#ffd9a0" opacity="${round(0.15 + random() * 0.45)}"/>`;
  });
  const scenery = `${layers.join('')}${trees.join('')}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs>
      <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#2a2f63"/><stop offset=".35" stop-color="#7a5a92"/><stop offset=".7" stop-color="#f08a6c"/><stop offset="1" stop-color="#ffd08a"/>
      </linearGradient>
      <linearGradient id="lake" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#f2a07c" stop-opacity=".55"/><stop offset="1" stop-color="#1b2147" stop-opacity=".93"/>
      </linearGradient>
      <radialGradient id="glow"><stop offset="0" stop-color="#fff3cf"/><stop offset=".25" stop-color="#ffe1a0" stop-opacity=".8"/><stop offset="1" stop-color="#ffb070" stop-opacity="0"/></radialGradient>
    </defs>
    <rect width="${width}" height="${shore}" fill="url(#sky)"/>${stars.join('')}
    <circle cx="${round(width * 0.66)}" cy="${round(height * 0.22)}" r="120" fill="url(#glow)"/>
    <circle cx="${round(width * 0.66)}" cy="${round(height * 0.22)}" r="26" fill="#fff6dc"/>
    ${scenery}
    <g transform="translate(0 ${shore * 2}) scale(1 -1)"><rect width="${width}" height="${shore}" fill="url(#sky)"/>${scenery}</g>
    <rect y="${shore}" width="${width}" height="${height - shore}" fill="url(#lake)"/>${ripples.join('')}
  </svg>`;
}

function owl(width, height) {
  const random = generator(11);
  const feathers = [];
  for (let row = 0; row < 9; row++) {
    for (let column = 0; column < 9; column++) {
      const x = 201 + (column - 4) * 22 + (row % 2) * 11;
      const y = 268 + row * 19;
      if (((x - 201) / 88) ** 2 + ((y - 330) / 108) ** 2 > 1) continue;
      const light = Math.round(196 + random() * 44);
      feathers.push(`<path d="M${x - 11} ${y} q11 24 22 0 z" fill="rgb(${light},${light - 30},${light - 82})" stroke="#9a6a3c" stroke-width="1.2"/>`);
    }
  }
  const wing = (side) => {
    const rows = Array.from({ length: 6 }, (_, i) => {
      const shade = 104 - i * 9 + Math.round(random() * 10);
      const x = 201 + side * (104 + i * 3);
      return `<ellipse cx="${x}" cy="${268 + i * 28}" rx="${34 - i * 3}" ry="40" transform="rotate(${side * (-16 - i * 3)} ${x} ${268 + i * 28})" fill="rgb(${shade + 22},${shade - 18},${shade - 52})" stroke="#3f2a1c" stroke-width="2"/>`;
    });
    return rows.reverse().join('');
  };
  const eye = (x) =>
    `<circle cx="${x}" cy="152" r="56" fill="#f3e2c0"/>` +
    Array.from({ length: 28 }, (_, i) => {
      const angle = (i / 28) * 2 * Math.PI;
      const far = 50 + random() * 6;
      const point = (radius) => `${round(x + Math.cos(angle) * radius)},${round(152 + Math.sin(angle) * radius)}`;
      return `<path d="M${point(36)} L${point(far)}" stroke="#b98a55" stroke-width="3" stroke-linecap="round"/>`;
    }).join('') +
    `<circle cx="${x}" cy="152" r="35" fill="url(#iris)" stroke="#3a2412" stroke-width="3"/><circle cx="${x}" cy="152" r="18" fill="#150d08"/><circle cx="${x + 8}" cy="143" r="6.5" fill="#fff"/>`;
  const talon = (x) =>
    [-13, 0, 13].map((shift) => `<ellipse cx="${x + shift}" cy="451" rx="8" ry="14" fill="#e0a23a" stroke="#7c5316" stroke-width="2"/>`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs>
      <radialGradient id="iris"><stop offset=".3" stop-color="#ffe35c"/><stop offset="1" stop-color="#e58a1f"/></radialGradient>
      <linearGradient id="body" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#8d623d"/><stop offset="1" stop-color="#5b3b25"/></linearGradient>
      <linearGradient id="branch" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#7a5a3f"/><stop offset="1" stop-color="#3e2c1e"/></linearGradient>
    </defs>
    <path d="M12 452 Q110 436 205 450 T391 444 L391 470 Q300 482 205 474 T12 478 Z" fill="url(#branch)"/>
    <path d="M338 447 q22 -40 46 -44 q-4 36 -34 48 z" fill="#5f9b4a"/><path d="M52 452 q-30 -26 -34 -58 q34 10 44 52 z" fill="#78b35c"/>
    <path d="M170 430 L201 496 L232 430 Z" fill="#4c311f"/>
    <path d="M84 60 Q104 96 140 92 Q201 70 262 92 Q298 96 318 60 Q334 120 318 190 Q330 300 300 380 Q262 456 201 456 Q140 456 102 380 Q72 300 84 190 Q68 120 84 60 Z" fill="url(#body)" stroke="#3f2a1c" stroke-width="3"/>
    <ellipse cx="201" cy="334" rx="92" ry="112" fill="#f0dcb4"/>${feathers.join('')}${wing(-1)}${wing(1)}
    ${eye(146)}${eye(256)}
    <path d="M201 172 q20 22 0 54 q-20 -32 0 -54 z" fill="#e8a33c" stroke="#7c5316" stroke-width="2.5"/>
    ${talon(160)}${talon(242)}
  </svg>`;
}

await mkdir(folder, { recursive: true });
await sharp(Buffer.from(landscape(641, 427)))
  .flatten({ background: '#000' })
  .jpeg({ quality: 88 })
  .toFile(join(folder, 'lake.jpg'));
await sharp(Buffer.from(owl(403, 501)))
  .png({ palette: true, colours: 256, dither: 0.6, compressionLevel: 9 })
  .toFile(join(folder, 'owl.png'));
