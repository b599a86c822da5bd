// Receive events: the client checks their signature and hands them to its handlers.
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { SITE, addCollection, advance, asApp, atSite, register, submitImport } from "../wix.mjs";

const EXPECTED = 7;

export async function run() {
  const seen = [];
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { publicKey } = await register(`http://127.0.0.1:${server.address().port}/events`);

  const app = asApp(SITE, publicKey);
  const note = (name) => (event) => {
    const { metadata, data, entity } = event;
    const thing = data?.backup ?? data?.restoration ?? entity;
    seen.push({
      name,
      id: thing?._id ?? metadata.entityId,
      status: thing?.status,
      about: metadata.entityFqdn,
      instanceId: metadata.instanceId,
    });
  };
  app.backups.onBackupStateChanged(note("backup"));
  app.backups.onBackupRestorationStateChanged(note("restoration"));
  app.movementJobs.onJobCreated(note("created"));
  app.movementJobs.onJobUpdated(note("updated"));
  app.movementJobs.onJobDeleted(note("deleted"));
  const arrived = new Promise((resolve, reject) => {
    server.on("request", async (request, response) => {
      try {
        await app.webhooks.process(await text(request));
      } catch (error) {
        reject(error);
      }
      response.end();
      if (seen.length === EXPECTED) resolve();
    });
  });

  const wix = atSite(SITE);
  await addCollection(wix, "products");
  const { backup } = await wix.backups.createBackup();
  await advance(5);
  const { restoration } = await wix.backups.restoreBackup(backup._id);
  await advance(5);
  const into = { wixDataCollection: { collectionId: "products" } };
  const { job } = await submitImport(wix, "_id\na\n", "a.csv", into);
  await wix.movementJobs.terminateJob(job._id);
  await arrived;
  server.close();
  server.closeAllConnections();
  return { seen, ids: { backup: backup._id, restoration: restoration._id, job: job._id } };
}
