import type { Principal } from "./accessTokens";

/**
 * Who deploys: a service principal, as a pipeline has one. It is Owner of the subscription. So it may do everything in
 * the control plane, assign roles too; but to read or write data it needs a role for data, as on Azure.
 */
export const deployer: Principal = {
  principalId: "00000000-0000-4000-8000-00000000d001",
  clientId: "00000000-0000-4000-8000-00000000d002",
};
