import * as v from "valibot";
import {
  POLICY_TEMPLATES,
  type PolicySection,
  type TemplateId,
  type TemplateParameters,
  type TemplateSection,
} from "./policyTemplates";

/** One policy of a connector, as its properties have it. */
export interface PolicyTemplateInstance {
  readonly templateId: TemplateId;
  readonly title: string;
  /** Of a polling trigger only. */
  readonly type?: "PollingTrigger";
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What a policy is made of. */
export interface Policy<Id extends TemplateId> {
  /** What it is for, in a few words that people read in the portal. */
  readonly title: string;
  readonly parameters: TemplateParameters<Id>;
  /** The ids of the operations it is for. Absent when it is for all. */
  readonly operations?: readonly string[];
  /** Absent when it is the platform's own, which is Request. */
  readonly section?: TemplateSection<Id>;
}

/**
 * A policy by one of the platform's templates.
 *
 * @param operationIds every operation that the connector has
 * @throws RangeError that names each value which the template does not take
 */
export function policyInstance<Id extends TemplateId>(
  templateId: Id,
  policy: Policy<Id>,
  operationIds: readonly string[],
): PolicyTemplateInstance {
  const problems = problemsOf(templateId, policy, operationIds);
  if (problems.length > 0) {
    throw new RangeError(`The policy "${policy.title}" (${templateId}): ${problems.join("; ")}.`);
  }
  const { title, parameters, operations, section } = policy;
  return {
    templateId,
    title,
    ...(templateId === "pollingtrigger" && { type: "PollingTrigger" }),
    parameters: {
      ...Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [
          `x-ms-apimTemplateParameter.${name}`,
          value,
        ]),
      ),
      ...(section && { "x-ms-apimTemplate-policySection": section }),
      ...(operations && { "x-ms-apimTemplate-operationName": [...operations] }),
    },
  };
}

function problemsOf<Id extends TemplateId>(
  templateId: Id,
  { title, parameters, operations = [], section }: Policy<Id>,
  operationIds: readonly string[],
): string[] {
  // Callers without types reach this too.
  if (!Object.hasOwn(POLICY_TEMPLATES, templateId)) {
    return [`there is no such template, expected ${Object.keys(POLICY_TEMPLATES).join(", ")}`];
  }
  const template = POLICY_TEMPLATES[templateId];
  return [
    ...(title.trim() === "" ? ["the title is empty, expected what the policy is for"] : []),
    ...parameterProblems(template.parameters, parameters),
    ...sectionProblems(template.sections, section),
    ...operations
      .filter((id) => !operationIds.includes(id))
      .map((id) => `there is no operation "${id}", expected ${operationIds.join(", ")}`),
  ];
}

function parameterProblems(
  schema: v.GenericSchema & { readonly entries: v.ObjectEntries },
  parameters: object,
): string[] {
  const names = Object.keys(schema.entries);
  const { issues = [] } = v.safeParse(schema, parameters);
  return issues.map((issue) => {
    const name = v.getDotPath(issue) ?? "";
    const [item] = issue.path ?? [];
    if (item?.type === "object" && item.origin === "key") {
      return Object.hasOwn(schema.entries, item.key)
        ? `the parameter ${name} is missing`
        : `there is no parameter ${name}, expected ${names.join(", ")}`;
    }
    return `${name} is ${shown(issue.input)}, expected ${issue.message}`;
  });
}

function sectionProblems(
  sections: readonly PolicySection[],
  section: PolicySection | undefined,
): string[] {
  if (section === undefined || sections.includes(section)) return [];
  return [
    sections.length === 0
      ? `the section is ${section}, but the template has none`
      : `the section is ${section}, expected ${sections.join(" or ")}`,
  ];
}

const SHOWN_CHARACTERS = 60;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}...`;
}
