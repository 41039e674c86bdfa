/**
 * What went wrong, for people. An error of the Automation API lists exit code, stdout, stderr
 * and then repeats them; the part after ` stderr: ` has it all.
 */
export function failureText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const text = /\n stderr: (.*)\n err\?: /s.exec(message)?.[1] ?? message;
  return text.startsWith("Command failed with ENOENT") ? "not found" : text.trim();
}
