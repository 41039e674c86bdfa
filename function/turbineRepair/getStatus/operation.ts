import * as v from "valibot";
import { texts } from "../../contract/contract";
import { operation } from "../../contract/operation";

const status = v.pipe(
  v.string(),
  texts({ description: "The word ok when the app answers.", "x-ms-summary": "Status" }),
);

/** Succeeds with the right credentials, whatever the state of storage: it tests the connection only. */
export const getStatus = operation(
  {
    operationId: "GetStatus",
    route: "status",
    method: "GET",
    access: "credential",
    summary: "Get status",
    description: "Tells whether a connection works.",
    visibility: "internal",
    request: {},
    response: {
      description: "That the connection works.",
      "x-ms-summary": "Status",
      schema: v.object({ status }),
    },
    isConnectionTest: true,
  },
  () => ({ jsonBody: { status: "ok" } }),
);
