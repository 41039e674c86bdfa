import type { About } from "../../../function/contract/about";

export const about: About = {
  info: {
    title: "Parcel Desk",
    version: "2.3.0",
    description:
      "Helps people at a parcel desk to weigh parcels, to quote postage for them and to follow them " +
      "on their way between depots.",
    contact: {
      name: "Parcel Desk Support",
      url: "https://www.contoso.com/help",
      email: "help@contoso.com",
    },
  },
  metadata: [
    { propertyName: "Website", propertyValue: "https://www.contoso.com" },
    { propertyName: "Privacy policy", propertyValue: "https://www.contoso.com/privacy" },
    { propertyName: "Categories", propertyValue: "Business Management" },
  ],
  brandColor: "#3b5b92",
  publisher: "Contoso Post",
  stackOwner: "Contoso Depots",
  knownLimitations: ["Parcels of more than 30 kilograms are not carried."],
  faq: [{ question: "Are parcels insured?", answer: "No. Ask the depot." }],
  solutionNames: {
    publisher: "ContosoPost",
    prefix: "cpost",
    optionValuePrefix: 12345,
    solution: "ParcelDesk",
  },
};
