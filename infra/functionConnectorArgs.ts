import type * as pulumi from "@pulumi/pulumi";
import { DEFAULT_AUTH, type Auth } from "../connector/auth/auth";
import type { Connector } from "../function/contract/connector";
import type { Hosting, NodeVersion } from "./hosting";
import type { Names } from "./names";

/** Inputs of a FunctionConnector that have a default. */
export interface FunctionConnectorSettings {
  /** How callers authenticate. @default `DEFAULT_AUTH` */
  auth: Auth;
  /** @default "flex" */
  hosting: Hosting;
  /** Version of Node.js that the app runs on. @default "22" */
  nodeVersion: NodeVersion;
  /** A higher version replaces the API key and the password of mode `basic`. @default 1 */
  apiKeyVersion: number;
  /** User name of mode `basic`; the password is generated. @default "connector" */
  basicUserName: string;
  /** Hosts that notifications may go to, beside Microsoft's, separated by commas. @default "" */
  callbackHosts: string;
  /** Origins of web pages that may call the app, beside Microsoft's, separated by commas. @default "" */
  corsOrigins: string;
  /** Wait before a notification is sent again, 1 to 600; each further wait is twice as long. @default 10 */
  noticeRetrySeconds: number;
  /** Memory of one instance: 512, 2048 or 4096. Hosting `flex` only. @default 2048 */
  instanceMemoryMB: number;
  /**
   * Instances to which each group of functions may scale out: 1 to 1000 with `flex`, of which some regions refuse
   * those below 40, and to 200 with `consumption`. Not a limit on the bill.
   * @default 100
   */
  maximumInstanceCount: number;
  /** Days that logs are kept, 30 to 730. @default 30 */
  logRetentionDays: number;
  /** Leaves out the checks that come before the first deployment. @default false */
  skipPreflight: boolean;
}

/** Inputs of a FunctionConnector. */
export interface FunctionConnectorArgs extends Partial<FunctionConnectorSettings> {
  /** The connector that is published: its texts and its operations. */
  connector: Connector;
  /** The folder of the function app, which holds its index.ts and host.json. It serves `connector`. */
  functionFolder: string;
  /** The folder of the connector's icon.png, and of its .connectorlint.yaml if it has one. */
  connectorFolder: string;
  /** The folder for the app's package. Without it, `dist` beside `functionFolder`. */
  packageFolder?: string;
  /** The folder of the program's main file, or else the working directory: the state holds paths as seen from it. */
  programFolder?: string;
  /** Azure region of every resource. */
  location: pulumi.Input<string>;
  /** An existing resource group. Left out, the component makes one. */
  resourceGroupName?: pulumi.Input<string>;
  /** Names in Azure. Those left out are derived from project, stack, component and subscription. */
  names?: Partial<Names>;
}

/** The defaults, which Pulumi.yaml has too. */
export const DEFAULT_SETTINGS: FunctionConnectorSettings = {
  auth: DEFAULT_AUTH,
  hosting: "flex",
  nodeVersion: "22",
  apiKeyVersion: 1,
  basicUserName: "connector",
  callbackHosts: "",
  corsOrigins: "",
  noticeRetrySeconds: 10,
  instanceMemoryMB: 2048,
  maximumInstanceCount: 100,
  logRetentionDays: 30,
  skipPreflight: false,
};
