/** Lines of the log as people read them and programs can: an event, then `key=value`, one space between. */

/** `true` stands as the bare key; what is null or undefined is left out. */
export type LogFields = Readonly<Record<string, string | number | true | null | undefined>>;

/** `run end model=ViT-B_16 ok forwardMs=61.2`. A text that would not be one word is quoted as in JSON, so that a line stays a line. */
export function logLine(event: string, fields: LogFields): string {
  const words = Object.entries(fields).flatMap(([key, value]) => {
    if (value === null || value === undefined) return [];
    return [value === true ? key : `${key}=${typeof value === 'number' ? numberText(value) : textOf(value)}`];
  });
  return [event, ...words].join(' ');
}

const numberText = (value: number): string => String(Number.isInteger(value) ? value : Number(value.toFixed(1)));

const WORD = /^[^\s"=\u0000-\u001f\u007f-\u009f\u2028\u2029]+$/;

function textOf(value: string): string {
  return WORD.test(value) ? value : JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
