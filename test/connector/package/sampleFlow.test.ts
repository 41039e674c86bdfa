import * as v from "valibot";
import { connectorDocuments } from "../../../connector/documents/connectorDocuments";
import { deriveSampleFlow } from "../../../connector/package/solution/sampleFlow/deriveSampleFlow";
import type { Connector } from "../../../function/contract/connector";
import type { Contract } from "../../../function/contract/contract";
import type { FlowStep, SampleFlow } from "../../../function/contract/sampleFlow";
import { authOf } from "../../support/sampleAuth";
import { about } from "../../support/sampleConnector/about";
import { quotePostage, recordParcel, weighParcels } from "../../support/sampleConnector/actions";
import { connectorOf, sampleConnector } from "../../support/sampleConnector/sampleConnector";
import { whenParcelIsHeavy } from "../../support/sampleConnector/triggers";
import { madePackage, openedCertification, textOf } from "./madePackage";

/** The definition of the flow in a package for certification. */
function flowOf(connector: Connector) {
  const { flow } = openedCertification({ connector });
  const file = Object.keys(flow).find((name) => name.startsWith("Workflows/")) ?? "";
  return { file, ...JSON.parse(textOf(flow, file)).properties.definition };
}

function derived(connector: Connector): SampleFlow {
  const { definition } = connectorDocuments({ connector, auth: authOf("none"), host: "a.example" });
  return deriveSampleFlow(definition, connector);
}

/** The sample connector with a flow of its own. */
function withFlow(sampleFlow: SampleFlow): Connector {
  return { ...sampleConnector, about: { ...about, sampleFlow } };
}

const FLOW: SampleFlow = {
  name: "Send a cheap parcel",
  description: "Records a parcel if its postage is low.",
  inputs: {
    weight: { title: "Weight", type: "number", description: "The weight." },
    overnight: { title: "Overnight", type: "boolean", description: "Whether it is urgent." },
    depot: { title: "Depot", type: "string", description: "The depot." },
    name: { title: "Name", type: "string", description: "The parcel's name." },
  },
  steps: [
    {
      call: "QuotePostage",
      with: {
        grams: { input: "weight" },
        isExpress: { input: "overnight" },
        depotId: { input: "depot" },
        note: { constant: "From the flow." },
      },
    },
    {
      name: "Is it cheap?",
      when: { resultOf: "QuotePostage", field: "cents", equals: 100 },
      steps: [
        {
          call: "RecordParcel",
          with: {
            "Idempotency-Key": { input: "name" },
            depotId: { input: "depot" },
            grams: { input: "weight" },
          },
        },
      ],
    },
  ],
};

describe("a flow that is derived", () => {
  test("asks for what the primary action requires, and calls it", () => {
    const { file, triggers, actions } = flowOf(sampleConnector);
    expect(file).toMatch(/^Workflows\/Quotepostage-[\dA-F-]{36}\.json$/);
    const { properties, required } = triggers.manual.inputs.schema;
    expect(properties).toEqual({
      number: {
        title: "Weight",
        type: "number",
        description: "The weight in grams. For example, 250.",
        "x-ms-dynamically-added": true,
        "x-ms-content-hint": "NUMBER",
      },
      boolean: expect.objectContaining({ title: "Express", "x-ms-content-hint": "BOOLEAN" }),
      text: expect.objectContaining({ title: "Depot", "x-ms-content-hint": "TEXT" }),
    });
    expect(required).toEqual(["number", "boolean", "text"]);
    expect(Object.keys(actions)).toEqual(["Quote_postage"]);
    expect(actions.Quote_postage.inputs).toMatchObject({
      host: { operationId: "QuotePostage" },
      parameters: {
        "body/grams": "@triggerBody()?['number']",
        "body/isExpress": "@triggerBody()?['boolean']",
        "body/depotId": "@triggerBody()?['text']",
      },
    });
    expect(derived(sampleConnector).description).toBe(
      'Asks for Weight, Express and Depot, and calls the action "Quote postage".',
    );
  });

  test("gives a list its example, since a button cannot ask for one", () => {
    const { triggers, actions } = flowOf(connectorOf(weighParcels));
    expect(triggers.manual.inputs.schema).toMatchObject({ properties: {}, required: [] });
    expect(actions.Weigh_parcels.inputs.parameters).toEqual({ "body/parcels": [{ grams: 250 }] });
    expect(derived(connectorOf(weighParcels)).description).toBe(
      'Calls the action "Weigh parcels".',
    );
  });

  test("asks for the fields of an object in the body, those that it requires", () => {
    const schema = v.object({
      sender: v.object({ name: v.string(), phone: v.optional(v.string()) }),
      receiver: v.optional(v.object({ name: v.string() })),
    });
    const contract: Contract = {
      ...weighParcels,
      request: { body: { ...weighParcels.request.body, schema } },
    };
    expect(derived(connectorOf(contract)).steps).toEqual([
      { call: "WeighParcels", with: { "sender/name": { input: "sender/name" } } },
    ]);
    expect(flowOf(connectorOf(contract)).actions.Weigh_parcels.inputs.parameters).toEqual({
      "body/sender/name": "@triggerBody()?['text']",
    });
  });

  test("is refused where makers see no action, before anything is made of it", () => {
    const hidden: Contract = { ...weighParcels, visibility: "internal" };
    const make = () => openedCertification({ connector: connectorOf(hidden) });
    expect(make).toThrow(RangeError);
    expect(make).toThrow('The connector "Parcel Desk" has no action that makers see');
    // Only certification asks for a flow.
    expect(Object.keys(madePackage({ connector: connectorOf(hidden) }))).toHaveLength(6);
  });
});

