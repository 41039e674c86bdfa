import * as v from "valibot";
import { texts, type Contract } from "../../../function/contract/contract";
import type { Connector } from "../../../function/contract/connector";
import { lenient } from "../../../function/contract/lenient";
import { requireWholeConnector } from "../../../connector/definition/requireWholeConnector";

const contract: Contract = {
  operationId: "ListParcels",
  route: "parcels",
  method: "GET",
  access: "credential",
  summary: "List parcels",
  description: "Lists the parcels.",
  visibility: "important",
  request: {},
  response: { description: "The parcels.", "x-ms-summary": "Parcels" },
};

/** A connector of these contracts, and of workers on these queues. */
function connectorOf(
  contracts: readonly Contract[],
  workers: readonly { name: string; queueName: string }[] = [],
): Connector {
  return {
    about: { info: { title: "Parcels" } } as Connector["about"],
    operations: contracts.map((each) => ({
      contract: each,
      handle: () => ({ status: 200 as const }),
    })),
    queueWorkers: workers.map((worker) => ({ ...worker, handle: async () => undefined })),
  };
}

function problemsOf(...parts: Parameters<typeof connectorOf>): string[] {
  try {
    requireWholeConnector(connectorOf(...parts));
    return [];
  } catch (error) {
    return (error as Error).message.split("\n- ").slice(1);
  }
}

const other: Contract = { ...contract, operationId: "AddParcel", method: "POST" };
const item = { description: "A parcel.", "x-ms-summary": "Parcel" };

/** A field with a drop-down that an operation feeds. */
function chosenFrom(operationId: string) {
  const choices = { operationId, items: "parcels", title: "title", value: "id" };
  return v.pipe(v.string(), texts({ ...item, choices }));
}

test("a connector whose operations and workers differ is whole", () => {
  const worker = { name: "SortParcels", queueName: "parcels" };
  expect(problemsOf([contract, other], [worker])).toEqual([]);
  const fed = { ...other, request: { query: v.object({ id: chosenFrom("ListParcels") }) } };
  expect(problemsOf([contract, fed])).toEqual([]);
});

test.each<[string, Parameters<typeof connectorOf>, string]>([
  [
    "at a route of the app's own",
    [[{ ...contract, route: "Icon.png" }]],
    "ListParcels has the route Icon.png, at which the app serves a document of the connector. Choose another.",
  ],
  ["without operations", [[]], "It has no operation. Register at least one."],
  [
    "with an operationId twice",
    [[contract, { ...other, operationId: "ListParcels", functionName: "Other" }]],
    "Two operations have the operationId ListParcels. Give each its own.",
  ],
  [
    "with a function name twice, in another case",
    [[contract, { ...other, functionName: "listparcels" }]],
    "Two functions have the name ListParcels. Give each its own; case does not count.",
  ],
  [
    "with a worker named like an operation",
    [[contract], [{ name: "ListParcels", queueName: "parcels" }]],
    "Two functions have the name ListParcels. Give each its own; case does not count.",
  ],
  [
    "with a function name that Azure does not accept",
    [[contract, { ...other, functionName: "2nd parcel" }]],
    'The function name "2nd parcel" is not valid. ' +
      'Expected a letter, followed by up to 127 letters, digits, "_" and "-"; "host" is reserved.',
  ],
  [
    "with a worker's name that Azure does not accept",
    [[contract], [{ name: "", queueName: "parcels" }]],
    'The function name "" is not valid. ' +
      'Expected a letter, followed by up to 127 letters, digits, "_" and "-"; "host" is reserved.',
  ],
  [
    "with the function name of the host itself",
    [[contract, { ...other, functionName: "Host" }]],
    'The function name "Host" is not valid. ' +
      'Expected a letter, followed by up to 127 letters, digits, "_" and "-"; "host" is reserved.',
  ],
  [
    "with a route of the host itself",
    [[contract, { ...other, route: "Admin/parcels" }]],
    "AddParcel has the route Admin/parcels. Routes that start with admin or runtime belong to the " +
      "Functions host. Choose another.",
  ],
  [
    "with two operations at one address",
    [
      [
        { ...contract, route: "parcels/{id}" },
        { ...other, method: "GET", route: "Parcels/{name}" },
      ],
    ],
    "Two operations are at GET parcels/{}. Change the route or the method of one.",
  ],
  [
    "with two workers on one queue",
    [
      [contract],
      [
        { name: "SortParcels", queueName: "parcels" },
        { name: "WeighParcels", queueName: "parcels" },
      ],
    ],
    "Two queue workers read the queue parcels. Give each its own.",
  ],
  [
    "with two primary operations",
    [
      [
        { ...contract, isPrimary: true },
        { ...other, isPrimary: true },
      ],
    ],
    "ListParcels and AddParcel are both marked isPrimary. Mark one.",
  ],
  [
    "with two connection tests",
    [
      [
        { ...contract, isConnectionTest: true },
        { ...other, isConnectionTest: true },
      ],
    ],
    "ListParcels and AddParcel are both marked isConnectionTest. Mark one.",
  ],
])("a connector %s is refused", (_name, parts, problem) => {
  expect(problemsOf(...parts)).toEqual([problem]);
});

const fields = v.object({ id: chosenFrom("FindParcels") });
test.each<[string, Partial<Contract>]>([
  ["path", { request: { path: fields } }],
  ["query", { request: { query: v.object({ id: v.optional(chosenFrom("FindParcels")) }) } }],
  ["headers", { request: { headers: fields } }],
  ["body", { request: { body: { ...item, schema: fields } } }],
  [
    "body, as an item of a list",
    { request: { body: { ...item, schema: v.object({ all: v.array(lenient(fields)) }) } } },
  ],
  ["response", { response: { ...item, schema: v.nullable(v.union([fields, v.string()])) } }],
  [
    "notification",
    {
      trigger: {
        kind: "single",
        hint: "Add a parcel.",
        notification: {
          ...item,
          schema: v.object({
            parcel: v.pipe(
              fields,
              v.check(() => true),
            ),
          }),
        },
      },
    },
  ],
])("a drop-down in the %s that no operation feeds is refused", (_place, parts) => {
  expect(problemsOf([contract, { ...other, ...parts }])).toEqual([
    "A field of AddParcel gets its choices from FindParcels, which is not an operation " +
      "of this connector. Register it or correct the field's choices.",
  ]);
});

test("every problem is listed under the connector's title", () => {
  expect(() => requireWholeConnector(connectorOf([]))).toThrow(
    new RangeError(
      'The connector "Parcels" cannot be deployed:\n- It has no operation. Register at least one.',
    ),
  );
  expect(problemsOf([contract, contract])).toHaveLength(3);
});
