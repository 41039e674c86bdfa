import { lintDocuments } from "../../toolkit/lint/lintDocuments";
import { PLACEHOLDER_HOST } from "../../toolkit/document/host";
import { DEFAULT_AUTH } from "../auth/auth";
import { connectorDocuments } from "../documents/connectorDocuments";
import { starter } from "./starter/starter";

/**
 * Checks the connector that a title gives by the rules of `lint`.
 *
 * @throws Error with what certification or the platform would refuse
 */
export function requireSoundStarter(title: string): void {
  const about = { ...starter.about, info: { ...starter.about.info, title } };
  const documents = connectorDocuments({
    connector: { ...starter, about },
    auth: DEFAULT_AUTH,
    host: PLACEHOLDER_HOST,
  });
  const { findings } = lintDocuments(documents, { variant: "certify" });
  const ofTitle = findings.filter(({ rule }) => rule.startsWith("title-"));
  if (ofTitle.length === 0) return;
  throw new Error(ofTitle.map(({ message, fix }) => `${message} ${fix}`).join("\n"));
}
