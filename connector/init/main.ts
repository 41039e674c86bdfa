import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { REFUSED_BRAND_COLORS } from "../../toolkit/lint/refusedBrandColors";
import { jsonText } from "../../toolkit/text/jsonText";
import { initialize, type InitReport } from "./initialize";

interface InitFlags {
  readonly project?: string;
  readonly color?: string;
  readonly force?: true;
  readonly json?: true;
}

const command = new Command("npm run init --")
  .description(
    "Makes a fresh clone your own connector: replaces the worked example by one operation to start from, " +
      "and renames the project.",
  )
  .argument("<title>", 'the connector\'s title for people, such as "Fuel Quote"')
  .option(
    "--project <name>",
    "name of the Pulumi project (default: by the title, such as fuel-quote)",
  )
  .option("--color <#rrggbb>", "brand colour (default: one that follows from the title)", color)
  .option("--force", "even if git cannot restore what is removed")
  .option("--json", "print what was done as JSON")
  .action((title: string, { json, ...flags }: InitFlags) => {
    const report = initialize({
      projectFolder: join(__dirname, "..", ".."),
      title,
      ...flags,
    });
    process.stdout.write(json ? jsonText(report) : textOf(report));
  });

try {
  command.parse();
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function color(text: string): string {
  const isUsable =
    /^#[\da-f]{6}$/i.test(text) && !REFUSED_BRAND_COLORS.includes(text.toLowerCase());
  if (isUsable) return text.toLowerCase();
  throw new InvalidArgumentError(
    `Expected six hex digits, such as #0b5cad; not ${REFUSED_BRAND_COLORS.join(" or ")}.`,
  );
}

function textOf({ names, removed, written, renamed }: InitReport): string {
  const { title, identifier } = names;
  return `${title} is yours.

Removed  ${removed.join("\n         ")}
Wrote    ${written.join("\n         ")}
Renamed  ${renamed.join("\n         ")}

Next:

  npm start    deploys it on this machine and prints a curl line that calls it
  npm test     checks everything

Your operation is in function/${identifier}/sayHello. Change it, or add another beside it with a line in
function/${identifier}/${identifier}.ts.

Before certification, draw your own icon, and replace in function/${identifier}/about.ts what only you know: contact,
website, privacy policy, publisher and the names of the solutions. These commands name what is left:

  npm run connector -- package --variant certify --host YOUR-HOST --out dist/submission
  npm run connector -- lint dist/submission
`;
}
