import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { projectFolder } from "./projectFolder";

const text = readFileSync(join(projectFolder, "Pulumi.yaml"), "utf8");

/** The name of the project under test, which its configuration keys begin with. */
export const { name: projectName } = parseYaml(text) as { readonly name: string };
