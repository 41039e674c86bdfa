/** How long something takes, or how often it happens, from and to; both are possible. */
export type Range = readonly [from: number, to: number];

interface DelayBase {
  /** What Azure makes one wait for. */
  readonly description: string;
  /** Where somebody has seen it, or Azure's documentation says it. */
  readonly source: string;
}

/** Something that takes its time. */
interface Wait extends DelayBase {
  readonly unit: "ms";
  readonly short: Range;
  readonly azure: Range;
}

/** Something that happens a number of times. */
interface Count extends DelayBase {
  readonly unit: "times";
  readonly short: Range;
  readonly azure: Range;
}

/** Something that happens in this share of the cases, from 0 to 1. */
interface Chance extends DelayBase {
  readonly unit: "share";
  readonly short: number;
  readonly azure: number;
}

/** Something that is always so. */
interface Rule extends DelayBase {
  readonly unit: "always";
}

/** One kind of delay, or of another unfriendliness. */
export type Delay = Wait | Count | Chance | Rule;

/**
 * Everything that the emulator is late or unfriendly with, unless its delays are off. `azure` is what is reported or
 * documented, as far as there are figures; `short` keeps each wait to a second.
 */
export const delayTable = {
  unregisteredProviders: {
    description:
      "At the first start no resource provider is registered; resources of such a namespace are refused (MissingSubscriptionRegistration)",
    unit: "always",
    source: "https://github.com/pulumi/pulumi-azure-native/issues/3479",
  },
  registration: {
    description: "A resource provider is Registering before it is Registered",
    unit: "ms",
    short: [100, 800],
    azure: [10_000, 60_000],
    source:
      "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-providers-and-types",
  },
  roleHolds: {
    description: "A role that was assigned does not hold in storage yet (403)",
    unit: "ms",
    short: [100, 900],
    azure: [15_000, 90_000],
    source: "https://github.com/Azure/azure-dev/issues/8026",
  },
  keysForbidden: {
    description: "A policy forbids storage accounts that accept keys (RequestDisallowedByPolicy)",
    unit: "always",
    source: "https://github.com/pulumi/pulumi-azure-native/issues/2015",
  },
  softDelete: {
    description:
      "A deleted Log Analytics workspace stays for 14 days; one that is made again under its name is not found by what depends on it",
    unit: "always",
    source: "https://github.com/pulumi/pulumi-azure-native/issues/1319",
  },
  hostStart: {
    description:
      "The host of an app that is new, has new code or new settings is not up (400 ... from host runtime, 404, 502, 503); so is the app",
    unit: "ms",
    short: [100, 800],
    azure: [5_000, 60_000],
    source: "https://github.com/Azure/bicep-types-az/issues/1356",
  },
  hostFailures: {
    description: "Calls that the host fails at (400 ... from host runtime, 502) although it is up",
    unit: "times",
    short: [0, 2],
    azure: [0, 3],
    source: "https://github.com/Azure/azure-functions-host/issues/8460",
  },
  functionsListed: {
    description: "A host that is up lists none or only some of its functions",
    unit: "ms",
    short: [100, 600],
    azure: [5_000, 60_000],
    source:
      "https://github.com/Azure/azure-cli/blob/dev/src/azure-cli/azure/cli/command_modules/appservice/custom.py",
  },
  scmStart: {
    description: "Calls of a new app's scm site that are answered with 503, or 404",
    unit: "times",
    short: [0, 2],
    azure: [1, 6],
    source: "https://github.com/projectkudu/kudu/issues/2653",
  },
  publishConflicts: {
    description: "Publishing is refused, as if another deployment were in progress (409)",
    unit: "times",
    short: [0, 1],
    azure: [0, 2],
    source:
      "https://github.com/Azure/azure-cli/blob/dev/src/azure-cli/azure/cli/command_modules/appservice/custom.py",
  },
  deploymentUnknown: {
    description: "A deployment that was accepted is not known yet (404)",
    unit: "times",
    short: [0, 2],
    azure: [0, 4],
    source: "https://github.com/Azure/azure-dev/issues/4439",
  },
  deployment: {
    description: "A deployment is in progress (202)",
    unit: "ms",
    short: [50, 400],
    azure: [5_000, 30_000],
    source: "https://github.com/Azure/azure-dev/pull/4003",
  },
  deploymentForgotten: {
    description:
      "A deployment that was in progress is not known any more once it has succeeded (404), since Kudu's pod was replaced",
    unit: "share",
    short: 0.2,
    azure: 0.1,
    source: "https://github.com/Azure/azure-cli/pull/28812",
  },
  partialSuccess: {
    description:
      "A deployment ends as partially successful (status 6), since Kudu was restarted; the code is there",
    unit: "share",
    short: 0.2,
    azure: 0.1,
    source: "https://github.com/Azure/azure-cli/issues/33184",
  },
  throttledAfter: {
    description: "Calls of Azure Resource Manager until it throttles (429)",
    unit: "times",
    short: [8, 20],
    azure: [20, 60],
    source:
      "https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling",
  },
  throttled: {
    description: "The time for which it throttles (Retry-After, in whole seconds)",
    unit: "ms",
    short: [1_000, 1_000],
    azure: [5_000, 17_000],
    source:
      "https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling",
  },
} as const satisfies Record<string, Delay>;

/** Name of a kind of delay. */
export type DelayName = keyof typeof delayTable;

/** Names of the delays of one unit. */
export type DelayOf<Unit extends Delay["unit"]> = {
  [Name in DelayName]: (typeof delayTable)[Name]["unit"] extends Unit ? Name : never;
}[DelayName];
