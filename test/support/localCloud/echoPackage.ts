import { packageOf } from "./hostedPackages";

const echoSource = `
  const echo = async (request, context) => ({ jsonBody: {
    name: context.functionName, method: request.method, url: request.url,
    headers: Object.fromEntries(request.headers), query: Object.fromEntries(request.query),
    params: request.params, hasBody: request.body !== null,
    body: Buffer.from(await request.arrayBuffer()).toString("base64"),
  } });
  const route = (name, route, methods = ["GET", "POST"]) =>
    app.http(name, { route, methods, authLevel: "anonymous", handler: echo });
  route("byId", "items/{id:int}");
  route("byName", "items/{name:alpha}");
  // The host tries functions in the order of their names.
  route("other", "items/{any}");
  route("all", "items/all");
  route("rest", "files/{*rest}");
  route("maybe", "maybe/{id?}");
  route("sites", "sites/{site:guid}/items/{id}");
  route("echo", undefined);
  route("write", "write", ["POST"]);
  for (const authLevel of ["function", "system", "user", "admin"])
    app.http("of-" + authLevel, { route: "level/" + authLevel, methods: ["GET"], authLevel, handler: async () => ({ body: "open" }) });
  const responses = {
    json: () => ({ status: 201, jsonBody: { ok: true } }),
    text: () => ({ body: "text" }),
    empty: () => ({}),
    nothing: () => undefined,
    noContent: () => ({ status: 204, body: "dropped" }),
    binary: () => ({ body: new Uint8Array([0, 255, 128, 10]), headers: { "content-type": "image/png" } }),
    cookies: () => ({ cookies: [
      { name: "a", value: "1 2", path: "/", maxAge: 60, secure: true, httpOnly: true, sameSite: "Lax" },
      { name: "b", value: "2", domain: "x.test", expires: new Date(0 + 1000), sameSite: "None" } ] }),
    cors: () => ({ headers: { "access-control-allow-origin": "https://by-code.test", vary: "Accept" } }),
    number: () => 7,
    late: () => app.http("late", { methods: ["GET"], handler: echo }),
    throws: () => { throw new Error("the handler is broken"); },
  };
  app.http("response", { route: "response/{kind}", methods: ["GET", "OPTIONS"], authLevel: "anonymous",
    handler: async (request) => responses[request.params.kind]() });
`;

/** A package whose functions echo what they get, and respond in every way that a handler can. */
export const echoPackage = packageOf(echoSource);
