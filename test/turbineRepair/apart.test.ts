import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { globSync } from "tinyglobby";
import { definition } from "../../connector/definition/definition";
import { turbineRepair } from "../../function/turbineRepair/turbineRepair";
import { swaggerOperations } from "../../toolkit/document/swaggerOperations";
import { isObject } from "../../toolkit/document/json";
import { asPublished } from "../../connector/commands/codeDefinition";
import { projectFolder } from "../support/projectFolder";

/** What is the example's own to know, and where the registration names it. */
const PLACE = ["function/turbineRepair/**", "function/thisConnector.ts"];

/** The example's published document and its icons stand where every connector's do. */
const PUBLISHED = ["connector/apiDefinition.swagger.json", "connector/icon.*"];

const ROOMS = [
  "function",
  "connector",
  "toolkit",
  "functionsRuntime",
  "providers",
  "infra",
  "local",
];

/** Words of the example, in whatever word they are a part of. */
const WORDS = ["turbine", "repair", "inspection", "fleet", "kilowatt", "technician"];

/** Names in the example's contracts that the machinery and English have, too. */
const GENERIC_NAMES = new Set([
  "Idempotency-Key",
  "body",
  "callbackUrl",
  "createdAt",
  "hours",
  "index",
  "message",
  "noticeId",
  "problem",
  "problems",
  "receiver",
  "recordedAt",
  "signature",
  "status",
  "subscriptionId",
  "subscriptions",
  "title",
  "totals",
  "triggerState",
]);

const published = asPublished(definition({ connector: turbineRepair }));

/** The names of fields and parameters, wherever they stand in a part of the definition. */
function fieldNames(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(fieldNames);
  if (!isObject(part)) return [];
  const { properties, name, in: place } = part;
  return [
    ...(isObject(properties) ? Object.keys(properties) : []),
    ...(typeof name === "string" && typeof place === "string" ? [name] : []),
    ...Object.values(part).flatMap(fieldNames),
  ];
}

const fields = [...new Set(fieldNames(published.paths))];

/** Names of operations, functions, queues, routes and fields. */
function namesOfExample(): string[] {
  const { operations, queueWorkers } = turbineRepair;
  const routes = swaggerOperations(published).flatMap(({ pathItem }) =>
    pathItem.name.split("/").filter((part) => !["", "api"].includes(part) && !part.startsWith("{")),
  );
  return [
    ...operations.map(({ contract }) => contract.operationId),
    ...queueWorkers.flatMap(({ name, queueName }) => [name, queueName]),
    ...routes,
    ...fields,
  ].filter((name) => !GENERIC_NAMES.has(name));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The example's names as words of their own; parts of other words are other words. */
const names = [...new Set(namesOfExample())].map(
  (name) => new RegExp(`(?<![A-Za-z0-9])${escaped(name)}(?![A-Za-z0-9])`),
);
const words = WORDS.map((word) => new RegExp(word, "i"));

function placesOf(file: string): string[] {
  const place = relative(projectFolder, file).replaceAll("\\", "/");
  const lines = [place, ...readFileSync(file, "utf8").split("\n")];
  return lines.flatMap((line, index) =>
    [...words, ...names].some((pattern) => pattern.test(line))
      ? [`${place}:${index}: ${line.trim()}`]
      : [],
  );
}

test("no word of the example stands in product code outside its place", () => {
  const files = globSync(
    ROOMS.map((room) => `${room}/**`),
    { cwd: projectFolder, ignore: [...PLACE, ...PUBLISHED, "**/node_modules/**"], absolute: true },
  );
  expect(files.length).toBeGreaterThan(200);
  expect(files.flatMap(placesOf)).toEqual([]);
});

test("the example's names are looked for where they are", () => {
  const place = join(projectFolder, "function", "turbineRepair", "about.ts");
  expect(placesOf(place)).not.toEqual([]);
  expect(namesOfExample()).toEqual(
    expect.arrayContaining(["CalculateCosts", "TurbineRepair", "fleet-assessments", "capacity"]),
  );
});

test("no name is called generic that the example does not have", () => {
  expect([...GENERIC_NAMES].filter((name) => !fields.includes(name))).toEqual([]);
});
