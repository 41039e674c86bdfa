import type { Definition } from "../model/definition";
import { has, isFilled, objectAt, own } from "../../document/json";
import { quoteValue } from "../../text/messageText";
import { LEVELS, type Rule } from "../rule";
import { atInfo } from "./infoProblem";
import { isAbsoluteUrl, isEmail } from "./words";

export const contactRules: readonly Rule<Definition>[] = [
  {
    id: "contact-required",
    code: "5000.3.1.4",
    levels: LEVELS.certificationOnly,
    description: "The connector names a contact: name, url and email.",
    fix: "Set info.contact with name, url and email of those who support the connector.",
    *check({ info }) {
      const contact = objectAt(info, "contact");
      const absent = ["name", "url", "email"].filter((key) => !isFilled(own(contact, key)));
      if (absent.length > 0) {
        const message = `info.contact has no ${absent.join(", no ")}. Expected name, url and email.`;
        yield has(info, "contact") ? atInfo("contact", message) : atInfo(undefined, message);
      }
    },
  },
  {
    id: "contact-email",
    code: "ContactEmailNotValid",
    levels: LEVELS.refused,
    description: "The contact's email is an address.",
    fix: "Write the address alone, such as support@contoso.com.",
    *check({ info }) {
      const email = own(objectAt(info, "contact"), "email");
      if (isFilled(email) && !isEmail(email)) {
        const path = ["info", "contact", "email"];
        yield { path, message: `${quoteValue(email)} is no email address.` };
      }
    },
  },
  {
    id: "url-invalid",
    code: "UrlNotValid",
    levels: LEVELS.refused,
    description: "Addresses of contact, licence and documentation are absolute.",
    fix: "Write the whole address, such as https://www.contoso.com/support.",
    *check({ root, info }) {
      const places = [
        { holder: objectAt(info, "contact"), path: ["info", "contact", "url"] },
        { holder: objectAt(info, "license"), path: ["info", "license", "url"] },
        { holder: objectAt(root, "externalDocs"), path: ["externalDocs", "url"] },
      ];
      for (const { holder, path } of places) {
        const url = own(holder, "url");
        if (isFilled(url) && !isAbsoluteUrl(url)) {
          yield { path, message: `${quoteValue(url)} is no absolute http(s) address.` };
        }
      }
    },
  },
];
