import type { Definition } from "../model/definition";
import { has, isFilled, isObject, listOf, own, repeatedIn, textOf } from "../../document/json";
import { quoteAlternatives, quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Rule } from "../rule";
import { isAbsoluteUrl } from "./words";

const METADATA = "x-ms-connector-metadata";
const ADDRESSES = ["Website", "Privacy policy"];
const REQUIRED = [...ADDRESSES, "Categories"];
const MAX_CATEGORIES = 2;

/** From Microsoft's documentation of x-ms-connector-metadata. */
const CATEGORIES = [
  "AI",
  "Business Management",
  "Business Intelligence",
  "Collaboration",
  "Commerce",
  "Communication",
  "Content and Files",
  "Finance",
  "Data",
  "Human Resources",
  "Internet of Things",
  "IT Operations",
  "Lifestyle and Entertainment",
  "Marketing",
  "Productivity",
  "Sales and CRM",
  "Security",
  "Social Media",
  "Website",
];

export const metadataRules: readonly Rule<Definition>[] = [
  {
    id: "metadata-required",
    code: "ConnectorMetadataPropertiesMissing",
    levels: LEVELS.certificationOnly,
    description: "x-ms-connector-metadata has entries for Website, Privacy policy and Categories.",
    fix: 'Add {"propertyName": "…", "propertyValue": "…"} for each to x-ms-connector-metadata.',
    *check(definition) {
      const filled = metadataOf(definition).filter(({ value }) => isFilled(value));
      const stated = new Set(filled.map(({ known }) => known));
      const absent = REQUIRED.filter((name) => !stated.has(name));
      if (absent.length > 0) {
        const path = has(definition.root, METADATA) ? [METADATA] : [];
        yield { path, message: `${METADATA} is missing ${absent.join(", ")}.` };
      }
    },
  },
  {
    id: "metadata-name",
    levels: LEVELS.advice,
    description:
      "x-ms-connector-metadata has only these entries, spelled like this, and each one once.",
    fix: "Keep one entry each for Website, Privacy policy and Categories.",
    *check(definition) {
      const entries = metadataOf(definition);
      for (const { name, known, path } of entries) {
        if (name !== undefined && name === known) continue;
        yield {
          path,
          message: `${quoteValue(name)} is not allowed. Expected ${quoteAlternatives(REQUIRED)}.`,
        };
      }
      for (const { item, index } of repeatedIn(entries.map(({ name }) => name))) {
        yield { path: [METADATA, index], message: `${quoteValue(item)} is repeated.` };
      }
    },
  },
  {
    id: "metadata-url",
    code: "5000.3.1.3",
    levels: LEVELS.certification,
    description: "Website and Privacy policy are absolute URLs.",
    fix: "Write the full URL, starting with https://.",
    *check(definition) {
      for (const { known: name, value, path } of metadataOf(definition)) {
        if (name === undefined || !ADDRESSES.includes(name)) continue;
        if (!isFilled(value) || !isAbsoluteUrl(value)) {
          const message = `${name} is ${quoteValue(value)}. Expected a URL such as https://contoso.com.`;
          yield { path: [...path, "propertyValue"], message };
        }
      }
    },
  },
  {
    id: "category-unknown",
    code: "InvalidConnectorCategory",
    levels: LEVELS.certification,
    description: "Categories are from Microsoft's list.",
    fix: `Choose from: ${CATEGORIES.join(", ")}.`,
    *check(definition) {
      for (const { category, path } of categoriesOf(definition)) {
        if (!CATEGORIES.includes(category)) {
          yield { path, message: `${quoteValue(category)} is not a connector category.` };
        }
      }
    },
  },
  {
    id: "category-count",
    code: "TooManyConnectorCategories",
    levels: LEVELS.certification,
    description: "A connector has at most two categories.",
    fix: "Keep the two that describe the connector best.",
    *check(definition) {
      const categories = categoriesOf(definition);
      const [first] = categories;
      if (first !== undefined && categories.length > MAX_CATEGORIES) {
        const names = quoteValue(categories.map(({ category }) => category).join(";"));
        const message = `${names} are ${categories.length} categories. At most 2 are allowed.`;
        yield { path: first.path, message };
      }
    },
  },
];

interface Entry {
  readonly name: string | undefined;
  /** Which of those required it is; certified connectors write "Privacy Policy" too. */
  readonly known: string | undefined;
  readonly value: unknown;
  readonly path: JsonPath;
}

function metadataOf({ root }: Definition): Entry[] {
  return listOf(own(root, METADATA)).flatMap((item, index) => {
    if (!isObject(item)) return [];
    const name = textOf(own(item, "propertyName"));
    const known = REQUIRED.find((one) => one.toLowerCase() === name?.toLowerCase());
    return [{ name, known, value: own(item, "propertyValue"), path: [METADATA, index] }];
  });
}

function categoriesOf(definition: Definition): { category: string; path: JsonPath }[] {
  return metadataOf(definition).flatMap(({ known, value, path }) => {
    if (known !== "Categories") return [];
    const categories = (textOf(value) ?? "").split(";").map((category) => category.trim());
    return categories
      .filter((category) => category !== "")
      .map((category) => ({ category, path: [...path, "propertyValue"] }));
  });
}
