import { asSwaggerDocument, type SwaggerDocument } from "../../toolkit/document/swaggerDocument";
import type { ConnectorDefinition } from "../definition/swagger";

/** What errors and reports call a definition that is in no file. */
export const CODE_DEFINITION = "the code's definition";

/** A definition that the code makes, as a reader of its file has it: what is undefined is not there. */
export function asPublished(made: ConnectorDefinition): SwaggerDocument {
  return asSwaggerDocument(JSON.parse(JSON.stringify(made)), CODE_DEFINITION);
}
