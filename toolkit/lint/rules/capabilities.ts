import type { Definition } from "../model/definition";
import { has, isObject, own } from "../../document/json";
import { quoteValue } from "../../text/messageText";
import type { JsonPath } from "../../source/jsonPath";
import { LEVELS, type Problem, type Rule } from "../rule";

const CAPABILITIES = "x-ms-capabilities";
const AT: JsonPath = [CAPABILITIES, "testConnection"];

export const capabilityRules: readonly Rule<Definition>[] = [
  {
    id: "test-connection-operation",
    code: "OperationIdNotFound",
    levels: LEVELS.refused,
    description: "The test of a connection calls an operation of the definition.",
    fix: "Correct the operationId.",
    *check({ root, operationById }) {
      const test = testConnectionOf(root);
      if (test === undefined) return;
      const id = own(test, "operationId");
      if (!operationById.has(id)) {
        yield { path: AT, message: `The operation ${quoteValue(id)} is not in the definition.` };
      }
    },
  },
  {
    id: "test-connection-get",
    levels: LEVELS.advice,
    description:
      "The test of a connection is a GET operation, and is given every required parameter.",
    fix: "Name a GET operation without required parameters.",
    *check(definition) {
      yield* unfitTest(definition);
    },
  },
];

function testConnectionOf(root: Definition["root"]): unknown {
  const test = own(own(root, CAPABILITIES), "testConnection");
  return isObject(test) ? test : undefined;
}

function* unfitTest({ root, operationById }: Definition): Generator<Problem> {
  const test = testConnectionOf(root);
  const operation = operationById.get(own(test, "operationId"));
  if (operation === undefined) return;
  if (operation.method !== "get") {
    const message = `${operation.label} has the method ${operation.method}. Expected get.`;
    yield { path: AT, message };
  }
  const given = own(test, "parameters");
  const needed = operation.parameters.find(
    ({ node, name }) =>
      own(node, "required") === true && !has(node, "default") && !has(given, name),
  );
  if (needed !== undefined) {
    yield {
      path: AT,
      message: `${operation.label} requires ${quoteValue(needed.name)}, which is not provided.`,
    };
  }
}
