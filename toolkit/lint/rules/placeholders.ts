import { objectAt, own, textOf } from "../../document/json";
import { quoteValue } from "../../text/messageText";
import type { Definition } from "../model/definition";
import type { Properties } from "../model/properties";
import { LEVELS, type Rule } from "../rule";
import { metadataOf } from "./metadata";
import { at } from "./propertiesProblem";

/** Domains that nobody can own (RFC 2606, section 3), in a URL or an email address. */
const EXAMPLE_DOMAIN = /(?:^https?:\/\/|@)(?:[\w-]+\.)*example\.(?:com|net|org)(?:[:/?#]|$)/i;
/** What templates call a company that is still to be named. */
const EXAMPLE_COMPANY = /^Example\b/;

/** Rules against a definition's values that are still those of a template. */
export const placeholderAddressRules: readonly Rule<Definition>[] = [
  {
    id: "placeholder-address",
    levels: LEVELS.certificationOnly,
    description: "A connector for certification has no addresses of example domains.",
    fix: "Write the publisher's own address.",
    *check(definition) {
      const contact = objectAt(definition.info, "contact");
      const addresses = [
        ...["url", "email"].map((key) => ({
          value: own(contact, key),
          path: ["info", "contact", key],
        })),
        ...metadataOf(definition).map(({ value, path }) => ({
          value,
          path: [...path, "propertyValue"],
        })),
      ];
      for (const { value, path } of addresses) {
        if (!EXAMPLE_DOMAIN.test(textOf(value) ?? "")) continue;
        yield { path, message: `${quoteValue(value)} is an address of an example domain.` };
      }
    },
  },
];

/** Rules against connector properties that are still those of a template. */
export const placeholderCompanyRules: readonly Rule<Properties>[] = [
  {
    id: "placeholder-company",
    levels: LEVELS.certificationOnly,
    description: "A connector for certification names real companies.",
    fix: "Write the company's own name.",
    *check({ node }) {
      for (const key of ["publisher", "stackOwner"]) {
        const name = textOf(own(node, key)) ?? "";
        if (EXAMPLE_COMPANY.test(name)) {
          yield at(key, `${key} is ${quoteValue(name)}, the name of an example.`);
        }
      }
    },
  },
];
