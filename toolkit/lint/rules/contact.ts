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
    fix: "Set info.contact to the name, url and email of the support team.",
    *check({ info }) {
      const contact = objectAt(info, "contact");
      const absent = ["name", "url", "email"].filter((key) => !isFilled(own(contact, key)));
      if (absent.length > 0) {
        const message = `info.contact is missing ${absent.join(", ")}. Expected name, url and email.`;
        yield has(info, "contact") ? atInfo("contact", message) : atInfo(undefined, message);
      }
    },
  },
  {
    id: "contact-email",
    code: "ContactEmailNotValid",
    levels: LEVELS.refused,
    description: "The contact's email is a valid email address.",
    fix: "Write only the address, such as support@contoso.com.",
    *check({ info }) {
      const email = own(objectAt(info, "contact"), "email");
      if (isFilled(email) && !isEmail(email)) {
        const path = ["info", "contact", "email"];
        yield { path, message: `${quoteValue(email)} is not a valid email address.` };
      }
    },
  },
  {
    id: "url-invalid",
    code: "UrlNotValid",
    levels: LEVELS.refused,
    description: "URLs of the contact, license and documentation are absolute.",
    fix: "Write the full URL, such as https://www.contoso.com/support.",
    *check({ root, info }) {
      const places = [
        { holder: objectAt(info, "contact"), path: ["info", "contact", "url"] },
        { holder: objectAt(info, "license"), path: ["info", "license", "url"] },
        { holder: objectAt(root, "externalDocs"), path: ["externalDocs", "url"] },
      ];
      for (const { holder, path } of places) {
        const url = own(holder, "url");
        if (isFilled(url) && !isAbsoluteUrl(url)) {
          yield { path, message: `${quoteValue(url)} is not an absolute http or https URL.` };
        }
      }
    },
  },
];
