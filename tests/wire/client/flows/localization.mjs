// Export translations, edit the file, import it, read an item in both languages.
import { SITE, addCollection, atSite, finished, refusal, submitImport } from "../wix.mjs";

const LANGUAGES = { localization: { languages: ["EN", "DE"] } };

export async function run() {
  const wix = atSite(SITE);
  const plugin = {
    type: "MULTILINGUAL",
    multilingualOptions: { translatableFieldKeys: ["title"] },
  };
  const content = [{ _id: "a", title: "Cup" }];
  await addCollection(wix, "products", content, undefined, { plugins: [plugin] });
  const submitted = await wix.movementJobs.submitJob(
    LANGUAGES,
    { file: { format: "CSV", fileName: "texts" } },
    { name: "translations" },
  );
  const job = await finished(wix, submitted);
  const file = await (await fetch(job.destination.file.url)).text();
  const edited = file.replace("title,Cup,", "title,Cup,Tasse");
  const back = await finished(
    wix,
    await submitImport(wix, edited, "texts.csv", LANGUAGES, { name: "back" }),
  );
  const read = async (language) => (await wix.items.get("products", "a", { language })).title;
  return {
    source: job.source,
    file,
    back: [back.status, back.destination],
    titles: [await read("EN"), await read("DE")],
    badTag: await refusal(() =>
      wix.movementJobs.submitJob({ localization: { languages: ["EN", "no tag"] } }, {
        file: { format: "CSV" },
      }),
    ),
  };
}
