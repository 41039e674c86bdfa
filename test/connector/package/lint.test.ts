import type { PackageOptions } from "../../../connector/package/packageFiles";
import type { AuthMode } from "../../../function/security/authMode";
import { lintPackage } from "../../support/lintPackage";
import { authOf } from "../../support/sampleAuth";
import { madePackage, textOf } from "./madePackage";

function findingsOf(options: Partial<PackageOptions> & { modes: readonly AuthMode[] }) {
  const { modes, ...rest } = options;
  const findings = lintPackage(madePackage({ auth: authOf(...modes), ...rest }));
  return findings.map(({ severity, rule }) => `${severity} ${rule}`);
}

describe("Microsoft's rules, checked offline", () => {
  const PAIRS: AuthMode[][] = [
    ["apiKey", "entraId"],
    ["apiKey", "basic"],
    ["oauth2", "entraId"],
  ];
  const MODES: AuthMode[][] = [["none"], ["apiKey"], ["basic"], ["oauth2"], ["entraId"], ...PAIRS];
  const ONLINE = MODES.flatMap((modes) =>
    [false, true].flatMap((multiTenant) =>
      (["deploy", "certify"] as const).map((variant) => ({ modes, multiTenant, variant })),
    ),
  );
  const BEHIND = (
    [
      ["anonymous", "none", "http"],
      ["anonymous", "none", "https"],
      ["basic", "basic", "http"],
      ["windows", "none", "http"],
    ] as const
  ).map(([gateway, mode, scheme]) => ({
    modes: [mode],
    gateway,
    scheme,
    variant: "deploy" as const,
  }));

  test.each(ONLINE)("find nothing in $variant of $modes, many tenants $multiTenant", (options) => {
    expect(findingsOf(options)).toEqual([]);
  });

  test.each(BEHIND)("find nothing in $modes by $scheme behind a gateway, $gateway", (options) => {
    expect(findingsOf(options)).toEqual([]);
  });

  test("find what is wrong in a package that was spoiled", () => {
    const files = madePackage({ variant: "certify" });
    const spoiled = textOf(files, "apiProperties.json").replaceAll(
      '"required": "true"',
      '"required": true',
    );
    const findings = lintPackage({ ...files, "apiProperties.json": spoiled });
    expect(findings.some(({ severity }) => severity === "error")).toBe(true);
  });
});
