import type { About } from "../contract/about";
import { sampleFlow } from "./sampleFlow";

/** How the connector describes itself. A publisher puts their own contact and sites here. */
export const about: About = {
  info: {
    title: "Turbine Repair",
    version: "1.0.0",
    description:
      "Helps wind turbine technicians decide on emergency repairs. From the hours a repair takes and " +
      "the capacity of the turbine it works out what the repair costs, what the turbine earns in a " +
      "day, and whether the repair is worth its cost.",
    contact: {
      name: "Turbine Repair Support",
      url: "https://www.example.com/support",
      email: "support@example.com",
    },
  },
  metadata: [
    { propertyName: "Website", propertyValue: "https://www.example.com" },
    { propertyName: "Privacy policy", propertyValue: "https://www.example.com/privacy" },
    { propertyName: "Categories", propertyValue: "Business Management;Internet of Things" },
  ],
  brandColor: "#0f6e7c",
  publisher: "Example Wind Services",
  stackOwner: "Example Wind Services",
  knownLimitations: [
    "Amounts are texts with a dollar sign, such as $1600.",
    "An inspection that is sent again with the same id or idempotency key is not recorded again.",
    "A notification of a repair may arrive more than once; its notice ID is the same each time.",
    "An assessment takes up to 1,000 turbines. It runs in the background, and the action waits for its result.",
  ],
  faq: [
    {
      question: "May two connections use the same deployment?",
      answer:
        "Yes. They see the same inspections, and each trigger of a flow has its own place in them.",
    },
  ],
  sampleFlow,
  solutionNames: {
    publisher: "ExampleWindServices",
    prefix: "exwind",
    optionValuePrefix: 41730,
    solution: "TurbineRepair",
  },
};
