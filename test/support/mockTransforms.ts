import * as grpc from "@grpc/grpc-js";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import * as callbacks from "@pulumi/pulumi/proto/callback_pb";
import * as resources from "@pulumi/pulumi/proto/resource_pb";

/** The parts of a registration that transforms see and change. */
export type TransformedRequest = resources.RegisterResourceRequest;

/** Of Protocol Buffers' own library, which comes with Pulumi. */
interface StructClass<Struct> {
  fromJavaScript(value: unknown): Struct;
}

/** Marks of Pulumi's wire format: a secret, and an output that may be one. */
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Calls a registration's own transforms, as the engine does, and takes what they make of it. */
export async function applyTransforms(request: TransformedRequest): Promise<void> {
  for (const callback of request.getTransformsList()) {
    const properties = request.getObject();
    if (!properties) throw new Error(`${request.getName()} has transforms and no properties.`);
    const question = new resources.TransformRequest();
    question.setType(request.getType());
    question.setName(request.getName());
    question.setCustom(request.getCustom());
    question.setParent(request.getParent());
    const structs = properties.constructor as unknown as StructClass<typeof properties>;
    question.setProperties(structs.fromJavaScript(withOutputs(properties.toJavaScript())));
    question.setOptions(optionsOf(request));
    const answer = resources.TransformResponse.deserializeBinary(
      await invoke(callback, question.serializeBinary()),
    );
    request.setObject(answer.getProperties());
    takeOptions(request, answer.getOptions());
  }
}

function optionsOf(request: TransformedRequest): resources.TransformResourceOptions {
  const options = new resources.TransformResourceOptions();
  options.setAliasesList(request.getAliasesList());
  options.setDependsOnList(request.getDependenciesList());
  options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  return options;
}

function takeOptions(
  request: TransformedRequest,
  options: resources.TransformResourceOptions | undefined,
): void {
  if (!options) return;
  request.setAliasesList(options.getAliasesList());
  request.setDependenciesList(options.getDependsOnList());
  request.setDeletebeforereplace(options.getDeleteBeforeReplace() ?? false);
  request.setAdditionalsecretoutputsList(options.getAdditionalSecretOutputsList());
}

/** The engine passes a secret on as an output, which a transform then gets as a pulumi.Output. */
function withOutputs(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withOutputs);
  const entries = Object.entries(value).map(([key, part]) => [key, withOutputs(part)]);
  const properties: Record<string, unknown> = Object.fromEntries(entries);
  return properties[signature] === secretSignature
    ? { [signature]: outputSignature, value: properties["value"], secret: true, dependencies: [] }
    : properties;
}

async function invoke(callback: callbacks.Callback, bytes: Uint8Array): Promise<Uint8Array> {
  const client = new CallbacksClient(callback.getTarget(), grpc.credentials.createInsecure());
  const request = new callbacks.CallbackInvokeRequest();
  request.setToken(callback.getToken());
  request.setRequest(bytes);
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      client.invoke(request, (error, response) =>
        error ? reject(error) : resolve(response.getResponse_asU8()),
      );
    });
  } finally {
    client.close();
  }
}
