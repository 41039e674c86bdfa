import { XSI, xmlDocument, type XmlContent } from "./xml";
import type { About } from "../../../function/contract/about";

/** English, the language of everything here. */
const LANGUAGE_CODE = "1033";

/** A part of a solution: a connector or a flow. */
export interface RootComponent {
  /** Dataverse's number for the kind of component. */
  readonly type: "29" | "372";
  readonly id: string;
  readonly schemaName?: string;
}

/** What a solution is. */
export interface SolutionOptions {
  readonly about: About;
  /** Letters and digits; an environment has one solution of a name. */
  readonly uniqueName: string;
  readonly displayName: string;
  readonly components: readonly RootComponent[];
}

/** A solution's `solution.xml`. The solution is unmanaged, as certification wants it. */
export function solutionXml({
  about,
  uniqueName,
  displayName,
  components,
}: SolutionOptions): string {
  return xmlDocument("ImportExportXml", {
    "@version": "9.2",
    "@SolutionPackageVersion": "9.2",
    "@languagecode": LANGUAGE_CODE,
    "@generatedBy": "CrmLive",
    ...XSI,
    SolutionManifest: {
      UniqueName: uniqueName,
      LocalizedNames: { LocalizedName: named(displayName) },
      Descriptions: "",
      // Dataverse's versions have four parts.
      Version: `${about.info.version}.0`,
      Managed: "0",
      Publisher: publisherXml(about),
      RootComponents: {
        RootComponent: components.map(({ type, id, schemaName }) => ({
          "@type": type,
          "@id": `{${id}}`,
          ...(schemaName && { "@schemaName": schemaName }),
          "@behavior": "0",
        })),
      },
      MissingDependencies: "",
    },
  });
}

/** A name in the language of everything here. */
export function named(description: string): XmlContent {
  return { "@description": description, "@languagecode": LANGUAGE_CODE };
}

/** The languages of a solution's texts. */
export const languages: XmlContent = { Language: LANGUAGE_CODE };

function publisherXml({ info, publisher, solutionNames }: About): XmlContent {
  return {
    UniqueName: solutionNames.publisher,
    LocalizedNames: { LocalizedName: named(publisher) },
    Descriptions: "",
    EMailAddress: info.contact.email,
    SupportingWebsiteUrl: info.contact.url,
    CustomizationPrefix: solutionNames.prefix,
    CustomizationOptionValuePrefix: String(solutionNames.optionValuePrefix),
    Addresses: "",
  };
}
