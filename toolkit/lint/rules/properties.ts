import { has, isFilled, own, textsOf, textOf } from "../../document/json";
import type { Properties } from "../model/properties";
import { quoteAlternatives, quoteValue } from "../../text/messageText";
import { REFUSED_BRAND_COLORS } from "../refusedBrandColors";
import { LEVELS, type Problem, type Rule } from "../rule";
import { propertiesShape } from "../shapes/propertiesShape";
import { shapeFaults } from "../shapes/shapeFaults";
import { at } from "./propertiesProblem";

/** All that paconn downloads, and so all that there is. */
const KNOWN = [
  "connectionParameters",
  "connectionParameterSets",
  "iconBrandColor",
  "scriptOperations",
  "capabilities",
  "policyTemplateInstances",
  "publisher",
  "stackOwner",
];
/** From connectors in use and the choices of Dataverse's connector table. */
const CAPABILITIES = ["actions", "triggers", "gateway", "cloud", "composite", "tabular", "blob"];
const INDEPENDENT_COLOR = "#da3b01";

export const propertiesRules: readonly Rule<Properties>[] = [
  {
    id: "properties-structure",
    code: "JsonTypeIncorrect",
    levels: LEVELS.refused,
    description: "Every part of apiProperties.json has its type.",
    fix: "Write this part as described in the documentation of paconn.",
    check: ({ root }) => shapeFaults(propertiesShape, root),
  },
  {
    id: "properties-unknown",
    code: "AdditionalPropertyNotAllowed",
    levels: LEVELS.advice,
    description: "apiProperties.json does not contain unknown properties.",
    fix: `Inside properties, use only ${KNOWN.join(", ")}.`,
    *check({ root, node }) {
      for (const key of Object.keys(root)) {
        if (key === "properties" || key === "$schema") continue;
        yield { path: [key], message: `The property ${quoteValue(key)} is unknown.` };
      }
      for (const key of Object.keys(node)) {
        if (!KNOWN.includes(key)) yield at(key, `The property ${quoteValue(key)} is unknown.`);
      }
    },
  },
  {
    id: "brand-color",
    code: "5000.2.1.1",
    levels: LEVELS.refused,
    description: "iconBrandColor is a color with six hexadecimal digits.",
    fix: 'Write the color of the icon\'s background, such as "#0f6e7c".',
    *check({ node }) {
      const color = own(node, "iconBrandColor");
      if (typeof color === "string" && /^#[0-9a-f]{6}$/i.test(color)) return;
      yield has(node, "iconBrandColor")
        ? at("iconBrandColor", `${quoteValue(color)} is not a color with six hexadecimal digits.`)
        : at(undefined, "iconBrandColor is missing.");
    },
  },
  {
    id: "brand-color-default",
    code: "5000.2.1.1",
    levels: LEVELS.certification,
    description: `iconBrandColor is neither white nor the default ${REFUSED_BRAND_COLORS[1]}.`,
    fix: "Choose a color of the service, and use it for the icon's background.",
    *check({ node }) {
      const color = textOf(own(node, "iconBrandColor")) ?? "";
      if (REFUSED_BRAND_COLORS.includes(color.toLowerCase())) {
        yield at("iconBrandColor", `The color ${quoteValue(color)} is not allowed.`);
      }
    },
  },
  {
    id: "brand-color-independent",
    levels: LEVELS.certificationAdvice,
    description: `Connectors by independent publishers have the color ${INDEPENDENT_COLOR}.`,
    fix: `Set iconBrandColor to "${INDEPENDENT_COLOR}".`,
    *check({ node, definition }) {
      const title = textOf(own(definition?.info, "title")) ?? "";
      const color = textOf(own(node, "iconBrandColor")) ?? "";
      if (!title.includes("(Independent Publisher)")) return;
      if (color.toLowerCase() === INDEPENDENT_COLOR) return;
      yield at(
        "iconBrandColor",
        `The color is ${quoteValue(color)}. Expected ${INDEPENDENT_COLOR}.`,
      );
    },
  },
  {
    id: "capability-unknown",
    levels: LEVELS.advice,
    description: `Capabilities are ${quoteAlternatives(CAPABILITIES)}.`,
    fix: "Correct or remove the capability.",
    *check({ node }) {
      for (const [index, name] of textsOf(own(node, "capabilities")).entries()) {
        if (CAPABILITIES.includes(name)) continue;
        const path = ["properties", "capabilities", index];
        yield { path, message: `The capability ${quoteValue(name)} is unknown.` };
      }
    },
  },
  {
    id: "publisher-required",
    levels: LEVELS.certificationOnly,
    description: "A connector for certification names its publisher.",
    fix: "Set properties.publisher to the company that publishes the connector.",
    *check({ node }) {
      yield* missing(node, "publisher");
    },
  },
  {
    id: "stack-owner-required",
    levels: LEVELS.certificationOnly,
    description: "A connector for certification names the owner of its service.",
    fix: "Set properties.stackOwner to the company that runs the service.",
    *check({ node }) {
      yield* missing(node, "stackOwner");
    },
  },
  {
    id: "stack-owner-refused",
    levels: LEVELS.deployOnly,
    description: "A connector that is created by paconn or the portal does not name a stackOwner.",
    fix: "Remove stackOwner, or lint with --variant certify if the files are for certification.",
    *check({ node }) {
      if (has(node, "stackOwner")) {
        yield at("stackOwner", "stackOwner is set, so the connector cannot be created.");
      }
    },
  },
  {
    id: "script-operation",
    code: "OperationIdNotFound",
    levels: LEVELS.refused,
    description: "scriptOperations names operations of the definition.",
    fix: "Correct or remove the operationId.",
    *check({ node, definition }) {
      if (definition === undefined) return;
      for (const [index, id] of textsOf(own(node, "scriptOperations")).entries()) {
        if (definition.operationById.has(id)) continue;
        const path = ["properties", "scriptOperations", index];
        yield { path, message: `The operation ${quoteValue(id)} is not in the definition.` };
      }
    },
  },
];

function* missing(node: Properties["node"], key: string): Generator<Problem> {
  if (isFilled(own(node, key))) return;
  yield at(has(node, key) ? key : undefined, `${key} is missing.`);
}
