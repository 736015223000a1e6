/** Arrow keys on the drawing: up and down from part to part, left and right to the other tower. */
export function moveFocus(event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const drawing = event.currentTarget as Element;
  const part = (event.target as Element).closest('.part')?.querySelector<HTMLElement>('.go');
  if (part === null || part === undefined) return;
  const target = targetOf(event.key, part, [...drawing.querySelectorAll<HTMLElement>('.go')]);
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}

function targetOf(key: string, part: HTMLElement, all: readonly HTMLElement[]): HTMLElement | undefined {
  const at = all.indexOf(part);
  switch (key) {
    case 'ArrowDown':
      return all[at + 1];
    case 'ArrowUp':
      return all[at - 1];
    case 'Home':
      return all[0];
    case 'End':
      return all.at(-1);
    case 'ArrowLeft':
      return beside(part, -1);
    case 'ArrowRight':
      return beside(part, 1);
    default:
      return undefined;
  }
}

/** The part as far down in the tower beside; of a shorter tower the last. */
function beside(part: HTMLElement, direction: 1 | -1): HTMLElement | undefined {
  const own = part.closest('.tower');
  const other = direction < 0 ? own?.previousElementSibling : own?.nextElementSibling;
  if (own === null || other === null || other === undefined) return undefined;
  const parts = [...other.querySelectorAll<HTMLElement>('.go')];
  return parts[[...own.querySelectorAll('.go')].indexOf(part)] ?? parts.at(-1);
}
