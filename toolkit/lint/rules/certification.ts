import microdiff from "microdiff";
import { jsonPathOf } from "../../source/jsonPath";
import { quoteValue } from "../../text/messageText";
import { certificationOf, type Solution } from "../model/certification";
import type { Definition } from "../model/definition";
import { isGiven, isInputOf, requiredInputsOf } from "../model/flowInputs";
import type { FlowCall } from "../model/flowCalls";
import type { Folder } from "../model/folder";
import type { Operation } from "../model/operations";
import { LEVELS, type RuleText } from "../rule";
import type { FolderRule } from "./folderRule";

/** The rules of ConnectorPackage.zip, which is submitted for certification. */
export const certificationRules: readonly FolderRule[] = [
  {
    id: "package-structure",
    levels: LEVELS.certification,
    description:
      "ConnectorPackage.zip contains package.zip, with a solution for the connector and one for a flow.",
    fix: "Create the package again, with both solutions.",
    *check({ certification }) {
      const read = certification && certificationOf(certification);
      if (read === undefined) return;
      const message = typeof read === "string" ? unreadable(read) : missingPart(read.solutions);
      if (message !== undefined) yield { part: "certification", message };
    },
  },
  {
    id: "package-definition",
    levels: LEVELS.certification,
    description: "The solutions in ConnectorPackage.zip contain the folder's definition.",
    fix: "Create the package again from the current definition.",
    *check(folder) {
      const { definition } = folder;
      if (definition === undefined) return;
      for (const { name, definitions } of solutionsOf(folder)) {
        const changes = definitions.map((root) => firstDifference(definition, root));
        // A solution may have connectors beside this one.
        if (changes.length === 0 || changes.includes(undefined)) continue;
        const message = `The definition in ${quoteValue(name)} differs from the folder's at ${changes[0]}.`;
        yield { part: "certification", message };
      }
    },
  },
  onEachCall({
    id: "flow-operation",
    levels: LEVELS.certification,
    description: "Flows in ConnectorPackage.zip call operations of the definition.",
    fix: "Change the flow to call an operation of the definition, and create the package again.",
    *faults({ operationId }, operation) {
      if (operation === undefined) {
        yield `calls ${quoteValue(operationId)}, which is not an operation of the definition`;
      }
    },
  }),
  onEachCall({
    id: "flow-parameter-required",
    levels: LEVELS.certification,
    description: "Flows in ConnectorPackage.zip provide every required parameter.",
    fix: "Add the parameter to the flow's step, and create the package again.",
    *faults({ operationId, parameters }, operation, definition) {
      const given = Object.keys(parameters);
      for (const input of operation ? requiredInputsOf(operation, definition) : []) {
        if (isGiven(input, given)) continue;
        yield `calls ${quoteValue(operationId)} without ${quoteValue(input)}, which is required`;
      }
    },
  }),
  onEachCall({
    id: "flow-parameter-unknown",
    levels: LEVELS.certification,
    description: "Flows in ConnectorPackage.zip provide only parameters that the operations have.",
    fix: "Correct or remove the parameter of the flow's step, and create the package again.",
    *faults({ operationId, parameters }, operation, definition) {
      for (const name of Object.keys(parameters)) {
        if (operation === undefined || isInputOf(name, operation, definition)) continue;
        yield `calls ${quoteValue(operationId)} with ${quoteValue(name)}, which is not one of its parameters`;
      }
    },
  }),
];

/** Why a package cannot be read, as a sentence. */
function unreadable(reason: string): string {
  return `ConnectorPackage.zip cannot be read: ${reason}.`;
}

function missingPart(solutions: readonly Solution[]): string | undefined {
  if (solutions.length === 0)
    return unreadable("package.zip does not contain a solution in PkgAssets");
  const without = solutions.find(({ definitions }) => definitions.length === 0);
  if (without !== undefined) return `${quoteValue(without.name)} does not contain a connector.`;
  return solutions.some(({ flows }) => flows.length > 0)
    ? undefined
    : "ConnectorPackage.zip does not contain a flow.";
}

/** None where the package cannot be read, which is reported as such. */
function solutionsOf({ certification }: Folder): readonly Solution[] {
  const read = certification && certificationOf(certification);
  return typeof read === "object" ? read.solutions : [];
}

/** JSONPath of the first difference; undefined where there is none, whatever the order of properties. */
function firstDifference({ root }: Definition, packed: object): string | undefined {
  const [first] = microdiff(root, packed, { cyclesFix: false });
  return first && jsonPathOf(first.path);
}

interface CallRule extends RuleText {
  /** What is wrong with a call, each as the end of a sentence. */
  readonly faults: (
    call: FlowCall,
    operation: Operation | undefined,
    definition: Definition,
  ) => Iterable<string>;
}

function onEachCall({ faults, ...text }: CallRule): FolderRule {
  return {
    ...text,
    *check(folder) {
      const { definition } = folder;
      if (definition === undefined) return;
      for (const { name, calls } of solutionsOf(folder).flatMap(({ flows }) => flows)) {
        for (const call of calls) {
          for (const fault of faults(
            call,
            definition.operationById.get(call.operationId),
            definition,
          )) {
            const message = `The step ${quoteValue(call.step)} of the flow ${quoteValue(name)} ${fault}.`;
            yield { part: "certification", path: call.path, message };
          }
        }
      }
    },
  };
}
