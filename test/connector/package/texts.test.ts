import { operationsOf } from "../../../connector/definition/operations";
import { connectorDocuments } from "../../../connector/documents/connectorDocuments";
import type { PackageOptions } from "../../../connector/package/packageFiles";
import type { Contract } from "../../../function/contract/contract";
import type { AuthMode } from "../../../function/security/authMode";
import { authOf, ENTRA_ID } from "../../support/sampleAuth";
import { listDepots, quotePostage, recordParcel } from "../../support/sampleConnector/actions";
import { connectorOf, sampleConnector } from "../../support/sampleConnector/sampleConnector";
import { whenParcelRecorded } from "../../support/sampleConnector/triggers";
import { madePackage, textOf } from "./madePackage";

function headingsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^## (.*)$/gm)].map(([, heading = ""]) => heading);
}

/** What a README says of deploying. */
function stepsOf(readme: string): string {
  return readme.split("## Deployment Instructions\n")[1] ?? "";
}

describe("the README of a package", () => {
  const readme = textOf(madePackage(), "README.md");

  test("has the headings that certification asks for, in order", () => {
    expect(readme.split("\n")[0]).toBe("# Parcel Desk");
    expect(headingsOf(readme)).toEqual([
      "Publisher: Contoso Post",
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
    const { definition } = connectorDocuments({
      connector: sampleConnector,
      auth: authOf("none"),
      host: "a.example",
    });
    const shown = operationsOf(definition)
      .map(({ operation }) => operation)
      .filter((operation) => operation["x-ms-visibility"] !== "internal");
    expect(described.toSorted()).toEqual(shown.map(({ summary }) => summary).toSorted());
    expect(described).toContain("When a parcel is heavy");
    for (const { description } of shown) expect(readme).toContain(`\n${description}\n`);
  });

  test("lists inputs and outputs, those within others too, and nothing internal", () => {
    const operation = (title: string) => readme.split(`### ${title}\n`)[1]?.split("\n#")[0] ?? "";
    expect(operation("Quote postage")).toBe(
      [
        "",
        "Works out what it costs to send a parcel.",
        "",
        "**Inputs**",
        "",
        "| Name | Required | What it is |",
        "| --- | --- | --- |",
        "| Weight | yes | The weight in grams. |",
        "| Express | yes | Whether the parcel travels overnight. |",
        "| Depot | yes | The depot that the parcel lies in. |",
        "| Note | no | A note for the driver. |",
        "",
        "**Outputs**",
        "",
        "| Name | What it is |",
        "| --- | --- |",
        "| Postage | The postage in cents. |",
        "",
      ].join("\n"),
    );
    expect(operation("Weigh parcels")).toContain(
      "| Parcels / Weight | yes | The weight in grams. |",
    );
    expect(operation("Record a parcel")).toContain("| Idempotency Key | no | A key of your");
    // What a webhook sends, and not what registering it returns.
    expect(operation("When a parcel is heavy")).toContain("| Notice ID | The same each time");
    expect(readme).not.toMatch(/Callback URL|Trigger State|Subscription ID/);
  });

  test("begins with the primary action, though it is not the first", () => {
    const step =
      "2. Add the action **Quote postage**. It takes Weight, Express, Depot and Note, and ";
    expect(readme).toContain(`${step}returns Postage.\n`);
    expect(textOf(madePackage(), "intro.md")).toContain(`${step}returns Postage.\n`);
  });

  test("begins with an action that makers see where the primary operation is not one", () => {
    const hidden: Contract = { ...quotePostage, visibility: "internal" };
    const connector = connectorOf(hidden, whenParcelRecorded, recordParcel, listDepots);
    expect(textOf(madePackage({ connector }), "README.md")).toContain(
      "2. Add the action **Record a parcel**.",
    );
    const bare: Contract = {
      ...recordParcel,
      request: {},
      response: { description: "It is done.", "x-ms-summary": "Done" },
    };
    expect(textOf(madePackage({ connector: connectorOf(bare) }), "README.md")).toContain(
      "2. Add the action **Record a parcel**.\n",
    );
    const without = connectorOf(whenParcelRecorded, listDepots);
    expect(textOf(madePackage({ connector: without }), "README.md")).not.toContain(
      "Add the action",
    );
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
  ])("describes how to get what auth %j with %j asks for", (modes, options, texts) => {
    const text = textOf(madePackage({ auth: authOf(...modes), ...options }), "README.md");
    for (const expected of texts) expect(text).toContain(expected);
  });

  test.each<[AuthMode[], string]>([
    [["apiKey"], "`"],
    [["apiKey", "entraId"], " --secret CLIENT_SECRET`"],
    [["oauth2"], " --secret CLIENT_SECRET`"],
  ])("gives auth %j its secret where the connector is created, and updated", (modes, end) => {
    const steps = stepsOf(textOf(madePackage({ auth: authOf(...modes) }), "README.md"));
    for (const command of ["create", "update"]) {
      expect(steps).toContain(`: \`paconn ${command} --settings settings.json${end}`);
    }
  });

  test("warns that two sign-ins share one secret, and not where there is one", () => {
    const [two, one] = [authOf("oauth2", "entraId"), authOf("apiKey", "entraId")].map((auth) =>
      textOf(madePackage({ auth }), "README.md"),
    );
    const limitation = "- `paconn` uses one client secret for both sign-ins: ";
    expect(two).toContain(limitation);
    expect(one).not.toContain(limitation);
    expect(stepsOf(two ?? "")).toContain(
      "goes to both sign-ins, so both registrations must have it.",
    );
    expect(stepsOf(one ?? "")).not.toContain("both sign-ins");
  });

  test("of certification names another folder to create the connector from", () => {
    const certify = stepsOf(textOf(madePackage({ variant: "certify" }), "README.md"));
    expect(certify).toMatch(
      /cannot create a connector that names a stackOwner\. .* with `--variant deploy` /,
    );
    expect(certify).toContain("In that folder, create the connector: `paconn create");
    expect(certify).toContain("make that folder again and update");
    const deploy = stepsOf(readme);
    expect(deploy).toContain("In this folder, create the connector: `paconn create");
    expect(deploy).not.toContain("--variant");
  });

  test("mentions neither http nor a key where there is a gateway", () => {
    const options = { auth: authOf("none"), gateway: "anonymous", scheme: "https" } as const;
    const texts = ["README.md", "intro.md"].map((name) => textOf(madePackage(options), name));
    for (const text of texts) {
      expect(text).toContain(
        "the connector cannot have an API key, a sign-in by OAuth 2.0, a script",
      );
      expect(text).not.toMatch(/by http|function key/);
    }
  });

  test("has an introduction beside it, with headings of its own", () => {
    expect(headingsOf(textOf(madePackage(), "intro.md"))).toEqual([
      "Prerequisites",
      "How to get credentials",
      "Get started with your connector",
      "Known issues and limitations",
      "Common errors and remedies",
      "FAQ",
    ]);
  });

  test("has the questions about any service, and then the connector's own", () => {
    const [, questions = ""] = textOf(madePackage(), "intro.md").split("## FAQ\n");
    expect([...questions.matchAll(/^### (.*)$/gm)].map(([, question]) => question)).toEqual([
      "How do I find a call in the log of the service?",
      "Are parcels insured?",
    ]);
    expect(questions).toContain("\nNo. Ask the depot.\n");
  });
});
