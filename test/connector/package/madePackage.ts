import { strFromU8, unzipSync } from "fflate";
import { packageFiles, type PackageOptions } from "../../../connector/package/packageFiles";
import type { Files } from "../../../toolkit/files/reproducibleZip";
import { authOf } from "../../support/sampleAuth";
import { sampleConnector } from "../../support/sampleConnector/sampleConnector";
import { sampleIcon } from "../../support/sampleIcon";

/** The sample connector's icon. */
export const ICON = sampleIcon();

/** The files of the sample connector's package. */
export function madePackage(options: Partial<PackageOptions> = {}): Files {
  const host = options.multiTenant ? {} : { host: "parcels.azurewebsites.net" };
  return packageFiles({
    connector: sampleConnector,
    auth: authOf("apiKey"),
    icon: ICON,
    ...host,
    ...options,
  });
}

/** The text of a file; empty where there is none. */
export function textOf(files: Files, name: string): string {
  const content = files[name] ?? "";
  return typeof content === "string" ? content : strFromU8(content);
}

/** The two solutions of a package for certification, with what they are in. */
export function openedCertification(options: Partial<PackageOptions> = {}) {
  const files = madePackage({ variant: "certify", ...options });
  const outer = unzipSync(files["ConnectorPackage.zip"] as Uint8Array);
  const inner = unzipSync(outer["package.zip"] as Uint8Array);
  const connector = unzipSync(inner["PkgAssets/ConnectorSolution.zip"] as Uint8Array);
  const flow = unzipSync(inner["PkgAssets/FlowSolution.zip"] as Uint8Array);
  return { files, outer, inner, connector, flow };
}
