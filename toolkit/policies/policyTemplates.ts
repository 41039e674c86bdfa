import * as v from "valibot";

/** When a policy runs: before the service is called, after it answered, or when that failed. */
export type PolicySection = "Request" | "Response" | "Failure";

const text = v.pipe(v.string("a text"), v.regex(/\S/, "a text that is not empty"));
const line = v.pipe(v.string("a text"), v.regex(/^[^\r\n]*$/, "a text without line breaks"));
/** RFC 9110, section 5.6.2. */
const headerName = v.pipe(
  v.string("a header's name"),
  v.regex(/^[\w!#$%&'*+.^`|~-]+$/, "a header's name: letters, digits and hyphens"),
);
const path = v.pipe(v.string("a path"), v.regex(/^\/\S*$/, 'a path that starts with "/"'));
const existsAction = v.exactOptional(
  v.picklist(["override", "skip", "append"], "override, skip or append"),
);
const flag = v.exactOptional(v.picklist(["true", "false"], 'the text "true" or "false"'));
const optionalText = v.exactOptional(text);

const REQUEST_OR_RESPONSE = ["Request", "Response"] as const;

/**
 * The templates of connectors' policies, each with its parameters and the sections it can run in; one
 * without sections has a time of its own. From the schema of connector properties:
 * https://github.com/microsoft/PowerPlatformConnectors/blob/dev/schemas/paconn-apiProperties.schema.json
 */
export const POLICY_TEMPLATES = {
  /** Sets a header to a text that may have expressions, such as `@headers('name')`. */
  setheader: template(["Request", "Response", "Failure"], {
    name: headerName,
    value: line,
    existsAction,
  }),
  /** Calls another host than the definition's. Does not work through an on-premises gateway. */
  dynamichosturl: template([], {
    urlTemplate: v.pipe(
      v.string("an address"),
      v.regex(/^https?:\/\/\S+$/, "an address that starts with https:// or http://"),
    ),
  }),
  /** Calls another path than the definition's, by the same method unless one is given. */
  routerequesttoendpoint: template([], {
    newPath: path,
    httpMethod: v.exactOptional(
      v.picklist(
        ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "@Request.OriginalHTTPMethod"],
        "an HTTP method in capitals, or @Request.OriginalHTTPMethod",
      ),
    ),
  }),
  setproperty: template(REQUEST_OR_RESPONSE, {
    newPropertyParentPathTemplate: text,
    newPropertySubPathTemplate: text,
    propertyValuePathTemplate: text,
  }),
  setqueryparameter: template([], { name: text, value: line, existsAction }),
  /** Query parameters of the next poll, taken from what the last one answered. */
  pollingtrigger: template([], {
    triggerConfig: v.pipe(
      v.record(v.string(), v.string("texts by the names of query parameters"), "an object"),
      v.check((config) => Object.keys(config).length > 0, "at least one query parameter"),
    ),
    triggerDataPath: text,
  }),
  stringreplace: template(REQUEST_OR_RESPONSE, {
    propertyParentPath: text,
    propertySubPath: optionalText,
    sourceString: text,
    replacementString: v.string("a text"),
    newPropertyPath: text,
  }),
  stringtoarray: template(REQUEST_OR_RESPONSE, {
    propertyParentPath: text,
    propertySubPath: optionalText,
    delimiterList: v.pipe(v.string("a text"), v.minLength(1, "at least one delimiter")),
    childPropertyName: text,
    newPropertyPath: text,
  }),
  encodepropertyvalue: template(REQUEST_OR_RESPONSE, {
    propertyParentPath: text,
    propertySubPath: optionalText,
    newPropertyPath: text,
  }),
  convertobjecttoarray: template(REQUEST_OR_RESPONSE, {
    propertyParentPath: text,
    propertySubPath: optionalText,
    newPropertyPath: text,
    keyName: optionalText,
    valueName: optionalText,
  }),
  convertarraytoobject: template(REQUEST_OR_RESPONSE, {
    propertyParentPath: text,
    propertySubPath: optionalText,
    keyWithinCollectionPath: text,
    newPropertyPath: text,
    retainKey: flag,
  }),
  updatenextlink: template([], {
    nextLinkPropertyName: text,
    nextLinkParentPropertyPath: optionalText,
  }),
  /** Takes a value from what another address answers. */
  setvaluefromurl: template(REQUEST_OR_RESPONSE, {
    parameterTemplate: text,
    parameterValueUrl: text,
    parameterValuePathTemplate: text,
    httpMethod: v.exactOptional(v.picklist(["GET", "POST", "PUT"], "GET, POST or PUT")),
  }),
} as const;

/** A template's name. */
export type TemplateId = keyof typeof POLICY_TEMPLATES;
/** What a template takes. */
export type TemplateParameters<Id extends TemplateId> = v.InferInput<
  (typeof POLICY_TEMPLATES)[Id]["parameters"]
>;
/** When a template can run. */
export type TemplateSection<Id extends TemplateId> =
  (typeof POLICY_TEMPLATES)[Id]["sections"][number];

function template<
  const Sections extends readonly PolicySection[],
  const Entries extends v.ObjectEntries,
>(sections: Sections, entries: Entries) {
  return { sections, parameters: v.strictObject(entries) };
}
