// Take backups, evict one, delete one.
import { SITE, addCollection, advance, atSite } from "../wix.mjs";

export async function run() {
  const wix = atSite(SITE);
  await addCollection(wix, "products", [{ _id: "a", title: "Cup" }]);
  const { backup: first } = await wix.backups.createBackup();
  const pending = await wix.backups.listBackups({ status: ["PENDING"], type: ["ON_DEMAND"] });
  await advance(5);
  const [ready] = (await wix.backups.listBackups()).backups;
  for (let more = 0; more < 3; more += 1) {
    await wix.backups.createBackup();
    await advance(5);
  }
  const listed = await wix.backups.listBackups({ paging: { limit: 3, offset: 1 } });
  const newest = await wix.backups.listBackups({ status: ["READY"], paging: { limit: 1 } });
  const removed = await wix.backups.deleteBackup(newest.backups[0]._id);
  await advance(5);
  const deleted = await wix.backups.listBackups({ status: ["DELETED"] });
  return {
    first,
    requestedDateIsDate: first.requestedDate instanceof Date,
    pending: pending.backups.map((backup) => backup._id),
    ready,
    page: listed.backups.map((backup) => backup.status),
    paging: listed.pagingMetadata,
    removed: removed === undefined,
    deleted: deleted.backups.map((backup) => backup._id),
    deletedDateIsDate: deleted.backups.every((backup) => backup.deletedDate instanceof Date),
    expected: [newest.backups[0]._id, first._id],
  };
}
