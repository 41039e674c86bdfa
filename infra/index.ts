import { program } from "./program";

// Pulumi runs an exported function as the program and takes what it returns for the stack's outputs.
export = program;
