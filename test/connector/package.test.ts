import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { strFromU8, unzipSync } from "fflate";
import type { AuthMode } from "../../connector/auth/auth";
import { replaceFolder } from "../../toolkit/files/replaceFolder";
import { lintDocuments } from "../../toolkit/lint/lintDocuments";
import { connectorDocuments } from "../../connector/package/documents";
import { packageFiles, type PackageOptions } from "../../connector/package/packageFiles";
import { operationsOf } from "../../connector/definition/operationUrl";
import { fakePulumi, runConnector } from "../support/connectorCommand";
import { authOf, ENTRA_ID } from "../support/sampleAuth";
import { projectFolder } from "../support/projectFolder";

const ICON = readFileSync(join(projectFolder, "connector", "icon.png"));
const DEPLOY_FILES = [
  "README.md",
  "apiDefinition.swagger.json",
  "apiProperties.json",
  "icon.png",
  "intro.md",
  "settings.json",
];

function made(options: Partial<PackageOptions> = {}) {
  const host = options.multiTenant ? {} : { host: "turbines.azurewebsites.net" };
  return packageFiles({ auth: authOf("apiKey"), icon: ICON, ...host, ...options });
}

function textOf(files: Readonly<Record<string, string | Uint8Array>>, name: string): string {
  const content = files[name] ?? "";
  return typeof content === "string" ? content : strFromU8(content);
}

function headingsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^## (.*)$/gm)].map(([, heading = ""]) => heading);
}

/** What a README says of deploying. */
function stepsOf(readme: string): string {
  return readme.split("## Deployment Instructions\n")[1] ?? "";
}

/** The texts of a file; of a zip, those of each file in it. */
function allTexts(name: string, content: Uint8Array): string[] {
  if (!name.endsWith(".zip")) return [Buffer.from(content).toString("latin1")];
  return Object.entries(unzipSync(content)).flatMap(([inner, bytes]) => allTexts(inner, bytes));
}

describe("a package", () => {
  test("has the files that a connector is created from", () => {
    const files = made();
    expect(Object.keys(files).toSorted()).toEqual(DEPLOY_FILES);
    expect(files["icon.png"]).toBe(ICON);
    expect(JSON.parse(textOf(files, "settings.json"))).toEqual({
      apiProperties: "apiProperties.json",
      apiDefinition: "apiDefinition.swagger.json",
      icon: "icon.png",
      powerAppsUrl: "https://api.powerapps.com",
      powerAppsApiVersion: "2016-11-01",
    });
    const { definition, properties } = connectorDocuments({
      auth: authOf("apiKey"),
      host: "turbines.azurewebsites.net",
    });
    expect(JSON.parse(textOf(files, "apiDefinition.swagger.json"))).toEqual(definition);
    expect(JSON.parse(textOf(files, "apiProperties.json"))).toEqual(properties);
  });

  test("has for certification the zip as well, and the owner of the service", () => {
    const files = made({ variant: "certify" });
    expect(Object.keys(files).toSorted()).toEqual(["ConnectorPackage.zip", ...DEPLOY_FILES]);
    expect(textOf(files, "apiProperties.json")).toContain('"stackOwner"');
    expect(textOf(made(), "apiProperties.json")).not.toContain('"stackOwner"');
  });

  test("has nothing that a tool without UTF-8 could misread", () => {
    const texts = Object.values(made({ variant: "certify" })).filter(
      (content) => typeof content === "string",
    );
    expect(texts).toHaveLength(5);
    for (const text of texts) expect(text).toMatch(/^[\n -~]*$/);
  });
});

