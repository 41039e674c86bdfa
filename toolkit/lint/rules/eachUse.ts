import type { Definition } from "../model/definition";
import { dynamicUsesOf, type DynamicUse } from "../model/dynamic";
import type { Problem, Rule, RuleText } from "../rule";

interface UseRule extends RuleText {
  readonly faults: (use: DynamicUse, definition: Definition) => Iterable<Problem>;
}

/** A rule that looks at each dynamic extension, once for each operation that uses it. */
export function onEachUse({ faults, ...text }: UseRule): Rule<Definition> {
  return {
    ...text,
    *check(definition) {
      for (const use of dynamicUsesOf(definition)) yield* faults(use, definition);
    },
  };
}
