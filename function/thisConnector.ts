/** The connector that is deployed and published. This line alone knows which one it is. */
export { turbineRepair as thisConnector } from "./turbineRepair/turbineRepair";
