import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import { hasUnknown, isSecret, plain, secret, WireAsset, type Wire } from "./wire";
import type { Waiter } from "./wait";

/** Properties without marks, and with assets as {@link WireAsset}s. */
export type Properties = Record<string, unknown>;

/** One thing that the engine asks of a resource. */
export interface Operation extends Waiter {
  /** The resource's URN; empty for a function. */
  readonly urn: string;
  /** How long the whole may take: what the program chose by customTimeouts, or else the given default. */
  readonly limitMinutes: (defaultMinutes: number) => number;
  /** Shows a text that stays to be read. */
  readonly warn: (text: string) => void;
}

/** What a resource is made to be. */
export interface Made {
  readonly id: string;
  /** Outputs besides the inputs, or in their place. */
  readonly outputs: Properties;
}

/** One input that is refused. */
export interface Problem {
  /** Its path, such as `files.index.html`; empty if it is none in particular. */
  readonly property: string;
  readonly reason: string;
}

/** What every resource type says of itself. */
interface Traits {
  readonly description: string;
  /** What there is besides the inputs. */
  readonly outputs: ObjectSchema;
  /** Inputs whose change makes a new resource. */
  readonly replaceOnChanges: readonly string[];
  /** Properties that are encrypted in the state, whatever the program marks. @default [] */
  readonly secrets?: readonly string[];
}

/** A description of an object's properties. */
export type ObjectSchema = v.GenericSchema<unknown, Properties> & {
  readonly entries: Readonly<Record<string, v.GenericSchema>>;
};

/** How a provider handles one type, as the type defines it. */
interface Definition<Session, Schema extends ObjectSchema> extends Traits {
  readonly inputs: Schema;
  /**
   * Looks at the inputs before anything is made, in a preview too. It is called when they are all known, and are new or
   * changed.
   */
  readonly inspect?: (
    inputs: v.InferOutput<Schema>,
    session: Session,
    operation: Operation,
  ) => Promise<readonly Problem[]>;
  /**
   * Makes what may already be there in part.
   *
   * @throws InitializationError when it is there and not as it should be
   */
  readonly create: (
    inputs: v.InferOutput<Schema>,
    session: Session,
    operation: Operation,
  ) => Promise<Made>;
  /** Changes what is there, or finishes it. Left out, a change only changes the state. */
  readonly update?: (
    inputs: v.InferOutput<Schema>,
    state: State,
    session: Session,
    operation: Operation,
  ) => Promise<Properties>;
  /**
   * What is there now, in the place of what the state has; undefined if nothing is. Left out, the state is not looked
   * at.
   */
  readonly read?: (
    state: State,
    session: Session,
    operation: Operation,
  ) => Promise<Properties | undefined>;
  /** Left out, nothing of it is to be deleted. */
  readonly delete?: (state: State, session: Session, operation: Operation) => Promise<void>;
  /** The inputs that an id tells, for an import. Left out, it cannot be imported. */
  readonly importId?: (id: string) => Properties | undefined;
  /** Names of the inputs that are not as the state has them. Left out, they are compared by name. */
  readonly changed?: (inputs: v.InferOutput<Schema>, outputs: Properties) => readonly string[];
}

/** A resource as the engine has it. */
export interface State {
  readonly id: string;
  readonly outputs: Properties;
}

/** One type, as a provider's table has it. */
export interface ResourceType<Session> extends Traits {
  readonly inputs: ObjectSchema;
  readonly secrets: readonly string[];
  /** The inputs that cannot be used, as far as they are known. */
  problems(inputs: Properties): readonly Problem[];
  inspect(inputs: Properties, session: Session, operation: Operation): Promise<readonly Problem[]>;
  /** Names of the inputs that differ from what the state has. */
  changed(inputs: Properties, outputs: Properties): readonly string[];
  create(inputs: Properties, session: Session, operation: Operation): Promise<Made>;
  update(
    inputs: Properties,
    state: State,
    session: Session,
    operation: Operation,
  ): Promise<Properties>;
  read(state: State, session: Session, operation: Operation): Promise<Properties | undefined>;
  delete(state: State, session: Session, operation: Operation): Promise<void>;
  importId(id: string): Properties | undefined;
}

