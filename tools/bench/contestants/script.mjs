// A script with the official client: submits all jobs, and polls each until it has ended.
import { movementJobs } from "@wix/data";
import { ApiKeyStrategy, createClient } from "@wix/sdk";

const REAL = "https://www.wixapis.com";
const { WIX_API_URL, WIX_API_KEY, WIX_SITE_ID, BENCH_JOBS, BENCH_COLLECTION } = process.env;
const POLL_MS = 2000;
const TRIES = 10;
const ENDED = ["COMPLETED", "PARTIALLY_SUCCESSFUL", "FAILED"];
const send = globalThis.fetch;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// To the emulator instead of Wix; too many requests are sent again when the answer says so.
globalThis.fetch = async (target, options) => {
  const url = String(target).replace(REAL, WIX_API_URL);
  for (let tries = 1; ; tries += 1) {
    const answer = await send(url, options);
    if (answer.status !== 429 || tries === TRIES) return answer;
    await answer.arrayBuffer();
    await sleep(1000 * Number(answer.headers.get("Retry-After") ?? 2));
  }
};

const auth = ApiKeyStrategy({ siteId: WIX_SITE_ID, apiKey: WIX_API_KEY });
const wix = createClient({ auth, modules: { movementJobs } });

async function run(name) {
  const source = { wixDataCollection: { collectionId: BENCH_COLLECTION } };
  let { job } = await wix.movementJobs.submitJob(source, { file: { format: "CSV" } }, { name });
  while (!ENDED.includes(job.status)) {
    await sleep(POLL_MS);
    job = await wix.movementJobs.getJob(job._id);
  }
  if (job.status !== "COMPLETED") throw new Error(`${job._id} is ${job.status}`);
  console.log(`done ${name} ${job._id}`);
}

const names = Array.from({ length: Number(BENCH_JOBS) }, (_, number) => `job-${number}`);
const results = await Promise.allSettled(names.map(run));
const failed = results.filter(({ status }) => status === "rejected");
for (const { reason } of failed) console.log(`failed: ${reason.message}`);
process.exitCode = failed.length ? 1 : 0;
