import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { Texts } from "./azureConfig";
import { EngineLog } from "./engineLog";
import { packageSchema, type ProviderPackage } from "./packageSchema";
import { configurationTexts, configurationProblems } from "./providerConfiguration";
import {
  InitializationError,
  plainProperties,
  problemsOf,
  differs,
  withSecrets,
  type Made,
  type Operation,
  type Problem,
  type Properties,
  type ResourceType,
} from "./resourceType";
import { serviceError } from "./serviceError";
import { fromStruct, toStruct } from "./struct";
import { hasUnknown, type Wire } from "./wire";

/** Makes what a provider's types work with. */
export type Connect<Session> = (configuration: Texts) => Session;

type Answer<Response> = (error: grpc.ServiceError | null, response?: Response) => void;
type Call<Request> = grpc.ServerUnaryCall<Request, unknown>;

/** What the engine asks of a provider, answered by the types of a package. */
export class ProviderCalls<Session> {
  readonly #package: ProviderPackage<Session>;
  readonly #connect: Connect<Session>;
  readonly #cancelled = new AbortController();
  #log: EngineLog;
  #session: Session | undefined;

  constructor(
    providerPackage: ProviderPackage<Session>,
    connect: Connect<Session>,
    log: EngineLog,
  ) {
    this.#package = providerPackage;
    this.#connect = connect;
    this.#log = log;
  }

  /** The methods of Pulumi's ResourceProvider service. The engine does without those that are missing. */
  implementation(): grpc.UntypedServiceImplementation {
    return {
      getSchema: this.#unary(async () => {
        const response = new messages.GetSchemaResponse();
        response.setSchema(JSON.stringify(packageSchema(this.#package)));
        return response;
      }),
      getPluginInfo: this.#unary(async () => {
        const response = new plugin.PluginInfo();
        response.setVersion(this.#package.version);
        return response;
      }),
      attach: this.#unary(async ({ request }: Call<plugin.PluginAttach>) => {
        this.#log = new EngineLog(request.getAddress());
        return new Empty();
      }),
      checkConfig: this.#unary(async ({ request }: Call<messages.CheckRequest>) =>
        configurationCheck(fromStruct(request.getNews())),
      ),
      configure: this.#unary(async ({ request }: Call<messages.ConfigureRequest>) => {
        this.#session = this.#connect(configurationTexts(fromStruct(request.getArgs())));
        const response = new messages.ConfigureResponse();
        response.setAcceptsecrets(true);
        return response;
      }),
      cancel: this.#unary(async () => {
        this.#cancelled.abort(new Error("The deployment was cancelled."));
        return new Empty();
      }),
      check: this.#unary((call: Call<messages.CheckRequest>) => this.#check(call)),
      diff: this.#unary((call: Call<messages.DiffRequest>) => this.#diff(call)),
      create: this.#unary((call: Call<messages.CreateRequest>) => this.#create(call)),
      update: this.#unary((call: Call<messages.UpdateRequest>) => this.#update(call)),
      read: this.#unary((call: Call<messages.ReadRequest>) => this.#read(call)),
      delete: this.#unary((call: Call<messages.DeleteRequest>) => this.#delete(call)),
      invoke: this.#unary((call: Call<messages.InvokeRequest>) => this.#invoke(call)),
    };
  }

  async #check({ request }: Call<messages.CheckRequest>): Promise<messages.CheckResponse> {
    const type = this.#typeOf(request.getUrn());
    const news = withSecrets(fromStruct(request.getNews()), type.secrets);
    const inputs = plainProperties(news);
    const problems = [...type.problems(inputs)];
    const olds = plainProperties(fromStruct(request.getOlds()));
    if (problems.length === 0 && !hasUnknown(inputs) && differs(inputs, olds)) {
      const operation = this.#operation(request.getUrn(), 0);
      problems.push(...(await type.inspect(inputs, this.#connected(), operation)));
    }
    return checkResponse(news, problems);
  }

  async #diff({ request }: Call<messages.DiffRequest>): Promise<messages.DiffResponse> {
    const type = this.#typeOf(request.getUrn());
    const { DiffChanges } = messages.DiffResponse;
    const changed = type
      .changed(
        plainProperties(fromStruct(request.getNews())),
        plainProperties(fromStruct(request.getOlds())),
      )
      .filter((name) => !request.getIgnorechangesList().includes(name));
    const response = new messages.DiffResponse();
    response.setChanges(changed.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
    response.setDiffsList([...changed]);
    response.setReplacesList(changed.filter((name) => type.replaceOnChanges.includes(name)));
    return response;
  }

  async #create({ request }: Call<messages.CreateRequest>): Promise<messages.CreateResponse> {
    const type = this.#typeOf(request.getUrn());
    const news = fromStruct(request.getProperties());
    const operation = this.#operation(request.getUrn(), request.getTimeout());
    const response = new messages.CreateResponse();
    const made = await withInputs(type, news, () =>
      type.create(plainProperties(news), this.#connected(), operation),
    );
    response.setId(made.id);
    response.setProperties(toStruct(state(type, news, made.outputs)));
    return response;
  }

  async #update({ request }: Call<messages.UpdateRequest>): Promise<messages.UpdateResponse> {
    const type = this.#typeOf(request.getUrn());
    const news = fromStruct(request.getNews());
    const id = request.getId();
    const olds = fromStruct(request.getOlds());
    const operation = this.#operation(request.getUrn(), request.getTimeout());
    const known = { id, outputs: plainProperties(olds) };
    const { outputs } = await withInputs(type, news, async () => ({
      id,
      outputs: await type.update(plainProperties(news), known, this.#connected(), operation),
    }));
    const response = new messages.UpdateResponse();
    response.setProperties(toStruct(state(type, { ...outputsOnly(type, olds), ...news }, outputs)));
    return response;
  }

  async #read({ request }: Call<messages.ReadRequest>): Promise<messages.ReadResponse> {
    const type = this.#typeOf(request.getUrn());
    const id = request.getId();
    const known = fromStruct(request.getProperties());
    const isImport = Object.keys(known).length === 0;
    const start = isImport ? type.importId(id) : plainProperties(known);
    if (start === undefined) {
      throw new Error(`"${id}" is not the id of a ${typeToken(request.getUrn())} to import.`);
    }
    const operation = this.#operation(request.getUrn(), 0);
    const live = await type.read({ id, outputs: start }, this.#connected(), operation);
    const response = new messages.ReadResponse();
    // Without an id, the engine takes it for deleted.
    if (live === undefined) return response;
    const wire = state(type, isImport ? start : known, live);
    response.setId(id);
    response.setProperties(toStruct(wire));
    // Otherwise the engine keeps the inputs that it has, with their secrets marked.
    if (isImport) response.setInputs(toStruct(inputsOnly(type, wire)));
    return response;
  }

  async #delete({ request }: Call<messages.DeleteRequest>): Promise<Empty> {
    const type = this.#typeOf(request.getUrn());
    const operation = this.#operation(request.getUrn(), request.getTimeout());
    const outputs = plainProperties(fromStruct(request.getProperties()));
    await type.delete({ id: request.getId(), outputs }, this.#connected(), operation);
    return new Empty();
  }

  async #invoke({ request }: Call<messages.InvokeRequest>): Promise<messages.InvokeResponse> {
    const token = request.getTok();
    const { functions } = this.#package;
    const called = Object.hasOwn(functions, token) ? functions[token] : undefined;
    if (called === undefined) {
      throw new Error(
        `There is no function ${token}, expected one of ${Object.keys(functions).join(", ")}.`,
      );
    }
    const inputs = plainProperties(fromStruct(request.getArgs()));
    const problems = problemsOf(called.inputs, inputs);
    const response = new messages.InvokeResponse();
    response.setFailuresList(problems.map(failure));
    if (problems.length === 0) {
      const outputs = await called.call(inputs, this.#connected(), this.#operation("", 0));
      response.setReturn(toStruct(outputs));
    }
    return response;
  }

  #typeOf(urn: string): ResourceType<Session> {
    const { resources } = this.#package;
    const token = typeToken(urn);
    const type = Object.hasOwn(resources, token) ? resources[token] : undefined;
    if (type !== undefined) return type;
    throw new Error(
      `There is no resource type ${token}, expected one of ${Object.keys(resources).join(", ")}.`,
    );
  }

  #connected(): Session {
    if (this.#session === undefined) throw new Error("The provider was not configured.");
    return this.#session;
  }

  #operation(urn: string, timeoutSeconds: number): Operation {
    return {
      urn,
      signal: this.#cancelled.signal,
      onProgress: (text) => this.#log.status(urn, text),
      warn: (text) => this.#log.warn(urn, text),
      limitMinutes: (defaultMinutes) => (timeoutSeconds > 0 ? timeoutSeconds / 60 : defaultMinutes),
    };
  }

  /** An answer for each call: an error is one message, without a stack trace. */
  #unary<Request, Response>(handle: (call: Call<Request>) => Promise<Response>) {
    return (call: Call<Request>, answer: Answer<Response>): void => {
      handle(call).then(
        (response) => answer(null, response),
        (error: unknown) => answer(serviceError(error)),
      );
    };
  }
}

