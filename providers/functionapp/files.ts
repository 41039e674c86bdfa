import { createHash } from "node:crypto";
import * as v from "valibot";
import type { AzureSession } from "../rest/azureSession";
import {
  asset,
  defineResourceType,
  InitializationError,
  type Operation,
} from "../rest/resourceType";
import { BlobAccount } from "./blobAccount";
import { inTurns } from "./inTurns";
import { accountId, blobEndpoint, nameOf } from "./inputs";

/** How many files are uploaded at the same time. */
const AT_ONCE = 6;

const file = v.pipe(
  v.strictObject({
    contentType: v.pipe(
      v.string(),
      v.minLength(1),
      v.description("Media type with which the file is served, such as text/html; charset=utf-8."),
    ),
    source: asset("The file's content."),
  }),
  v.title("File"),
  v.description("A file that is uploaded."),
);

const inputs = v.strictObject({
  accountId,
  blobEndpoint,
  containerName: v.pipe(
    v.string(),
    v.regex(
      /^(\$web|\$root|[a-z0-9](-?[a-z0-9]){2,62})$/,
      ({ received }) => `${received} is not the name of a container`,
    ),
    v.description("Container to upload to."),
  ),
  files: v.pipe(
    v.record(v.pipe(v.string(), v.minLength(1), v.maxLength(1024)), file),
    v.description("The files by their paths in the container."),
  ),
});
type Inputs = v.InferOutput<typeof inputs>;

const upload = v.pipe(
  v.strictObject({
    sha256: v.pipe(v.string(), v.description("SHA-256 of the content, in hex.")),
    md5: v.pipe(
      v.string(),
      v.description("MD5 of the content in base64, by which storage tells it."),
    ),
    contentType: v.pipe(v.string(), v.description("Media type.")),
  }),
  v.title("Upload"),
  v.description("A file as it is in the container."),
);
type Upload = v.InferOutput<typeof upload>;
type Uploads = Record<string, Upload>;

const outputs = v.strictObject({
  uploads: v.pipe(
    v.record(v.string(), upload),
    v.description("What is in the container of the files that were uploaded."),
  ),
});

const stateSchema = v.object({ ...inputs.entries, files: v.unknown(), ...outputs.entries });

/** Uploads files to a container by the deployer's own sign-in. */
export const files = defineResourceType<AzureSession, typeof inputs>({
  description:
    "Files in a container, uploaded by the deployer's own sign-in, so that the account need not allow keys. Where the " +
    "deployer has no role to upload, it is given Storage Blob Data Contributor on the account, and waited for. Files that " +
    "are no longer listed are deleted; others in the container are not touched.",
  inputs,
  outputs,
  replaceOnChanges: ["accountId", "blobEndpoint", "containerName"],

  changed: (wanted, known) => {
    const {
      accountId: account,
      blobEndpoint: endpoint,
      containerName,
      uploads,
    } = v.parse(stateSchema, known);
    const names = new Set([...Object.keys(wanted.files), ...Object.keys(uploads)]);
    return [
      ...(wanted.accountId === account ? [] : ["accountId"]),
      ...(wanted.blobEndpoint === endpoint ? [] : ["blobEndpoint"]),
      ...(wanted.containerName === containerName ? [] : ["containerName"]),
      ...([...names].every((name) => isUploaded(wanted, uploads, name)) ? [] : ["files"]),
    ];
  },

  create: async (wanted, session, operation) => {
    const id = `${wanted.accountId}/blobServices/default/containers/${wanted.containerName}`;
    return { id, outputs: await synchronize(id, wanted, {}, session, operation) };
  },

  update: async (wanted, { id, outputs: known }, session, operation) =>
    synchronize(id, wanted, v.parse(stateSchema, known).uploads, session, operation),

  read: async ({ outputs: known }, session, operation) => {
    const state = v.parse(stateSchema, known);
    const account = new BlobAccount(session, operation, state);
    const uploads: Uploads = {};
    await inTurns(AT_ONCE, Object.entries(state.uploads), async ([name, was]) => {
      const answer = await account.ask({ method: "HEAD", path: pathOf(state, name) });
      if (answer.status === 200) {
        const [md5, contentType] = [answer.header("content-md5"), answer.header("content-type")];
        // Whoever changed it: its content is unknown, and not what was uploaded.
        uploads[name] = { md5, contentType, sha256: md5 === was.md5 ? was.sha256 : "" };
      } else if (!(await account.isGone(answer))) {
        // A deployer who may not look, and an account that does not answer, say nothing of the file.
        uploads[name] = was;
      }
    });
    const isEmpty = Object.keys(uploads).length === 0;
    return isEmpty && Object.keys(state.uploads).length > 0 ? undefined : { uploads };
  },

  delete: async ({ outputs: known }, session, operation) => {
    const state = v.parse(stateSchema, known);
    const account = new BlobAccount(session, operation, state);
    await inTurns(AT_ONCE, Object.keys(state.uploads), (name) => remove(account, state, name));
  },
});

