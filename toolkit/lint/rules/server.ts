import type { Definition } from "../model/definition";
import { has, isFilled, objectAt, own, textOf, textsOf } from "../../document/json";
import { quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Rule } from "../rule";

/** Names that hosts have while something is built; certification wants the one for everybody. */
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
      if (!has(root, "host")) yield { path: [], message: "The definition names no host." };
    },
  },
  {
    id: "host-invalid",
    code: "HostNameNotValid",
    levels: LEVELS.refused,
    description: "The host is a name, without scheme and path.",
    fix: 'Write the name alone, such as "api.contoso.com"; a path belongs in basePath.',
    *check({ root }) {
      const host = own(root, "host");
      if (typeof host === "string" && !isHostName(host)) {
        yield { path: ["host"], message: `${quoteValue(host)} is no host name.` };
      }
    },
  },
  {
    id: "host-production",
    code: "5000.2.6.4",
    levels: LEVELS.advice,
    description: "The host is the one for production.",
    fix: "Name the host that serves everybody before the connector is published.",
    *check({ root }) {
      const host = textOf(own(root, "host")) ?? "";
      const parts = host.toLowerCase().split(/[.:-]/);
      const sign = parts.find((part) => NOT_FOR_PRODUCTION.includes(part));
      if (sign !== undefined || isLoopback(host)) {
        const reason = sign === undefined ? "this machine only" : `its part ${quoteValue(sign)}`;
        const message = `The host ${quoteValue(host)} looks as if it were not for production: ${reason}.`;
        yield { path: ["host"], message };
      }
    },
  },
  {
    id: "base-path",
    code: "BasePathNotValid",
    levels: LEVELS.refused,
    description: "basePath begins with a slash.",
    fix: 'Write the path with a slash first, such as "/api".',
    *check({ root }) {
      const basePath = own(root, "basePath");
      if (typeof basePath === "string" && !basePath.startsWith("/")) {
        yield {
          path: ["basePath"],
          message: `${quoteValue(basePath)} does not begin with a slash.`,
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
    description: "schemes holds https and http only.",
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
    description: "The connector calls its host by https only; a gateway's connector may use http.",
    fix: 'Set schemes to ["https"]; paconn takes the first one.',
    *check({ root, usesGateway }) {
      if (usesGateway) return;
      const schemes = textsOf(own(root, "schemes"));
      const index = schemes.indexOf("http");
      if (index >= 0) {
        yield {
          path: ["schemes", index],
          message: "schemes has http in it, which is not encrypted.",
        };
      } else if (!has(root, "schemes")) {
        yield { path: [], message: "The definition has no schemes. Expected https." };
      }
    },
  },
  {
    id: "http-address",
    code: "5000.3.1.6",
    levels: LEVELS.advice,
    description: "Addresses begin with https.",
    fix: "Write the address with https, and see that it answers.",
    *check(definition) {
      for (const { value, path } of addressesOf(definition)) {
        if (isFilled(value) && /^http:\/\//i.test(value) && !isLoopback(hostOf(value))) {
          yield { path, message: `The address ${quoteValue(value)} is not encrypted.` };
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
