// What the client makes of each kind of refusal.
import { SITE, UNKNOWN_ID, addCollection, advance, atSite, refusal, script, set } from "../wix.mjs";

export async function run() {
  const wix = atSite(SITE);
  await addCollection(wix, "products");
  const { backup } = await wix.backups.createBackup();
  const file = { file: { format: "CSV" } };
  const from = (collectionId) => ({ wixDataCollection: { collectionId } });
  const fault = { method: "GET", path: "/wix-data/v2/backups", action: "status" };
  const told = {
    notFound: await refusal(() => wix.backups.deleteBackup(UNKNOWN_ID)),
    noGuid: await refusal(() => wix.backups.restoreBackup("latest")),
    notReady: await refusal(() => wix.backups.restoreBackup(backup._id)),
    noJob: await refusal(() => wix.movementJobs.getJob(UNKNOWN_ID)),
    badFilter: await refusal(() => wix.movementJobs.queryJobs().eq("colour", "red").find()),
    badSource: await refusal(() => wix.movementJobs.submitJob({}, file)),
    noCollection: await refusal(() => wix.movementJobs.submitJob(from("nowhere"), file)),
    bothSites: await refusal(() =>
      wix.movementJobs.submitJob(from("products"), file, {
        sourceSiteId: UNKNOWN_ID,
        destinationSiteId: UNKNOWN_ID,
      }),
    ),
    unauthenticated: await refusal(() => atSite(SITE, "").backups.listBackups()),
  };
  await script({ ...fault, status: 503 });
  told.unavailable = await refusal(() => wix.backups.listBackups());
  await set({ sites: { [SITE]: { denied: ["*"] } } });
  told.denied = await refusal(() => wix.backups.listBackups());
  await set({ sites: {}, rateLimit: 1 });
  await advance(60);
  await wix.backups.listBackups();
  told.exhausted = await refusal(() => wix.backups.listBackups());
  return told;
}