function isUploaded({ files: wanted }: Inputs, uploads: Uploads, name: string): boolean {
  const [want, have] = [wanted[name], uploads[name]];
  return want?.source.hash === have?.sha256 && want?.contentType === have?.contentType;
}

/**
 * Uploads what is not there as it should be, and deletes what is no longer listed.
 *
 * @param known what is there already
 * @throws InitializationError with what is there, when it could not be finished
 */
async function synchronize(
  id: string,
  wanted: Inputs,
  known: Uploads,
  session: AzureSession,
  operation: Operation,
): Promise<{ uploads: Uploads }> {
  const account = new BlobAccount(session, operation, wanted);
  const uploads: Uploads = { ...known };
  const missing = Object.keys(wanted.files).filter((name) => !isUploaded(wanted, known, name));
  const surplus = Object.keys(known).filter((name) => !Object.hasOwn(wanted.files, name));
  try {
    await inTurns(AT_ONCE, missing, async (name) => {
      uploads[name] = await put(account, wanted, name);
    });
    await inTurns(AT_ONCE, surplus, async (name) => {
      await remove(account, wanted, name);
      delete uploads[name];
    });
  } catch (error) {
    if (Object.keys(uploads).length === 0) throw error;
    throw new InitializationError({ id, outputs: { uploads } }, error);
  }
  return { uploads };
}

async function put(account: BlobAccount, wanted: Inputs, name: string): Promise<Upload> {
  const { contentType, source } = wanted.files[name] ?? fail(name);
  const content = await source.read();
  const md5 = createHash("md5").update(content).digest("base64");
  await account.do({
    method: "PUT",
    path: pathOf(wanted, name),
    body: content,
    headers: {
      "x-ms-blob-type": "BlockBlob",
      "x-ms-blob-content-type": contentType,
      "content-type": "application/octet-stream",
      // Storage refuses what was damaged on its way, and keeps it with the blob.
      "content-md5": md5,
    },
    timeoutMs: 10 * 60_000,
    until: `${name} is uploaded to ${wanted.containerName} in ${nameOf(wanted.accountId)}`,
  });
  return { md5, contentType, sha256: source.hash };
}

async function remove(
  account: BlobAccount,
  place: Pick<Inputs, "accountId" | "containerName">,
  name: string,
): Promise<void> {
  await account.do({
    method: "DELETE",
    path: pathOf(place, name),
    headers: { "x-ms-delete-snapshots": "include" },
    mayBeGone: true,
    until: `${name} is deleted from ${place.containerName} in ${nameOf(place.accountId)}`,
  });
}

function pathOf({ containerName }: Pick<Inputs, "containerName">, name: string): string {
  return `${containerName}/${name.split("/").map(encodeURIComponent).join("/")}`;
}

function fail(name: string): never {
  throw new Error(`There is no file ${name}.`);
}
