import type { Attribute, VElement, VNode } from './element';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Brings a tree onto the screen by changing only what differs from the one before: what has the focus, is scrolled or is being read
 * aloud stays where it is. Text is only ever set as text.
 */
export class Renderer {
  readonly #drawn = new WeakMap<Node, VElement>();

  render(parent: Element, children: readonly VNode[]): void {
    const known = new Map<string, ChildNode>();
    for (const [i, node] of [...parent.childNodes].entries()) known.set(this.#nameOf(node, i), node);
    let next = parent.firstChild;
    for (const [i, child] of children.entries()) {
      const name = typeof child === 'string' ? `text ${i}` : nameOf(child, i);
      const existing = known.get(name);
      known.delete(name);
      const node = this.#bring(existing, child);
      if (node === next) next = next.nextSibling;
      else parent.insertBefore(node, next);
    }
    for (const node of known.values()) node.remove();
  }

  #bring(existing: ChildNode | undefined, child: VNode): ChildNode {
    if (typeof child === 'string') {
      if (existing === undefined) return document.createTextNode(child);
      if (existing.nodeValue !== child) existing.nodeValue = child;
      return existing;
    }
    const element = (existing as Element | undefined) ?? this.#create(child);
    this.#update(element, this.#drawn.get(element), child);
    this.#drawn.set(element, child);
    this.render(element, child.children);
    return element;
  }

  #create({ tag, on }: VElement): Element {
    const element = tag.startsWith('svg:') ? document.createElementNS(SVG, tag.slice(4)) : document.createElement(tag);
    // The handler of the last tree answers, so that a redrawn element needs no new listener.
    for (const type of Object.keys(on ?? {})) element.addEventListener(type, (event) => this.#drawn.get(element)?.on?.[type]?.(event));
    return element;
  }

  #update(element: Element, before: VElement | undefined, now: VElement): void {
    const [were, are] = [before?.attributes ?? {}, now.attributes ?? {}];
    for (const name of new Set([...Object.keys(were), ...Object.keys(are)])) if (were[name] !== are[name]) setAttribute(element, name, are[name]);
    const { style } = element as HTMLElement | SVGElement;
    for (const name of Object.keys(before?.style ?? {})) if (now.style?.[name] === undefined) style.removeProperty(name);
    for (const [name, value] of Object.entries(now.style ?? {})) if (before?.style?.[name] !== value) style.setProperty(name, value);
  }

  #nameOf(node: ChildNode, i: number): string {
    const drawn = this.#drawn.get(node);
    return drawn === undefined ? `text ${i}` : nameOf(drawn, i);
  }
}

/** What makes two elements of two trees the same one. Listeners are bound on creation, so their types belong to it. */
function nameOf({ tag, key, on }: VElement, i: number): string {
  return `${tag} ${key ?? i} ${Object.keys(on ?? {}).join()}`;
}

function setAttribute(element: Element, name: string, value: Attribute): void {
  // The attribute is only the choice to begin with.
  if (name === 'selected') (element as HTMLOptionElement).selected = value === true;
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}