describe("the README of a package", () => {
  const readme = textOf(made(), "README.md");

  test("has the headings that certification asks for, in order", () => {
    expect(readme.split("\n")[0]).toBe("# Turbine Repair");
    expect(headingsOf(readme)).toEqual([
      "Publisher: Example Wind Services",
      "Prerequisites",
      "Supported Operations",
      "Obtaining Credentials",
      "Getting Started",
      "Known Issues and Limitations",
      "Deployment Instructions",
    ]);
  });

  test("describes the operations that makers see, and no other", () => {
    const described = [...readme.matchAll(/^### (.*)$/gm)].map(([, title = ""]) => title);
    const { definition } = connectorDocuments({ auth: authOf("none"), host: "a.example" });
    const shown = operationsOf(definition)
      .map(({ operation }) => operation)
      .filter((operation) => operation["x-ms-visibility"] !== "internal");
    expect(described.toSorted()).toEqual(shown.map(({ summary }) => summary).toSorted());
    expect(described).toContain("When a repair is recommended");
    for (const { description } of shown) expect(readme).toContain(`\n${description}\n`);
  });

  test("tells inputs and outputs, those within others too, and nothing internal", () => {
    const operation = (title: string) => readme.split(`### ${title}\n`)[1]?.split("\n#")[0] ?? "";
    expect(operation("Calculates costs")).toBe(
      [
        "",
        "Determines if a technician should be sent for repair.",
        "",
        "**Inputs**",
        "",
        "| Name | Required | What it is |",
        "| --- | --- | --- |",
        "| Hours | yes | The amount of effort in hours required to conduct repair. |",
        "| Capacity | yes | The max output of a turbine in kilowatts. |",
        "",
        "**Outputs**",
        "",
        "| Name | What it is |",
        "| --- | --- |",
        "| Message | Returns Yes or No depending on calculations. |",
        "| RevenueOpportunity | The revenue opportunity cost. |",
        "| CostToFix | The cost in $ to fix the turbine. |",
        "",
      ].join("\n"),
    );
    expect(operation("Assess a fleet")).toContain(
      "| Turbines / Hours | yes | The amount of effort in hours required to conduct repair. |",
    );
    expect(operation("Record an inspection")).toContain("| Idempotency Key | no | A key of your");
    // What a webhook sends, and not what registering it answers.
    expect(operation("When a repair is recommended")).toContain("| Notice ID | The same each time");
    expect(readme).not.toMatch(/Callback URL|Trigger State|Subscription ID/);
  });

  test.each<[AuthMode[], Partial<PackageOptions>, string[]]>([
    [["none"], {}, ["The service asks for no credentials."]],
    [["apiKey"], {}, ["pulumi stack output apiKey --show-secrets"]],
    [["basic"], {}, ["pulumi stack output basicPassword --show-secrets"]],
    [["oauth2"], {}, ["your account at https://login.example.com/", "--secret CLIENT_SECRET"]],
    [["entraId"], {}, [`exposes the API \`${ENTRA_ID.resource}\``, "copy the redirect URL"]],
    [["apiKey", "entraId"], {}, ["one of two ways", "- **API key**", "- **Microsoft Entra ID**"]],
    [["apiKey"], { multiTenant: true }, ["asks for the **Host**", "and its host name."]],
    [["none"], { gateway: "windows" }, ["**on-premises data gateway**", "`CONTOSO\\user`"]],
  ])("tells how to get what auth %j with %j asks for", (modes, options, texts) => {
    const text = textOf(made({ auth: authOf(...modes), ...options }), "README.md");
    for (const expected of texts) expect(text).toContain(expected);
  });

  test.each<[AuthMode[], string]>([
    [["apiKey"], "`"],
    [["apiKey", "entraId"], " --secret CLIENT_SECRET`"],
    [["oauth2"], " --secret CLIENT_SECRET`"],
  ])("gives auth %j its secret where the connector is created, and updated", (modes, end) => {
    const steps = stepsOf(textOf(made({ auth: authOf(...modes) }), "README.md"));
    for (const command of ["create", "update"]) {
      expect(steps).toContain(`: \`paconn ${command} --settings settings.json${end}`);
    }
  });

  test("says of two sign-ins that they get one secret, and of one nothing", () => {
    const [two, one] = [authOf("oauth2", "entraId"), authOf("apiKey", "entraId")].map((auth) =>
      textOf(made({ auth }), "README.md"),
    );
    const limitation = "- `paconn` hands one client secret to both sign-ins: ";
    expect(two).toContain(limitation);
    expect(one).not.toContain(limitation);
    expect(stepsOf(two ?? "")).toContain(
      "goes to both sign-ins, so both registrations must have it.",
    );
    expect(stepsOf(one ?? "")).not.toContain("both sign-ins");
  });

  test("sends who certifies to another folder to create the connector, and nobody else", () => {
    const certify = stepsOf(textOf(made({ variant: "certify" }), "README.md"));
    expect(certify).toMatch(/no connector that names a stackOwner\. .* with `--variant deploy` /);
    expect(certify).toContain("In that folder, create the connector: `paconn create");
    expect(certify).toContain("make that folder again and update");
    const deploy = stepsOf(readme);
    expect(deploy).toContain("In this folder, create the connector: `paconn create");
    expect(deploy).not.toContain("--variant");
  });

  test("says of a gateway neither that it calls by http nor that it takes a key", () => {
    const options = { auth: authOf("none"), gateway: "anonymous", scheme: "https" } as const;
    const texts = ["README.md", "intro.md"].map((name) => textOf(made(options), name));
    for (const text of texts) {
      expect(text).toContain(
        "the connector can have no API key, no sign-in by OAuth 2.0, no script",
      );
      expect(text).not.toMatch(/by http|function key/);
    }
  });

  test("has an introduction beside it, with headings of its own", () => {
    expect(headingsOf(textOf(made(), "intro.md"))).toEqual([
      "Prerequisites",
      "How to get credentials",
      "Get started with your connector",
      "Known issues and limitations",
      "Common errors and remedies",
      "FAQ",
    ]);
  });
});

describe("the zip for certification", () => {
  const CONNECTOR = "Connector/exwind_turbinerepair_";
  const CONNECTOR_FILES = [
    `${CONNECTOR}connectionparameters.json`,
    `${CONNECTOR}iconblob.Png`,
    `${CONNECTOR}openapidefinition.json`,
    `${CONNECTOR}policytemplateinstances.json`,
    "[Content_Types].xml",
    "customizations.xml",
    "solution.xml",
  ];
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "",
    parseTagValue: false,
  });

  function opened(options: Partial<PackageOptions> = {}) {
    const files = made({ variant: "certify", ...options });
    const outer = unzipSync(files["ConnectorPackage.zip"] as Uint8Array);
    const inner = unzipSync(outer["package.zip"] as Uint8Array);
    const connector = unzipSync(inner["PkgAssets/ConnectorSolution.zip"] as Uint8Array);
    const flow = unzipSync(inner["PkgAssets/FlowSolution.zip"] as Uint8Array);
    return { files, outer, inner, connector, flow };
  }

  function xmlOf(files: Record<string, Uint8Array>, name: string) {
    const text = textOf(files, name);
    expect(XMLValidator.validate(text)).toBe(true);
    return parser.parse(text);
  }

  test("holds the introduction and a package of two solutions", () => {
    const { files, outer, inner } = opened();
    expect(Object.keys(outer)).toEqual(["intro.md", "package.zip"]);
    expect(textOf(outer, "intro.md")).toBe(files["intro.md"]);
    expect(Object.keys(inner)).toEqual([
      "PkgAssets/ConnectorSolution.zip",
      "PkgAssets/FlowSolution.zip",
    ]);
  });

  test("has the connector in both solutions, and the flow in one", () => {
    const { files, connector, flow } = opened();
    expect(Object.keys(connector).toSorted()).toEqual(CONNECTOR_FILES.toSorted());
    const workflow = Object.keys(flow).filter((name) => name.startsWith("Workflows/"));
    expect(workflow).toEqual([expect.stringMatching(/^Workflows\/\w+-[\dA-F-]{36}\.json$/)]);
    expect(Object.keys(flow).toSorted()).toEqual([...CONNECTOR_FILES, ...workflow].toSorted());
    const { properties } = JSON.parse(textOf(files, "apiProperties.json"));
    for (const solution of [connector, flow]) {
      const json = (name: string) => JSON.parse(textOf(solution, `${CONNECTOR}${name}.json`));
      expect(textOf(solution, `${CONNECTOR}openapidefinition.json`)).toBe(
        files["apiDefinition.swagger.json"],
      );
      expect(json("connectionparameters")).toEqual(properties.connectionParameters);
      expect(json("policytemplateinstances")).toEqual(properties.policyTemplateInstances);
      expect(json("policytemplateinstances")).not.toEqual([]);
      expect(Buffer.from(solution[`${CONNECTOR}iconblob.Png`] ?? []).equals(ICON)).toBe(true);
    }
  });

  test("names in customizations.xml each file that is there", () => {
    for (const options of [{}, { auth: authOf("apiKey", "basic") }]) {
      const { connector, flow } = opened(options);
      for (const solution of [connector, flow]) {
        const { Connectors, Workflows } = xmlOf(solution, "customizations.xml").ImportExportXml;
        const values = Object.values(Connectors.Connector as Record<string, string>);
        const named = [...values, Workflows.Workflow?.JsonFileName]
          .filter((value) => typeof value === "string" && value.startsWith("/"))
          .map((value: string) => value.slice(1));
        const rest = ["[Content_Types].xml", "customizations.xml", "solution.xml"];
        expect([...named, ...rest].toSorted()).toEqual(Object.keys(solution).toSorted());
      }
    }
  });

  test("keeps the sets of a choice in a file of their own", () => {
    const { files, connector } = opened({ auth: authOf("apiKey", "entraId") });
    const { properties } = JSON.parse(textOf(files, "apiProperties.json"));
    expect(JSON.parse(textOf(connector, `${CONNECTOR}connectionparametersets.json`))).toEqual(
      properties.connectionParameterSets,
    );
    expect(JSON.parse(textOf(connector, `${CONNECTOR}connectionparameters.json`))).toEqual({});
  });

  test("describes unmanaged solutions, their publisher and what is in them", () => {
    const { connector, flow } = opened();
    const manifest = xmlOf(connector, "solution.xml").ImportExportXml.SolutionManifest;
    expect(manifest).toEqual({
      UniqueName: "TurbineRepairConnector",
      LocalizedNames: {
        LocalizedName: { description: "Turbine Repair Connector", languagecode: "1033" },
      },
      Descriptions: "",
      Version: "1.0.0.0",
      Managed: "0",
      Publisher: {
        UniqueName: "ExampleWindServices",
        LocalizedNames: {
          LocalizedName: { description: "Example Wind Services", languagecode: "1033" },
        },
        Descriptions: "",
        EMailAddress: "support@example.com",
        SupportingWebsiteUrl: "https://www.example.com/support",
        CustomizationPrefix: "exwind",
        CustomizationOptionValuePrefix: "41730",
        Addresses: "",
      },
      RootComponents: {
        RootComponent: {
          type: "372",
          id: expect.stringMatching(
            /^\{[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}\}$/,
          ),
          schemaName: "exwind_turbinerepair",
          behavior: "0",
        },
      },
      MissingDependencies: "",
    });
    const inFlow = xmlOf(flow, "solution.xml").ImportExportXml.SolutionManifest;
    expect(inFlow.UniqueName).toBe("TurbineRepairFlow");
    expect(inFlow.RootComponents.RootComponent).toEqual([
      manifest.RootComponents.RootComponent,
      { type: "29", id: expect.stringMatching(/^\{[\da-f-]{36}\}$/), behavior: "0" },
    ]);
  });

  test("tells the type of each file by its ending", () => {
    const { connector, flow } = opened();
    for (const solution of [connector, flow]) {
      const types: { Extension: string }[] = xmlOf(solution, "[Content_Types].xml").Types.Default;
      const known = types.map(({ Extension }) => Extension);
      const endings = Object.keys(solution).map((name) => name.replace(/^.*\./, ""));
      expect([...new Set(endings)].toSorted()).toEqual(known.toSorted());
    }
  });

  test("binds the flow to the connector by a connection reference", () => {
    const { connector, flow } = opened();
    const { Connectors } = xmlOf(connector, "customizations.xml").ImportExportXml;
    const { Workflows, connectionreferences } = xmlOf(flow, "customizations.xml").ImportExportXml;
    const reference = connectionreferences.connectionreference;
    expect(Connectors.Connector.connectorid).toBe(reference.customconnectorid.connectorid);
    expect(reference.connectorid).toMatch(
      /^\/providers\/Microsoft\.PowerApps\/apis\/shared_exwind-5fturbine-20repair-5f[\da-f]{16}$/,
    );
    const { workflow, actions } = flowOf(flow, Workflows.Workflow.JsonFileName);
    const apiName = reference.connectorid.split("/").at(-1);
    expect(workflow.properties.connectionReferences).toEqual({
      [apiName]: {
        runtimeSource: "embedded",
        connection: { connectionReferenceLogicalName: reference.connectionreferencelogicalname },
        api: { name: apiName },
      },
    });
    for (const { inputs } of actions) {
      expect(inputs.host).toEqual({
        connectionName: apiName,
        operationId: inputs.host.operationId,
        apiId: reference.connectorid,
      });
    }
  });

  test("has a flow that gives each operation all that it requires, and nothing else", () => {
    const { files, flow } = opened();
    const { Workflows } = xmlOf(flow, "customizations.xml").ImportExportXml;
    const { workflow, actions } = flowOf(flow, Workflows.Workflow.JsonFileName);
    const document = JSON.parse(textOf(files, "apiDefinition.swagger.json"));
    const operations = operationsOf(document).map(({ operation }) => operation);
    expect(actions.map(({ inputs }) => inputs.host.operationId)).toEqual([
      "CalculateCosts",
      "RecordInspection",
    ]);
    const asked = Object.keys(
      workflow.properties.definition.triggers.manual.inputs.schema.properties,
    );
    for (const { inputs } of actions) {
      const operation = operations.find(
        ({ operationId }) => operationId === inputs.host.operationId,
      );
      const body = operation?.parameters.find((parameter) => parameter.in === "body");
      const schema = body && "schema" in body ? body.schema : undefined;
      const given = Object.keys(inputs.parameters).map((name) => name.replace(/^body\//, ""));
      expect(given).toEqual(expect.arrayContaining([...(schema?.required ?? ["none"])]));
      expect(Object.keys(schema?.properties ?? {})).toEqual(expect.arrayContaining(given));
      for (const value of Object.values(inputs.parameters as Record<string, string>)) {
        const [, name] = /^@triggerBody\(\)\?\['(\w+)'\]$/.exec(value) ?? [];
        expect(asked).toContain(name);
      }
    }
  });

  interface ConnectorAction {
    readonly inputs: {
      readonly host: { readonly operationId: string };
      readonly parameters: object;
    };
  }

  function flowOf(files: Record<string, Uint8Array>, path: string) {
    const workflow = JSON.parse(textOf(files, path.slice(1)));
    const { Calculates_costs: first, Is_it_worth_its_cost: choice } =
      workflow.properties.definition.actions;
    const actions: ConnectorAction[] = [first, ...Object.values<ConnectorAction>(choice.actions)];
    return { workflow, actions };
  }

  test("is the same bytes whenever and wherever it is made", () => {
    expect(digestIn("Pacific/Kiritimati")).toBe(digestIn("Pacific/Pago_Pago"));
  });
});

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

  async function findingsOf(options: Partial<PackageOptions> & { modes: readonly AuthMode[] }) {
    const { modes, ...rest } = options;
    const files = made({ auth: authOf(...modes), ...rest });
    const text = (name: string) => textOf(files, name);
    const { findings } = lintDocuments(
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
    const files = made({ variant: "certify" });
    const spoiled = textOf(files, "apiProperties.json").replaceAll(
      '"required": "true"',
      '"required": true',
    );
    const { findings } = lintDocuments({ properties: spoiled }, { variant: "certify" });
    expect(findings.some(({ severity }) => severity === "error")).toBe(true);
  });
});

