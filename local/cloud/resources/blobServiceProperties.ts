import * as v from "valibot";
import { defineResourceType } from "../resourceType";
import { accountId } from "./accountId";

const methods = [
  "CONNECT",
  "DELETE",
  "GET",
  "HEAD",
  "MERGE",
  "OPTIONS",
  "PATCH",
  "POST",
  "PUT",
  "TRACE",
];

const corsRule = v.looseObject({
  allowedOrigins: v.pipe(v.array(v.string()), v.minLength(1)),
  allowedMethods: v.pipe(v.array(v.picklist(methods)), v.minLength(1)),
  allowedHeaders: v.array(v.string()),
  exposedHeaders: v.array(v.string()),
  maxAgeInSeconds: v.number(),
});

const schema = v.looseObject({
  resourceGroupName: v.string(),
  accountName: v.string(),
  blobServicesName: v.literal("default", 'a blob service is always named "default"'),
  cors: v.optional(
    v.looseObject({
      corsRules: v.pipe(v.array(corsRule), v.maxLength(5, "a service accepts five rules at most")),
    }),
  ),
});

/** Settings of an account's blob service; the web endpoint obeys its CORS rules too. */
export const blobServiceProperties = defineResourceType({
  schema,
  replaceOnChanges: ["resourceGroupName", "accountName", "blobServicesName"],
  isSingleton: true,
  identify: (inputs, cloud) => `${accountId(cloud, inputs)}/blobServices/default`,
  put: async ({ accountName, cors }, { storageAccounts }) => {
    storageAccounts.website(accountName).setCorsRules(cors?.corsRules ?? []);
    return { outputs: { name: "default" } };
  },
  remove: async ({ inputs }, { storageAccounts }) =>
    storageAccounts.website(String(inputs["accountName"])).setCorsRules([]),
});
