import { createPrivateKey, X509Certificate } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loopback } from "../listenOnLoopback";

const dayMs = 24 * 60 * 60 * 1000;

/** Below the maximum that clients accept, 398 days. */
const validityMs = 390 * dayMs;

/** A certificate with less time left is replaced. */
const renewalMs = 60 * dayMs;

/** A certificate for https on loopback, and the files that hold it and its key. */
export interface LoopbackCertificate {
  /** In PEM, for clients that must trust it. */
  readonly pem: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/**
 * The certificate with which this machine's services speak https to each other. Only clients that are configured to trust
 * it do, and it is valid for nothing else. It is made once and kept, readable by this user only, and replaced
 * before it expires.
 *
 * @param directory Where it is kept.
 * @param now When it must be valid; now if it is left out.
 */
export async function loopbackCertificate(
  directory: string,
  now = new Date(),
): Promise<LoopbackCertificate> {
  const files = {
    certificateFile: certificateFile(directory),
    keyFile: resolve(join(directory, "certificate-key.pem")),
  };
  const kept = keptCertificate(files.certificateFile, files.keyFile, now);
  if (kept !== undefined) return { pem: kept, ...files };
  const made = await makeCertificate(now);
  // The key first: with a new key and an old certificate, both are made anew next time.
  writeFileSync(files.keyFile, made.key, { mode: 0o600 });
  writeFileSync(files.certificateFile, made.pem, { mode: 0o600 });
  return { pem: made.pem, ...files };
}

/** Path of the certificate that is kept in a folder, for clients that must trust it. */
export function certificateFile(directory: string): string {
  return resolve(join(directory, "certificate.pem"));
}

function keptCertificate(pemFile: string, keyFile: string, now: Date): string | undefined {
  if (!existsSync(pemFile) || !existsSync(keyFile)) return undefined;
  try {
    const pem = readFileSync(pemFile, "utf8");
    const certificate = new X509Certificate(pem);
    const isGood =
      certificate.checkPrivateKey(createPrivateKey(readFileSync(keyFile))) &&
      certificate.checkIP(loopback) !== undefined &&
      Date.parse(certificate.validFrom) <= now.getTime() &&
      Date.parse(certificate.validTo) - now.getTime() > renewalMs;
    return isGood ? pem : undefined;
  } catch {
    // Half written, or no longer readable: it is made anew.
    return undefined;
  }
}

async function makeCertificate(now: Date): Promise<{ pem: string; key: string }> {
  // Loaded only when a certificate is made, since it takes a while.
  const { generate } = await import("selfsigned");
  const made = await generate([{ name: "commonName", value: "function-connector local storage" }], {
    keyType: "ec",
    algorithm: "sha256",
    // Clocks of programs on one machine are one clock, but seconds are cut off.
    notBeforeDate: new Date(now.getTime() - dayMs),
    notAfterDate: new Date(now.getTime() + validityMs),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: [{ type: 7, ip: loopback }] },
    ],
  });
  return { pem: made.cert, key: made.private };
}
