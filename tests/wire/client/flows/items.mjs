// Collections, and items one by one and in bulk.
import { SITE, addCollection, atSite, refusal } from "../wix.mjs";

const COUNT = 5;

export async function run() {
  const wix = atSite(SITE);
  const { collections, items } = wix;
  await addCollection(wix, "products", [], { title: "TEXT", price: "NUMBER", since: "DATETIME" });
  await collections.createDataCollectionField("products", { field: { key: "sku", type: "TEXT" } });
  const collection = await collections.getDataCollection("products");
  const listed = await collections.listDataCollections({ paging: { limit: 10 } });

  const since = new Date("2026-05-01T10:00:00.000Z");
  const inserted = await items.insert("products", { _id: "a", title: "Cup", price: 3, since });
  const taken = await refusal(() => items.insert("products", { _id: "a" }));
  const saved = await items.save("products", { _id: "b", title: "Mug", price: 5 });
  const updated = await items.update("products", { _id: "b", title: "Large mug", price: 6 });
  const bulk = await items.bulkInsert("products", [{ _id: "a" }, { _id: "c", title: "Tray" }]);
  const bulkSaved = await items.bulkSave("products", [{ _id: "c", title: "Big tray" }, { title: "Pot" }]);
  const bulkUpdated = await items.bulkUpdate("products", [{ _id: "zz", title: "No" }]);
  const found = await items.query("products").gt("price", 2).descending("price").limit(1).find();
  const next = await found.next();
  const dated = await items.query("products").eq("since", since).find({ returnTotalCount: true });
  const counted = await items.query("products").hasSome("_id", ["a", "b", "zz"]).count();
  const removed = await items.remove("products", "b");
  const bulkRemoved = await items.bulkRemove("products", ["a", "zz"]);
  const missing = await items.get("products", "zz");
  const left = await items.count("products");
  await items.truncate("products");
  const empty = await items.count("products");
  for (let number = 0; number < COUNT; number += 1) {
    await items.insert("products", { _id: `n${number}` });
  }
  const all = [];
  let page = await items.query("products").ascending("_id").limit(2).find();
  while (page.items.length) {
    all.push(page.items.map((item) => item._id));
    page = page.hasNext() ? await page.next() : { items: [] };
  }
  await addCollection(wix, "Members/PublicData");
  const ofApp = await collections.getDataCollection("Members/PublicData");
  await collections.deleteDataCollection("Members/PublicData");
  await collections.deleteDataCollection("products");
  return {
    collection: collection._id,
    fields: collection.fields.map((field) => field.key).filter((key) => !key.startsWith("_")),
    listed: listed.collections.map((one) => one._id),
    inserted,
    datesAreDates: inserted.since instanceof Date && inserted._createdDate instanceof Date,
    taken,
    saved: saved.title,
    updated: updated.title,
    bulk: { skipped: bulk.skipped, errors: bulk.errors, ids: bulk.insertedItemIds },
    bulkSaved: { inserted: bulkSaved.inserted, updated: bulkSaved.updated },
    bulkUpdated: { skipped: bulkUpdated.skipped, updated: bulkUpdated.updated },
    found: [found.items.map((item) => item._id), next.items.map((item) => item._id)],
    dated: [dated.items.map((item) => item._id), dated.totalCount],
    counted,
    removed: removed._id,
    bulkRemoved: { skipped: bulkRemoved.skipped, ids: bulkRemoved.removedItemIds },
    missing,
    left,
    empty,
    all,
    ofApp: ofApp._id,
    gone: await refusal(() => collections.getDataCollection("products")),
    queryGone: await refusal(() => items.query("products").find()),
  };
}
