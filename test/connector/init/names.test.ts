import { namesOf } from "../../../connector/init/names";
import { starterWords } from "../../../connector/init/starterFiles";
import { projectFolder } from "../../support/projectFolder";

const taken = starterWords(projectFolder);

test("every name follows from the title", () => {
  expect(namesOf("Fuel Quote", taken)).toEqual({
    title: "Fuel Quote",
    project: "fuel-quote",
    identifier: "fuelQuote",
    solution: "FuelQuote",
    prefix: "fuelquot",
    initials: "FQ",
  });
});

test.each([
  ["HR Desk 24", "hrDesk24", "HD"],
  ["Payroll", "payroll", "P"],
  // Words of the language, of tests and of the starter's own code cannot name the connector too.
  ["Function", "functionConnector", "F"],
  ["Test", "testConnector", "T"],
  ["Say Hello", "sayHelloConnector", "SH"],
  ["About", "aboutConnector", "A"],
  ["App", "appConnector", "A"],
])("%s is %s in code, and %s in its icon", (title, identifier, initials) => {
  expect(namesOf(title, taken)).toMatchObject({ identifier, initials });
});

test("the project has a name of its own where the title's is too long for Azure", () => {
  const title = "Quotes for Every Heavy Fuel";
  expect(() => namesOf(title, taken)).toThrow(
    'The project name "quotes-for-every-heavy-fuel" cannot be used. Expected 1 to 20 lower-case ' +
      "letters, digits and single hyphens, beginning with a letter. Give one with --project NAME.",
  );
  expect(namesOf(title, taken, "a-345678901234567890").project).toBe("a-345678901234567890");
  expect(() => namesOf(title, taken, "a-3456789012345678901")).toThrow("Expected 1 to 20");
});
