import type { Started } from "./startedCloud";

/** Turns an account's website on, and stores its first page. */
export async function publishPage(
  { cloud }: Pick<Started, "cloud">,
  accountName: string,
  content: string,
): Promise<void> {
  const blobs = cloud.storageAccounts.blobs(accountName);
  await blobs.setProperties({ staticWebsite: { enabled: true, indexDocument: "index.html" } });
  const page = blobs.getContainerClient("$web").getBlockBlobClient("index.html");
  await page.upload(content, content.length);
}
