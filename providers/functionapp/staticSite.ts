import * as v from "valibot";
import type { Answer } from "../rest/answer";
import type { AzureSession } from "../rest/azureSession";
import { defineResourceType } from "../rest/resourceType";
import { BlobAccount } from "./blobAccount";
import { removeDeployerRole } from "./deployerRole";
import { accountId, blobEndpoint, nameOf } from "./inputs";

const document = (description: string) =>
  v.pipe(
    v.string(),
    v.regex(/^[^/<>&]+$/, ({ received }) => `${received} is not the name of a file`),
    v.description(description),
  );

const inputs = v.strictObject({
  accountId,
  blobEndpoint,
  indexDocument: document("File that is served for a folder, such as index.html."),
  error404Document: v.optional(document("File that is served where there is none.")),
});
type Inputs = v.InferOutput<typeof inputs>;

const PROPERTIES_PATH = "?restype=service&comp=properties";

/** Switches an account's static website on, and lets the deployer upload to it. */
export const staticSite = defineResourceType<AzureSession, typeof inputs>({
  description:
    "The static website of a storage account, switched on by the deployer's own sign-in, so that the account need not " +
    "allow keys. The deployer is given the role Storage Blob Data Contributor on the account, and that role is not " +
    "waited for here, so that other resources are made meanwhile.",
  inputs,
  outputs: v.strictObject({
    containerName: v.pipe(v.string(), v.description("Container of the site's files.")),
  }),
  replaceOnChanges: ["accountId", "blobEndpoint"],

  create: async (wanted, session, operation) => {
    const account = new BlobAccount(session, operation, wanted);
    await account.openToDeployer();
    await switchOn(account, wanted);
    return { id: `${wanted.accountId}/staticWebsite`, outputs: { containerName: "$web" } };
  },

  update: async (wanted, _state, session, operation) => {
    await switchOn(new BlobAccount(session, operation, wanted), wanted);
    return { containerName: "$web" };
  },

  read: async ({ outputs }, session, operation) => {
    const known = v.parse(v.object(inputs.entries), outputs);
    const account = new BlobAccount(session, operation, known);
    const answer = await account.ask({ method: "GET", path: PROPERTIES_PATH });
    // A deployer who may not look, and an account that does not answer, say nothing of the site.
    if (answer.status !== 200) return (await account.isGone(answer)) ? undefined : {};
    const site = websiteOf(answer);
    return site && { error404Document: undefined, ...site };
  },

  delete: async ({ outputs }, session, operation) => {
    const known = v.parse(v.object(inputs.entries), outputs);
    const account = new BlobAccount(session, operation, known);
    await account.do({
      method: "PUT",
      path: PROPERTIES_PATH,
      body: siteXml("<Enabled>false</Enabled>"),
      headers: { "content-type": "application/xml" },
      until: `the website of ${nameOf(known.accountId)} is switched off`,
      mayBeGone: true,
    });
    const removed = await removeDeployerRole(session, known.accountId, operation.signal);
    if (removed.status === 403) {
      operation.warn(
        `The deployer's role on ${known.accountId} stays, since it may not remove it: ${removed.summary}.`,
      );
    }
  },
});

async function switchOn(
  account: BlobAccount,
  { accountId: id, indexDocument, error404Document }: Inputs,
): Promise<void> {
  const error404 =
    error404Document === undefined
      ? ""
      : `<ErrorDocument404Path>${error404Document}</ErrorDocument404Path>`;
  await account.do({
    method: "PUT",
    path: PROPERTIES_PATH,
    body: siteXml(
      `<Enabled>true</Enabled><IndexDocument>${indexDocument}</IndexDocument>${error404}`,
    ),
    headers: { "content-type": "application/xml" },
    until: `the website of ${nameOf(id)} is switched on`,
  });
}

/**
 * The account's other settings stay as they are, since they are left out.
 * https://learn.microsoft.com/rest/api/storageservices/set-blob-service-properties
 */
function siteXml(settings: string): string {
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    `<StorageServiceProperties><StaticWebsite>${settings}</StaticWebsite></StorageServiceProperties>`
  );
}

/** The site's settings as storage tells them; undefined if it is switched off. */
function websiteOf({ body }: Answer): Partial<Inputs> | undefined {
  const [, site = ""] = /<StaticWebsite>(.*?)<\/StaticWebsite>/s.exec(String(body)) ?? [];
  const setting = (name: string): string | undefined =>
    new RegExp(`<${name}>([^<]*)</${name}>`).exec(site)?.[1];
  if (setting("Enabled") !== "true") return undefined;
  const indexDocument = setting("IndexDocument");
  const error404Document = setting("ErrorDocument404Path");
  return {
    ...(indexDocument !== undefined && { indexDocument }),
    ...(error404Document !== undefined && { error404Document }),
  };
}