describe("the command package", () => {
  const folder = mkdtempSync(join(tmpdir(), "connector-package-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  const HOST = ["--host", "turbines.azurewebsites.net"];
  const ENTRA = [
    "--entra-tenant-id",
    ENTRA_ID.tenantId,
    "--entra-client-id",
    ENTRA_ID.clientId,
    "--entra-resource",
    ENTRA_ID.resource,
  ];

  test("writes a folder, and tells what is in it", async () => {
    const out = join(folder, "plain");
    const { status, stdout, stderr } = await runConnector(["package", ...HOST, "--out", out]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(readdirSync(out).toSorted()).toEqual(DEPLOY_FILES);
    expect(stdout.split("\n")).toHaveLength(9);
    expect(stdout).toContain(`What to do with them: ${join(out, "README.md")}`);
    const expected = made({ auth: { modes: ["apiKey"], keyLocation: "query" } });
    for (const name of DEPLOY_FILES) {
      expect(readFileSync(join(out, name), "latin1")).toBe(
        Buffer.from(expected[name] ?? "").toString("latin1"),
      );
    }
  });

  test("replaces an earlier package whole, and remembers the connector that was created", async () => {
    const out = join(folder, "again");
    const certify = ["package", ...HOST, "--variant", "certify", "--out", out];
    expect(await runConnector(certify)).toMatchObject({ status: 0 });
    const settings = JSON.parse(readFileSync(join(out, "settings.json"), "utf8"));
    const created = { connectorId: "shared_turbine-20repair", environment: "0a1b2c3d" };
    writeFileSync(join(out, "settings.json"), JSON.stringify({ ...settings, ...created, more: 1 }));
    expect(await runConnector(["package", ...HOST, "--out", out])).toMatchObject({ status: 0 });
    expect(readdirSync(out).toSorted()).toEqual(DEPLOY_FILES);
    expect(JSON.parse(readFileSync(join(out, "settings.json"), "utf8"))).toEqual({
      ...created,
      ...settings,
    });
    expect(readdirSync(folder).filter((name) => name.startsWith("again"))).toEqual(["again"]);
  });

  test("prints one JSON document, with what each file is", async () => {
    const out = join(folder, "json");
    const args = ["package", "--multi-tenant", "--auth", "apiKey,entraId", ...ENTRA];
    const { status, stdout } = await runConnector([
      ...args,
      "--variant",
      "certify",
      "--out",
      out,
      "--json",
    ]);
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      folder: out,
      variant: "certify",
      auth: ["apiKey", "entraId"],
    });
    expect(report.files).toEqual(
      report.files.map(({ name }: { name: string }) => {
        const content = readFileSync(join(out, name));
        const sha256 = createHash("sha256").update(content).digest("hex");
        return { name, bytes: content.length, sha256 };
      }),
    );
    expect(report.files.map(({ name }: { name: string }) => name).toSorted()).toEqual(
      readdirSync(out).toSorted(),
    );
  });

  test.each([
    [["--auth", "basic"]],
    [["--auth", "apiKey", "--api-key-location", "header"]],
    [["--multi-tenant", "--auth", "entraId", ...ENTRA]],
    [["--gateway", "windows", "--scheme", "https"]],
  ])("and the command definition make the same definition of %j", async (options) => {
    const out = join(folder, "same");
    const args = [...options, ...(options.includes("--multi-tenant") ? [] : HOST)];
    const [written, printed] = await Promise.all([
      runConnector(["package", ...args, "--out", out]),
      runConnector(["definition", ...args]),
    ]);
    expect(written).toMatchObject({ status: 0, stderr: "" });
    expect(printed.stdout).toBe(readFileSync(join(out, "apiDefinition.swagger.json"), "utf8"));
  });

  test.each([
    ["anonymous", [], { securityDefinitions: {}, schemes: ["http"] }],
    ["windows", [], { securityDefinitions: {}, schemes: ["http"] }],
    [
      "basic",
      ["--scheme", "https"],
      { securityDefinitions: { basic: { type: "basic" } }, schemes: ["https"] },
    ],
  ])("asks callers for what goes with a gateway that is %s", async (gateway, more, expected) => {
    const out = join(folder, "gateway");
    const args = ["package", ...HOST, "--gateway", gateway, ...more, "--out", out];
    expect(await runConnector(args)).toMatchObject({ status: 0, stderr: "" });
    const text = readFileSync(join(out, "apiDefinition.swagger.json"), "utf8");
    expect(JSON.parse(text)).toMatchObject(expected);
  });

  describe("of a stack", () => {
    const CONFIG = {
      "turbine-repair:auth": { value: "basic", secret: false },
      "turbine-repair:apiKeyLocation": { value: "query", secret: false },
      "turbine-repair:password": { secret: true },
    };

    const pulumi = (output: object) => fakePulumi(folder, { output, config: CONFIG });

    test("takes its host and how its callers authenticate", async () => {
      const out = join(folder, "stack");
      const path = pulumi({ hostName: "func-dev.azurewebsites.net", apiKey: "[secret]" });
      const ended = await runConnector(["package", "--stack", "dev", "--out", out], path);
      expect(ended).toMatchObject({ status: 0 });
      const read = (name: string) => JSON.parse(readFileSync(join(out, name), "utf8"));
      expect(read("apiDefinition.swagger.json")).toMatchObject({
        host: "func-dev.azurewebsites.net",
        schemes: ["https"],
        securityDefinitions: { basic: { type: "basic" } },
      });
      expect(Object.keys(read("apiProperties.json").properties.connectionParameters)).toEqual([
        "username",
        "password",
      ]);
    });

    test("calls a stack of this machine by http", async () => {
      const out = join(folder, "local");
      const path = pulumi({ hostName: "127.0.0.1:40971" });
      expect(await runConnector(["package", "--stack", "local", "--out", out], path)).toMatchObject(
        {
          status: 0,
        },
      );
      const text = readFileSync(join(out, "apiDefinition.swagger.json"), "utf8");
      expect(JSON.parse(text)).toMatchObject({ host: "127.0.0.1:40971", schemes: ["http"] });
    });

    test("the commands definition and postman take both too", async () => {
      const out = join(folder, "other-commands");
      const path = pulumi({ hostName: "127.0.0.1:40971" });
      const [written, printed, postman] = await Promise.all([
        runConnector(["package", "--stack", "local", "--out", out], path),
        runConnector(["definition", "--stack", "local"], path),
        runConnector(["postman", "--stack", "local"], path),
      ]);
      for (const ended of [written, printed, postman]) {
        expect(ended).toMatchObject({ status: 0, stderr: "" });
      }
      expect(printed.stdout).toBe(readFileSync(join(out, "apiDefinition.swagger.json"), "utf8"));
      const { variable } = JSON.parse(postman.stdout) as { variable: Record<string, string>[] };
      expect(variable).toMatchObject([
        { key: "baseUrl", value: "http://127.0.0.1:40971" },
        { key: "username", value: "" },
        { key: "password", value: "" },
        ...variable.slice(3),
      ]);
    });

    test.each(["definition", "package", "postman"])(
      "goes with no host and no authentication of the command %s's own",
      async (command) => {
        const path = pulumi({ hostName: "a.example" });
        for (const other of ["--host", "--auth"]) {
          const args = [command, "--stack", "dev", other, "none", "--out", join(folder, "no")];
          expect(await runConnector(args, path)).toMatchObject({
            status: 1,
            stderr: expect.stringContaining(`${other} `),
          });
        }
        expect(existsSync(join(folder, "no"))).toBe(false);
      },
    );

    test("writes nothing when the stack is not deployed", async () => {
      const out = join(folder, "undeployed");
      const { status, stderr } = await runConnector(
        ["package", "--stack", "dev", "--out", out],
        pulumi({}),
      );
      expect(status).toBe(1);
      expect(stderr).toMatch(/^error: The stack "dev" has no output "hostName"; [^\n]*\n$/m);
      expect(existsSync(out)).toBe(false);
    });
  });

  test("has no secret in any file, zipped or not", async () => {
    const out = join(folder, "secrets");
    const args = ["package", ...HOST, "--auth", "apiKey,entraId", ...ENTRA];
    await runConnector([...args, "--variant", "certify", "--out", out]);
    const texts = readdirSync(out).flatMap((name) => allTexts(name, readFileSync(join(out, name))));
    expect(texts.length).toBeGreaterThan(20);
    for (const text of texts) {
      expect(text).not.toMatch(/clientSecret|sharedAccess|AccountKey=|sig=|BEGIN [A-Z ]*KEY/i);
    }
  });

  test.each<[string, readonly string[], string]>([
    ["no host", [], "error: The package needs the host that serves the operations. Give --stack"],
    ["a host with a scheme", ["--host", "https://a.b"], 'error: The host "https://a.b" is not'],
    [
      "an unknown mode",
      [...HOST, "--auth", "password"],
      'error: --auth is "password", expected apiKey, none, basic, oauth2, entraId, or two',
    ],
    [
      "a mode that is not whole, all of it at once",
      [...HOST, "--auth", "oauth2", "--oauth2-token-url", "http://a.b"],
      'error: --oauth2-issuer is "", expected an https address; --oauth2-audience is "", expected ' +
        'a value without spaces; --oauth2-client-id is "", expected a value without spaces; ' +
        '--oauth2-authorization-url is "", expected an https address; --oauth2-token-url is ' +
        '"http://a.b", expected an https address.\n',
    ],
    ["another auth than the stack's", ["--stack", "dev", "--auth", "none"], "'--stack <name>'"],
    ["a host beside a stack", [...HOST, "--stack", "dev"], "'--stack <name>'"],
    [
      "a gateway for many tenants",
      ["--gateway", "anonymous", "--multi-tenant"],
      "error: A gateway",
    ],
    [
      "a gateway that goes with other modes",
      [...HOST, "--gateway", "anonymous", "--auth", "apiKey"],
      'The gateway "anonymous" does not go with auth apiKey. Expected auth none.',
    ],
    ["an unknown variant", [...HOST, "--variant", "store"], "Allowed choices are deploy, certify."],
  ])("refuses %s in one line, and writes nothing", async (_what, args, message) => {
    const out = join(folder, "refused");
    const { status, stdout, stderr } = await runConnector(["package", ...args, "--out", out]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(existsSync(out)).toBe(false);
  });

  test("refuses a folder with other files, and leaves it as it was", async () => {
    const out = join(folder, "mine");
    mkdirSync(out);
    writeFileSync(join(out, "notes.txt"), "mine");
    for (const more of [[], ["apiDefinition.swagger.json"]]) {
      for (const name of more) writeFileSync(join(out, name), "{}");
      const { status, stderr } = await runConnector(["package", ...HOST, "--out", out]);
      expect(status).toBe(1);
      expect(stderr).toContain("holds other files than a package's: notes.txt.");
    }
    expect(readFileSync(join(out, "notes.txt"), "utf8")).toBe("mine");
    expect(readFileSync(join(out, "apiDefinition.swagger.json"), "utf8")).toBe("{}");
  });

  test.each([
    ["of another connector", { swagger: "2.0", info: { title: "Contoso HR" } }],
    ["without a title", {}],
  ])("refuses a folder in the form of a package %s", async (what, theirs) => {
    const out = join(folder, `theirs ${what}`);
    mkdirSync(out);
    const files = {
      "apiDefinition.swagger.json": JSON.stringify(theirs),
      "apiProperties.json": "{}",
      "settings.json": '{"connectorId":"shared_hr"}',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(out, name), text);
    const { status, stderr } = await runConnector(["package", ...HOST, "--out", out]);
    expect(status).toBe(1);
    expect(stderr).toBe(
      `error: The folder ${out} is not an earlier package of "Turbine Repair". Nothing was written. ` +
        'Name a new folder, or an earlier package of "Turbine Repair" to replace.\n',
    );
    for (const [name, text] of Object.entries(files)) {
      expect(readFileSync(join(out, name), "utf8")).toBe(text);
    }
    expect(readdirSync(out)).toHaveLength(3);
  });

  test("refuses a folder of a file's name", async () => {
    const out = join(folder, "deep");
    expect(await runConnector(["package", ...HOST, "--out", out])).toMatchObject({ status: 0 });
    rmSync(join(out, "intro.md"));
    mkdirSync(join(out, "intro.md"));
    const { stderr } = await runConnector(["package", ...HOST, "--out", out]);
    expect(stderr).toContain("holds other files than a package's: intro.md.");
    expect(existsSync(join(out, "intro.md"))).toBe(true);
  });

  // In a folder of its own below this test's: a mistake would delete the working directory.
  test.each([
    ["", "argument '' is invalid. It is empty. Expected the path of a file or folder."],
    [".", "The folder . is the working directory, or holds it. Nothing was written."],
    ["..", "The folder .. is the working directory, or holds it."],
    ["link", "The folder link is the working directory, or holds it."],
  ])("never replaces the working directory or what is around it: %j", async (out, message) => {
    const outer = mkdtempSync(join(folder, "around-"));
    const inner = join(outer, "intro.md");
    mkdirSync(inner);
    symlinkSync(outer, join(inner, "link"), "junction");
    const mine = [join(outer, "apiDefinition.swagger.json"), join(inner, "notes.txt")];
    for (const file of mine) writeFileSync(file, textOf(made(), "apiDefinition.swagger.json"));
    const args = ["package", ...HOST, "--out", out];
    const { status, stdout, stderr } = await runConnector(args, undefined, { cwd: inner });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(mine.filter((file) => existsSync(file))).toEqual(mine);
  });

  test("never replaces a working directory that is an earlier package", async () => {
    const out = join(folder, "inside");
    expect(await runConnector(["package", ...HOST, "--out", out])).toMatchObject({ status: 0 });
    const args = ["package", ...HOST, "--out", "."];
    const { stderr } = await runConnector(args, undefined, { cwd: out });
    expect(stderr).toContain("The folder . is the working directory, or holds it.");
  });

  test.each([
    ["a file", (out: string) => writeFileSync(out, ""), "is a file. Name a new folder"],
    ["a folder within none", (out: string) => rmSync(out, { force: true }), "(ENOENT)"],
    [
      "settings that were spoiled",
      (out: string) => {
        mkdirSync(out);
        writeFileSync(
          join(out, "apiDefinition.swagger.json"),
          textOf(made(), "apiDefinition.swagger.json"),
        );
        writeFileSync(join(out, "settings.json"), "{");
      },
      "which says what connector was created from it",
    ],
  ])("refuses %s", async (what, prepare, message) => {
    const out = join(folder, "odd");
    prepare(out);
    const target = what === "a folder within none" ? join(out, "deeper") : out;
    const { status, stderr } = await runConnector(["package", ...HOST, "--out", target]);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(readdirSync(folder).filter((name) => /\.(?:tmp|old)$/.test(name))).toEqual([]);
    rmSync(out, { recursive: true, force: true });
  });

  test("leaves an earlier package as it was when a file cannot be written", () => {
    const out = join(folder, "kept");
    replaceFolder(out, { "a.json": "first" });
    expect(() => {
      replaceFolder(out, { "a.json": "second", "no/such/folder": "" });
    }).toThrow("(ENOENT)");
    expect(readdirSync(out)).toEqual(["a.json"]);
    expect(readFileSync(join(out, "a.json"), "utf8")).toBe("first");
    expect(readdirSync(folder).filter((name) => name.startsWith("kept"))).toEqual(["kept"]);
  });

  test("follows a link to the folder, and fills an empty one", async () => {
    const [real, link] = [join(folder, "real"), join(folder, "link")];
    mkdirSync(real);
    symlinkSync(real, link);
    expect(await runConnector(["package", ...HOST, "--out", link])).toMatchObject({ status: 0 });
    expect(readdirSync(real).toSorted()).toEqual(DEPLOY_FILES);
    expect(readdirSync(link).toSorted()).toEqual(DEPLOY_FILES);
  });
});

/** The digest of a certification package that a process in another time zone makes. */
function digestIn(zone: string): string {
  const script =
    'const { packageFiles } = require("./connector/package/packageFiles");' +
    'const auth = { modes: ["apiKey"], keyLocation: "query" };' +
    'const files = packageFiles({ auth, host: "a.b", variant: "certify", icon: Buffer.of(1) });' +
    'process.stdout.write(Buffer.from(files["ConnectorPackage.zip"]).toString("base64"));';
  const { stdout } = spawnSync(process.execPath, ["--require", "tsx/cjs", "-e", script], {
    cwd: projectFolder,
    encoding: "utf8",
    env: { ...process.env, TZ: zone },
  });
  expect(stdout.length).toBeGreaterThan(10_000);
  return createHash("sha256").update(stdout).digest("hex");
}
