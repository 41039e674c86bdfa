import { execFileSync } from "node:child_process";
import { definition } from "../../connector/definition/definition";
import { exampleCall } from "../../connector/definition/exampleCall";
import { primaryContract } from "../../function/contract/connector";
import { type Access, type ExampleCall, curlLine } from "../../local/curlLine";
import { noDelays } from "../../local/cloud/delays/delays";
import { panelOf, printPanel } from "../../local/panel";
import { sampleConnector } from "../support/sampleConnector/sampleConnector";

const url = "http://127.0.0.1:7071/api/Quotes";
const json = { "content-type": "application/json" };
const open: Access = { auth: "none", apiKey: "", basicUserName: "", basicPassword: "" };
const keyed: Access = { ...open, auth: "apiKey", apiKey: "key/+1" };

/** The arguments that curl gets when a line is pasted into a shell. */
function argumentsOf(line: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }; TOKEN=secret\n${line}`;
  return execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

const calls: [string, ExampleCall, Access, string[]][] = [
  [
    "a POST with a key",
    { method: "POST", url, headers: json, body: '{"litres":5}' },
    keyed,
    ["x-functions-key: key/+1", "content-type: application/json", '{"litres":5}'],
  ],
  [
    "quotes, variables, commands and line ends in a body",
    { method: "POST", url, headers: {}, body: `@it's "$HOME" \`id\` $(id) \\ !!\n'` },
    keyed,
    [`@it's "$HOME" \`id\` $(id) \\ !!\n'`],
  ],
  [
    "quotes in an address and a header",
    { method: "GET", url: `${url}?name=O'Brien&x={1}[2]`, headers: { "x-name": "it's; id" } },
    keyed,
    [`${url}?name=O'Brien&x={1}[2]`, "--globoff", "x-name: it's; id"],
  ],
  [
    "a password with a quote",
    { method: "GET", url, headers: {} },
    { ...open, auth: "basic", basicUserName: "us'er", basicPassword: "p$1'" },
    ["us'er:p$1'"],
  ],
  [
    "a token from the environment",
    { method: "GET", url, headers: {} },
    { ...open, auth: "oauth2" },
    ["authorization: Bearer secret"],
  ],
  ["another method", { method: "DELETE", url, headers: {} }, open, ["-X", "DELETE"]],
  [
    "a method with an unusual body",
    { method: "PUT", url, headers: {}, body: "" },
    open,
    ["PUT", ""],
  ],
];

test.each(calls)("a shell passes %s to curl unchanged", (_what, call, access, expected) => {
  const passed = argumentsOf(curlLine(call, access));
  expect(passed.slice(0, 1)).toEqual(["-sS"]);
  expect(passed).toContain(call.url);
  expect(passed).toEqual(expect.arrayContaining(expected));
});

test("a GET that needs nothing is an address alone", () => {
  expect(argumentsOf(curlLine({ method: "GET", url, headers: {} }, open))).toEqual(["-sS", url]);
});

test("a shell passes the call that a program has as its output to curl", () => {
  const made = definition({ connector: sampleConnector });
  // The type of a call stands in connector/ and in local/, which may not import each other.
  const call: ExampleCall = exampleCall(made, primaryContract(sampleConnector));
  const { url: address, headers, body } = call;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  expect(argumentsOf(curlLine(call, open))).toEqual([
    "-sS",
    address,
    ...lines.flatMap((line) => ["-H", line]),
    "--data-raw",
    body,
  ]);
});

const deployed = { project: "fuel-quote", resourceChanges: { create: 2, same: 1 } };

test("the panel has the project's name, the credentials and a call", () => {
  const outputs = {
    endpoint: { value: url, secret: false },
    auth: { value: "apiKey", secret: false },
    apiKey: { value: "key", secret: true },
    exampleCall: { value: { method: "GET", url, headers: {} }, secret: false },
  };
  const text = printPanel(
    panelOf({ ...deployed, outputs }, { PULUMI_BACKEND_URL: "file:///x" }, noDelays),
  );
  expect(text).toContain("fuel-quote is running on this machine (stack local).");
  expect(text).toContain(`Call it:\n\n  curl -sS '${url}' -H 'x-functions-key: key'\n`);
  expect(text).toContain("Resources: 2 create, 1 same\n");
  expect(text).toContain("  export PULUMI_BACKEND_URL='file:///x'\n");
});

test("without an example call the panel shows none", () => {
  const panel = panelOf({ ...deployed, outputs: {} }, {}, noDelays);
  expect(panel.curl).toBe("");
  expect(printPanel(panel)).not.toMatch(/Call it|curl/);
});