/**
 * A resource is there and not as it should be: the engine keeps it in the state, and finishes it with the next
 * deployment.
 */
export class InitializationError extends Error {
  override readonly name = "InitializationError";

  constructor(
    readonly made: Made,
    readonly reason: unknown,
  ) {
    super(reason instanceof Error ? reason.message : String(reason), { cause: reason });
  }
}

/** Makes a type that checks its inputs before it uses them. */
export function defineResourceType<Session, Schema extends ObjectSchema>(
  definition: Definition<Session, Schema>,
): ResourceType<Session> {
  const { inputs: schema, create, update, read, inspect, changed, importId } = definition;
  const valid = (inputs: Properties): v.InferOutput<Schema> => v.parse(schema, inputs);
  return {
    ...definition,
    secrets: definition.secrets ?? [],
    problems: (inputs) => problemsOf(schema, inputs),
    inspect: async (inputs, session, operation) =>
      inspect ? inspect(valid(inputs), session, operation) : [],
    changed: (inputs, outputs) => {
      // What is not known yet may be anything.
      const unknown = Object.keys(inputs).filter((name) => hasUnknown(inputs[name]));
      const known = unknown.length === 0 && changed;
      const found = known
        ? changed(valid(inputs), outputs)
        : changedByName(schema, inputs, outputs);
      return [...new Set([...unknown, ...found])];
    },
    create: (inputs, session, operation) => create(valid(inputs), session, operation),
    update: async (inputs, state, session, operation) =>
      update ? update(valid(inputs), state, session, operation) : {},
    read: async (state, session, operation) => (read ? read(state, session, operation) : {}),
    delete: async (state, session, operation) => definition.delete?.(state, session, operation),
    importId: (id) => importId?.(id),
  };
}

/** A function of a provider, which reads something. */
export interface ProviderFunction<Session> {
  readonly description: string;
  readonly inputs: ObjectSchema;
  readonly outputs: ObjectSchema;
  call(inputs: Properties, session: Session, operation: Operation): Promise<Properties>;
}

/** The problems of values by their paths; those of values that are not known yet are left out. */
export function problemsOf(schema: v.GenericSchema, inputs: Properties): Problem[] {
  const { issues = [] } = v.safeParse(schema, inputs);
  return issues
    .filter((issue) => !hasUnknown(issue.path?.at(-1)?.value ?? issue.input))
    .map((issue) => ({ property: v.getDotPath(issue) ?? "", reason: reasonOf(issue) }));
}

function reasonOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type === "strict_object" && issue.expected === "never") {
    return "there is no such property; remove it";
  }
  if (issue.input === undefined) return "it is required and missing";
  return issue.message;
}

function changedByName(schema: ObjectSchema, inputs: Properties, outputs: Properties): string[] {
  return Object.keys(schema.entries).filter((name) => differs(inputs[name], outputs[name]));
}

/** True unless two plain values are the same; an asset is its content. */
export function differs(one: unknown, other: unknown): boolean {
  return !isDeepStrictEqual(comparable(one), comparable(other));
}

/** Plain data: an asset is the hash of its content. */
function comparable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}

/** Marks what a type keeps secret, where the program has not. */
export function withSecrets(properties: Wire, secrets: readonly string[]): Wire {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      secrets.includes(name) && !isSecret(value) ? secret(value) : value,
    ]),
  );
}

/** Properties of the wire without their marks. */
export function plainProperties(wire: Wire): Properties {
  return Object.fromEntries(Object.entries(wire).map(([name, value]) => [name, plain(value)]));
}

/** An asset as an input: a file or a text. */
export function asset(description: string) {
  return v.pipe(v.instance(WireAsset, "expected an asset"), v.description(description));
}