describe("a flow that the connector gives", () => {
  test("calls what it says with what it says, one step after the other", () => {
    const { file, triggers, actions } = flowOf(withFlow(FLOW));
    expect(file).toMatch(/^Workflows\/Sendacheapparcel-/);
    expect(Object.keys(triggers.manual.inputs.schema.properties)).toEqual([
      "number",
      "boolean",
      "text",
      "text_1",
    ]);
    expect(actions).toMatchObject({
      Quote_postage: {
        type: "OpenApiConnection",
        inputs: { parameters: { "body/note": "From the flow." } },
        runAfter: {},
      },
      Is_it_cheap_: {
        type: "If",
        expression: { and: [{ equals: ["@body('Quote_postage')?['cents']", 100] }] },
        actions: {
          Record_a_parcel: {
            inputs: {
              parameters: {
                "Idempotency-Key": "@triggerBody()?['text_1']",
                "body/depotId": "@triggerBody()?['text']",
                "body/grams": "@triggerBody()?['number']",
              },
            },
            runAfter: {},
          },
        },
        else: { actions: {} },
        runAfter: { Quote_postage: ["Succeeded"] },
      },
    });
  });

  const [quote, choice] = FLOW.steps as [FlowStep & { call: string; with: object }, FlowStep];
  const valid = quote.with as Record<string, { input: string }>;
  const asked = (changes: object) => [
    { call: "QuotePostage", with: { ...valid, ...changes } } as FlowStep,
  ];
  test.each<[string, readonly FlowStep[], string]>([
    ["no step", [], "It has no steps. Call an action."],
    [
      "an operation that is not there",
      [{ call: "SendParcel", with: {} }],
      "It calls SendParcel, which is not an operation of the connector.",
    ],
    [
      "a trigger",
      [{ call: "WhenParcelIsHeavy", with: {} }],
      "It calls WhenParcelIsHeavy, which is a trigger. Call an action.",
    ],
    [
      "a parameter that is not there",
      asked({ colour: { constant: "red" } }),
      "QuotePostage is given colour, which it does not take. It takes: grams, isExpress, depotId, note.",
    ],
    [
      "too few parameters",
      [
        {
          call: "QuotePostage",
          with: { grams: { input: "weight" }, isExpress: { input: "overnight" } },
        },
      ],
      "QuotePostage requires depotId, which it is not given.",
    ],
    [
      "an input that is not asked for",
      asked({ note: { input: "note" } }),
      "QuotePostage (note) uses the input note, which the flow does not ask for: weight, overnight, depot, name.",
    ],
    [
      "an input of another type",
      asked({ grams: { input: "name" } }),
      "QuotePostage (grams) takes a value of type number, but name is a string.",
    ],
    [
      "a result of a call that comes later",
      [choice, quote],
      'The condition "Is it cheap?" uses the result of QuotePostage, which is not called before it.',
    ],
    [
      "a field that is not in a result",
      [
        quote,
        { name: "Is it", when: { resultOf: "QuotePostage", field: "euros", equals: 1 }, steps: [] },
      ],
      'The condition "Is it" uses the field euros, which is not in the result of QuotePostage.',
    ],
    [
      "two steps of one name",
      [quote, quote],
      "Two steps are named Quote_postage. Call each action once, and name conditions differently.",
    ],
  ])("is refused with %s, in either variant", (_what, steps, problem) => {
    for (const variant of ["deploy", "certify"] as const) {
      expect(() => madePackage({ connector: withFlow({ ...FLOW, steps }), variant })).toThrow(
        new RangeError(
          `The sample flow "Send a cheap parcel" does not fit the connector:\n- ${problem}`,
        ),
      );
    }
  });

  test("is refused with everything that is wrong at once", () => {
    const connector = { ...withFlow(FLOW), operations: connectorOf(whenParcelIsHeavy).operations };
    const left = { ...quotePostage, operationId: "Quote" } as Contract;
    const others = connectorOf(left, recordParcel).operations;
    const make = () =>
      madePackage({
        connector: {
          ...connector,
          operations: [...others, ...sampleConnector.operations.slice(9)],
        },
      });
    expect(make).toThrow(/It calls QuotePostage[^]*The condition "Is it cheap\?" uses the result/);
  });
});
