/** A refusal, with Azure's own code where it has one. */
export class AzureError extends Error {
  constructor(
    /** As in Azure's responses, e.g. ResourceGroupNotFound. */
    readonly code: string,
    /** The message as Azure's responses have it, without the code. */
    readonly reason: string,
  ) {
    super(`Code="${code}" Message="${reason}"`);
    this.name = "AzureError";
  }
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
