type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** An element with its attributes and children. Text from outside becomes a text node, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), attributes, children);
}

/** The same for a drawing. */
export function drawing(
  tag: "svg" | "g" | "rect" | "text" | "title",
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): SVGElement {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/** @param attributes `true` is an attribute without a value, `false` is none. */
function filled<E extends Element>(made: E, attributes: Attributes, children: readonly (Node | string)[]): E {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  made.append(...children);
  return made;
}
