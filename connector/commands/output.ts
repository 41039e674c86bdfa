import { renameSync, rmSync, writeFileSync } from "node:fs";

/** Prints a text, or writes it to a file when one is named. */
export function printOrWrite(text: string, file: string | undefined): void {
  if (file === undefined) process.stdout.write(text);
  else writeAtomically(file, text);
}

/**
 * Writes a file whose readers see the old content or the new one, never a part.
 *
 * @throws Error when the file cannot be written; then it is as it was.
 */
export function writeAtomically(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } catch (cause) {
    throw new Error(
      `Cannot write ${file}. Name a file in a folder that exists and can be written to.`,
      { cause },
    );
  } finally {
    rmSync(temporary, { force: true });
  }
}
