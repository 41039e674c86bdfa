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
