import type { EmulatorProvider } from "../../../local/cloud/provider";
import type { Wire } from "../../../providers/rest/wire";

/** Pulumi's type tokens of everything that the emulator supports. */
export const tokens = {
  Component: "azure-native:applicationinsights:Component",
  RoleAssignment: "azure-native:authorization:RoleAssignment",
  UserAssignedIdentity: "azure-native:managedidentity:UserAssignedIdentity",
  Workspace: "azure-native:operationalinsights:Workspace",
  ResourceGroup: "azure-native:resources:ResourceGroup",
  BlobContainer: "azure-native:storage:BlobContainer",
  StorageAccount: "azure-native:storage:StorageAccount",
  AppServicePlan: "azure-native:web:AppServicePlan",
  WebApp: "azure-native:web:WebApp",
  RandomId: "random:index/randomId:RandomId",
  RandomPassword: "random:index/randomPassword:RandomPassword",
} as const;
/** A resource type's name, which its token ends with. */
export type TypeName = keyof typeof tokens;

/** A URN of a resource that is in a component. */
export function urnOf(type: TypeName): string {
  return `urn:pulumi:local::project::project:infra:Part$${tokens[type]}::any`;
}

/** A resource as the engine's state has it. */
export interface Resource {
  type: TypeName;
  id: string;
  inputs: Wire;
  outs: Wire;
}

/** Checks and creates a resource, as the engine does. */
export async function create(
  provider: EmulatorProvider,
  type: TypeName,
  news: Wire,
): Promise<Resource> {
  const { inputs, failures } = await provider.check(urnOf(type), {}, news);
  expect(failures).toEqual([]);
  const { id, outs } = await provider.create(urnOf(type), inputs);
  return { type, id, inputs, outs };
}

/** Changes some inputs of a resource, as the engine does. */
export async function update(
  provider: EmulatorProvider,
  { type, id, inputs, outs }: Resource,
  changes: Wire,
): Promise<Resource> {
  const news = { ...inputs, ...changes };
  const { outs: newOuts } = await provider.update(id, urnOf(type), outs, news);
  return { type, id, inputs: news, outs: newOuts };
}

/** Compares a resource with new inputs, as the engine does. */
export async function diff(provider: EmulatorProvider, { type, id, outs }: Resource, news: Wire) {
  return provider.diff(id, urnOf(type), outs, news);
}

/** Deletes a resource, as the engine does. */
export async function remove(provider: EmulatorProvider, { type, id }: Resource): Promise<void> {
  await provider.delete(id, urnOf(type));
}

/** Whether a refresh finds a resource. */
export async function isThere(
  provider: EmulatorProvider,
  { type, id, outs }: Resource,
): Promise<boolean> {
  return (await provider.read(id, urnOf(type), outs)).id === id;
}
