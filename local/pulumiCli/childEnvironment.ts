const secretName = /TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIAL|CONNECTION_?STRING|_KEY$/i;

/**
 * The environment for a program that is not ours: this process's without the variables that
 * are named like a secret, with Pulumi's update check off, and with `extra` on top.
 */
export function childEnvironment(
  extra: NodeJS.ProcessEnv = {},
  env: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const open = Object.entries(env).filter(([name]) => !secretName.test(name));
  return { ...Object.fromEntries(open), PULUMI_SKIP_UPDATE_CHECK: "true", ...extra };
}
