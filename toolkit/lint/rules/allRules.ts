import type { Definition } from "../model/definition";
import type { Properties } from "../model/properties";
import type { Rule, RuleText } from "../rule";
import { annotationRules } from "./annotations";
import { authenticationRules } from "./authentication";
import { capabilityRules } from "./capabilities";
import { certificationRules } from "./certification";
import { configurationRules } from "./configuration";
import { connectionParameterRules } from "./connectionParameters";
import { contactRules } from "./contact";
import { descriptionRules } from "./description";
import { dynamicRules } from "./dynamic";
import { dynamicArgumentRules } from "./dynamicArguments";
import { dynamicResultRules } from "./dynamicResults";
import type { FolderRule } from "./folderRule";
import { gatewayRules } from "./gateway";
import { iconRules } from "./icon";
import { limitRules } from "./limits";
import { metadataRules } from "./metadata";
import { mimeTypeRules } from "./mimeTypes";
import { operationRules } from "./operations";
import { parameterListRules } from "./parameterLists";
import { parameterRules } from "./parameters";
import { pathRules } from "./paths";
import { placeholderAddressRules, placeholderCompanyRules } from "./placeholders";
import { policyRules } from "./policies";
import { propertiesRules } from "./properties";
import { referenceRules } from "./references";
import { responseRules } from "./responses";
import { revisionRules } from "./revisions";
import { schemaRules } from "./schemas";
import { definitionSecrets, propertiesSecrets, settingsSecrets, textSecrets } from "./secrets";
import { securityRules } from "./security";
import { serverRules } from "./server";
import { settingsRules, type Settings } from "./settings";
import { definitionBytesRule, sizeRules } from "./size";
import { sourceRules, UNREADABLE_FILE } from "./source";
import { structureRules } from "./structure";
import { summaryRules } from "./summaries";
import { textRules } from "./texts";
import { titleRules } from "./title";
import { triggerRules } from "./triggers";
import { valueRules } from "./values";
import { visibilityRules } from "./visibility";
import { webhookRules } from "./webhooks";
import { wordingRules } from "./wording";

/** The rules of apiDefinition.swagger.json. */
export const definitionRules: readonly Rule<Definition>[] = [
  ...structureRules,
  ...titleRules,
  ...descriptionRules,
  ...contactRules,
  ...metadataRules,
  ...placeholderAddressRules,
  ...serverRules,
  ...pathRules,
  ...operationRules,
  ...summaryRules,
  ...wordingRules,
  ...parameterListRules,
  ...parameterRules,
  ...mimeTypeRules,
  ...responseRules,
  ...schemaRules,
  ...valueRules,
  ...limitRules,
  ...referenceRules,
  ...sizeRules,
  ...visibilityRules,
  ...triggerRules,
  ...webhookRules,
  ...dynamicRules,
  ...dynamicArgumentRules,
  ...dynamicResultRules,
  ...capabilityRules,
  ...annotationRules,
  ...revisionRules,
  ...securityRules,
  definitionSecrets,
];

/** The rules of apiProperties.json, alone and with the definition. */
export const allPropertiesRules: readonly Rule<Properties>[] = [
  ...propertiesRules,
  ...placeholderCompanyRules,
  ...connectionParameterRules,
  ...authenticationRules,
  ...gatewayRules,
  ...policyRules,
  propertiesSecrets,
];

/** The rules of settings.json. */
export const allSettingsRules: readonly Rule<Settings>[] = [...settingsRules, settingsSecrets];

/** The rules of everything else, and of files as a whole. */
export const folderRules: readonly FolderRule[] = [
  definitionBytesRule,
  ...iconRules,
  ...textRules,
  textSecrets,
  ...certificationRules,
];

/** Every rule once, by what it is about. */
export const ruleGroups: readonly { readonly name: string; readonly rules: readonly RuleText[] }[] =
  [
    { name: "any document", rules: [UNREADABLE_FILE, ...sourceRules, definitionSecrets] },
    {
      name: "apiDefinition.swagger.json",
      rules: [...definitionRules.filter(isNoSecret), definitionBytesRule],
    },
    { name: "apiProperties.json", rules: allPropertiesRules.filter(isNoSecret) },
    { name: "settings.json", rules: allSettingsRules.filter(isNoSecret) },
    { name: "icon, texts and script", rules: [...iconRules, ...textRules] },
    { name: "ConnectorPackage.zip", rules: certificationRules },
    { name: ".connectorlint.yaml", rules: configurationRules },
  ];

/** Every rule by its id. */
export const rulesById: ReadonlyMap<string, RuleText> = new Map(
  ruleGroups.flatMap(({ rules }) => rules.map((rule) => [rule.id, rule])),
);

/** One rule looks for secrets in every file. */
function isNoSecret({ id }: RuleText): boolean {
  return id !== definitionSecrets.id;
}
