import { operationName } from "../document/operations";
import { swaggerOperations } from "../document/swaggerOperations";
import type { SwaggerDocument } from "../document/swaggerDocument";
import { fieldReader } from "./fieldSurface";
import { named, stated, type Fact, type Named } from "./named";
import { operationSurface } from "./operationSurface";
import { PLACE, type ConnectorSurface, type Surface } from "./surface";

/**
 * What users of the connector depend on.
 *
 * @throws RangeError when an operationId is used twice, a reference leads nowhere, or the schemas are
 * too many
 */
export function surfaceOf(document: SwaggerDocument): Surface {
  const readField = fieldReader(document);
  const seen = new Set<string>();
  const operations = swaggerOperations(document).map((operation) => {
    // The platform knows an operation by its operationId only.
    const name = operationName(operation);
    if (seen.has(name)) {
      throw new RangeError(
        `The operationId "${name}" is used twice. Expected each operation to have its own.`,
      );
    }
    seen.add(name);
    return [name, operationSurface(document, operation, readField)] as const;
  });
  return { connector: connectorSurface(document), operations: named(operations) };
}

function connectorSurface(document: SwaggerDocument): ConnectorSurface {
  const { title, ...info } = document.info;
  const extensions = Object.entries(document).filter(([name]) => name.startsWith("x-"));
  return {
    [PLACE]: [],
    title,
    host: document.host ?? "",
    basePath: (document.basePath ?? "/").replace(/(?<=.)\/$/, ""),
    scheme: document.schemes?.[0] ?? "",
    connection: connectionOf(document),
    texts: stated(info),
    extensions: stated(Object.fromEntries(extensions)),
  };
}

function connectionOf({ securityDefinitions = {} }: SwaggerDocument): Named<Named<Fact>> {
  const schemes = Object.values(securityDefinitions);
  return named(
    schemes.map((scheme, index) => {
      const { type, description: _description, scopes, ...settings } = scheme;
      const number = schemes.slice(0, index).filter((earlier) => earlier.type === type).length + 1;
      const scopeNames = Object.keys(scopes ?? {}).map((name) => [`scope ${name}`, true]);
      const facts = stated({ ...settings, ...Object.fromEntries(scopeNames) });
      return [number === 1 ? type : `${type} ${number}`, facts] as const;
    }),
  );
}
