import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import state = require("@pulumi/pulumi/runtime/state");
import { earlierUrns, type AliasSpec } from "./earlierUrns";
import { applyTransforms, type TransformedRequest } from "./mockTransforms";

/** A resource as the program registered it. */
export interface Registered {
  /** Type, without azure-native's name, and name: "web:WebApp app". */
  label: string;
  /** The name of the component that it belongs to; empty for the stack's own. */
  parent: string;
  /** URNs that the engine also knows it by, made from its aliases and its parents' ones. */
  earlierUrns: string[];
  /** A secret is `{ secret: its value }`, an asset `{ path }` or `{ text }`. */
  inputs: Record<string, unknown>;
  /** Outputs that the engine is told to keep as secrets. */
  secretOutputs: string[];
  /** Labels of the resources that the engine is told to finish first. */
  dependencies: string[];
  deletesBeforeReplace: boolean;
}

/** A component as the program registered it. */
export interface RegisteredComponent extends Registered {
  /** The outputs that it registered, with secrets as in inputs; undefined when it registered none. */
  outputs: Record<string, unknown> | undefined;
}

/** What a run of a program told the engine. */
export interface MockRun {
  custom: Registered[];
  components: RegisteredComponent[];
  /** The stack's outputs, with secrets as in inputs. */
  outputs: Record<string, unknown>;
}

/** What the engine is to run, and with which cloud behind it. */
interface MockOptions {
  program: () => Promise<unknown>;
  project: string;
  stack: string;
  /** By key with its namespace, as texts. */
  config: Record<string, string>;
  /** What the cloud adds to a resource's inputs to make its outputs. */
  outputsOf: (type: string, name: string, inputs: Record<string, unknown>) => object;
  /** What the cloud answers to functions such as getClientConfig. */
  call: () => Record<string, unknown>;
}

/** Runs the program as Pulumi does, and reads what it sent to the engine. */
export async function runOnMockEngine(options: MockOptions): Promise<MockRun> {
  const registerResource: unknown = Reflect.get(MockMonitor.prototype, "registerResource");
  const registrations = jest
    .spyOn(MockMonitor.prototype, "registerResource")
    .mockImplementation(async function (this: MockMonitor, request: Request, ...rest: unknown[]) {
      await applyTransforms(request);
      return Reflect.apply(registerResource as () => unknown, this, [request, ...rest]);
    });
  const outputRegistrations = jest.spyOn(MockMonitor.prototype, "registerResourceOutputs");
  try {
    await runProgram(options);
    const requests: Request[] = registrations.mock.calls.map(([request]) => request);
    const outputRequests: OutputsRequest[] = outputRegistrations.mock.calls.map(
      ([request]) => request,
    );
    const outputsOf = (urnPart: string): Record<string, unknown> | undefined => {
      const found = outputRequests.find((request) => request.getUrn().includes(urnPart));
      return found && propertiesFromWire(found.getOutputs().toJavaScript());
    };
    const resources = requests.filter((request) => request.getType() !== stackType);
    const urns = earlierUrns(options, resources.map(toAliased));
    const registered = resources.map((request, index) => ({
      ...toRegistered(request),
      isCustom: request.getCustom(),
      earlierUrns: urns[index] ?? [],
      outputs: outputsOf(`${request.getType()}::${request.getName()}`),
    }));
    return {
      custom: registered.filter(({ isCustom }) => isCustom),
      components: registered.filter(({ isCustom }) => !isCustom),
      outputs: outputsOf(`::${stackType}::`) ?? {},
    };
  } finally {
    registrations.mockRestore();
    outputRegistrations.mockRestore();
  }
}

/** Everything that the engine finishes before it starts this resource. */
export function allBefore(run: MockRun, label: string): Set<string> {
  const before = new Set<string>();
  const visit = (current: string): void => {
    for (const dependency of findResource(run, current).dependencies) {
      if (before.has(dependency)) continue;
      before.add(dependency);
      visit(dependency);
    }
  };
  visit(label);
  return before;
}

/** @throws when the program registered no such resource. */
export function findResource({ custom }: MockRun, label: string): Registered {
  const found = custom.find((resource) => resource.label === label);
  if (!found) throw new Error(`The program registered no ${label}.`);
  return found;
}

/** The value with its secrets left out. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if ("secret" in value) return "[secret]";
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, withoutSecrets(part)]),
  );
}

async function runProgram(options: MockOptions): Promise<void> {
  await pulumi.runtime.setMocks(
    {
      call: options.call,
      newResource: ({ type, name, inputs }) => ({
        id: `${name}-id`,
        state: { ...inputs, ...options.outputsOf(type, name, inputs) },
      }),
    },
    options.project,
    options.stack,
  );
  // Pulumi's own mocks refuse transforms; here they are called as the engine calls them.
  (state as unknown as RuntimeState).getStore().supportsTransforms = true;
  pulumi.runtime.setAllConfig(options.config);
  let failure: unknown;
  // What a stack's program throws would end this process, as it ends Pulumi's.
  await pulumi.runtime.runInPulumiStack(() =>
    options.program().catch((error: unknown) => (failure = error)),
  );
  await pulumi.runtime.disconnect();
  if (failure !== undefined) throw failure;
}

const stackType = "pulumi:pulumi:Stack";
/** Marks of Pulumi's wire format: secrets and assets are objects with a signature. */
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const assetMark = "__pulumiAsset";

/** What Pulumi knows of its engine; its own declarations leave it out. */
interface RuntimeState {
  getStore(): { supportsTransforms: boolean };
}

/** The parts of the requests that are read here. */
interface Request extends TransformedRequest {
  getDependenciesList(): string[];
}
interface OutputsRequest {
  getUrn(): string;
  getOutputs(): Struct;
}
interface Struct {
  toJavaScript(): object;
}

function toAliased(request: Request) {
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    aliases: request.getAliasesList().map((alias): AliasSpec => {
      const spec = alias.getSpec();
      if (!spec) throw new Error("An alias is a URN. Expected a name, a type or a parent.");
      const type = spec.getType();
      return { name: spec.getName(), ...(type && { type }), hasNoParent: spec.getNoparent() };
    }),
  };
}

function toRegistered(request: Request): Omit<Registered, "earlierUrns"> {
  return {
    label: labelOf(request.getType(), request.getName()),
    parent: request.getParent().includes("$") ? lastOf(request.getParent(), "::") : "",
    inputs: propertiesFromWire(request.getObject()?.toJavaScript() ?? {}),
    secretOutputs: request.getAdditionalsecretoutputsList(),
    dependencies: request.getDependenciesList().map((urn) => {
      const [, , type = "", name = ""] = urn.split("::");
      return labelOf(lastOf(type, "$"), name);
    }),
    deletesBeforeReplace: request.getDeletebeforereplace(),
  };
}

function labelOf(type: string, name: string): string {
  return `${type.replace("azure-native:", "")} ${name}`;
}

function lastOf(text: string, separator: string): string {
  return text.slice(text.lastIndexOf(separator) + separator.length);
}

function propertiesFromWire(value: object): Record<string, unknown> {
  const properties = Object.entries(value).filter(
    ([key]) => key !== signature && key !== assetMark,
  );
  return Object.fromEntries(properties.map(([key, part]) => [key, fromWire(part)]));
}

function fromWire(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(fromWire);
  const properties = propertiesFromWire(value);
  const isSecret = Reflect.get(value, signature) === secretSignature;
  return isSecret ? { secret: properties["value"] } : properties;
}
