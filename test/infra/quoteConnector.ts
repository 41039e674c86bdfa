import * as v from "valibot";
import type { Connector } from "../../function/contract/connector";
import { texts } from "../../function/contract/contract";
import { operation } from "../../function/contract/operation";

const litres = v.pipe(
  v.number(),
  texts({ description: "Amount of fuel in litres.", "x-ms-summary": "Litres", example: 40 }),
);
const price = v.pipe(
  v.string(),
  texts({ description: "Price of the whole amount.", "x-ms-summary": "Price" }),
);

const getQuote = operation(
  {
    operationId: "GetQuote",
    route: "quotes",
    method: "POST",
    access: "credential",
    isPrimary: true,
    summary: "Get a quote",
    description: "Quotes a price for an amount of fuel.",
    visibility: "important",
    request: {
      body: {
        description: "The fuel that is asked for.",
        "x-ms-summary": "Order",
        schema: v.object({ litres }),
      },
    },
    response: {
      description: "The quote.",
      "x-ms-summary": "Quote",
      schema: v.object({ price }),
    },
  },
  ({ body }) => ({ jsonBody: { price: `${body.litres * 2} euro` } }),
);

/** A connector with nothing but what the tests of infra/ need. */
export const quoteConnector: Connector = {
  about: {
    info: {
      title: "Fuel Quote",
      version: "1.0.0",
      description: "Quotes a price for an amount of fuel, as the station next door would do it.",
      contact: {
        name: "Fuel Quote Support",
        url: "https://fuel.example.com/support",
        email: "support@fuel.example.com",
      },
    },
    metadata: [
      { propertyName: "Website", propertyValue: "https://fuel.example.com" },
      { propertyName: "Privacy policy", propertyValue: "https://fuel.example.com/privacy" },
      { propertyName: "Categories", propertyValue: "Finance" },
    ],
    brandColor: "#334455",
    publisher: "Fuel Example",
    stackOwner: "Fuel Example",
    knownLimitations: [],
    faq: [],
    solutionNames: {
      publisher: "FuelExample",
      prefix: "fuelex",
      optionValuePrefix: 12345,
      solution: "FuelQuote",
    },
  },
  operations: [getQuote],
  queueWorkers: [],
};
