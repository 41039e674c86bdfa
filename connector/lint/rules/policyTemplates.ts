/** Parameters of a policy template. */
export interface Template {
  readonly needs: readonly string[];
  readonly may: readonly string[];
  /** Parameters with a fixed choice of values. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
}

const EXISTS = { existsAction: ["override", "skip", "append"] };
const PATHS = ["propertyParentPath", "newPropertyPath"];
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"];

/** Microsoft's policy templates by their id in lower case; its schema has them in several cases. */
export const TEMPLATES: Readonly<Record<string, Template>> = {
  convertarraytoobject: {
    needs: [...PATHS, "keyWithinCollectionPath"],
    may: ["propertySubPath", "retainKey"],
    choices: { retainKey: ["true", "false"] },
  },
  convertobjecttoarray: { needs: PATHS, may: ["propertySubPath", "keyName", "valueName"] },
  dynamichosturl: { needs: ["urlTemplate"], may: [] },
  encodepropertyvalue: { needs: PATHS, may: ["propertySubPath"] },
  pollingtrigger: { needs: ["triggerConfig", "triggerDataPath"], may: [] },
  routerequesttoendpoint: {
    needs: ["newPath"],
    may: ["httpMethod"],
    choices: { httpMethod: [...METHODS, "@Request.OriginalHTTPMethod"] },
  },
  setconnectionstatustounauthenticated: { needs: [], may: [] },
  setheader: { needs: ["name", "value"], may: ["existsAction"], choices: EXISTS },
  setproperty: {
    needs: [
      "newPropertyParentPathTemplate",
      "newPropertySubPathTemplate",
      "propertyValuePathTemplate",
    ],
    may: [],
  },
  setqueryparameter: { needs: ["name", "value"], may: ["existsAction"], choices: EXISTS },
  setvaluefromurl: {
    needs: ["parameterTemplate", "parameterValueUrl", "parameterValuePathTemplate"],
    may: ["httpMethod"],
    choices: { httpMethod: ["GET", "POST", "PUT"] },
  },
  stringreplace: {
    needs: [...PATHS, "sourceString", "replacementString"],
    may: ["propertySubPath"],
  },
  stringtoarray: {
    needs: [...PATHS, "delimiterList", "childPropertyName"],
    may: ["propertySubPath"],
  },
  updatenextlink: { needs: ["nextLinkPropertyName"], may: ["nextLinkParentPropertyPath"] },
};
