/** What Azure's names leave room for, since resources are named after project, stack and component. */
const MAX_CHARACTERS = 20;

/** The names that {@link isProjectName} takes, for messages. */
export const PROJECT_NAMES =
  `1 to ${MAX_CHARACTERS} lower-case letters, digits and single hyphens, ` +
  "beginning with a letter";

/** Whether resources in Azure can be named after a project, stack or component of that name. */
export function isProjectName(name: string): boolean {
  return name.length <= MAX_CHARACTERS && /^[a-z](?:-?[a-z0-9])*$/.test(name);
}
