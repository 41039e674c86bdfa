/**
 * The Pulumi CLI that is installed or built, and the oldest one on PATH that is used.
 * tools/go.mod requires the same version, so change both together.
 */
export const pulumiVersion = "3.200.0";
