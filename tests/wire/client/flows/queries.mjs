// Find jobs by filter, sort and pages.
import { SITE, addCollection, advance, atSite, submitImport } from "../wix.mjs";

const COUNT = 5;
const MANY = 150;

export async function run() {
  const wix = atSite(SITE);
  await addCollection(wix, "products");
  const into = { wixDataCollection: { collectionId: "products" } };
  const ids = [];
  for (let number = 0; number < COUNT; number += 1) {
    const name = `job ${number}`;
    const { job } = await submitImport(wix, "_id\na\n", "a.csv", into, { name });
    ids.push(job._id);
    await advance(60);
  }
  const { queryJobs, listJobs, getJob } = wix.movementJobs;
  const names = (found) => found.items.map((job) => job.name);
  const third = await getJob(ids[2]);

  const page = await queryJobs().ascending("startedAt").limit(2).find();
  const second = await page.next();
  const last = await second.next();
  const listed = await listJobs({ paging: { limit: 3 } });
  const { next } = listed.pagingMetadata.cursors;
  const following = await listJobs({ paging: { limit: 3, cursor: next } });
  const unknown = Array.from({ length: MANY }, (_, at) => `00000000-0000-4000-8000-${100000000000 + at}`);
  return {
    byId: names(await queryJobs().in("_id", [ids[1], ids[3]]).ascending("name").find()),
    // too long for a URL: the client posts it
    byManyIds: names(await queryJobs().in("_id", [...unknown, ids[4]]).limit(100).find()),
    equal: names(await queryJobs().eq("status", "COMPLETED").ne("name", "job 0").descending("name").find()),
    since: names(await queryJobs().ge("startedAt", third.startedAt).ascending("name").find()),
    prefix: names(await queryJobs().startsWith("name", "job 1").find()),
    none: names(await queryJobs().exists("finishedAt", false).find()),
    pages: [names(page), names(second), names(last)],
    more: [page.hasNext(), second.hasNext(), last.hasNext()],
    back: names(await second.prev()),
    listed: listed.jobs.map((job) => job.name),
    following: following.jobs.map((job) => job.name),
    listPaging: [listed.pagingMetadata.hasNext, following.pagingMetadata],
  };
}
