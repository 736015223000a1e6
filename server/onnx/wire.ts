/** The protobuf wire format, as far as a message is written piece by piece. */

/** Of a field with a length before its bytes. */
export function tag(field: number): number[] {
  return varint(field * 8 + 2);
}

export function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}
