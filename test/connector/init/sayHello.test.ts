import { starter } from "../../../connector/init/starter/starter";
import { FunctionApp } from "../../support/functionApp";
import { FunctionStorage } from "../../support/functionServices";

let storage: FunctionStorage;
let app: FunctionApp;
beforeAll(async () => {
  storage = await FunctionStorage.start();
  app = new FunctionApp({ account: storage.account(), operations: starter.operations });
});
afterAll(() => storage.stop());

test("SayHello greets a person by name", async () => {
  const { status, json } = await app.send("POST", "hello", { json: { name: "Ada" } });
  expect({ status, json }).toEqual({ status: 200, json: { greeting: "Hello, Ada!" } });
});

test.each([{}, { name: "" }, { name: 7 }])("SayHello refuses %j", async (body) => {
  const { status, json } = await app.send("POST", "hello", { json: body });
  expect({ status, json }).toMatchObject({
    status: 400,
    json: { errors: [{ pointer: "#/name" }] },
  });
});
