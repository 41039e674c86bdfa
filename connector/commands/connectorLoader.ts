import type { Connector } from "../../function/contract/connector";

/** Loads the connector that commands work on, with its handlers: commands ask for it only when they need it. */
export type ConnectorLoader = () => Connector;
