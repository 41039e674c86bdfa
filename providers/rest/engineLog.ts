import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** Shows texts in the engine's own display, beside the resource that they are about. */
export class EngineLog {
  readonly #client: EngineClient | undefined;

  /** @param address of the engine; empty when a provider runs without one, as for its schema */
  constructor(address: string) {
    this.#client =
      address === "" ? undefined : new EngineClient(address, grpc.credentials.createInsecure());
  }

  /** Shows how far a resource is, until the next such text or its end. */
  status(urn: string, text: string): void {
    this.#log(urn, LogSeverity.INFO, text, true);
  }

  /** Shows something that stays to be read. */
  warn(urn: string, text: string): void {
    this.#log(urn, LogSeverity.WARNING, text, false);
  }

  #log(urn: string, severity: LogSeverity, text: string, isEphemeral: boolean): void {
    const request = new LogRequest();
    request.setUrn(urn);
    request.setSeverity(severity);
    request.setMessage(text);
    request.setEphemeral(isEphemeral);
    // A text that is not shown is no reason to fail.
    this.#client?.log(request, () => undefined);
  }
}
