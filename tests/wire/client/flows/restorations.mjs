// Restore a site, then one collection into a new one.
import { SITE, addCollection, advance, atSite, titles } from "../wix.mjs";

export async function run() {
  const wix = atSite(SITE);
  await addCollection(wix, "products", [{ _id: "a", title: "Cup" }]);
  const { backup } = await wix.backups.createBackup();
  await advance(5);
  await wix.items.save("products", { _id: "a", title: "Broken" });
  await wix.items.insert("products", { _id: "b", title: "Late" });
  const { restoration: whole } = await wix.backups.restoreBackup(backup._id);
  const pending = await wix.backups.listRestorations({ status: ["PENDING"] });
  await advance(5);
  const restored = await titles(wix, "products");
  await wix.items.save("products", { _id: "c", title: "Later" });
  const { restoration: part } = await wix.backups.restorePartialBackup(backup._id, [
    {
      dataCollectionId: "products",
      restoreDestination: { dataCollectionId: "old-products", displayName: "Old products" },
    },
  ]);
  await advance(5);
  const listed = await wix.backups.listRestorations({ paging: { limit: 10, offset: 0 } });
  return {
    backup: backup._id,
    whole,
    pending: pending.restorations.map((restoration) => restoration._id),
    restored,
    part,
    beside: await titles(wix, "old-products"),
    untouched: await titles(wix, "products"),
    displayName: (await wix.collections.getDataCollection("old-products")).displayName,
    listed: listed.restorations.map(({ _id, status }) => [_id, status]),
    finishedDateIsDate: listed.restorations.every(({ finishedDate }) => finishedDate instanceof Date),
    paging: listed.pagingMetadata,
  };
}