/** The type at the end of a URN's types, which its parents' precede. */
function typeToken(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** What the state is to hold. */
function state<Session>(type: ResourceType<Session>, inputs: Wire, outputs: Properties): Wire {
  return withSecrets({ ...inputs, ...outputs }, type.secrets);
}

function inputsOnly<Session>({ inputs }: ResourceType<Session>, wire: Wire): Wire {
  return Object.fromEntries(Object.entries(wire).filter(([name]) => name in inputs.entries));
}

function outputsOnly<Session>({ outputs }: ResourceType<Session>, wire: Wire): Wire {
  return Object.fromEntries(Object.entries(wire).filter(([name]) => name in outputs.entries));
}

/** Keeps the inputs with what there is of a resource that is not as it should be. */
async function withInputs<Session>(
  type: ResourceType<Session>,
  inputs: Wire,
  make: () => Promise<Made>,
): Promise<Made> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof InitializationError)) throw error;
    const { id, outputs } = error.made;
    throw new InitializationError({ id, outputs: state(type, inputs, outputs) }, error.reason);
  }
}

function configurationCheck(news: Wire): messages.CheckResponse {
  return checkResponse(news, configurationProblems(news));
}

function checkResponse(inputs: Wire, problems: readonly Problem[]): messages.CheckResponse {
  const response = new messages.CheckResponse();
  response.setInputs(toStruct(inputs));
  response.setFailuresList(problems.map(failure));
  return response;
}

function failure({ property, reason }: Problem): messages.CheckFailure {
  const response = new messages.CheckFailure();
  response.setProperty(property);
  response.setReason(reason);
  return response;
}
