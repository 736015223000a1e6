/** A page as plain data: what the views return and `Renderer` brings onto the screen. */

/** False leaves an attribute out; true is one without a value. */
export type Attribute = string | number | boolean | null | undefined;

export interface Properties {
  /** Tells siblings apart over updates; an element with the same key stays the same on the screen. */
  readonly key?: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** CSS properties, custom ones included. Set through the object model, which a strict content security policy allows. */
  readonly style?: Readonly<Record<string, string>>;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
}

export interface VElement extends Properties {
  readonly tag: string;
  readonly children: readonly VNode[];
}

export type VNode = VElement | string;

/** False and null stand for nothing. */
export type Child = VNode | false | null | readonly Child[];

const isList = (child: Child): child is readonly Child[] => Array.isArray(child);

function flat(children: readonly Child[]): VNode[] {
  return children.flatMap((child): VNode[] => {
    if (isList(child)) return flat(child);
    return child === null || child === false || child === '' ? [] : [child];
  });
}

/** An element of a class: `el('div.part', {}, ...)`; SVG's begin with `svg:`. */
export function el(name: string, properties: Properties = {}, ...children: readonly Child[]): VElement {
  const [tag = '', ...classes] = name.split('.');
  const own = properties.attributes?.class;
  const className = [...classes, ...(typeof own === 'string' && own !== '' ? [own] : [])].join(' ');
  const attributes = className === '' ? properties.attributes : { ...properties.attributes, class: className };
  return { ...properties, attributes, tag, children: flat(children) };
}
