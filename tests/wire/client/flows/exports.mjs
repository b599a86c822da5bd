// Export items that match a filter, or that an aggregation makes, and download the file.
import { SITE, addCollection, atSite, finished } from "../wix.mjs";

const ITEMS = [
  { _id: "a", title: "Tree", holidays: ["xmas"], price: 30 },
  { _id: "b", title: "Egg", holidays: ["easter"], price: 2 },
  { _id: "c", title: "Card", holidays: ["xmas", "easter"], price: 3 },
];

export async function run() {
  const wix = atSite(SITE);
  const fields = { title: "TEXT", holidays: "ARRAY_STRING", price: "NUMBER" };
  await addCollection(wix, "products", ITEMS, fields);
  const submit = (query, file) =>
    wix.movementJobs.submitJob(
      { wixDataCollection: { collectionId: "products", ...query } },
      { file },
      { name: "export" },
    );
  const download = async (submitted) => {
    await finished(wix, submitted);
    const answer = await fetch(submitted.job.destination.file.url);
    return [answer.status, await answer.text()];
  };

  const xmas = { filter: { holidays: { $in: ["xmas"] } }, fields: ["_id", "title", "holidays"] };
  const submitted = await submit({ filterQuery: xmas }, { format: "CSV", fileName: "xmas" });
  const early = await fetch(submitted.job.destination.file.url);
  const totals = {
    aggregationPipeline: {
      stages: [
        { filter: { price: { $gt: 2 } } },
        {
          group: {
            groupIds: [],
            accumulators: [{ resultFieldName: "sum", sum: { expression: { fieldPath: "price" } } }],
          },
        },
      ],
    },
    fields: [{ key: "sum", displayName: "Sum", fieldType: "NUMBER" }],
  };
  return {
    submitted: submitted.job,
    early: early.status,
    csv: await download(submitted),
    job: await wix.movementJobs.getJob(submitted.job._id),
    // the client renames _id to id, inside the filter too
    renamed: await download(
      await submit(
        { filterQuery: { filter: { _id: { $gt: "a" } }, fields: ["_id"] } },
        { format: "JSONL" },
      ),
    ),
    deprecated: await download(
      await submit({ filter: { title: "Egg" }, fields: ["title"] }, { format: "JSONL" }),
    ),
    aggregated: await download(await submit({ aggregationQuery: totals }, { format: "JSONL" })),
  };
}
