type Place = "title" | "description";

interface Product {
  readonly name: string;
  /** Where certification is known to refuse the name: its policy 5000.2.2.2 and the swagger validator. */
  readonly refusedIn: readonly Place[];
}

/**
 * The products that texts of a connector may not name, which Microsoft describes as "our Power Platform
 * product names".
 * https://learn.microsoft.com/connectors/custom-connectors/certification-submission
 */
const PRODUCTS: readonly Product[] = [
  { name: "Power Apps", refusedIn: ["title", "description"] },
  { name: "Power Automate", refusedIn: ["title", "description"] },
  { name: "Logic Apps", refusedIn: ["title", "description"] },
  { name: "Power Platform", refusedIn: ["title"] },
  { name: "Copilot Studio", refusedIn: ["title"] },
  { name: "Power BI", refusedIn: [] },
  { name: "Power Pages", refusedIn: [] },
];

export const PRODUCT_NAMES: readonly string[] = PRODUCTS.map(({ name }) => name);

/** The products that certification is known to refuse in the connector's title, or its description. */
export function productsRefusedIn(place: Place): string[] {
  return PRODUCTS.filter(({ refusedIn }) => refusedIn.includes(place)).map(({ name }) => name);
}

/** The others. */
export function productsAdvisedAgainstIn(place: Place): string[] {
  return PRODUCTS.filter(({ refusedIn }) => !refusedIn.includes(place)).map(({ name }) => name);
}
