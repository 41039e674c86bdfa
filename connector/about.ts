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
