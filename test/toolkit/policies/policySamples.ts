import type { Policy } from "../../../toolkit/policies/policyInstance";
import type { TemplateId } from "../../../toolkit/policies/policyTemplates";

/** For each template: parameters that it takes, and some that it does not, with what is said of them. */
export const SAMPLES: {
  readonly [Id in TemplateId]: {
    readonly good: Policy<Id>["parameters"];
    readonly bad: readonly (readonly [parameters: object, message: string])[];
  };
} = {
  setheader: {
    good: { name: "x-mode", value: "@headers('x-other')", existsAction: "skip" },
    bad: [
      [{ name: "x mode", value: "a" }, 'name is "x mode", expected a header\'s name'],
      [{ name: "x-mode" }, "the parameter value is missing"],
      [{ name: "x-mode", value: "a\r\nb: c" }, "expected a text without line breaks"],
      [{ name: "x-mode", value: 1 }, "value is 1, expected a text"],
      [
        { name: "x-mode", value: "a", existsAction: "replace" },
        "expected override, skip or append",
      ],
      [
        { name: "x-mode", value: "a", section: "b" },
        "there is no parameter section, expected name",
      ],
    ],
  },
  dynamichosturl: {
    good: { urlTemplate: "https://@connectionParameters('host')" },
    bad: [
      [{ urlTemplate: "contoso.com" }, "expected an address that starts with https://"],
      [{}, "the parameter urlTemplate is missing"],
    ],
  },
  routerequesttoendpoint: {
    good: { newPath: "/api/v2/postage", httpMethod: "@Request.OriginalHTTPMethod" },
    bad: [
      [{ newPath: "api" }, 'newPath is "api", expected a path that starts with "/"'],
      [{ newPath: "/api", httpMethod: "get" }, 'httpMethod is "get", expected an HTTP method'],
    ],
  },
  setproperty: {
    good: {
      newPropertyParentPathTemplate: "@body()",
      newPropertySubPathTemplate: "region",
      propertyValuePathTemplate: "@connectionParameters('region','')",
    },
    bad: [[{ newPropertyParentPathTemplate: " " }, "expected a text that is not empty"]],
  },
  setqueryparameter: {
    good: { name: "api-version", value: "2", existsAction: "override" },
    bad: [[{ name: "", value: "2" }, 'name is "", expected a text that is not empty']],
  },
  pollingtrigger: {
    good: {
      triggerConfig: { since: "@{triggerBody().value[0].id}" },
      triggerDataPath: "@triggerBody().value",
    },
    bad: [
      [{ triggerConfig: {}, triggerDataPath: "@triggerBody()" }, "at least one query parameter"],
      [{ triggerConfig: { a: 1 }, triggerDataPath: "@triggerBody()" }, "triggerConfig.a is 1"],
    ],
  },
  stringreplace: {
    good: {
      propertyParentPath: "@body()",
      propertySubPath: "null",
      sourceString: "$",
      replacementString: "",
      newPropertyPath: "amount",
    },
    bad: [[{ propertyParentPath: "@body()" }, "the parameter sourceString is missing"]],
  },
  stringtoarray: {
    good: {
      propertyParentPath: "@body()",
      delimiterList: ",",
      childPropertyName: "value",
      newPropertyPath: "values",
    },
    bad: [
      [
        {
          propertyParentPath: "@body()",
          delimiterList: "",
          childPropertyName: "value",
          newPropertyPath: "values",
        },
        "expected at least one delimiter",
      ],
    ],
  },
  encodepropertyvalue: {
    good: { propertyParentPath: "@body()", newPropertyPath: "encoded" },
    bad: [[{ newPropertyPath: "encoded" }, "the parameter propertyParentPath is missing"]],
  },
  convertobjecttoarray: {
    good: { propertyParentPath: "@body()", newPropertyPath: "list", keyName: "id", valueName: "v" },
    bad: [
      [
        { propertyParentPath: "@body()", newPropertyPath: "list", keyName: "" },
        'keyName is "", expected',
      ],
    ],
  },
  convertarraytoobject: {
    good: {
      propertyParentPath: "@body()",
      keyWithinCollectionPath: "@item().id",
      newPropertyPath: "byId",
      retainKey: "false",
    },
    bad: [
      [
        {
          propertyParentPath: "@body()",
          keyWithinCollectionPath: "@item().id",
          newPropertyPath: "byId",
          retainKey: false,
        },
        'retainKey is false, expected the text "true" or "false"',
      ],
    ],
  },
  updatenextlink: {
    good: { nextLinkPropertyName: "nextLink", nextLinkParentPropertyPath: "@body()" },
    bad: [[{}, "the parameter nextLinkPropertyName is missing"]],
  },
  setvaluefromurl: {
    good: {
      parameterTemplate: "@headers('x-region')",
      parameterValueUrl: "https://regions.contoso.com",
      parameterValuePathTemplate: "@body().region",
      httpMethod: "GET",
    },
    bad: [
      [
        {
          parameterTemplate: "a",
          parameterValueUrl: "b",
          parameterValuePathTemplate: "c",
          httpMethod: "DELETE",
        },
        'httpMethod is "DELETE", expected GET, POST or PUT',
      ],
    ],
  },
};
