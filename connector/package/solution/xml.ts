import { XMLBuilder } from "fast-xml-parser";

/** An element's content: a text, or attributes (`@name`), a text (`#text`) and elements by name. */
export type XmlContent = string | { readonly [name: string]: XmlContent | readonly XmlContent[] };

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  suppressBooleanAttributes: false,
  suppressEmptyNode: true,
  format: true,
});

/** An XML document with one root element. Whatever a text or an attribute holds is escaped. */
export function xmlDocument(rootName: string, root: XmlContent): string {
  const declaration = { "@version": "1.0", "@encoding": "utf-8" };
  return builder.build({ "?xml": declaration, [rootName]: root });
}

/** The namespace that the documents of solutions declare, used or not. */
export const XSI = { "@xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance" };
