import { join } from "node:path";

/** The folder of the project under test, which holds its package.json. */
export const projectFolder = join(__dirname, "..", "..");
