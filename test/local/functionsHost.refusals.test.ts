import { existsSync } from "node:fs";
import { dirname } from "node:path";

import { strToU8 } from "fflate";

import type { FunctionsHost } from "../../local/functionsHost/functionsHost";
import {
  filesOf,
  helloPackage,
  helloSource,
  packageOf,
  zipOf,
} from "../support/localCloud/hostedPackages";
import { connectingSource, listenForPackages } from "../support/localCloud/packageSignals";
import { textOf, startHost } from "../support/localCloud/startedHost";

describe("a package is refused, and the old code stays served, when", () => {
  let host: FunctionsHost;
  beforeAll(async () => {
    ({ host } = await startHost());
    await host.deploy(helloPackage("old"));
  });

  const hello = helloSource("return {};");
  const helloFiles = filesOf(hello);
  const withFile = (path: string, content: string | undefined) => () =>
    zipOf({ ...helloFiles, [path]: content });
  const withOptions = (options: string) => () =>
    packageOf(hello.replace('authLevel: "anonymous",', `authLevel: "anonymous", ${options},`));

  test.each<[string, () => Uint8Array, string | RegExp]>([
    ["it is not a zip", () => strToU8("not a zip"), "not a zip file that can be read (9 bytes)"],
    ["host.json is missing", withFile("host.json", undefined), "has no host.json at its root"],
    ["host.json is not JSON", withFile("host.json", "{"), "host.json is not JSON"],
    ["host.json is no object", withFile("host.json", "[]"), "host.json is not a JSON object"],
    [
      "host.json is of version 1",
      withFile("host.json", "{}"),
      'has the version undefined. Expected "2.0"',
    ],
    [
      "the routePrefix is no string",
      withFile("host.json", '{"version":"2.0","extensions":{"http":{"routePrefix":7}}}'),
      "has the extensions.http.routePrefix 7. Expected a text.",
    ],
    [
      "package.json is missing",
      withFile("package.json", undefined),
      "has no package.json at its root",
    ],
    ["package.json is not JSON", withFile("package.json", "main"), "package.json is not JSON"],
    ["package.json has no main", withFile("package.json", "{}"), 'has no "main"'],
    [
      "main is absent",
      withFile("dist/main.js", undefined),
      'has the main "dist/main.js", but the package has no such file',
    ],
    [
      "main is outside",
      withFile("package.json", '{"main":"../main.js"}'),
      'has the main "../main.js"',
    ],
    ["a path leads out", withFile("../evil.js", ""), 'has an entry "../evil.js"'],
    ["a path leads out of a folder", withFile("dist/../../evil.js", ""), 'without ".."'],
    ["a path is absolute", withFile("/evil.js", ""), 'has an entry "/evil.js"'],
    ["a path has a backslash", withFile("..\\evil.js", ""), "has an entry"],
    ["a path has a drive", withFile("C:evil.js", ""), 'has an entry "C:evil.js"'],
    ["a file is where a folder is", withFile("dist", ""), /EEXIST|ENOTDIR|EISDIR/],
    [
      "its code throws while loading",
      () => packageOf('function item() { throw new TypeError("no item"); }\nitem();'),
      /failed to load: .*TypeError: no item[^]*handler\.ts:2/,
    ],
    ["its code exits while loading", () => packageOf("process.exit(3);"), "ended with exit code 3"],
    ["it registers no function", () => packageOf("export {};"), "registered no function"],
    [
      "it throws before it registers, and catches that itself",
      () => packageOf(`try { throw new Error(); ${hello} } catch {}`),
      "registered no function",
    ],
    [
      "it has a timer trigger",
      () =>
        packageOf(`app.timer("nightly", { schedule: "0 0 0 * * *", handler: async () => {} });`),
      '"timerTrigger"',
    ],
    [
      "it has an output that is not HTTP",
      withOptions(`extraOutputs: [output.storageQueue({ queueName: "q", connection: "c" })]`),
      'Function "hello" has a binding of type "queue"',
    ],
    [
      "it streams",
      () => packageOf(`app.setup({ enableHttpStream: true }); ${hello}`),
      "enableHttpStream",
    ],
    [
      "it uses a hook that is not run",
      () => packageOf(`app.hook.log(() => {}); ${hello}`),
      'Hook "log" is not run',
    ],
    [
      "a name is not valid",
      () => packageOf(hello.replace('"hello"', '"7 hello"')),
      'Function name "7 hello" is not valid',
    ],
    ["a name is taken", () => packageOf(hello + hello), 'Function "hello" is registered twice'],
    [
      "a route is taken",
      () => packageOf(hello + hello.replace('"hello", {', '"other", { route: "HELLO",')),
      'Functions "hello" and "other" share the route',
    ],
    [
      "a name differs from another in case only",
      () => packageOf(hello + hello.replace('"hello", {', '"HELLO", { route: "x",')),
      'Functions "hello" and "HELLO" have one name',
    ],
    [
      "a name is reserved",
      () => packageOf(hello.replace('"hello"', '"Host"')),
      '"Host" is not valid',
    ],
    ["a route is reserved", withOptions('route: "admin/x"'), "belong to the Functions host"],
    ["a route is reserved too", withOptions('route: "Runtime"'), "belong to the Functions host"],
    ["a route starts with a slash", withOptions('route: "/x"'), "two slashes in a row"],
    ["a route is none of ASP.NET", withOptions('route: "{id:number}"'), 'the constraint "number"'],
    ["a route has a default", withOptions('route: "{id=7}"'), "has a default for {id}"],
    [
      "a route has an unknown constraint",
      withOptions('route: "{id:regex}"'),
      'has the constraint "regex"',
    ],
    ["a route has a mixed part", withOptions('route: "v{id}"'), 'has the part "v{id}"'],
    [
      "a route has an optional part inside",
      withOptions('route: "{id?}/x"'),
      "only its last part may be optional",
    ],
    [
      "a level is unknown",
      () => packageOf(hello.replace("anonymous", "everybody")),
      'has the authLevel "everybody"',
    ],
  ])("%s", async (_case, zip, message) => {
    const { pid } = host;
    await expect(host.deploy(zip())).rejects.toThrow(message);
    expect(host.pid).toBe(pid);
    expect(await textOf(host, "/api/hello")).toBe("old");
  });

  test.each([
    [
      "its code does not end loading",
      "app.hook.appStart(() => new Promise(() => undefined));",
      "did not finish loading within 2000 ms",
    ],
    ["its code throws", "app.hook.appStart(() => { throw new Error('no item'); });", "no item"],
    ["it registers no function", "", "registered no function"],
  ])("%s; then its process and its folder go", async (_case, source, message) => {
    const { host: impatient } = await startHost({ limits: { loadTimeoutMs: 2000 } });
    const { port, nextPackage } = await listenForPackages();
    const connected = nextPackage();
    const refusal = impatient.deploy(packageOf(connectingSource(port) + source));
    await expect(refusal).rejects.toThrow(message);
    const { folder, closed } = await connected;
    await closed;
    expect(existsSync(dirname(folder))).toBe(false);
  });
});
