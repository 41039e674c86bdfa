/** Brand colors that a connector may not have: white, and the portal's own default. */
export const REFUSED_BRAND_COLORS: readonly string[] = ["#ffffff", "#007ee5"];
