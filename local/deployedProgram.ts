/** The Pulumi program that is deployed on this machine. This file alone knows which one it is. */
export { program } from "../infra/program";
