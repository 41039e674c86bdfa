import type { LintConfig } from "./config/lintConfig";
import type { Part } from "./model/folder";
import { own } from "../document/json";
import type { ConnectorVariant } from "../document/connectorVariant";

/** A JSON document: its text (JSON, or YAML for a definition), or the value it will be written of. */
export type DocumentInput = string | object;

/** A connector's files, as many as there are. */
export interface ConnectorFiles {
  /** apiDefinition.swagger.json */
  readonly definition?: DocumentInput;
  /** apiProperties.json */
  readonly properties?: DocumentInput;
  /** settings.json */
  readonly settings?: DocumentInput;
  /** icon.png */
  readonly icon?: Uint8Array;
  /** README.md */
  readonly readme?: string;
  /** intro.md */
  readonly intro?: string;
  /** script.csx */
  readonly script?: string;
  /** ConnectorPackage.zip, which is handed in for certification */
  readonly certification?: Uint8Array;
}

export interface LintOptions {
  /** What the connector is checked for. Without it, see `variantOf`. */
  readonly variant?: ConnectorVariant;
  /** Names of the files, for findings. One that is not given is the name that the platform's tools use. */
  readonly names?: Readonly<Partial<Record<Part, string>>>;
  /** True where these are all of the connector's files, so that one not given is missing. @default false */
  readonly isWhole?: boolean;
  /** Names of all files in the folder, to look up those that settings name. Without it, they are not looked up. */
  readonly fileNames?: readonly string[];
  /** Other levels for rules, and places that are left alone. Without it, the rules' own levels hold everywhere. */
  readonly config?: LintConfig | undefined;
}

/**
 * What is checked for where no variant is named: certify for a connector whose properties name a
 * stackOwner, which nothing but certification takes; deploy for any other.
 */
export function variantOf(files: ConnectorFiles, { variant }: LintOptions = {}): ConnectorVariant {
  if (variant !== undefined) return variant;
  const owner = own(own(valueOf(files.properties), "properties"), "stackOwner");
  return owner === undefined ? "deploy" : "certify";
}

function valueOf(input: DocumentInput | undefined): unknown {
  if (typeof input !== "string") return input;
  try {
    return JSON.parse(input.replace(/^\ufeff/, ""));
  } catch {
    // A text that cannot be read is reported as a finding.
    return undefined;
  }
}
