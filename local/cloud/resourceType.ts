import * as v from "valibot";
import { AzureError } from "./azureError";
import type { Cloud } from "./cloud";
import type { Item } from "./inventory";
import { hasUnknown } from "../../providers/rest/wire";

/** How the emulator handles one resource type, as the type defines it. */
interface Definition<Inputs> extends Traits {
  /** What Azure requires of the inputs; further properties are allowed. */
  schema: v.GenericSchema<unknown, Inputs>;
  /** Resource id. */
  identify: (inputs: Inputs, cloud: Cloud) => string;
  /** Creates or changes; Azure has one call for both. `existing` is the current resource. */
  put: (inputs: Inputs, cloud: Cloud, id: string, existing: Item | undefined) => Promise<PutResult>;
}

interface Traits {
  /** Inputs whose change makes a new resource. */
  replaceOnChanges: readonly string[];
  /** True where every new resource gets a name of its own, so that the old one can stay until the new one exists. */
  isNamedApart?: boolean;
  /** Inputs that the provider fills in when they are not given. */
  defaults?(): Record<string, unknown>;
  /** The current outputs, where they can differ from the previous ones; undefined if the resource was removed. */
  read?(item: Item, cloud: Cloud): Promise<Record<string, unknown> | undefined>;
  /** Undoes what was done beyond the inventory. */
  remove?(item: Item, cloud: Cloud): Promise<void>;
}

interface PutResult {
  outputs: Record<string, unknown>;
  hidden?: Record<string, unknown>;
}

/** One resource type, as the table of all types has it. */
export interface ResourceType extends Traits {
  /** The inputs that Azure would refuse, as far as their values are known. */
  problems(inputs: unknown): Problem[];
  /** @throws AzureError when Azure would refuse the inputs. */
  accept(inputs: unknown): AcceptedResource;
}

/** One input that Azure would refuse. */
export interface Problem {
  property: string;
  reason: string;
}

/** A resource whose inputs Azure accepts. */
export interface AcceptedResource {
  /** @throws AzureError when its parent does not exist. */
  identify(cloud: Cloud): string;
  /** @throws AzureError when Azure would refuse it, given the other resources. */
  put(cloud: Cloud, id: string, existing: Item | undefined): Promise<PutResult>;
}

/** Makes a resource type that validates inputs before it uses them. */
export function defineResourceType<Inputs>(definition: Definition<Inputs>): ResourceType {
  const { schema, identify, put, ...traits } = definition;
  return {
    ...traits,
    problems: (inputs) => problemsOf(schema, inputs),
    accept: (inputs) => {
      const { success, output, issues } = v.safeParse(schema, inputs);
      if (!success) {
        const [issue] = issues;
        throw new AzureError("BadRequest", `${v.getDotPath(issue) ?? ""}: ${reasonOf(issue)}`);
      }
      return {
        identify: (cloud) => identify(output, cloud),
        put: (cloud, id, existing) => put(output, cloud, id, existing),
      };
    },
  };
}

function problemsOf(schema: v.GenericSchema, inputs: unknown): Problem[] {
  const { issues = [] } = v.safeParse(schema, inputs);
  return issues
    .filter((issue) => !hasUnknown(issue.path?.at(-1)?.value ?? issue.input))
    .map((issue) => ({ property: v.getDotPath(issue) ?? "", reason: reasonOf(issue) }));
}

function reasonOf(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? "";
  return issue.input === undefined ? `missing required property '${path}'` : issue.message;
}

/** A name that Azure accepts: the pattern, and the rule in words for the error message. */
export function nameOf(pattern: RegExp, rule: string) {
  return v.pipe(
    v.string(),
    v.regex(pattern, ({ received }) => `${received} is not a valid name: expected ${rule}`),
  );
}
