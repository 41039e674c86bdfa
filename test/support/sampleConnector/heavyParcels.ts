import { webhookTrigger } from "../../../function/webhook/webhookTrigger";
import type { Parcel } from "./fields";
import { parcelLedger } from "./parcelLedger";

/** Parcels of this weight or more are announced. */
export const HEAVY_GRAMS = 1000;

/** Notifications of heavy parcels. */
export const heavyParcels = webhookTrigger<Parcel>({
  itemName: "parcel",
  table: "parcelsubscriptions",
  address: { purpose: "delete-subscription", route: (id) => `subscriptions/${id}` },
  announcements: { functionName: "AnnounceParcel", queueName: "heavy-parcels" },
  deliveries: { functionName: "NotifyOfParcel", queueName: "parcel-notices" },
  filterBy: ["depotId"],
  idOf: ({ parcelId }) => parcelId,
  find: (parcelId, { storage }) => parcelLedger(storage).byId(parcelId),
});
