import type { JsonPath } from "../source/jsonPath";
import type { Fact, Named } from "./named";

/** Where a part of a surface is written in its document. It is not compared. */
export const PLACE = Symbol("place");

/** Where {@link OperationSurface} keeps its arguments. */
export const ARGUMENTS = Symbol("arguments");

/** What users of a field depend on. Absent means not stated. */
export interface Field {
  readonly [PLACE]: JsonPath;
  readonly type?: string;
  readonly format?: string;
  readonly required: boolean;
  readonly visibility?: Fact;
  readonly default?: Fact;
  readonly readOnly?: boolean;
  /** The values of `enum`, each by its JSON text. */
  readonly enum?: Named<true>;
  /** Limits such as `maximum` and `pattern`. */
  readonly bounds: Named<Fact>;
  /** Extensions that fill drop-downs or fields at design time, by name, then by keyword. */
  readonly dynamic: Named<Named<Fact>>;
  readonly texts: Named<Fact>;
  /** Other extensions. */
  readonly extensions: Named<Fact>;
  /** The fields of an object. */
  readonly fields: Named<Field>;
  /** The elements of an array. */
  readonly items?: Field;
  /** The values of fields that are not named, or whether there may be such fields. */
  readonly others?: Field | boolean;
  /** The schema that repeats here, since it contains itself. */
  readonly repeats?: string;
}

/** A parameter. That of the body has the body's fields. */
export interface Input extends Field {
  readonly in: string;
  readonly collectionFormat?: Fact;
  readonly urlEncoding?: Fact;
}

/** The response of an operation with one status. */
export interface Output {
  readonly [PLACE]: JsonPath;
  readonly schema?: Field;
  readonly headers: Named<Fact>;
  readonly texts: Named<Fact>;
}

export interface OperationSurface {
  readonly [PLACE]: JsonPath;
  readonly method: string;
  /** Without the names of its parameters, which are inputs. */
  readonly path: string;
  readonly visibility?: Fact;
  readonly deprecated: boolean;
  readonly trigger: "none" | "single" | "batch" | "unknown";
  readonly delivery: "none" | "polling" | "webhook";
  /** Whether a call carries the credentials of the connection. */
  readonly security: "connection" | "none";
  readonly consumes: Named<true>;
  readonly produces: Named<true>;
  readonly texts: Named<Fact>;
  readonly extensions: Named<Fact>;
  readonly inputs: Named<Input>;
  readonly outputs: Named<Output>;
  /** What a webhook trigger sends. */
  readonly notification?: Field;
  /** The inputs that a formula passes by position, in that order. Not compared part by part. */
  readonly [ARGUMENTS]: readonly string[];
}

/** An operation as it was and as it is. */
export interface OperationPair {
  readonly operationId: string;
  readonly old: OperationSurface;
  readonly next: OperationSurface;
}

export interface ConnectorSurface {
  readonly [PLACE]: JsonPath;
  readonly title: string;
  readonly host: string;
  readonly basePath: string;
  /** The first one is the one that is called. */
  readonly scheme: string;
  /** How connections authenticate, by kind; a second of a kind has a number. Names are free. */
  readonly connection: Named<Named<Fact>>;
  readonly texts: Named<Fact>;
  readonly extensions: Named<Fact>;
}

/**
 * A definition as its users see it: operations by operationId, inputs and outputs by name,
 * references resolved, lists whose order means nothing as maps.
 */
export interface Surface {
  readonly connector: ConnectorSurface;
  readonly operations: Named<OperationSurface>;
}
