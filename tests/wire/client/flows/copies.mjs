// Promote content from one site to another, and fetch it back, without a file.
import { OTHER_SITE, SITE, addCollection, atSite, finished, titles } from "../wix.mjs";

export async function run() {
  const [development, production] = [atSite(SITE), atSite(OTHER_SITE)];
  await addCollection(development, "products", [{ _id: "a", title: "New" }]);
  await addCollection(production, "products", [{ _id: "b", title: "Old" }]);
  const end = (writePolicy) => ({
    wixDataCollection: { collectionId: "products", ...(writePolicy && { writePolicy }) },
  });
  const submitted = await development.movementJobs.submitJob(end(), end("TRUNCATE_BEFORE"), {
    name: "promote",
    destinationSiteId: OTHER_SITE,
  });
  const promoted = await finished(development, submitted);
  const there = await titles(production, "products");
  await production.items.insert("products", { _id: "c", title: "Made there" });
  const back = await development.movementJobs.submitJob(end(), end("OVERWRITE"), {
    sourceSiteId: OTHER_SITE,
  });
  const fetched = await finished(development, back);
  return {
    promoted,
    there,
    fetched: { status: fetched.status, sourceSiteId: fetched.sourceSiteId },
    here: await titles(development, "products"),
  };
}
