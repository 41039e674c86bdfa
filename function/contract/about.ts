import type { SampleFlow } from "./sampleFlow";

/** How a connector describes itself in its definition's `info`. */
export interface ConnectorInfo {
  /** At most 30 characters, ends with a letter or digit. */
  readonly title: string;
  /** Three numbers, such as 1.0.0. */
  readonly version: string;
  /** 30 to 500 characters of plain English. */
  readonly description: string;
  readonly contact: { readonly name: string; readonly url: string; readonly email: string };
}

/** One fact for the connector's certification. */
export interface ConnectorMetadata {
  readonly propertyName: "Website" | "Privacy policy" | "Categories";
  readonly propertyValue: string;
}

/** Names in solutions, where only letters, digits and a few other characters are allowed. */
export interface SolutionNames {
  /** The publisher of the connector's solutions: letters and digits. */
  readonly publisher: string;
  /** Before the names of everything in the solutions: 2 to 8 lower-case letters and digits. */
  readonly prefix: string;
  /** Where the publisher's option values begin: five digits of their own choice. */
  readonly optionValuePrefix: number;
  /** The solutions are this, with Connector or Flow behind it. */
  readonly solution: string;
}

/** A question that people ask about the service, with its answer. */
export interface Faq {
  /** A sentence that ends with a question mark. */
  readonly question: string;
  /** A sentence or more. */
  readonly answer: string;
}

/** How a connector describes itself, apart from its operations. */
export interface About {
  readonly info: ConnectorInfo;
  /** What certification asks for beside `info`. Categories are from Microsoft's list, at most two. */
  readonly metadata: readonly ConnectorMetadata[];
  /** The background of the connector's icon and tile: six hex digits, not white, not #007ee5. */
  readonly brandColor: string;
  /** The company that publishes the connector. */
  readonly publisher: string;
  /** The company that owns the service behind the connector. */
  readonly stackOwner: string;
  /** What people should know about the service before they rely on it, as sentences. */
  readonly knownLimitations: readonly string[];
  /** Questions about this service. Those about any connector are added to them. */
  readonly faq: readonly Faq[];
  /** The flow that is submitted for certification. Without it, one that calls the primary action. */
  readonly sampleFlow?: SampleFlow;
  readonly solutionNames: SolutionNames;
}
