/** The names that Microsoft's tools know a connector's files by. */
export const CONNECTOR_FILE_NAMES = {
  definition: "apiDefinition.swagger.json",
  properties: "apiProperties.json",
  settings: "settings.json",
  icon: "icon.png",
  readme: "README.md",
  intro: "intro.md",
  script: "script.csx",
  certification: "ConnectorPackage.zip",
} as const;
