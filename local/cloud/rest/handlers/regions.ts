import { RestError, type Answer } from "../answer";
import type { RestCall } from "../route";

/**
 * Regions of Flex Consumption, by their display names: some of those that Azure lists.
 * https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#view-currently-supported-regions
 */
const flexRegionNames = [
  "Australia East",
  "Brazil South",
  "Canada Central",
  "Central India",
  "Central US",
  "East Asia",
  "East US",
  "East US 2",
  "France Central",
  "Germany West Central",
  "Italy North",
  "Japan East",
  "Korea Central",
  "North Europe",
  "Norway East",
  "South Africa North",
  "South Central US",
  "Southeast Asia",
  "Spain Central",
  "Sweden Central",
  "Switzerland North",
  "UAE North",
  "UK South",
  "West Europe",
  "West US 2",
  "West US 3",
];

/** Regions of a plan. https://learn.microsoft.com/rest/api/appservice/web-site-management/list-geo-regions */
export function flexRegions({ cloud, request }: RestCall): Answer {
  const sku = request.url.searchParams.get("sku");
  if (sku !== "FlexConsumption") {
    throw new RestError(
      400,
      "BadRequest",
      `The local emulator lists the regions of the sku FlexConsumption only, not of ${sku ?? "all"}.`,
    );
  }
  const value = flexRegionNames.map((name) => ({
    id: `/subscriptions/${cloud.subscriptionId}/providers/Microsoft.Web/geoRegions/${name}`,
    name,
    type: "Microsoft.Web/geoRegions",
    properties: { name, displayName: name, description: null, orgDomain: "PUBLIC" },
  }));
  return { status: 200, body: { value } };
}
