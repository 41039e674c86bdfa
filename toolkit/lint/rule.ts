import type { JsonPath } from "../source/jsonPath";
import type { ConnectorVariant } from "../document/connectorVariant";
import type { Severity } from "./finding";

export type Level = Severity | "off";
export type Levels = Readonly<Record<ConnectorVariant, Level>>;

/** The levels that rules have. Nothing is an error that Microsoft is not known to refuse. */
export const LEVELS = {
  /** Import, update and certification all refuse it. */
  refused: { deploy: "error", certify: "error" },
  /** Certification refuses it; others may want to know. */
  certification: { deploy: "warning", certify: "error" },
  /** Certification refuses it, and it means nothing to anybody else. */
  certificationOnly: { deploy: "off", certify: "error" },
  /** Certification asks for it, but does not refuse every connector without it. */
  certificationAdvice: { deploy: "off", certify: "warning" },
  /** What tools that create connectors choke on, though certification wants it. */
  deployOnly: { deploy: "error", certify: "off" },
  /** Works, but serves people badly, or the validator warns of it. */
  advice: { deploy: "warning", certify: "warning" },
} as const satisfies Record<string, Levels>;

/** What a rule is, without how it is checked. */
export interface RuleText {
  /** Unique, kebab-case, stable: people write it into their configuration. */
  readonly id: string;
  /** Certification policy (5000.…) or the swagger validator's name of the rule; absent for advice. */
  readonly code?: string;
  readonly levels: Levels;
  /** What holds where the rule is kept, as a sentence. */
  readonly description: string;
  /** What to do where it is broken, as a sentence. */
  readonly fix: string;
}

/** One breach of a rule. */
export interface Problem {
  readonly path: JsonPath;
  /** A sentence with the value and what was expected. */
  readonly message: string;
}

/** A rule with its check. A check never throws, whatever the document holds. */
export interface Rule<Subject> extends RuleText {
  readonly check: (subject: Subject) => Iterable<Problem>;
}
