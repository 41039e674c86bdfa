import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";

/** Prints a text, or writes it to a file when one is named. */
export function printOrWrite(text: string, file: string | undefined): void {
  if (file === undefined) process.stdout.write(text);
  else writeIfChanged(file, text);
}

/**
 * Writes a file whose readers see the old content or the new one, never a part. Links are followed,
 * a file keeps its mode, and anything but a regular file, such as a pipe, is written to as it is.
 *
 * @returns whether it was written; it is not when it has that content already
 * @throws Error when the file cannot be written; then it is as it was.
 */
export function writeIfChanged(file: string, text: string): boolean {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats?.isFile() === true) return rewrite(realpathSync(file), text, stats.mode);
    if (stats === undefined && !isLink(file)) replace(file, text);
    else writeFileSync(file, text);
    return true;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new Error(
      `Cannot write ${file} (${code ?? message}). ` +
        "Name a file that may be written, in a folder that exists and can be written to.",
      { cause },
    );
  }
}

/** Without a target, since the file was not there: writing makes it. */
function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function rewrite(file: string, text: string, mode: number): boolean {
  if (readFileSync(file).equals(Buffer.from(text))) return false;
  requireWritable(file, mode);
  replace(file, text, mode);
  return true;
}

/** A new file may be put in the place of one that may not be written, so it is asked. */
function requireWritable(file: string, mode: number): void {
  accessSync(file, constants.W_OK);
  // An administrator could write it all the same, and does not mean to.
  if ((mode & 0o222) === 0) throw new Error("it is read-only");
}

function replace(file: string, text: string, mode?: number): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    if (mode !== undefined) chmodSync(temporary, mode & 0o777);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}
