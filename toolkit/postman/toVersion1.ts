import type { Collection } from "./collectionTypes";

interface ResponseV1 {
  readonly id: string;
  readonly name: string;
  readonly request: unknown;
  readonly [property: string]: unknown;
}

interface RequestV1 {
  readonly id: string;
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: string;
  readonly responses?: readonly ResponseV1[];
  readonly [property: string]: unknown;
}

/** A collection in Postman's format v1.0.0, as far as it is read here. */
export interface CollectionV1 {
  readonly id: string;
  readonly name: string;
  readonly order: readonly string[];
  readonly requests: readonly RequestV1[];
  readonly [property: string]: unknown;
}

/**
 * A collection in format v1.0.0, by Postman's own converter. An example refers to its request by id,
 * where the converter repeats the request under a new id each time.
 */
export async function toVersion1(collection: Collection): Promise<CollectionV1> {
  const { convert } = await import("postman-collection-transformer");
  const options = { inputVersion: "2.1.0", outputVersion: "1.0.0", retainIds: true };
  const converted = await new Promise<CollectionV1>((resolve, reject) => {
    convert(collection, options, (error, result) => {
      if (error) reject(error);
      else resolve(result as CollectionV1);
    });
  });
  return { ...converted, requests: converted.requests.map(withPlainExamples) };
}

function withPlainExamples(request: RequestV1): RequestV1 {
  const responses = (request.responses ?? []).map((response) => {
    const { requestObject: _repeated, language: _language, previewType: _type, ...kept } = response;
    return { ...kept, request: request.id };
  });
  return { ...request, responses };
}
