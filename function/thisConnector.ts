/** The connector that is deployed and published: the only import of it. */
export { turbineRepair as thisConnector } from "./turbineRepair/turbineRepair";
