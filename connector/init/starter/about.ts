import type { About } from "../../../function/contract/about";

/** What the connector says of itself. Replace the example.com addresses and Example Company. */
export const about: About = {
  info: {
    title: "Starter Title",
    version: "1.0.0",
    description:
      "Says hello to a person by name. Replace this text with what your connector does for the people who " +
      "use it, in 30 to 500 characters.",
    contact: {
      name: "Starter Title Support",
      url: "https://www.example.com/support",
      email: "support@example.com",
    },
  },
  metadata: [
    { propertyName: "Website", propertyValue: "https://www.example.com" },
    { propertyName: "Privacy policy", propertyValue: "https://www.example.com/privacy" },
    { propertyName: "Categories", propertyValue: "Business Management" },
  ],
  brandColor: "#123456",
  publisher: "Example Company",
  stackOwner: "Example Company",
  knownLimitations: ["The connector greets one person at a time."],
  faq: [],
  solutionNames: {
    publisher: "ExampleCompany",
    prefix: "starterprefix",
    optionValuePrefix: 10000,
    solution: "StarterSolution",
  },
};
