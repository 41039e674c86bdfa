import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { childEnvironment } from "./childEnvironment";
import { pulumiVersion } from "./pulumiVersion";
import { runProcessGroup } from "./runProcessGroup";

/** The Go module that pins the CLI's sources. */
export const toolsFolder = join(__dirname, "tools");

/** The CLI's main package, which tools/go.mod names as its tool. */
export const pulumiPackage = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";

/**
 * What makes a build the same on every machine: the committed go.sum, the installed Go, no
 * workspace around this folder and no C compiler. Go sends its telemetry nowhere unless the
 * user has turned that on, and takes no variable for it.
 */
export const goEnvironment = {
  CGO_ENABLED: "0",
  GOFLAGS: "-mod=readonly",
  GOTOOLCHAIN: "local",
  GOWORK: "off",
};

/** Without its version, written as releases write it, the CLI is refused by the SDK. */
const ldflags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumiVersion}`;

/**
 * Builds the CLI from its sources into `root`/bin with the `go` on PATH. Takes minutes and
 * needs a Go module proxy. Throws when Go is missing, too old, or fails, and the signal's
 * reason when that stopped it; no process of the build is left by then.
 */
export async function buildPulumi(
  root: string,
  onProgress: (message: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const step = `Building the Pulumi CLI ${pulumiVersion} from source (once per machine, about 3 minutes)`;
  let modules = 0;
  let packages = 0;
  onProgress(step);
  // In the output of `go build -v`, a line without a space is a package that was compiled.
  const onStderrLine = (line: string): void => {
    if (line.startsWith("go: downloading ")) modules += 1;
    else if (!line.includes(" ")) packages += 1;
    onProgress(`${step}: ${modules} modules downloaded, ${packages} packages done`);
  };
  // Go leaves its work folder behind when it is stopped, so it gets one that is removed here.
  const workFolder = await mkdtemp(join(tmpdir(), "function-connector-go-"));
  try {
    await runProcessGroup(
      "go",
      ["build", "-v", "-ldflags", ldflags, "-o", join(root, "bin") + sep, pulumiPackage],
      {
        cwd: toolsFolder,
        env: childEnvironment({ ...goEnvironment, GOTMPDIR: workFolder }),
        signal,
        onStderrLine,
      },
    );
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}
