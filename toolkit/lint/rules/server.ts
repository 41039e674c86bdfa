import type { Definition } from "../model/definition";
import { has, isFilled, objectAt, own, textOf, textsOf } from "../../document/json";
import { quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Rule } from "../rule";

/** Names that hosts have during development; certification requires the production host. */
const NOT_FOR_PRODUCTION = [
  "dev",
  "devel",
  "development",
  "test",
  "testing",
  "staging",
  "stage",
  "uat",
  "qa",
  "sandbox",
  "preprod",
];

export const serverRules: readonly Rule<Definition>[] = [
  {
    id: "host-required",
    levels: LEVELS.advice,
    description: "The definition names the host that serves it.",
    fix: 'Set host to a name such as "api.contoso.com".',
    *check({ root }) {
      if (!has(root, "host")) yield { path: [], message: "The definition does not name a host." };
    },
  },
  {
    id: "host-invalid",
    code: "HostNameNotValid",
    levels: LEVELS.refused,
    description: "The host is a host name, without scheme and path.",
    fix: 'Write only the name, such as "api.contoso.com". A path belongs in basePath.',
    *check({ root }) {
      const host = own(root, "host");
      if (typeof host === "string" && !isHostName(host)) {
        yield { path: ["host"], message: `${quoteValue(host)} is not a valid host name.` };
      }
    },
  },
  {
    id: "host-production",
    code: "5000.2.6.4",
    levels: LEVELS.advice,
    description: "The host is a production host.",
    fix: "Name the production host before you publish the connector.",
    *check({ root }) {
      const host = textOf(own(root, "host")) ?? "";
      const parts = host.toLowerCase().split(/[.:-]/);
      const sign = parts.find((part) => NOT_FOR_PRODUCTION.includes(part));
      if (sign !== undefined || isLoopback(host)) {
        const reason =
          sign === undefined ? "it is this machine" : `it contains ${quoteValue(sign)}`;
        const message = `The host ${quoteValue(host)} does not look like a production host: ${reason}.`;
        yield { path: ["host"], message };
      }
    },
  },
  {
    id: "base-path",
    code: "BasePathNotValid",
    levels: LEVELS.refused,
    description: "basePath starts with a slash.",
    fix: 'Add a slash at the start, such as "/api".',
    *check({ root }) {
      const basePath = own(root, "basePath");
      if (typeof basePath === "string" && !basePath.startsWith("/")) {
        yield {
          path: ["basePath"],
          message: `${quoteValue(basePath)} does not start with a slash.`,
        };
      }
    },
  },
  {
    id: "schemes-empty",
    code: "SchemesArrayEmpty",
    levels: LEVELS.refused,
    description: "schemes is not empty.",
    fix: 'Set schemes to ["https"].',
    *check({ root }) {
      const schemes = own(root, "schemes");
      if (Array.isArray(schemes) && schemes.length === 0) {
        yield { path: ["schemes"], message: "schemes is empty." };
      }
    },
  },
  {
    id: "scheme-unsupported",
    code: "SchemeNotSupported",
    levels: LEVELS.refused,
    description: "schemes contains only https and http.",
    fix: 'Set schemes to ["https"].',
    *check({ root }) {
      for (const [index, scheme] of textsOf(own(root, "schemes")).entries()) {
        if (!["http", "https"].includes(scheme)) {
          yield {
            path: ["schemes", index],
            message: `The scheme ${quoteValue(scheme)} is not supported.`,
          };
        }
      }
    },
  },
  {
    id: "scheme-https",
    code: "5000.3.1.6",
    levels: LEVELS.advice,
    description:
      "The connector calls its host only with https. With a gateway, http is allowed too.",
    fix: 'Set schemes to ["https"]. paconn uses the first scheme.',
    *check({ root, usesGateway }) {
      if (usesGateway) return;
      const schemes = textsOf(own(root, "schemes"));
      const index = schemes.indexOf("http");
      if (index >= 0) {
        yield {
          path: ["schemes", index],
          message: "schemes contains http, which is not encrypted.",
        };
      } else if (!has(root, "schemes")) {
        yield { path: [], message: "The definition does not have schemes. Expected https." };
      }
    },
  },
  {
    id: "http-address",
    code: "5000.3.1.6",
    levels: LEVELS.advice,
    description: "URLs start with https.",
    fix: "Change the URL to https, and make sure that it works.",
    *check(definition) {
      for (const { value, path } of addressesOf(definition)) {
        if (isFilled(value) && /^http:\/\//i.test(value) && !isLoopback(hostOf(value))) {
          yield { path, message: `The URL ${quoteValue(value)} is not encrypted.` };
        }
      }
    },
  },
];

function isHostName(host: string): boolean {
  return host.length <= 253 && /^(?:[^\s{}/\\:?#@[\]]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(host);
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(host);
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : "";
}

function addressesOf({ root, info }: Definition): { value: unknown; path: JsonPath }[] {
  const contact = {
    value: own(objectAt(info, "contact"), "url"),
    path: ["info", "contact", "url"],
  };
  const schemes = objectAt(root, "securityDefinitions");
  const security = Object.keys(schemes).flatMap((name) =>
    ["authorizationUrl", "tokenUrl"].map((key) => ({
      value: own(own(schemes, name), key),
      path: ["securityDefinitions", name, key],
    })),
  );
  return [contact, ...security];
}
