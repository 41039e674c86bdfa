import type { PackageOptions } from "../../../connector/package/packageFiles";
import type { AuthMode } from "../../../function/security/authMode";
import { lintDocuments } from "../../../toolkit/lint/lintDocuments";
import { authOf } from "../../support/sampleAuth";
import { ICON, madePackage, textOf } from "./madePackage";

async function findingsOf(options: Partial<PackageOptions> & { modes: readonly AuthMode[] }) {
  const { modes, ...rest } = options;
  const files = madePackage({ auth: authOf(...modes), ...rest });
  const text = (name: string) => textOf(files, name);
  const findings = await lintDocuments(
    {
      definition: text("apiDefinition.swagger.json"),
      properties: text("apiProperties.json"),
      settings: text("settings.json"),
      icon: ICON,
      readme: text("README.md"),
      intro: text("intro.md"),
    },
    { isWhole: true, fileNames: Object.keys(files) },
  );
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

  test.each(ONLINE)(
    "find nothing in $variant of $modes, many tenants $multiTenant",
    async (options) => {
      expect(await findingsOf(options)).toEqual([]);
    },
  );

  test.each(BEHIND)(
    "find nothing in $modes by $scheme behind a gateway, $gateway",
    async (options) => {
      expect(await findingsOf(options)).toEqual([]);
    },
  );

  test("find what is wrong in a package that was spoiled", async () => {
    const files = madePackage({ variant: "certify" });
    const spoiled = textOf(files, "apiProperties.json").replaceAll(
      '"required": "true"',
      '"required": true',
    );
    const findings = await lintDocuments({ properties: spoiled }, { variant: "certify" });
    expect(findings.some(({ severity }) => severity === "error")).toBe(true);
  });
});
