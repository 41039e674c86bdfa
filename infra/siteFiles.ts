import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { CONNECTOR_FILE_NAMES } from "../toolkit/document/connectorFileNames";
import { jsonText } from "../toolkit/text/jsonText";
import type { FileArgs } from "../providers/functionapp/resources";

/** What the site is made of. */
export interface SiteFilesOptions {
  readonly definition: pulumi.Input<object>;
  /** The connector's icon. */
  readonly iconPath: string;
  /** A path as the engine reads it. */
  readonly fromProgram: (path: string) => string;
}

const swaggerUi = dirname(require.resolve("swagger-ui-dist/package.json"));

/** The site's files by their path: the definition, the try-it page with Swagger UI, and the connector's icon. */
export function siteFiles(options: SiteFilesOptions): Record<string, FileArgs> {
  const { definition, iconPath, fromProgram } = options;
  const file = (path: string, contentType: string): FileArgs => ({
    contentType,
    source: new pulumi.asset.FileAsset(fromProgram(path)),
  });
  const page = (name: string, type: string): FileArgs =>
    file(join(__dirname, "site", name), `text/${type}; charset=utf-8`);
  const library = (name: string, type: string): FileArgs =>
    file(join(swaggerUi, name), `text/${type}; charset=utf-8`);
  return {
    [CONNECTOR_FILE_NAMES.definition]: {
      contentType: "application/json",
      source: pulumi
        .output(definition)
        .apply((document) => new pulumi.asset.StringAsset(jsonText(document))),
    },
    "index.html": page("index.html", "html"),
    "tryIt.css": page("tryIt.css", "css"),
    "tryIt.js": page("tryIt.js", "javascript"),
    "swagger-ui.css": library("swagger-ui.css", "css"),
    "swagger-ui-bundle.js": library("swagger-ui-bundle.js", "javascript"),
    [CONNECTOR_FILE_NAMES.icon]: file(iconPath, "image/png"),
  };
}
