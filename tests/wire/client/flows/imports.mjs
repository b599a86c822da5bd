// Upload a CSV, import it with each write policy, read the logs, stop a job.
import { SITE, addCollection, atSite, finished, refusal, submitImport, titles } from "../wix.mjs";

const CSV = "_id,title\na,New\nb,Also new\nc,Third\n";

export async function run() {
  const wix = atSite(SITE);
  await addCollection(wix, "products", [
    { _id: "a", title: "Old" },
    { _id: "b", title: "Also old" },
    { _id: "x", title: "Own" },
  ]);
  const into = (writePolicy) => ({ wixDataCollection: { collectionId: "products", writePolicy } });
  const unnamed = await wix.movementJobs.createFileUploadUrl();
  const submitted = await submitImport(wix, CSV, "new.csv", into("SKIP_EXISTING"), { name: "May" });
  const skipping = await finished(wix, submitted);
  const skipped = await titles(wix, "products");
  const logs = await wix.movementJobs.listMovementLogs(skipping._id, { paging: { limit: 1 } });
  const next = logs.pagingMetadata.cursors.next;
  const rest = await wix.movementJobs.listMovementLogs(skipping._id, {
    paging: { limit: 1, cursor: next },
  });
  const overwriting = await finished(
    wix,
    await submitImport(wix, CSV, "new.csv", into("OVERWRITE"), {}),
  );
  const overwritten = await titles(wix, "products");
  await finished(wix, await submitImport(wix, CSV, "new.csv", into("TRUNCATE_BEFORE"), {}));
  const replaced = await titles(wix, "products");
  const bad = await finished(wix, await submitImport(wix, "{]\n", "new.jsonl", into(), {}));
  const { job: long } = await submitImport(wix, CSV, "new.csv", into(), { name: "long" });
  const terminated = await wix.movementJobs.terminateJob(long._id);
  return {
    unnamed,
    submitted: submitted.job,
    skipping,
    startedAtIsDate: skipping.startedAt instanceof Date,
    finishedAtIsDate: skipping.finishedAt instanceof Date,
    skipped,
    logs: [...logs.logs, ...rest.logs],
    logPaging: [logs.pagingMetadata, rest.pagingMetadata],
    overwriting: overwriting.status,
    overwritten,
    replaced,
    bad: { status: bad.status, error: bad.error },
    terminated: { same: terminated.job._id === long._id, status: terminated.job.status },
    again: await refusal(() => wix.movementJobs.terminateJob(long._id)),
  };
}
