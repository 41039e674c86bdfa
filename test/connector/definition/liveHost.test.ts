import { definition } from "../../../connector/definition/definition";
import { operationUrl } from "../../../connector/definition/operations";
import { withHost } from "../../../connector/definition/withHost";
import type { Scheme } from "../../../toolkit/document/host";
import { quotePostage } from "../../support/sampleConnector/actions";
import { sampleConnector } from "../../support/sampleConnector/sampleConnector";

const made = definition({ connector: sampleConnector });

describe("the live host", () => {
  test.each<[string, Scheme]>([
    ["function-demo-energy.azurewebsites.net", "https"],
    ["127.0.0.1:7071", "http"],
    ["localhost:65535", "http"],
  ])("%s takes the placeholder's place and nothing else's, by default with %s", (host, scheme) => {
    const live = withHost(made, { host });
    expect(live).toEqual({ ...made, host, schemes: [scheme] });
    expect(withHost(made, { host, scheme })).toEqual(live);
    expect(made).toEqual(definition({ connector: sampleConnector }));
    expect(operationUrl(live, quotePostage)).toBe(`${scheme}://${host}/api/postage`);
  });

  test.each([
    "",
    " ",
    "https://a.example",
    "a.example/",
    "a.example/api",
    "user@a.example",
    "a b",
    "a.example:",
    "a.example:0",
    "a.example:65536",
    "-a.example",
    "a..example",
    "a.example.",
    "a.example\n",
  ])("%j is refused", (host) => {
    const fill = () => withHost(made, { host });
    expect(fill).toThrow(RangeError);
    expect(fill).toThrow(`The host ${JSON.stringify(host)} is not a host name. Expected name`);
  });

  test("is refused when DNS could not carry it", () => {
    for (const host of [`${"a".repeat(64)}.example`, `${"a.".repeat(124)}example`]) {
      expect(() => withHost(made, { host })).toThrow(RangeError);
    }
    const longest = `${"a.".repeat(123)}example`;
    expect(withHost(made, { host: longest }).host).toBe(longest);
  });

  test("is refused with a scheme other than https and http", () => {
    const options = JSON.parse('{ "host": "a.example", "scheme": "ftp" }');
    expect(() => withHost(made, options)).toThrow(
      new RangeError('The scheme "ftp" is not known. Expected https or http.'),
    );
  });
});

describe("an operation's URL", () => {
  test("needs an operation of the definition", () => {
    const { paths } = made;
    const small = { ...made, paths: { "/api/postage": paths["/api/postage"]! } };
    expect(() => operationUrl(small, { operationId: "Send" })).toThrow(
      new RangeError('The definition has no operation "Send". Expected one of: QuotePostage.'),
    );
  });

  test("keeps the base path of the definition", () => {
    expect(operationUrl({ ...made, basePath: "/v1/" }, quotePostage)).toBe(
      "https://your-function-app.example/v1/api/postage",
    );
  });
});
