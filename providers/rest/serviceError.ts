import * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { InitializationError } from "./resourceType";
import { toStruct } from "./struct";

/**
 * An error as the engine reads it. The code says that the resource is as it was: with others, the engine warns that
 * its state may be wrong.
 */
export function serviceError(error: unknown): grpc.ServiceError {
  const message = error instanceof Error ? error.message : String(error);
  const metadata = new grpc.Metadata();
  if (error instanceof InitializationError) {
    metadata.add("grpc-status-details-bin", initializationDetails(error));
  }
  return Object.assign(new Error(message), {
    code: grpc.status.FAILED_PRECONDITION,
    details: message,
    metadata,
  });
}

function initializationDetails({ made, message }: InitializationError): Buffer {
  const detail = new ErrorResourceInitFailed();
  detail.setId(made.id);
  detail.setProperties(toStruct(made.outputs));
  detail.setReasonsList([message]);
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status();
  status.setCode(grpc.status.FAILED_PRECONDITION);
  status.setMessage(message);
  status.addDetails(any);
  return Buffer.from(status.serializeBinary());
}
