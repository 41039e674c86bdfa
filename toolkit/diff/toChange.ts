import type { Change, Verdict } from "./change";
import { summaryOf } from "./summary";

/** What a change is about; `before` and `after` as they are in the surfaces. */
interface About extends Pick<Change, "operationId" | "subject" | "place"> {
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A verdict as a change. What is safe needs no mending. */
export function toChange({ mend, ...verdict }: Verdict, about: About): Change {
  return {
    ...about,
    ...verdict,
    before: summaryOf(about.before),
    after: summaryOf(about.after),
    ...(verdict.level !== "safe" && mend !== undefined && { mend }),
  };
}
