import type { ConnectorInfo, ConnectorMetadata } from "./swagger";

/** The connector as a whole. A publisher puts their own contact here, and their own sites below. */
export const info: ConnectorInfo = {
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
};

/** What certification asks for beside `info`. Categories are from Microsoft's list, at most two. */
export const metadata: readonly ConnectorMetadata[] = [
  { propertyName: "Website", propertyValue: "https://www.example.com" },
  { propertyName: "Privacy policy", propertyValue: "https://www.example.com/privacy" },
  { propertyName: "Categories", propertyValue: "Business Management;Internet of Things" },
];

/** The background of the connector's icon and tile: six hex digits, not white, not #007ee5. */
export const brandColor = "#0f6e7c";

/** Who publishes the connector, and who owns the service behind it: names of companies. */
export const publisher = "Example Wind Services";
export const stackOwner = "Example Wind Services";

/** What people should know of the service before they rely on it, as sentences. */
export const knownLimitations: readonly string[] = [
  "Amounts are texts with a dollar sign, such as $1600.",
  "An inspection that is sent again with the same id or idempotency key is not recorded again.",
  "A notice of a repair may come more than once; its notice id tells that it is the same.",
  "An assessment takes up to 1,000 turbines. It runs in the background, and the action waits for its result.",
];

/** What the connector is called where only letters, digits and few signs are allowed. */
export const solutionNames = {
  /** The publisher of the connector's solutions: letters and digits. */
  publisher: "ExampleWindServices",
  /** Before the names of everything in the solutions: 2 to 8 lower-case letters and digits. */
  prefix: "exwind",
  /** Of the publisher's choices: five digits, as everybody picks for themselves. */
  optionValuePrefix: 41730,
  /** The solutions are this, with Connector or Flow behind it. */
  solution: "TurbineRepair",
} as const;
