import { AZURE_SETTINGS, type AzureConfig, type Texts } from "./azureConfig";
import { plainProperties, type Problem } from "./resourceType";
import { hasUnknown, type Wire } from "./wire";

/** The provider's configuration as texts; the engine gives what is no text as JSON. */
export function configurationTexts(wire: Wire): Texts {
  return Object.fromEntries(
    Object.entries(plainProperties(wire)).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

/** The settings whose values cannot be used. */
export function configurationProblems(wire: Wire): Problem[] {
  return Object.entries(configurationTexts(wire)).flatMap(([property, value = ""]) => {
    const setting = Object.hasOwn(AZURE_SETTINGS, property)
      ? AZURE_SETTINGS[property as keyof AzureConfig]
      : undefined;
    if (!setting?.isBoolean || ["", "true", "false"].includes(value) || hasUnknown(value))
      return [];
    return [{ property, reason: `${property} is "${value}", expected true or false` }];
  });
}
