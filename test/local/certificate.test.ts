import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";

import {
  type LoopbackCertificate,
  loopbackCertificate,
} from "../../local/storage/loopbackCertificate";
import { temporaryDirectory } from "../support/localCloud/cleanUp";

const dayMs = 24 * 60 * 60 * 1000;

function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * dayMs);
}

let directory: string;
let made: LoopbackCertificate;
beforeEach(async () => {
  directory = temporaryDirectory();
  made = await loopbackCertificate(directory);
});

test("a certificate is for loopback only, vouches for nothing else, and ends", () => {
  const certificate = new X509Certificate(made.pem);
  expect(certificate.checkIP("127.0.0.1")).toBe("127.0.0.1");
  expect(certificate.checkIP("127.0.0.2")).toBeUndefined();
  expect(certificate.subjectAltName).toBe("IP Address:127.0.0.1");
  expect(certificate.ca).toBe(false);
  // What clients take at most.
  const days = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / dayMs;
  expect(days).toBeLessThan(398);
});

test("it is kept in files of this user alone", () => {
  for (const file of [made.certificateFile, made.keyFile]) {
    expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
  }
  expect(readFileSync(made.certificateFile, "utf8")).toBe(made.pem);
});

test("it is the same at the next start, until it is near its end", async () => {
  expect(await loopbackCertificate(directory)).toEqual(made);
  expect(await loopbackCertificate(directory, daysFromNow(300))).toEqual(made);
  const renewed = await loopbackCertificate(directory, daysFromNow(335));
  expect(renewed.pem).not.toBe(made.pem);
  expect(Date.parse(new X509Certificate(renewed.pem).validTo)).toBeGreaterThan(
    daysFromNow(700).getTime(),
  );
});

test.each<[string, (kept: LoopbackCertificate) => Promise<void> | void]>([
  ["its certificate is half written", (kept) => writeFileSync(kept.certificateFile, "-----BEGIN")],
  ["its key is half written", (kept) => writeFileSync(kept.keyFile, "")],
  [
    "its key is another one's",
    async (kept) => {
      const other = await loopbackCertificate(temporaryDirectory());
      writeFileSync(kept.keyFile, readFileSync(other.keyFile));
    },
  ],
])("it is made anew when %s", async (_case, spoil) => {
  await spoil(made);
  const next = await loopbackCertificate(directory);
  expect(next.pem).not.toBe(made.pem);
  expect(await loopbackCertificate(directory)).toEqual(next);
});

test("a process that is configured to trusts it; another does not", async () => {
  const server = createServer({ cert: made.pem, key: readFileSync(made.keyFile) }, (_, response) =>
    response.end("trusted"),
  ).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const program = `fetch("https://127.0.0.1:${port}").then((response) => response.text(), (error) => error.cause.code)
    .then((text) => process.stdout.write(text));`;
  const run = async (env: NodeJS.ProcessEnv): Promise<string> =>
    (await promisify(execFile)(process.execPath, ["--eval", program], { env })).stdout;
  expect(await run({ NODE_EXTRA_CA_CERTS: made.certificateFile })).toBe("trusted");
  expect(await run({})).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
  server.closeAllConnections();
  server.close();
});
