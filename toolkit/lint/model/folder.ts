import type { JsonPath } from "../../source/jsonPath";
import type { Definition } from "./definition";
import type { Properties } from "./properties";

/** The parts that a connector consists of. */
export const PARTS = [
  "definition",
  "properties",
  "settings",
  "icon",
  "readme",
  "intro",
  "script",
  "certification",
] as const;
export type Part = (typeof PARTS)[number];

/** All of a connector's files together, as far as they are given. */
export interface Folder {
  readonly definition: Definition | undefined;
  /** Bytes of the definition's text, in UTF-8; 0 where there is none. */
  readonly definitionBytes: number;
  readonly properties: Properties | undefined;
  readonly icon: Uint8Array | undefined;
  readonly readme: string | undefined;
  readonly intro: string | undefined;
  readonly script: string | undefined;
  readonly certification: Uint8Array | undefined;
  /** True where what is not given is missing, rather than not looked at. */
  readonly isWhole: boolean;
}

/** One breach of a rule by a file that is not JSON, or that is missing. */
export interface FileProblem {
  readonly part: Part;
  readonly message: string;
  /** Counts from 1. @default 1 */
  readonly line?: number;
  /** The part of the file; empty for all of it. @default [] */
  readonly path?: JsonPath;
}
