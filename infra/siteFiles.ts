import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { CONNECTOR_FILE_NAMES } from "../toolkit/document/connectorFileNames";
import { jsonText } from "../toolkit/text/jsonText";
import type { SiteFile } from "./publishedSite";
import { relativePath } from "./relativePath";

const swaggerUi = dirname(require.resolve("swagger-ui-dist/package.json"));

/** The site's files: the definition as given, the try-it page with Swagger UI, and the connector's icon. */
export function siteFiles(definition: pulumi.Input<object>): Record<string, SiteFile> {
  return {
    [CONNECTOR_FILE_NAMES.definition]: {
      contentType: "application/json",
      source: pulumi
        .output(definition)
        .apply((document) => new pulumi.asset.StringAsset(jsonText(document))),
    },
    "index.html": fileOf(join(__dirname, "site", "index.html"), "text/html; charset=utf-8"),
    "tryIt.css": fileOf(join(__dirname, "site", "tryIt.css"), "text/css; charset=utf-8"),
    "tryIt.js": fileOf(join(__dirname, "site", "tryIt.js"), "text/javascript; charset=utf-8"),
    "swagger-ui.css": fileOf(join(swaggerUi, "swagger-ui.css"), "text/css; charset=utf-8"),
    "swagger-ui-bundle.js": fileOf(
      join(swaggerUi, "swagger-ui-bundle.js"),
      "text/javascript; charset=utf-8",
    ),
    [CONNECTOR_FILE_NAMES.icon]: fileOf(
      join(__dirname, "..", "connector", "icon.png"),
      "image/png",
    ),
  };
}

function fileOf(path: string, contentType: string): SiteFile {
  return { contentType, source: new pulumi.asset.FileAsset(relativePath(path)) };
}
