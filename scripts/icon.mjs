/** Draws docs/images/icon.png: a picture cut into patches, one of them attending to the others. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const SIZE = 128;
const GRID = 4;
const MARGIN = 17;
const GAP = 4;
const PATCH = (SIZE - 2 * MARGIN - (GRID - 1) * GAP) / GRID;
/** The patch that attends, and how strongly to which others: [column, row, weight]. */
const QUERY = [1, 2];
const ATTENDED = [
  [2, 1, 1],
  [3, 2, 0.55],
  [1, 0, 0.45],
  [0, 3, 0.3],
];

const corner = (index) => MARGIN + index * (PATCH + GAP);
const centre = (index) => corner(index) + PATCH / 2;
const cells = Array.from({ length: GRID * GRID }, (_, i) => [i % GRID, Math.floor(i / GRID)]);
const patch = ([column, row], more = '') => `<rect x="${corner(column)}" y="${corner(row)}" width="${PATCH}" height="${PATCH}" rx="3" ${more}/>`;
const ray = ([column, row, weight]) =>
  `<line x1="${centre(QUERY[0])}" y1="${centre(QUERY[1])}" x2="${centre(column)}" y2="${centre(row)}" stroke-opacity="${weight}" stroke-width="${1.5 + 2 * weight}"/>`;

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}">
  <defs>
    <linearGradient id="ground" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#20284a"/><stop offset="1" stop-color="#121629"/></linearGradient>
    <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#5b7cfa"/><stop offset="0.65" stop-color="#b48cf2"/><stop offset="1" stop-color="#ffb88c"/></linearGradient>
    <clipPath id="patches">${cells.map((cell) => patch(cell)).join('')}</clipPath>
  </defs>
  <rect width="${SIZE}" height="${SIZE}" rx="26" fill="url(#ground)"/>
  <g clip-path="url(#patches)">
    <rect width="${SIZE}" height="${SIZE}" fill="url(#sky)"/>
    <circle cx="88" cy="44" r="15" fill="#fff3c9"/>
    <path d="M0 102 L38 56 L62 84 L80 66 L128 112 V128 H0 Z" fill="#2f3f7f"/>
    <path d="M0 118 L30 92 L70 112 L128 96 V128 H0 Z" fill="#1f2b5c"/>
  </g>
  <g stroke="#ffffff" stroke-linecap="round">${ATTENDED.map(ray).join('')}</g>
  ${ATTENDED.map(([column, row, weight]) => `<circle cx="${centre(column)}" cy="${centre(row)}" r="${2 + 1.5 * weight}" fill="#ffffff" fill-opacity="${0.4 + 0.6 * weight}"/>`).join('')}
  ${patch(QUERY, 'fill="none" stroke="#ffffff" stroke-width="3"')}
</svg>`;

const file = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'images', 'icon.png');
await sharp(Buffer.from(picture)).png({ compressionLevel: 9, palette: false }).toFile(file);
